// What the files of kernels share.
#ifndef COPYDESK_ENTITIES_KERNELS_H
#define COPYDESK_ENTITIES_KERNELS_H

#include "CEntitiesModel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512vnni")))
#endif

// Bodies that the compiler vectorizes once for the baseline and once for AVX2.
#define BODY static inline __attribute__((always_inline))

static inline int16_t clamped(int32_t value) {
    return (int16_t)(value > 2047 ? 2047 : value < -2047 ? -2047 : value);
}

/// The products of `tokens` rows of `inputs` values (an even number), `stride` apart, with all outputs' weights, plus bias.
/// Weights lie as [inputs / 2][outputs][2]; `outputs` is a multiple of 4. Sums wrap.
__attribute__((visibility("hidden"))) void copydesk_entities_products(
    copydesk_instructions instructions, ptrdiff_t tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
    const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out);

#endif
