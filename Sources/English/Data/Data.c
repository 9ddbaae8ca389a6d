#include "CEnglish.h"

static const unsigned char words[] = {
#embed "words.tsv"
};

static const unsigned char countries[] = {
#embed "countries.tsv"
};

static const unsigned char nicknames[] = {
#embed "nicknames.txt"
};

static const unsigned char small_words[] = {
#embed "small-words.txt"
};

const unsigned char *copydesk_english_words(size_t *size) {
    *size = sizeof words;
    return words;
}

const unsigned char *copydesk_english_countries(size_t *size) {
    *size = sizeof countries;
    return countries;
}

const unsigned char *copydesk_english_nicknames(size_t *size) {
    *size = sizeof nicknames;
    return nicknames;
}

const unsigned char *copydesk_english_small_words(size_t *size) {
    *size = sizeof small_words;
    return small_words;
}
