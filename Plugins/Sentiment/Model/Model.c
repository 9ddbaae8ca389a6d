#include "CSentimentModel.h"

static const _Alignas(64) unsigned char model[] = {
#embed "sentiment.model"
};

const void *copydesk_sentiment_model(void) { return model; }

size_t copydesk_sentiment_model_size(void) { return sizeof model; }

static const _Alignas(64) unsigned char worth[] = {
#embed "worth.bin"
};

const void *copydesk_sentiment_worth(void) { return worth; }

size_t copydesk_sentiment_worth_size(void) { return sizeof worth; }

static const unsigned char gender[] = {
#embed "gender.tsv"
};

const unsigned char *copydesk_sentiment_gender(void) { return gender; }

size_t copydesk_sentiment_gender_size(void) { return sizeof gender; }

static const unsigned char changes[] = {
#embed "changes.tsv"
};

const unsigned char *copydesk_sentiment_changes(void) { return changes; }

size_t copydesk_sentiment_changes_size(void) { return sizeof changes; }
