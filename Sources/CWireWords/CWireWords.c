#include "CWireWords.h"

static const unsigned char words[] = {
#embed "words.tsv"
};

static const unsigned char holds[] = {
#embed "holds.txt"
};

const void *copydesk_wire_words(size_t *size) {
    *size = sizeof words;
    return words;
}

const void *copydesk_wire_holds(size_t *size) {
    *size = sizeof holds;
    return holds;
}

static const unsigned char mail[] = {
#embed "mail.txt"
};

const unsigned char *copydesk_mail_words(size_t *size) {
    *size = sizeof mail;
    return mail;
}
