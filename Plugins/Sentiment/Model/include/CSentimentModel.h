#ifndef C_SENTIMENT_MODEL_H
#define C_SENTIMENT_MODEL_H

#include <stddef.h>

/// The lexicon and the network, as Training/Sentiment writes them.
const void *copydesk_sentiment_model(void);

/// The number of bytes.
size_t copydesk_sentiment_model_size(void);

#endif
