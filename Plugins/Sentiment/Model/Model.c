#include "CSentimentModel.h"

static const _Alignas(64) unsigned char model[] = {
#embed "sentiment.model"
};

const void *copydesk_sentiment_model(void) { return model; }

size_t copydesk_sentiment_model_size(void) { return sizeof model; }
