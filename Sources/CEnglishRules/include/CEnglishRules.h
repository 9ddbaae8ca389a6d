#ifndef COPYDESK_CENGLISHRULES_H
#define COPYDESK_CENGLISHRULES_H

#include <stddef.h>

/// The rules of English for tokens and sentences, in the format of LanguageRules.swift.
const void *_Nonnull copydesk_english_rules(size_t *_Nonnull size);

#endif
