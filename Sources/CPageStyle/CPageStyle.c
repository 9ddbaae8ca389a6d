#include "CPageStyle.h"

static const unsigned char style[] = {
#embed "page.css"
};

const void *copydesk_page_style(size_t *size) {
    *size = sizeof style;
    return style;
}
