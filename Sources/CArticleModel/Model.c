#include "CArticleModel.h"

static const unsigned char class_words[] = {
#embed "class-words.txt"
};

static const unsigned char phrases[] = {
#embed "phrases.txt"
};

static const unsigned char page_words[] = {
#embed "page-words.txt"
};

static const unsigned char weights[] = {
#embed "weights.txt"
};

const unsigned char *copydesk_class_words(size_t *size) {
    *size = sizeof class_words;
    return class_words;
}

const unsigned char *copydesk_page_phrases(size_t *size) {
    *size = sizeof phrases;
    return phrases;
}

const unsigned char *copydesk_block_weights(size_t *size) {
    *size = sizeof weights;
    return weights;
}

const unsigned char *copydesk_page_words(size_t *size) {
    *size = sizeof page_words;
    return page_words;
}
