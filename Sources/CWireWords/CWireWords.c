#include "CWireWords.h"

static const unsigned char words[] = {
#embed "words.tsv"
};

const void *copydesk_wire_words(size_t *size) {
    *size = sizeof words;
    return words;
}
