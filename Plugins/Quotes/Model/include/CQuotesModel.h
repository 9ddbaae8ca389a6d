#ifndef COPYDESK_CQUOTESMODEL_H
#define COPYDESK_CQUOTESMODEL_H

#include <stddef.h>

/// What the ranker's features are worth, in the format of RankerTable.swift.
const void *_Nonnull copydesk_quotes_ranker(size_t *_Nonnull size);

/// What the features of a confidence are worth, in the format of Confidence.swift.
const void *_Nonnull copydesk_quotes_confidence(size_t *_Nonnull size);

#endif
