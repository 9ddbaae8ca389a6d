#ifndef COPYDESK_CPAGESTYLE_H
#define COPYDESK_CPAGESTYLE_H

#include <stddef.h>

/// The style of a page for people: page.css, ASCII without `<` and `&`, so that it stands in HTML and XML as it is.
const void *_Nonnull copydesk_page_style(size_t *_Nonnull size);

#endif
