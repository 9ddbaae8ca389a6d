#include "CReader.h"

static const unsigned char model[] __attribute__((aligned(64))) = {
#embed "reader.bin"
};

const void *copydesk_reader_model(size_t *size) {
    *size = sizeof model;
    return model;
}

static const unsigned char stances[] __attribute__((aligned(64))) = {
#embed "stance.bin"
};

const void *copydesk_stance_model(size_t *size) {
    *size = sizeof stances;
    return stances;
}
