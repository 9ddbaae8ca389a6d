#ifndef C_HTML_NAMES_H
#define C_HTML_NAMES_H

#include <stddef.h>

/// The named character references of the HTML standard, a line each: the name, with its semicolon where it needs one, a
/// tab, and the code points in hexadecimal digits with spaces between.
const unsigned char *copydesk_html_names(void);

/// The number of bytes.
size_t copydesk_html_names_size(void);

#endif
