// Integer kernels: sums of products are exact, so every instruction set gives the same result.
#include "CEntitiesModel.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512vnni")))
#endif

// Bodies that the compiler vectorizes once for the baseline and once for AVX2.
#define BODY static inline __attribute__((always_inline))

copydesk_instructions copydesk_entities_instructions(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vnni")) return COPYDESK_AVX512_VNNI;
    if (__builtin_cpu_supports("avx2")) return COPYDESK_AVX2;
#endif
    return COPYDESK_PORTABLE;
}

static inline int16_t clamped(int32_t value) {
    return (int16_t)(value > 2047 ? 2047 : value < -2047 ? -2047 : value);
}

// Embedding

static void embed_portable(const int8_t *table, const uint32_t *rows, const int16_t *multipliers, const int32_t *bias,
                           ptrdiff_t slots, ptrdiff_t width, int16_t *restrict out) {
    // Sixteen columns at a time stay in registers over all slots; the width is a multiple of sixteen.
    for (ptrdiff_t first = 0; first < width; first += 16) {
        int32_t sums[16];
        memcpy(sums, bias + first, sizeof sums);
        for (ptrdiff_t slot = 0; slot < slots; slot++) {
            const int8_t *row = table + (size_t)rows[slot] * (size_t)width + first;
            for (int index = 0; index < 16; index++) sums[index] += (int16_t)row[index] * multipliers[slot];
        }
        for (int index = 0; index < 16; index++) out[first + index] = clamped((sums[index] + 128) >> 8);
    }
}

#if defined(__x86_64__)
AVX2 static inline __m256i rescaled(__m256i low, __m256i high) {
    const __m256i half = _mm256_set1_epi32(128), top = _mm256_set1_epi16(2047), bottom = _mm256_set1_epi16(-2047);
    const __m256i packed = _mm256_packs_epi32(_mm256_srai_epi32(_mm256_add_epi32(low, half), 8),
                                              _mm256_srai_epi32(_mm256_add_epi32(high, half), 8));
    return _mm256_max_epi16(_mm256_min_epi16(packed, top), bottom);
}

AVX2 static void embed_avx2(const int8_t *table, const uint32_t *rows, const int16_t *multipliers, const int32_t *bias,
                            ptrdiff_t slots, ptrdiff_t width, int16_t *out) {
    for (ptrdiff_t first = 0; first < width; first += 16) {
        // Interleaving keeps to 128-bit halves: `low` has columns 0–3 and 8–11, `high` the others.
        const __m256i left = _mm256_loadu_si256((const __m256i *)(bias + first));
        const __m256i right = _mm256_loadu_si256((const __m256i *)(bias + first + 8));
        __m256i low = _mm256_permute2x128_si256(left, right, 0x20);
        __m256i high = _mm256_permute2x128_si256(left, right, 0x31);
        for (ptrdiff_t slot = 0; slot < slots; slot += 2) {
            const int8_t *even = table + (size_t)rows[slot] * (size_t)width + first;
            // An odd last slot has no partner; the multiplier behind it is 0.
            const int8_t *odd = table + (size_t)rows[slot + 1 < slots ? slot + 1 : slot] * (size_t)width + first;
            const __m256i a = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)even));
            const __m256i b = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)odd));
            int32_t pair;
            memcpy(&pair, multipliers + slot, sizeof pair);
            const __m256i factors = _mm256_set1_epi32(pair);
            low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), factors));
            high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), factors));
        }
        _mm256_storeu_si256((__m256i *)(out + first), rescaled(low, high));
    }
}
#endif

void copydesk_entities_embed(copydesk_instructions instructions, const int8_t *table, const uint32_t *rows,
                             const int16_t *multipliers, const int32_t *bias, ptrdiff_t slots, ptrdiff_t width,
                             int16_t *out) {
#if defined(__x86_64__)
    if (instructions >= COPYDESK_AVX2) {
        embed_avx2(table, rows, multipliers, bias, slots, width, out);
        return;
    }
#endif
    embed_portable(table, rows, multipliers, bias, slots, width, out);
}

// Products

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

/// The products of `tokens` tokens, at most three, `stride` inputs apart, with `vectors` times eight outputs: twelve sums, three
/// inputs and a weight are all the registers there are.
AVX2 BODY void columns_avx2(const int tokens, const int vectors, const int16_t *in, ptrdiff_t stride,
                            const int16_t *weights, const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs,
                            int32_t *out) {
    __m256i sums[3][4];
    for (int token = 0; token < tokens; token++)
        for (int v = 0; v < vectors; v++) sums[token][v] = _mm256_loadu_si256((const __m256i *)(bias + v * 8));
    for (ptrdiff_t index = 0; index < inputs; index += 2) {
        const __m256i *row = (const __m256i *)(weights + index * outputs);
        __m256i input[3];
        for (int token = 0; token < tokens; token++)
            input[token] = _mm256_set1_epi32(two_inputs(in + token * stride + index));
        for (int v = 0; v < vectors; v++) {
            const __m256i weight = _mm256_loadu_si256(row + v);
            for (int token = 0; token < tokens; token++)
                sums[token][v] = _mm256_add_epi32(sums[token][v], _mm256_madd_epi16(input[token], weight));
        }
    }
    for (int token = 0; token < tokens; token++)
        for (int v = 0; v < vectors; v++)
            _mm256_storeu_si256((__m256i *)(out + token * outputs + v * 8), sums[token][v]);
}

/// The products of `tokens` tokens, `stride` inputs apart; what stays below eight outputs goes four by four.
AVX2 BODY void products_avx2(const int tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                             const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    ptrdiff_t first = 0;
    for (; first + 32 <= outputs; first += 32)
        columns_avx2(tokens, 4, in, stride, weights + first * 2, bias + first, inputs, outputs, out + first);
    for (; first + 8 <= outputs; first += 8)
        columns_avx2(tokens, 1, in, stride, weights + first * 2, bias + first, inputs, outputs, out + first);
    for (; first < outputs; first += 4) {
        __m128i sums[3];
        for (int token = 0; token < tokens; token++) sums[token] = _mm_loadu_si128((const __m128i *)(bias + first));
        for (ptrdiff_t index = 0; index < inputs; index += 2) {
            const __m128i weight = _mm_loadu_si128((const __m128i *)(weights + index * outputs + first * 2));
            for (int token = 0; token < tokens; token++) {
                const __m128i input = _mm_set1_epi32(two_inputs(in + token * stride + index));
                sums[token] = _mm_add_epi32(sums[token], _mm_madd_epi16(input, weight));
            }
        }
        for (int token = 0; token < tokens; token++)
            _mm_storeu_si128((__m128i *)(out + token * outputs + first), sums[token]);
    }
}

AVX2 static void all_products_avx2(ptrdiff_t tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                                   const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    for (; tokens >= 3; tokens -= 3, in += 3 * stride, out += 3 * outputs)
        products_avx2(3, in, stride, weights, bias, inputs, outputs, out);
    if (tokens == 2) products_avx2(2, in, stride, weights, bias, inputs, outputs, out);
    if (tokens == 1) products_avx2(1, in, stride, weights, bias, inputs, outputs, out);
}

static inline __mmask16 lanes(ptrdiff_t count) {
    return (__mmask16)(count >= 16 ? 0xFFFF : count <= 0 ? 0 : (1 << count) - 1);
}

/// The products of `tokens` tokens, 32 outputs at a time.
VNNI BODY void products_vnni(const int tokens, const int16_t *in, ptrdiff_t stride, const int16_t *weights,
                             const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
    for (ptrdiff_t first = 0; first < outputs; first += 32) {
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
    for (; tokens > 0; tokens--, in += stride, out += outputs)
        products_vnni(1, in, stride, weights, bias, inputs, outputs, out);
}
#endif

static void products(copydesk_instructions instructions, ptrdiff_t tokens, const int16_t *in, ptrdiff_t stride,
                     const int16_t *weights, const int32_t *bias, ptrdiff_t inputs, ptrdiff_t outputs, int32_t *out) {
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

// Layers

enum { tokens_at_once = 12, widest = 256, most_outputs = 64 };

BODY void residual_body(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *restrict to) {
    for (ptrdiff_t index = 0; index < count; index++) {
        const int32_t sum = sums[index] > 0 ? sums[index] : 0;
        to[index] = clamped(centre[index] + ((sum + 2048) >> 12));
    }
}

static void residual_portable(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
    residual_body(sums, centre, count, to);
}

#if defined(__x86_64__)
AVX2 static void residual_avx2(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
    residual_body(sums, centre, count, to);
}
#endif

static void residual(copydesk_instructions instructions, const int32_t *sums, const int16_t *centre, ptrdiff_t count,
                     int16_t *to) {
#if defined(__x86_64__)
    if (instructions >= COPYDESK_AVX2) {
        residual_avx2(sums, centre, count, to);
        return;
    }
#endif
    residual_portable(sums, centre, count, to);
}

void copydesk_entities_convolve(copydesk_instructions instructions, const int16_t *in, const int16_t *weights,
                                const int32_t *bias, ptrdiff_t count, ptrdiff_t width, int16_t *out) {
    int32_t sums[tokens_at_once * widest];
    if (width > widest) return;
    memset(out, 0, (size_t)width * sizeof *out);
    memset(out + (count + 1) * width, 0, (size_t)width * sizeof *out);
    for (ptrdiff_t token = 0; token < count; token += tokens_at_once) {
        const ptrdiff_t tokens = count - token < tokens_at_once ? count - token : tokens_at_once;
        products(instructions, tokens, in + token * width, width, weights, bias, width * 3, width, sums);
        residual(instructions, sums, in + (token + 1) * width, tokens * width, out + (token + 1) * width);
    }
}

void copydesk_entities_score(copydesk_instructions instructions, const int16_t *in, const int16_t *weights,
                             const int32_t *bias, ptrdiff_t count, ptrdiff_t width, ptrdiff_t outputs, int32_t *out) {
    int32_t sums[tokens_at_once * most_outputs];
    if (outputs > most_outputs) return;
    for (ptrdiff_t token = 0; token < count; token += tokens_at_once) {
        const ptrdiff_t tokens = count - token < tokens_at_once ? count - token : tokens_at_once;
        products(instructions, tokens, in + (token + 1) * width, width, weights, bias, width, outputs, sums);
        for (ptrdiff_t index = 0; index < tokens * outputs; index++)
            out[token * outputs + index] += (sums[index] + 512) >> 10;
    }
}

// The chain

enum { stride = COPYDESK_CHAIN_STRIDE };

BODY void step_body(const int32_t *transitions, const int32_t *scores, ptrdiff_t tags, ptrdiff_t outputs, int32_t *best,
                    uint8_t *from) {
    int32_t next[stride], origin[stride];
    for (int tag = 0; tag < stride; tag++) {
        next[tag] = INT32_MIN;
        origin[tag] = 0;
    }
    for (int32_t before = 0; before < (int32_t)tags; before++) {
        const int32_t *row = transitions + before * stride;
        const int32_t base = best[before];
        for (int tag = 0; tag < stride; tag++) {
            const int32_t value = base + row[tag];
            origin[tag] = value > next[tag] ? before : origin[tag];
            next[tag] = value > next[tag] ? value : next[tag];
        }
    }
    int32_t top = INT32_MIN;
    for (ptrdiff_t tag = 0; tag < outputs; tag++) next[tag] += scores[tag];
    for (ptrdiff_t tag = 0; tag < tags; tag++) top = next[tag] > top ? next[tag] : top;
    // Scores stay bounded however long the run.
    for (int tag = 0; tag < stride; tag++) {
        const int32_t value = next[tag] - top;
        best[tag] = value > COPYDESK_CHAIN_LOWEST ? value : COPYDESK_CHAIN_LOWEST;
        from[tag] = (uint8_t)origin[tag];
    }
}

static void step_portable(const int32_t *transitions, const int32_t *scores, ptrdiff_t tags, ptrdiff_t outputs,
                          int32_t *best, uint8_t *from) {
    step_body(transitions, scores, tags, outputs, best, from);
}

#if defined(__x86_64__)
AVX2 static void step_avx2(const int32_t *transitions, const int32_t *scores, ptrdiff_t tags, ptrdiff_t outputs,
                           int32_t *best, uint8_t *from) {
    step_body(transitions, scores, tags, outputs, best, from);
}
#endif

void copydesk_entities_chain(copydesk_instructions instructions, const int32_t *transitions, const int32_t *scores,
                             ptrdiff_t count, ptrdiff_t tags, ptrdiff_t outputs, int32_t *best, uint8_t *from) {
    if (tags > outputs || outputs > stride) return;
    for (ptrdiff_t token = 0; token < count; token++, scores += outputs, from += stride) {
#if defined(__x86_64__)
        if (instructions >= COPYDESK_AVX2) {
            step_avx2(transitions, scores, tags, outputs, best, from);
            continue;
        }
#endif
        step_portable(transitions, scores, tags, outputs, best, from);
    }
}
