#include "CQuotesModel.h"

static const unsigned char ranker[] = {
#embed "ranker.tsv"
};

static const unsigned char confidence[] = {
#embed "confidence.tsv"
};

const void *copydesk_quotes_ranker(size_t *size) {
    *size = sizeof ranker;
    return ranker;
}

const void *copydesk_quotes_confidence(size_t *size) {
    *size = sizeof confidence;
    return confidence;
}
