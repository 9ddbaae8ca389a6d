// Integer kernels: sums of products are exact, so every instruction set gives the same result.
#include "Kernels.h"

#include <string.h>

copydesk_instructions copydesk_entities_instructions(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vnni")) return COPYDESK_AVX512_VNNI;
    if (__builtin_cpu_supports("avx2")) return COPYDESK_AVX2;
#endif
    return COPYDESK_PORTABLE;
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

/// Sums for `vectors` times sixteen columns. With all columns of a row at once its address and multiplier are had once, which
/// makes 96 columns of eleven slots 420 instructions where sixteen columns after the other took 640.
AVX2 BODY void columns_avx2(const int vectors, const int8_t *table, const uint32_t *rows, const int16_t *multipliers,
                            const int32_t *bias, ptrdiff_t slots, ptrdiff_t width, int16_t *out) {
    __m256i low[6], high[6];
    for (int v = 0; v < vectors; v++) {
        // Interleaving keeps to 128-bit halves: `low` has columns 0–3 and 8–11, `high` the others.
        const __m256i left = _mm256_loadu_si256((const __m256i *)(bias + v * 16));
        const __m256i right = _mm256_loadu_si256((const __m256i *)(bias + v * 16 + 8));
        low[v] = _mm256_permute2x128_si256(left, right, 0x20);
        high[v] = _mm256_permute2x128_si256(left, right, 0x31);
    }
    for (ptrdiff_t slot = 0; slot < slots; slot += 2) {
        const int8_t *even = table + (size_t)rows[slot] * (size_t)width;
        // An odd last slot has no partner; the multiplier behind it is 0.
        const int8_t *odd = table + (size_t)rows[slot + 1 < slots ? slot + 1 : slot] * (size_t)width;
        int32_t pair;
        memcpy(&pair, multipliers + slot, sizeof pair);
        const __m256i factors = _mm256_set1_epi32(pair);
        for (int v = 0; v < vectors; v++) {
            const __m256i a = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(even + v * 16)));
            const __m256i b = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(odd + v * 16)));
            low[v] = _mm256_add_epi32(low[v], _mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), factors));
            high[v] = _mm256_add_epi32(high[v], _mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), factors));
        }
    }
    for (int v = 0; v < vectors; v++) _mm256_storeu_si256((__m256i *)(out + v * 16), rescaled(low[v], high[v]));
}

AVX2 static void embed_avx2(const int8_t *table, const uint32_t *rows, const int16_t *multipliers, const int32_t *bias,
                            ptrdiff_t slots, ptrdiff_t width, int16_t *out) {
    ptrdiff_t first = 0;
    for (; first + 96 <= width; first += 96)
        columns_avx2(6, table + first, rows, multipliers, bias + first, slots, width, out + first);
    for (; first < width; first += 16)
        columns_avx2(1, table + first, rows, multipliers, bias + first, slots, width, out + first);
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
