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

static void step_portable(const int32_t *transitions, const int32_t *scores, ptrdiff_t tags, ptrdiff_t outputs,
                          int32_t *best, uint8_t *from) {
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

#if defined(__x86_64__)
// Tags are 0 outside, then for each of four types where a name of it begins, goes on and ends, and a name of one token. A name
// goes on in its own type only, and only where none is open one may begin; so of 17 · 17 sums 97 count: those of what is open
// with itself, and those of nine tags that leave nothing open with nine that begin anew. What cannot be is never the best, since
// each tag has one before it that can be, and scores stay far above the lowest.
enum { types = 4, begins = 1, inside = 2, ends = 3, single = 4 };

/// Transitions in the order of what they are added to.
typedef struct {
    /// From outside, then for each type from its end and from a single one: to four single ones and four beginnings.
    __m256i anew[1 + 2 * types];
    /// The tags before of these sums.
    __m256i before[1 + 2 * types];
    /// The same eight to outside, and outside to itself.
    __m256i outside;
    int32_t still_outside;
    /// From four beginnings, and from four insides, to four insides and four ends.
    __m256i begun, gone_on;
} ordered;

/// Whether transitions are such, between as many tags.
AVX2 static bool order(const int32_t *transitions, ptrdiff_t tags, ordered *all) {
    if (tags != 1 + types * single) return false;
    int32_t anew[8], outside[8], begun[8], gone_on[8];
    ptrdiff_t possible = 0;
    for (ptrdiff_t from = 0; from < tags; from++)
        for (ptrdiff_t to = 0; to < tags; to++) possible += transitions[from * stride + to] > COPYDESK_CHAIN_LOWEST;
    if (possible != 9 * 9 + types * 4) return false;
    for (int number = 0; number < 1 + 2 * types; number++) {
        const int tag = number == 0 ? 0 : (number - 1) / 2 * single + (number % 2 ? ends : single);
        const int32_t *row = transitions + tag * stride;
        for (int type = 0; type < types; type++) {
            anew[type] = row[type * single + single];
            anew[types + type] = row[type * single + begins];
        }
        for (int lane = 0; lane < 8; lane++)
            if (anew[lane] <= COPYDESK_CHAIN_LOWEST) return false;
        if (row[0] <= COPYDESK_CHAIN_LOWEST) return false;
        all->anew[number] = _mm256_loadu_si256((const __m256i *)anew);
        all->before[number] = _mm256_set1_epi32(tag);
        if (number > 0) outside[number - 1] = row[0];
    }
    for (int lane = 0; lane < 8; lane++) {
        const int first = lane % types * single, to = first + (lane < types ? inside : ends);
        begun[lane] = transitions[(first + begins) * stride + to];
        gone_on[lane] = transitions[(first + inside) * stride + to];
        if (begun[lane] <= COPYDESK_CHAIN_LOWEST || gone_on[lane] <= COPYDESK_CHAIN_LOWEST) return false;
    }
    all->outside = _mm256_loadu_si256((const __m256i *)outside);
    all->still_outside = transitions[0];
    all->begun = _mm256_loadu_si256((const __m256i *)begun);
    all->gone_on = _mm256_loadu_si256((const __m256i *)gone_on);
    return true;
}

/// The scores of four types' tags but outside: single ones and beginnings, insides and ends.
AVX2 static inline void by_place(const int32_t *scores, __m256i *anew, __m256i *open) {
    const __m128i a = _mm_loadu_si128((const __m128i *)(scores + 1)), b = _mm_loadu_si128((const __m128i *)(scores + 5));
    const __m128i c = _mm_loadu_si128((const __m128i *)(scores + 9)), d = _mm_loadu_si128((const __m128i *)(scores + 13));
    const __m128i low = _mm_unpacklo_epi32(a, b), high = _mm_unpackhi_epi32(a, b);
    const __m128i low_after = _mm_unpacklo_epi32(c, d), high_after = _mm_unpackhi_epi32(c, d);
    *anew = _mm256_set_m128i(_mm_unpacklo_epi64(low, low_after), _mm_unpackhi_epi64(high, high_after));
    *open = _mm256_set_m128i(_mm_unpacklo_epi64(high, high_after), _mm_unpackhi_epi64(low, low_after));
}

AVX2 static inline int32_t greatest(__m256i values) {
    __m128i top = _mm_max_epi32(_mm256_castsi256_si128(values), _mm256_extracti128_si256(values, 1));
    top = _mm_max_epi32(top, _mm_shuffle_epi32(top, 0x4E));
    return _mm_cvtsi128_si32(_mm_max_epi32(top, _mm_shuffle_epi32(top, 0xB1)));
}

AVX2 static void chain_avx2(const ordered *all, const int32_t *scores, ptrdiff_t count, ptrdiff_t outputs, int32_t *best,
                            uint8_t *from) {
    static const uint8_t closing[8] = {3, 4, 7, 8, 11, 12, 15, 16};
    const __m256i lowest = _mm256_set1_epi32(COPYDESK_CHAIN_LOWEST);
    const __m256i begin_tags = _mm256_setr_epi32(1, 5, 9, 13, 1, 5, 9, 13);
    const __m256i inside_tags = _mm256_setr_epi32(2, 6, 10, 14, 2, 6, 10, 14);
    const __m128i in_order = _mm_setr_epi8(8, 4, 12, 0, 9, 5, 13, 1, 10, 6, 14, 2, 11, 7, 15, 3);
    __m256i anew, open;
    int32_t outside = best[0];
    by_place(best, &anew, &open);
    for (ptrdiff_t token = 0; token < count; token++, scores += outputs, from += stride) {
        // Ends and single ones by turns, in the order of their tags: of equals the first counts.
        const __m128i end = _mm256_extracti128_si256(open, 1), alone = _mm256_castsi256_si128(anew);
        const __m256i closed = _mm256_set_m128i(_mm_unpackhi_epi32(end, alone), _mm_unpacklo_epi32(end, alone));
        int32_t each[8];
        _mm256_storeu_si256((__m256i *)each, closed);
        __m256i most = _mm256_add_epi32(_mm256_set1_epi32(outside), all->anew[0]), first = all->before[0];
#pragma clang loop unroll(full)
        for (int number = 0; number < 8; number++) {
            const __m256i value = _mm256_add_epi32(_mm256_set1_epi32(each[number]), all->anew[number + 1]);
            first = _mm256_blendv_epi8(first, all->before[number + 1], _mm256_cmpgt_epi32(value, most));
            most = _mm256_max_epi32(most, value);
        }
        const __m256i back = _mm256_add_epi32(closed, all->outside);
        const int32_t highest = greatest(back), stays = outside + all->still_outside;
        const __m256i is_highest = _mm256_cmpeq_epi32(back, _mm256_set1_epi32(highest));
        from[0] = highest > stays ? closing[__builtin_ctz((unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(is_highest)))] : 0;
        const __m256i begun = _mm256_add_epi32(_mm256_permute4x64_epi64(anew, 0xEE), all->begun);
        const __m256i gone_on = _mm256_add_epi32(_mm256_permute4x64_epi64(open, 0x44), all->gone_on);
        const __m256i before_open = _mm256_blendv_epi8(begin_tags, inside_tags, _mm256_cmpgt_epi32(gone_on, begun));
        // Packing keeps to 128-bit halves.
        const __m256i packed = _mm256_packs_epi32(first, before_open);
        const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(packed), _mm256_extracti128_si256(packed, 1));
        _mm_storeu_si128((__m128i *)(from + 1), _mm_shuffle_epi8(bytes, in_order));
        __m256i anew_scores, open_scores;
        by_place(scores, &anew_scores, &open_scores);
        anew = _mm256_add_epi32(most, anew_scores);
        open = _mm256_add_epi32(_mm256_max_epi32(begun, gone_on), open_scores);
        outside = (highest > stays ? highest : stays) + scores[0];
        // Scores stay bounded however long the run.
        int32_t top = greatest(_mm256_max_epi32(anew, open));
        top = top > outside ? top : outside;
        anew = _mm256_max_epi32(_mm256_sub_epi32(anew, _mm256_set1_epi32(top)), lowest);
        open = _mm256_max_epi32(_mm256_sub_epi32(open, _mm256_set1_epi32(top)), lowest);
        outside = outside - top > COPYDESK_CHAIN_LOWEST ? outside - top : COPYDESK_CHAIN_LOWEST;
    }
    int32_t lanes[16];
    _mm256_storeu_si256((__m256i *)lanes, anew);
    _mm256_storeu_si256((__m256i *)(lanes + 8), open);
    best[0] = outside;
    for (int type = 0; type < types; type++) {
        int32_t *of_type = best + type * single;
        of_type[single] = lanes[type];
        of_type[begins] = lanes[types + type];
        of_type[inside] = lanes[8 + type];
        of_type[ends] = lanes[8 + types + type];
    }
}
#endif

void copydesk_entities_chain(copydesk_instructions instructions, const int32_t *transitions, const int32_t *scores,
                             ptrdiff_t count, ptrdiff_t tags, ptrdiff_t outputs, int32_t *best, uint8_t *from) {
    if (tags > outputs || outputs > stride) return;
#if defined(__x86_64__)
    ordered all;
    if (instructions >= COPYDESK_AVX2 && order(transitions, tags, &all)) {
        chain_avx2(&all, scores, count, outputs, best, from);
        return;
    }
#endif
    for (ptrdiff_t token = 0; token < count; token++, scores += outputs, from += stride)
        step_portable(transitions, scores, tags, outputs, best, from);
}
