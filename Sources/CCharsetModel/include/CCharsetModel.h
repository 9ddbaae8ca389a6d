#ifndef C_CHARSET_MODEL_H
#define C_CHARSET_MODEL_H

#include <stddef.h>

/// How often each letter stands in each language, as Training/Charsets writes it: UTF-8, a line a language.
const void *copydesk_charset_letters(void);

/// The number of bytes.
size_t copydesk_charset_letters_size(void);

#endif
