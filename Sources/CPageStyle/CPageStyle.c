#include "CPageStyle.h"

static const unsigned char colours[] = {
#embed "colours.css"
};

static const unsigned char style[] = {
#embed "page.css"
};

const void *copydesk_page_colours(size_t *size) {
    *size = sizeof colours;
    return colours;
}

const void *copydesk_page_style(size_t *size) {
    *size = sizeof style;
    return style;
}
