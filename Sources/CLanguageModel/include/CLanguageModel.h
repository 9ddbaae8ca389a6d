#ifndef C_LANGUAGE_MODEL_H
#define C_LANGUAGE_MODEL_H

#include <stddef.h>

/// What tells languages of one script apart, as Training/Language writes it.
const void *copydesk_language_model(void);

/// The number of bytes.
size_t copydesk_language_model_size(void);

#endif
