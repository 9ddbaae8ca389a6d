#include "CReader.h"

static const unsigned char model[] __attribute__((aligned(64))) = {
#embed "reader.bin"
};

const void *copydesk_reader_model(size_t *size) {
    *size = sizeof model;
    return model;
}
