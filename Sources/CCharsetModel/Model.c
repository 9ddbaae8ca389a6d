#include "CCharsetModel.h"

static const unsigned char letters[] = {
#embed "letters.tsv"
};

const void *copydesk_charset_letters(void) { return letters; }

size_t copydesk_charset_letters_size(void) { return sizeof letters; }
