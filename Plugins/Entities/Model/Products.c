// Products of activations and weights: exact, so every instruction set gives the same sums.
#include "Kernels.h"

#include <string.h>

/// The products of one token's inputs with all outputs' weights, plus bias.
static void products_portable(const int16_t *in, const int16_t *weights, const int32_t *bias, ptrdiff_t inputs,
                              ptrdiff_t outputs, int32_t *restrict out) {
    memcpy(out, bias, (size_t)outputs * sizeof *out);
    for (ptrdiff_t index = 0; index < inputs; index += 2) {
        const int16_t *row = weights + index * outputs;
        for (ptrdiff_t output = 0; output < outputs; output++)
            out[output] += in[index] * row[output * 2] + in[index + 1] * row[output * 2 + 1];
    }
}

#if defined(__x86_64__)
static inline int32_t two_inputs(const int16_t *in) {
    int32_t value;
    memcpy(&value, in, sizeof value);
    return value;
}

/// The products of a token with `vectors` times eight outputs, at most twelve, and with four more where `has_half`. Weights are
/// operands where they lie: with twelve vectors that needs a fifth fewer instructions than three tokens with four, whose weights
/// are loaded apart, in the same time, since processors load as many vectors a cycle as they multiply.
AVX2 BODY void columns_avx2(const int vectors, const bool has_half, const int16_t *in, const int16_t *weights,
                            const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    __m256i sums[12];
    __m128i half = _mm_setzero_si128();
    for (int v = 0; v < vectors; v++) sums[v] = _mm256_loadu_si256((const __m256i *)(bias + v * 8));
    if (has_half) half = _mm_loadu_si128((const __m128i *)(bias + vectors * 8));
#pragma clang loop unroll_count(2)
    for (ptrdiff_t index = 0; index < inputs; index += 2) {
        const int16_t *row = weights + index * outputs;
        const __m256i input = _mm256_set1_epi32(two_inputs(in + index));
        for (int v = 0; v < vectors; v++) {
            const __m256i weight = _mm256_loadu_si256((const __m256i *)(row + v * 16));
            sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(input, weight));
        }
        if (has_half) {
            const __m128i weight = _mm_loadu_si128((const __m128i *)(row + vectors * 16));
            half = _mm_add_epi32(half, _mm_madd_epi16(_mm256_castsi256_si128(input), weight));
        }
    }
    for (int v = 0; v < vectors; v++) _mm256_storeu_si256((__m256i *)(out + v * 8), sums[v]);
    if (has_half) _mm_storeu_si128((__m128i *)(out + vectors * 8), half);
}

AVX2 static void all_products_avx2(ptrdiff_t tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                                   const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    for (; tokens > 0; tokens--, in += stride, out += outputs) {
        ptrdiff_t first = 0;
        for (; first + 96 <= outputs; first += 96)
            columns_avx2(12, false, in, weights + first * 2, bias + first, inputs, outputs, out + first);
        // As many scores as there are.
        for (; first + 20 <= outputs; first += 20)
            columns_avx2(2, true, in, weights + first * 2, bias + first, inputs, outputs, out + first);
        for (; first + 8 <= outputs; first += 8)
            columns_avx2(1, false, in, weights + first * 2, bias + first, inputs, outputs, out + first);
        if (first < outputs)
            columns_avx2(0, true, in, weights + first * 2, bias + first, inputs, outputs, out + first);
    }
}

static inline __mmask16 lanes(ptrdiff_t count) {
    return (__mmask16)(count >= 16 ? 0xFFFF : count <= 0 ? 0 : (1 << count) - 1);
}

/// The products of `tokens` tokens, at most four, with 96 outputs.
VNNI BODY void columns_vnni(const int tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                            const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    enum { vectors = 6 };
    __m512i sums[4][vectors];
    for (int token = 0; token < tokens; token++)
        for (int v = 0; v < vectors; v++) sums[token][v] = _mm512_loadu_si512(bias + v * 16);
    for (ptrdiff_t index = 0; index < inputs; index += 2) {
        const int16_t *row = weights + index * outputs;
        __m512i input[4];
        for (int token = 0; token < tokens; token++)
            input[token] = _mm512_set1_epi32(two_inputs(in + token * stride + index));
        for (int v = 0; v < vectors; v++) {
            const __m512i weight = _mm512_loadu_si512(row + v * 32);
            for (int token = 0; token < tokens; token++)
                sums[token][v] = _mm512_dpwssd_epi32(sums[token][v], input[token], weight);
        }
    }
    for (int token = 0; token < tokens; token++)
        for (int v = 0; v < vectors; v++) _mm512_storeu_si512(out + token * outputs + v * 16, sums[token][v]);
}

/// The products of `tokens` tokens; what stays below 96 outputs goes 32 at a time.
VNNI BODY void products_vnni(const int tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                             const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    ptrdiff_t first = 0;
    for (; first + 96 <= outputs; first += 96)
        columns_vnni(tokens, in, stride, weights + first * 2, bias + first, inputs, outputs, out + first);
    for (; first < outputs; first += 32) {
        const __mmask16 low = lanes(outputs - first), high = lanes(outputs - first - 16);
        __m512i a[4], b[4];
        for (int token = 0; token < tokens; token++) {
            a[token] = _mm512_maskz_loadu_epi32(low, bias + first);
            b[token] = _mm512_maskz_loadu_epi32(high, bias + first + 16);
        }
        for (ptrdiff_t index = 0; index < inputs; index += 2) {
            const int16_t *row = weights + index * outputs + first * 2;
            const __m512i x = _mm512_maskz_loadu_epi32(low, row), y = _mm512_maskz_loadu_epi32(high, row + 32);
            for (int token = 0; token < tokens; token++) {
                const __m512i input = _mm512_set1_epi32(two_inputs(in + token * stride + index));
                a[token] = _mm512_dpwssd_epi32(a[token], input, x);
                b[token] = _mm512_dpwssd_epi32(b[token], input, y);
            }
        }
        for (int token = 0; token < tokens; token++) {
            _mm512_mask_storeu_epi32(out + token * outputs + first, low, a[token]);
            _mm512_mask_storeu_epi32(out + token * outputs + first + 16, high, b[token]);
        }
    }
}

VNNI static void all_products_vnni(ptrdiff_t tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                                   const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    for (; tokens >= 4; tokens -= 4, in += 4 * stride, out += 4 * outputs)
        products_vnni(4, in, stride, weights, bias, inputs, outputs, out);
    if (tokens == 3) products_vnni(3, in, stride, weights, bias, inputs, outputs, out);
    if (tokens == 2) products_vnni(2, in, stride, weights, bias, inputs, outputs, out);
    if (tokens == 1) products_vnni(1, in, stride, weights, bias, inputs, outputs, out);
}
#endif

void copydesk_entities_products(copydesk_instructions instructions, ptrdiff_t tokens, const int16_t *in,
                                ptrdiff_t stride, const int16_t *weights, const int32_t *bias, ptrdiff_t inputs,
                                ptrdiff_t outputs, int32_t *out) {
#if defined(__x86_64__)
    if (instructions >= COPYDESK_AVX512_VNNI) {
        all_products_vnni(tokens, in, stride, weights, bias, inputs, outputs, out);
        return;
    }
    if (instructions >= COPYDESK_AVX2) {
        all_products_avx2(tokens, in, stride, weights, bias, inputs, outputs, out);
        return;
    }
#endif
    for (; tokens > 0; tokens--, in += stride, out += outputs)
        products_portable(in, weights, bias, inputs, outputs, out);
}
