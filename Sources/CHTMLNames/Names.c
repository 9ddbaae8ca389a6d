#include "CHTMLNames.h"

static const unsigned char names[] = {
#embed "names.tsv"
};

const unsigned char *copydesk_html_names(void) { return names; }

size_t copydesk_html_names_size(void) { return sizeof names; }
