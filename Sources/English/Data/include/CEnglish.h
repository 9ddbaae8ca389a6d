#ifndef COPYDESK_CENGLISH_H
#define COPYDESK_CENGLISH_H

#include <stddef.h>

/// The table of words, a line each; see Words+Reading.swift for its columns.
const unsigned char *_Nonnull copydesk_english_words(size_t *_Nonnull size);

/// Countries with their names and demonyms, a line each; see Countries.swift.
const unsigned char *_Nonnull copydesk_english_countries(size_t *_Nonnull size);

/// Given names, the forms of one name a line.
const unsigned char *_Nonnull copydesk_english_nicknames(size_t *_Nonnull size);

/// Words of English that are hardly ever written with a capital but where a sentence begins, one a line.
const unsigned char *_Nonnull copydesk_english_small_words(size_t *_Nonnull size);

#endif
