#ifndef COPYDESK_CENGLISHRULES_H
#define COPYDESK_CENGLISHRULES_H

#include <stddef.h>

/// The rules of English for tokens and sentences, in the format of LanguageRules.swift.
const void *_Nonnull copydesk_english_rules(size_t *_Nonnull size);

/// Words of English that are hardly ever written with a capital but where a sentence begins, one a line.
const void *_Nonnull copydesk_english_small_words(size_t *_Nonnull size);

#endif
