#include "CEntitiesModel.h"

static const unsigned char lexicon[] __attribute__((aligned(64))) = {
#embed "lexicon.bin"
};

static const unsigned char network[] __attribute__((aligned(64))) = {
#embed "network.bin"
};

const void *copydesk_entities_lexicon(size_t *size) {
    *size = sizeof lexicon;
    return lexicon;
}

const void *copydesk_entities_network(size_t *size) {
    *size = sizeof network;
    return network;
}
