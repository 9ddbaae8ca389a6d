#include "CEnglishRules.h"

static const unsigned char rules[] = {
#embed "rules.tsv"
};

static const unsigned char small_words[] = {
#embed "small-words.txt"
};

const void *copydesk_english_rules(size_t *size) {
    *size = sizeof rules;
    return rules;
}

const void *copydesk_english_small_words(size_t *size) {
    *size = sizeof small_words;
    return small_words;
}
