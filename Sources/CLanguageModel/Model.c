#include "CLanguageModel.h"

static const _Alignas(64) unsigned char model[] = {
#embed "language.model"
};

const void *copydesk_language_model(void) { return model; }

size_t copydesk_language_model_size(void) { return sizeof model; }
