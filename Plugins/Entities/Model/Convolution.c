// The network's layers. A convolution over three tokens is worked out for four tokens at a time by minimal filtering: six
// products of a row with a matrix where twelve are said (Winograd 1980; Lavin & Gray 2016, F(4, 3)), in whole numbers, which
// gives the very same sums. With 96 activations a layer takes 2,100 instructions a token by AVX2 where it took 4,900.
#include "Kernels.h"

#include <stdlib.h>
#include <string.h>

enum { tokens_at_once = 12, widest = 256, most_outputs = 64, tile = 4, reads = 6, tiles_at_once = 6 };

// Layers as they are written

BODY int16_t residual(int32_t sum, int16_t centre) {
    return clamped(centre + (((sum > 0 ? sum : 0) + 2048) >> 12));
}

BODY void residuals_body(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *restrict to) {
    for (ptrdiff_t index = 0; index < count; index++) to[index] = residual(sums[index], centre[index]);
}

static void residuals_portable(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
    residuals_body(sums, centre, count, to);
}

#if defined(__x86_64__)
AVX2 static void residuals_avx2(const int32_t *sums, const int16_t *centre, ptrdiff_t count, int16_t *to) {
    residuals_body(sums, centre, count, to);
}
#endif

/// A layer at `count` tokens; `in` begins with the token before the first, `out` with the first.
static void convolve_directly(copydesk_instructions instructions, const int16_t *in, const int16_t *weights,
                              const int32_t *bias, ptrdiff_t count, ptrdiff_t width, int16_t *out) {
    int32_t sums[tokens_at_once * widest];
    for (ptrdiff_t token = 0; token < count; token += tokens_at_once) {
        const ptrdiff_t tokens = count - token < tokens_at_once ? count - token : tokens_at_once;
        const int16_t *centre = in + (token + 1) * width;
        copydesk_entities_products(instructions, tokens, in + token * width, width, weights, bias, width * 3, width,
                                   sums);
#if defined(__x86_64__)
        if (instructions >= COPYDESK_AVX2) {
            residuals_avx2(sums, centre, tokens * width, out + token * width);
            continue;
        }
#endif
        residuals_portable(sums, centre, tokens * width, out + token * width);
    }
}

// Four tokens at a time
//
// With weights g of the token before, the token and the one behind, and six rows of activations d, the sums y of the middle four
// are such that 24·y is a sum of six products m. None of the factors leaves 16 bits, which `copydesk_entities_prepare` makes
// sure of; sums wrap at 32 bits, and 8·y is had back from 24·y, times the inverse of 3 modulo 2^32, since y, with its bias, is
// below 2^28.

/// One of the matrices, by the factors of the three weights; the greatest factor found.
BODY int32_t prepared(const int16_t *weights, ptrdiff_t size, int before, int at, int behind, int16_t *restrict out) {
    int32_t greatest = 0;
    for (ptrdiff_t index = 0; index < size; index++) {
        const int32_t value =
            before * weights[index] + at * weights[size + index] + behind * weights[2 * size + index];
        const int32_t distance = value < 0 ? -value : value;
        greatest = distance > greatest ? distance : greatest;
        out[index] = (int16_t)value;
    }
    return greatest;
}

bool copydesk_entities_prepare(const int16_t *weights, const int32_t *bias, ptrdiff_t width, int16_t *out) {
    const ptrdiff_t size = width * width;
    int32_t greatest[2 * widest] = {0};
    if (width > widest) return false;
    bool fits = prepared(weights, size, 6, 0, 0, out) <= INT16_MAX;
    fits &= prepared(weights, size, -4, -4, -4, out + size) <= INT16_MAX;
    fits &= prepared(weights, size, -4, 4, -4, out + 2 * size) <= INT16_MAX;
    fits &= prepared(weights, size, 1, 2, 4, out + 3 * size) <= INT16_MAX;
    fits &= prepared(weights, size, 1, -2, 4, out + 4 * size) <= INT16_MAX;
    fits &= prepared(weights, size, 0, 0, 6, out + 5 * size) <= INT16_MAX;
    for (const int16_t *row = weights; row < weights + 3 * size; row += 2 * width)
        for (ptrdiff_t index = 0; index < 2 * width; index++) greatest[index] += row[index] < 0 ? -row[index] : row[index];
    for (ptrdiff_t output = 0; output < width; output++) {
        const int64_t weight = greatest[2 * output] + greatest[2 * output + 1];
        fits &= weight * 2047 + llabs(bias[output]) + 2048 < 1 << 28;
    }
    return fits;
}

#if defined(__x86_64__)
/// Whether so many tokens, two to four, need the product with one of the six matrices.
static inline bool has_product(ptrdiff_t tokens, int place) {
    return tokens == 4 || place <= tokens || place == 5;
}

AVX2 static inline __m256i times_four(__m256i values) { return _mm256_slli_epi16(values, 2); }

/// The rows that six products are made of, out of six rows of activations; none leaves ±20,470.
AVX2 static void spread(const int16_t *rows, ptrdiff_t width, ptrdiff_t apart, int16_t *out) {
    for (ptrdiff_t first = 0; first < width; first += 16) {
        __m256i d[reads];
        for (int row = 0; row < reads; row++)
            d[row] = _mm256_loadu_si256((const __m256i *)(rows + row * width + first));
        const __m256i far = _mm256_sub_epi16(d[4], d[2]), twice = _mm256_slli_epi16(_mm256_sub_epi16(d[3], d[1]), 1);
        const __m256i even = _mm256_sub_epi16(d[4], times_four(d[2])), odd = _mm256_sub_epi16(d[3], times_four(d[1]));
        const __m256i moved[reads] = {
            _mm256_add_epi16(times_four(_mm256_sub_epi16(d[0], d[2])), far),
            _mm256_add_epi16(even, odd),
            _mm256_sub_epi16(even, odd),
            _mm256_add_epi16(far, twice),
            _mm256_sub_epi16(far, twice),
            _mm256_sub_epi16(_mm256_sub_epi16(d[5], d[3]), _mm256_add_epi16(twice, twice)),
        };
        for (int place = 0; place < reads; place++)
            _mm256_storeu_si256((__m256i *)(out + place * apart + first), moved[place]);
    }
}

/// The same for the last two or three tokens alone: four products of the same matrices, and five.
AVX2 static void spread_fewer(const int tokens, const int16_t *rows, ptrdiff_t width, ptrdiff_t apart, int16_t *out) {
    for (ptrdiff_t first = 0; first < width; first += 16) {
        __m256i d[reads - 1];
        for (int row = 0; row < tokens + 2; row++)
            d[row] = _mm256_loadu_si256((const __m256i *)(rows + row * width + first));
        const __m256i far = _mm256_sub_epi16(d[3], d[1]);
        __m256i moved[reads];
        if (tokens == 2) {
            moved[0] = _mm256_sub_epi16(d[0], d[2]);
            moved[1] = _mm256_add_epi16(d[1], d[2]);
            moved[2] = _mm256_sub_epi16(d[1], d[2]);
            moved[5] = far;
        } else {
            const __m256i next = _mm256_sub_epi16(far, d[2]), twice = _mm256_add_epi16(d[2], d[2]);
            moved[0] = _mm256_add_epi16(_mm256_sub_epi16(far, twice), _mm256_add_epi16(d[0], d[0]));
            moved[1] = _mm256_sub_epi16(next, d[1]);
            moved[2] = _mm256_add_epi16(_mm256_sub_epi16(next, twice), _mm256_add_epi16(d[1], _mm256_add_epi16(d[1], d[1])));
            moved[3] = far;
            moved[5] = _mm256_sub_epi16(_mm256_sub_epi16(d[4], d[2]), _mm256_add_epi16(far, far));
        }
        for (int place = 0; place < reads; place++)
            if (has_product(tokens, place)) _mm256_storeu_si256((__m256i *)(out + place * apart + first), moved[place]);
    }
}

/// What a layer adds to eight activations, by 24 times their sums; `offset` is eight times bias and half of the scale.
AVX2 static inline __m256i added(__m256i sums, __m256i offset) {
    const __m256i half = _mm256_set1_epi32(8 * 2048), third = _mm256_set1_epi32((int32_t)0xAAAAAAAB);
    const __m256i eightfold = _mm256_add_epi32(_mm256_mullo_epi32(sums, third), offset);
    return _mm256_srai_epi32(_mm256_max_epi32(eightfold, half), 15);
}

AVX2 static inline __m256i times_three(__m256i values) { return _mm256_add_epi32(values, _mm256_slli_epi32(values, 1)); }

/// 24 times the sums of two to four tokens, by their rows of products.
AVX2 BODY void sums_of(const int tokens, const __m256i m[reads], __m256i sums[tile]) {
    if (tokens == 2) {
        const __m256i at = times_three(m[1]), beside = times_three(m[2]);
        sums[0] = _mm256_add_epi32(_mm256_slli_epi32(m[0], 2), _mm256_sub_epi32(beside, at));
        sums[1] = _mm256_sub_epi32(_mm256_slli_epi32(m[5], 2), _mm256_add_epi32(beside, at));
    } else if (tokens == 3) {
        const __m256i at = times_three(m[1]), wide = _mm256_slli_epi32(m[3], 2);
        const __m256i near = _mm256_add_epi32(at, m[2]);
        sums[0] = _mm256_add_epi32(_mm256_add_epi32(_mm256_slli_epi32(m[0], 1), near), wide);
        sums[1] = _mm256_add_epi32(_mm256_sub_epi32(at, m[2]), _mm256_slli_epi32(wide, 1));
        sums[2] = _mm256_add_epi32(near, _mm256_slli_epi32(_mm256_add_epi32(wide, m[5]), 2));
    } else {
        const __m256i near = _mm256_add_epi32(m[1], m[2]), apart_near = _mm256_sub_epi32(m[1], m[2]);
        const __m256i wide = _mm256_add_epi32(m[3], m[4]);
        const __m256i apart_wide = _mm256_slli_epi32(_mm256_sub_epi32(m[3], m[4]), 1);
        sums[0] = _mm256_add_epi32(_mm256_add_epi32(m[0], near), wide);
        sums[1] = _mm256_add_epi32(apart_near, apart_wide);
        sums[2] = _mm256_add_epi32(near, _mm256_slli_epi32(wide, 2));
        sums[3] = _mm256_add_epi32(apart_near, _mm256_slli_epi32(_mm256_add_epi32(apart_wide, m[5]), 2));
    }
}

/// Two to four rows of activations, by their rows of products; `centre` are the rows before the layer.
AVX2 BODY void gathered(const int tokens, const int32_t *products, ptrdiff_t apart, const int32_t *bias, const int16_t *centre,
                        ptrdiff_t width, int16_t *out) {
    const __m256i top = _mm256_set1_epi16(2047), bottom = _mm256_set1_epi16(-2047);
    for (ptrdiff_t first = 0; first < width; first += 16) {
        __m256i parts[2][tile];
        for (int part = 0; part < 2; part++) {
            const ptrdiff_t at = first + part * 8;
            const __m256i offset = _mm256_slli_epi32(
                _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(bias + at)), _mm256_set1_epi32(2048)), 3);
            __m256i m[reads];
            for (int place = 0; place < reads; place++)
                m[place] = has_product(tokens, place)
                               ? _mm256_loadu_si256((const __m256i *)(products + place * apart + at))
                               : _mm256_setzero_si256();
            sums_of(tokens, m, parts[part]);
            for (int row = 0; row < tokens; row++) parts[part][row] = added(parts[part][row], offset);
        }
        for (int row = 0; row < tokens; row++) {
            // Packing keeps to 128-bit halves. What a layer adds is at most 2^17, and packing cuts it at 2^15.
            const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(parts[0][row], parts[1][row]), 0xD8);
            const __m256i before = _mm256_loadu_si256((const __m256i *)(centre + row * width + first));
            const __m256i sum = _mm256_adds_epi16(before, packed);
            _mm256_storeu_si256((__m256i *)(out + row * width + first),
                                _mm256_max_epi16(_mm256_min_epi16(sum, top), bottom));
        }
    }
}

AVX2 static void gather(ptrdiff_t tokens, const int32_t *products, ptrdiff_t apart, const int32_t *bias,
                        const int16_t *centre, ptrdiff_t width, int16_t *out) {
    if (tokens == 2) gathered(2, products, apart, bias, centre, width, out);
    if (tokens == 3) gathered(3, products, apart, bias, centre, width, out);
    if (tokens == 4) gathered(4, products, apart, bias, centre, width, out);
}

/// A layer at `count` tokens, at least two, four at a time and in the end two or three, but never one, by prepared weights;
/// `in` begins with the token before the first, `out` with the first.
static void convolve_by_fours(copydesk_instructions instructions, const int16_t *in, const int16_t *prepared,
                              const int32_t *bias, ptrdiff_t count, ptrdiff_t width, int16_t *out) {
    static const int32_t nothing[widest];
    int16_t moved[reads * tiles_at_once * widest];
    int32_t products[reads * tiles_at_once * widest];
    const ptrdiff_t apart = tiles_at_once * width, all = (count + tile - 1) / tile;
    for (ptrdiff_t done = 0; done < all; done += tiles_at_once) {
        const ptrdiff_t tiles = all - done < tiles_at_once ? all - done : tiles_at_once;
        const ptrdiff_t left = count - (done + tiles - 1) * tile, last = left < tile ? left : tile;
        for (ptrdiff_t number = 0; number < tiles; number++) {
            const int16_t *rows = in + (done + number) * tile * width;
            const ptrdiff_t tokens = number == tiles - 1 ? last : tile;
            if (tokens == 2) spread_fewer(2, rows, width, apart, moved + number * width);
            if (tokens == 3) spread_fewer(3, rows, width, apart, moved + number * width);
            if (tokens == 4) spread(rows, width, apart, moved + number * width);
        }
        for (int place = 0; place < reads; place++)
            copydesk_entities_products(instructions, has_product(last, place) ? tiles : tiles - 1, moved + place * apart,
                                       width, prepared + place * width * width, nothing, width, width,
                                       products + place * apart);
        for (ptrdiff_t number = 0; number < tiles; number++) {
            const ptrdiff_t start = (done + number) * tile * width;
            gather(number == tiles - 1 ? last : tile, products + number * width, apart, bias, in + start + width, width,
                   out + start);
        }
    }
}
#endif

void copydesk_entities_convolve(copydesk_instructions instructions, const int16_t *in, const int16_t *weights,
                                const int16_t *prepared, const int32_t *bias, ptrdiff_t count, ptrdiff_t width,
                                int16_t *out) {
    if (width > widest) return;
    memset(out, 0, (size_t)width * sizeof *out);
    memset(out + (count + 1) * width, 0, (size_t)width * sizeof *out);
    ptrdiff_t done = 0;
#if defined(__x86_64__)
    // Four at a time cost as much as two as they are written, two as much as one and a third; where weights are had for four tokens
    // at once, two or three alone are faster as they are written.
    if (instructions >= COPYDESK_AVX2 && prepared != NULL && count >= (instructions >= COPYDESK_AVX512_VNNI ? tile : 2)) {
        done = count % tile == 1 ? count - 1 : count;
        convolve_by_fours(instructions, in, prepared, bias, done, width, out + width);
    }
#endif
    convolve_directly(instructions, in + done * width, weights, bias, count - done, width, out + (done + 1) * width);
}

void copydesk_entities_score(copydesk_instructions instructions, const int16_t *in, const int16_t *weights,
                             const int32_t *bias, ptrdiff_t count, ptrdiff_t width, ptrdiff_t outputs, int32_t *out) {
    int32_t sums[tokens_at_once * most_outputs];
    if (outputs > most_outputs) return;
    for (ptrdiff_t token = 0; token < count; token += tokens_at_once) {
        const ptrdiff_t tokens = count - token < tokens_at_once ? count - token : tokens_at_once;
        copydesk_entities_products(instructions, tokens, in + (token + 1) * width, width, weights, bias, width,
                                   outputs, sums);
        for (ptrdiff_t index = 0; index < tokens * outputs; index++)
            out[token * outputs + index] += (sums[index] + 512) >> 10;
    }
}
