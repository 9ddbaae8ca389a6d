// Integer kernels: sums of products are exact, so every instruction set gives the same result.
#include "CEntitiesModel.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline int16_t clamped(int32_t value) {
    return (int16_t)(value > 2047 ? 2047 : value < -2047 ? -2047 : value);
}

static inline int32_t pair(const int16_t *in) {
    int32_t value;
    memcpy(&value, in, sizeof value);
    return value;
}

// Bodies that the compiler vectorizes once for the baseline and once for AVX2.
#define BODY static inline __attribute__((always_inline))
#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
#endif

BODY void embed_body(const int8_t *table, const uint32_t *rows, const int16_t *multipliers, const int32_t *bias,
                     ptrdiff_t slots, ptrdiff_t width, int16_t *restrict out) {
    // Sixteen columns at a time stay in registers over all slots; the width is a multiple of sixteen.
    for (ptrdiff_t first = 0; first < width; first += 16) {
        int32_t sums[16];
        memcpy(sums, bias + first, sizeof sums);
        for (ptrdiff_t slot = 0; slot < slots; slot++) {
            const int8_t *row = table + (size_t)rows[slot] * (size_t)width + first;
            const int16_t multiplier = multipliers[slot];
            for (int index = 0; index < 16; index++) sums[index] += (int16_t)row[index] * multiplier;
        }
        for (int index = 0; index < 16; index++) out[first + index] = clamped((sums[index] + 128) >> 8);
    }
}

BODY void residual_body(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *restrict to) {
    for (ptrdiff_t index = 0; index < count; index++) {
        const int32_t sum = sums[index] > 0 ? sums[index] : 0;
        to[index] = clamped(centre[index] + ((sum + 2048) >> 12));
    }
}

#if defined(__x86_64__)
AVX2 static void embed_avx2(const int8_t *table, const uint32_t *rows, const int16_t *multipliers, const int32_t *bias,
                            ptrdiff_t slots, ptrdiff_t width, int16_t *out) {
    embed_body(table, rows, multipliers, bias, slots, width, out);
}

AVX2 static void residual_avx2(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
    residual_body(sums, centre, count, to);
}
#endif

void copydesk_entities_embed(const int8_t *table, const uint32_t *rows, const int16_t *multipliers,
                             const int32_t *bias, ptrdiff_t slots, ptrdiff_t width, int16_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        embed_avx2(table, rows, multipliers, bias, slots, width, out);
        return;
    }
#endif
    embed_body(table, rows, multipliers, bias, slots, width, out);
}

static void residual(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        residual_avx2(sums, centre, count, to);
        return;
    }
#endif
    residual_body(sums, centre, count, to);
}

/// The products of one token's inputs with all outputs' weights, plus bias.
static void products(const int16_t *in, const int16_t *weights, const int32_t *bias, ptrdiff_t inputs,
                     ptrdiff_t outputs, int32_t *out) {
    for (ptrdiff_t output = 0; output < outputs; output++) out[output] = bias[output];
    for (ptrdiff_t index = 0; index < inputs / 2; index++) {
        const int16_t *row = weights + index * outputs * 2;
        const int32_t left = in[index * 2], right = in[index * 2 + 1];
        for (ptrdiff_t output = 0; output < outputs; output++)
            out[output] += left * row[output * 2] + right * row[output * 2 + 1];
    }
}

#if defined(__x86_64__)
static void products_sse2(const int16_t *in, ptrdiff_t stride, const int16_t *weights, const int32_t *bias,
                          ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    // Two tokens by sixteen outputs stay in registers.
    for (ptrdiff_t first = 0; first < outputs; first += 16) {
        const ptrdiff_t vectors = (outputs - first < 16 ? outputs - first : 16) / 4;
        __m128i a[4], b[4];
        for (ptrdiff_t v = 0; v < vectors; v++)
            a[v] = b[v] = _mm_loadu_si128((const __m128i *)(bias + first + v * 4));
        if (vectors == 4) {
            for (ptrdiff_t index = 0; index < inputs / 2; index++) {
                const __m128i x = _mm_set1_epi32(pair(in + index * 2));
                const __m128i y = _mm_set1_epi32(pair(in + stride + index * 2));
                const __m128i *row = (const __m128i *)(weights + (index * outputs + first) * 2);
                for (int v = 0; v < 4; v++) {
                    const __m128i weight = _mm_loadu_si128(row + v);
                    a[v] = _mm_add_epi32(a[v], _mm_madd_epi16(x, weight));
                    b[v] = _mm_add_epi32(b[v], _mm_madd_epi16(y, weight));
                }
            }
        } else {
            for (ptrdiff_t index = 0; index < inputs / 2; index++) {
                const __m128i x = _mm_set1_epi32(pair(in + index * 2));
                const __m128i y = _mm_set1_epi32(pair(in + stride + index * 2));
                const __m128i *row = (const __m128i *)(weights + (index * outputs + first) * 2);
                for (ptrdiff_t v = 0; v < vectors; v++) {
                    const __m128i weight = _mm_loadu_si128(row + v);
                    a[v] = _mm_add_epi32(a[v], _mm_madd_epi16(x, weight));
                    b[v] = _mm_add_epi32(b[v], _mm_madd_epi16(y, weight));
                }
            }
        }
        for (ptrdiff_t v = 0; v < vectors; v++) {
            _mm_storeu_si128((__m128i *)(out + first + v * 4), a[v]);
            _mm_storeu_si128((__m128i *)(out + outputs + first + v * 4), b[v]);
        }
    }
}

__attribute__((target("avx2"))) static void products_avx2(const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                                                          const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                                                          int32_t *out) {
    // Two tokens by 32 outputs stay in registers; what is left over goes the narrow way.
    ptrdiff_t first = 0;
    for (; first + 32 <= outputs; first += 32) {
        __m256i a[4], b[4];
        for (int v = 0; v < 4; v++) a[v] = b[v] = _mm256_loadu_si256((const __m256i *)(bias + first + v * 8));
        for (ptrdiff_t index = 0; index < inputs / 2; index++) {
            const __m256i x = _mm256_set1_epi32(pair(in + index * 2));
            const __m256i y = _mm256_set1_epi32(pair(in + stride + index * 2));
            const __m256i *row = (const __m256i *)(weights + (index * outputs + first) * 2);
            for (int v = 0; v < 4; v++) {
                const __m256i weight = _mm256_loadu_si256(row + v);
                a[v] = _mm256_add_epi32(a[v], _mm256_madd_epi16(x, weight));
                b[v] = _mm256_add_epi32(b[v], _mm256_madd_epi16(y, weight));
            }
        }
        for (int v = 0; v < 4; v++) {
            _mm256_storeu_si256((__m256i *)(out + first + v * 8), a[v]);
            _mm256_storeu_si256((__m256i *)(out + outputs + first + v * 8), b[v]);
        }
    }
    for (; first < outputs; first += 4) {
        __m128i a = _mm_loadu_si128((const __m128i *)(bias + first)), b = a;
        for (ptrdiff_t index = 0; index < inputs / 2; index++) {
            const __m128i weight = _mm_loadu_si128((const __m128i *)(weights + (index * outputs + first) * 2));
            a = _mm_add_epi32(a, _mm_madd_epi16(_mm_set1_epi32(pair(in + index * 2)), weight));
            b = _mm_add_epi32(b, _mm_madd_epi16(_mm_set1_epi32(pair(in + stride + index * 2)), weight));
        }
        _mm_storeu_si128((__m128i *)(out + first), a);
        _mm_storeu_si128((__m128i *)(out + outputs + first), b);
    }
}
#endif

/// The products of two tokens, `stride` inputs apart.
static void two_products(const int16_t *in, ptrdiff_t stride, const int16_t *weights, const int32_t *bias,
                         ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        products_avx2(in, stride, weights, bias, inputs, outputs, out);
    else
        products_sse2(in, stride, weights, bias, inputs, outputs, out);
#else
    products(in, weights, bias, inputs, outputs, out);
    products(in + stride, weights, bias, inputs, outputs, out + outputs);
#endif
}

void copydesk_entities_convolve(const int16_t *in, const int16_t *weights, const int32_t *bias, ptrdiff_t count,
                                ptrdiff_t width, int16_t *out) {
    int32_t sums[512];
    if (width > 256) return;
    memset(out, 0, (size_t)width * sizeof *out);
    memset(out + (count + 1) * width, 0, (size_t)width * sizeof *out);
    for (ptrdiff_t token = 0; token < count; token += 2) {
        const ptrdiff_t tokens = count - token < 2 ? 1 : 2;
        if (tokens == 2)
            two_products(in + token * width, width, weights, bias, width * 3, width, sums);
        else
            products(in + token * width, weights, bias, width * 3, width, sums);
        residual(sums, in + (token + 1) * width, tokens * width, out + (token + 1) * width);
    }
}

void copydesk_entities_score(const int16_t *in, const int16_t *weights, const int32_t *bias, ptrdiff_t count,
                             ptrdiff_t width, ptrdiff_t outputs, int32_t *out) {
    int32_t sums[128];
    if (outputs > 64) return;
    for (ptrdiff_t token = 0; token < count; token += 2) {
        const ptrdiff_t tokens = count - token < 2 ? 1 : 2;
        if (tokens == 2)
            two_products(in + (token + 1) * width, width, weights, bias, width, outputs, sums);
        else
            products(in + (token + 1) * width, weights, bias, width, outputs, sums);
        for (ptrdiff_t index = 0; index < tokens * outputs; index++)
            out[token * outputs + index] += (sums[index] + 512) >> 10;
    }
}
