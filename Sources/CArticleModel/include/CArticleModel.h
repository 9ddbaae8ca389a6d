#ifndef C_ARTICLE_MODEL_H
#define C_ARTICLE_MODEL_H

#include <stddef.h>

/// What words in class names say of an element: class-words.txt.
const unsigned char *copydesk_class_words(size_t *size);

/// What phrases say of a block: phrases.txt.
const unsigned char *copydesk_page_phrases(size_t *size);

/// Words for dates and names of people: page-words.txt.
const unsigned char *copydesk_page_words(size_t *size);

/// What tells a story's blocks from the rest of a page: weights.txt, as Training/Extraction writes it.
const unsigned char *copydesk_block_weights(size_t *size);

#endif
