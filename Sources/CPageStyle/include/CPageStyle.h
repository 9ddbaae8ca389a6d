#ifndef COPYDESK_CPAGESTYLE_H
#define COPYDESK_CPAGESTYLE_H

#include <stddef.h>

/// The colours and typefaces, links, focus and direction that all pages share: colours.css, ASCII without `<` and `&`.
const void *_Nonnull copydesk_page_colours(size_t *_Nonnull size);

/// The style of a report's page: page.css, ASCII without `<` and `&`, so that it stands in HTML and XML as it is.
const void *_Nonnull copydesk_page_style(size_t *_Nonnull size);

#endif
