#include "CEnglish.h"

static const unsigned char words[] = {
#embed "words.tsv"
};

const unsigned char *copydesk_english_words(size_t *size) {
    *size = sizeof words;
    return words;
}
