// An encoder's layers. Products are of integers, so exact; what is float is done in one order, value by value or in sixteen
// lanes, and never fused: each instruction set gives the same bytes.
#include "CReader.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512vnni")))
#endif

// Bodies that the compiler vectorizes once for the baseline and once for AVX2.
#define BODY static inline __attribute__((always_inline))

enum { panel = COPYDESK_READER_PANEL, head = COPYDESK_READER_HEAD, lanes = 16 };

/// Sixteen sums, least or greatest values, kept apart until the end. Never handed from function to function, which would
/// depend on the instruction set.
typedef float lane_floats __attribute__((vector_size(lanes * sizeof(float))));

copydesk_reader_instructions copydesk_reader_best_instructions(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vnni")) return COPYDESK_READER_AVX512_VNNI;
    if (__builtin_cpu_supports("avx2")) return COPYDESK_READER_AVX2;
#endif
    return COPYDESK_READER_PORTABLE;
}

/// The nearest whole number, ties to even, of a value below 2^22.
BODY int32_t rounded(float value) {
    const float shifted = value + 12582912.0f;
    int32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    return bits - 0x4B400000;
}

/// The power of e of a value that isn't above 0.
BODY float power(float value) {
    const float exponent = (value < -80.0f ? -80.0f : value) * 1.44269504f;
    const int32_t whole = rounded(exponent);
    const float part = exponent - (float)whole;
    float sum = 0.00133335581f;
    sum = sum * part + 0.00961812911f;
    sum = sum * part + 0.0555041087f;
    sum = sum * part + 0.240226507f;
    sum = sum * part + 0.693147181f;
    sum = sum * part + 1.0f;
    const int32_t bits = (whole + 127) * (1 << 23);
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return sum * scale;
}

/// A sum of sixteen in one order.
BODY float total(float *values) {
    for (int half = lanes / 2; half > 0; half /= 2)
        for (int index = 0; index < half; index++) values[index] += values[index + half];
    return values[0];
}

// MARK: Rows as bytes

/// What a row's bytes are worth: `scale` · (byte - `zero`).
typedef struct {
    float scale;
    int32_t zero;
} grid;

BODY grid bytes_body(const float *values, ptrdiff_t count, uint8_t *restrict bytes) {
    lane_floats low = {0}, high = {0};
    for (ptrdiff_t index = 0; index < count; index += lanes) {
        lane_floats value;
        memcpy(&value, values + index, sizeof value);
        low = __builtin_elementwise_min(low, value);
        high = __builtin_elementwise_max(high, value);
    }
    float least = 0, greatest = 0;
    for (int lane = 0; lane < lanes; lane++) {
        least = low[lane] < least ? low[lane] : least;
        greatest = high[lane] > greatest ? high[lane] : greatest;
    }
    const float range = greatest - least;
    const float steps = range > 0 ? 255.0f / range : 0;
    const int32_t zero = rounded(-least * steps);
    for (ptrdiff_t index = 0; index < count; index++) {
        const int32_t value = rounded(values[index] * steps) + zero;
        bytes[index] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
    return (grid){range / 255.0f, zero};
}

// MARK: Products

/// One output's value.
BODY float scaled(int32_t sum, grid row, int32_t weights, float scale, float bias) {
    return (float)(sum - row.zero * weights) * (row.scale * scale) + bias;
}

/// All products, with a panel's weights laid out as compilers vectorize them: two inputs' for all outputs side by side.
static void products_portable(const copydesk_reader_matrix *m, const uint8_t *rows, const grid *grids, ptrdiff_t count,
                              float *restrict out) {
    enum { most_inputs = 128 };
    int16_t wide[most_inputs * panel];
    int32_t sums[COPYDESK_READER_LONGEST * panel];
    for (ptrdiff_t first = 0; first < m->outputs; first += panel) {
        memset(sums, 0, (size_t)(count * panel) * sizeof *sums);
        for (ptrdiff_t start = 0; start < m->inputs; start += most_inputs) {
            const ptrdiff_t inputs = m->inputs - start < most_inputs ? m->inputs - start : most_inputs;
            const int8_t *weights = m->weights + first * m->inputs + start * panel;
            for (ptrdiff_t index = 0; index < inputs * panel; index++)
                wide[(index / (4 * panel) * 2 + index % 4 / 2) * 2 * panel + index % (4 * panel) / 4 * 2 + index % 2] =
                    weights[index];
            for (ptrdiff_t row = 0; row < count; row++) {
                const uint8_t *in = rows + row * m->inputs + start;
                int32_t sum[panel] = {0};
                for (ptrdiff_t index = 0; index < inputs; index += 2) {
                    const int16_t *weight = wide + index * panel;
                    const int16_t one = in[index], two = in[index + 1];
                    for (int output = 0; output < panel; output++)
                        sum[output] += one * weight[output * 2] + two * weight[output * 2 + 1];
                }
                for (int output = 0; output < panel; output++) sums[row * panel + output] += sum[output];
            }
        }
        for (ptrdiff_t row = 0; row < count; row++)
            for (int output = 0; output < panel; output++)
                out[row * m->outputs + first + output] =
                    scaled(sums[row * panel + output], grids[row], m->sums[first + output], m->scales[first + output],
                           m->bias[first + output]);
    }
}

#if defined(__x86_64__)
static inline int32_t four_bytes(const uint8_t *bytes) {
    int32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

/// Eight outputs' values of one row.
AVX2 static inline void store_avx2(float *out, __m256i sums, grid row, const copydesk_reader_matrix *m, ptrdiff_t at) {
    const __m256i weights = _mm256_loadu_si256((const __m256i *)(m->sums + at));
    const __m256i whole = _mm256_sub_epi32(sums, _mm256_mullo_epi32(_mm256_set1_epi32(row.zero), weights));
    const __m256 scale = _mm256_mul_ps(_mm256_set1_ps(row.scale), _mm256_loadu_ps(m->scales + at));
    const __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(whole), scale);
    _mm256_storeu_ps(out, _mm256_add_ps(value, _mm256_loadu_ps(m->bias + at)));
}

/// The products of `count` rows with sixteen outputs' weights. Eight products are added up in 16 bits, which hold them: see
/// the weights of `copydesk_reader_matrix`.
AVX2 BODY void products_avx2(const int count, const copydesk_reader_matrix *m, const uint8_t *rows, const grid *grids,
                             ptrdiff_t first, float *out) {
    const int8_t *weights = m->weights + first * m->inputs;
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i low[2], high[2];
    for (int row = 0; row < count; row++) low[row] = high[row] = _mm256_setzero_si256();
    for (ptrdiff_t index = 0; index < m->inputs; index += 16) {
        __m256i a[2], b[2];
        for (int part = 0; part < 4; part++) {
            const __m256i *at = (const __m256i *)(weights + (index + part * 4) * panel);
            const __m256i one = _mm256_loadu_si256(at), two = _mm256_loadu_si256(at + 1);
            for (int row = 0; row < count; row++) {
                const __m256i in = _mm256_set1_epi32(four_bytes(rows + row * m->inputs + index + part * 4));
                const __m256i c = _mm256_maddubs_epi16(in, one), d = _mm256_maddubs_epi16(in, two);
                a[row] = part == 0 ? c : _mm256_add_epi16(a[row], c);
                b[row] = part == 0 ? d : _mm256_add_epi16(b[row], d);
            }
        }
        for (int row = 0; row < count; row++) {
            low[row] = _mm256_add_epi32(low[row], _mm256_madd_epi16(a[row], ones));
            high[row] = _mm256_add_epi32(high[row], _mm256_madd_epi16(b[row], ones));
        }
    }
    for (int row = 0; row < count; row++) {
        store_avx2(out + row * m->outputs + first, low[row], grids[row], m, first);
        store_avx2(out + row * m->outputs + first + 8, high[row], grids[row], m, first + 8);
    }
}

AVX2 static void all_products_avx2(const copydesk_reader_matrix *m, const uint8_t *rows, const grid *grids,
                                   ptrdiff_t count, float *out) {
    for (ptrdiff_t first = 0; first < m->outputs; first += panel) {
        ptrdiff_t row = 0;
        for (; row + 2 <= count; row += 2)
            products_avx2(2, m, rows + row * m->inputs, grids + row, first, out + row * m->outputs);
        for (; row < count; row++)
            products_avx2(1, m, rows + row * m->inputs, grids + row, first, out + row * m->outputs);
    }
}

/// The products of `count` rows with the weights of `panels` times sixteen outputs.
VNNI BODY void products_vnni(const int count, const int panels, const copydesk_reader_matrix *m, const uint8_t *rows,
                             const grid *grids, ptrdiff_t first, float *out) {
    const int8_t *weights = m->weights + first * m->inputs;
    __m512i sums[6][4];
    for (int row = 0; row < count; row++)
        for (int at = 0; at < panels; at++) sums[row][at] = _mm512_setzero_si512();
    for (ptrdiff_t index = 0; index < m->inputs; index += 4) {
        __m512i weight[4];
        for (int at = 0; at < panels; at++)
            weight[at] = _mm512_loadu_si512(weights + at * panel * m->inputs + index * panel);
        for (int row = 0; row < count; row++) {
            const __m512i in = _mm512_set1_epi32(four_bytes(rows + row * m->inputs + index));
            for (int at = 0; at < panels; at++) sums[row][at] = _mm512_dpbusd_epi32(sums[row][at], in, weight[at]);
        }
    }
    for (int row = 0; row < count; row++)
        for (int at = 0; at < panels; at++) {
            const ptrdiff_t place = first + at * panel;
            const __m512i zeros = _mm512_mullo_epi32(_mm512_set1_epi32(grids[row].zero), _mm512_loadu_si512(m->sums + place));
            const __m512i whole = _mm512_sub_epi32(sums[row][at], zeros);
            const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(grids[row].scale), _mm512_loadu_ps(m->scales + place));
            const __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(whole), scale);
            _mm512_storeu_ps(out + row * m->outputs + place, _mm512_add_ps(value, _mm512_loadu_ps(m->bias + place)));
        }
}

VNNI static void all_products_vnni(const copydesk_reader_matrix *m, const uint8_t *rows, const grid *grids,
                                   ptrdiff_t count, float *out) {
    ptrdiff_t first = 0;
    for (; first + 4 * panel <= m->outputs; first += 4 * panel) {
        ptrdiff_t row = 0;
        for (; row + 6 <= count; row += 6)
            products_vnni(6, 4, m, rows + row * m->inputs, grids + row, first, out + row * m->outputs);
        for (; row < count; row++)
            products_vnni(1, 4, m, rows + row * m->inputs, grids + row, first, out + row * m->outputs);
    }
    for (; first < m->outputs; first += panel)
        for (ptrdiff_t row = 0; row < count; row++)
            products_vnni(1, 1, m, rows + row * m->inputs, grids + row, first, out + row * m->outputs);
}
#endif

// MARK: What is done to rows

/// What `copydesk_reader_run` works in.
typedef struct {
    float *wide, *narrow, *queries;
    uint8_t *bytes;
    grid *grids;
    int16_t *keys, *values, *shares;
    int32_t *scores;
} workroom;

/// As many as vectors take at once.
static ptrdiff_t whole_lanes(ptrdiff_t rows) { return (rows + lanes - 1) / lanes * lanes; }

/// Lays the room out; `size` gets its bytes.
static workroom laid_out(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t inner, void *room, size_t *size) {
    const ptrdiff_t widest = 3 * width > inner ? 3 * width : inner, padded = whole_lanes(rows);
    size_t used = 0;
    char *base = room;
    workroom found;
#define TAKE(member, count)                                                              \
    do {                                                                                 \
        found.member = (void *)(base ? base + used : base);                              \
        used += ((size_t)(count) * sizeof *found.member + 63) & ~(size_t)63;             \
    } while (0)
    TAKE(wide, rows * widest);
    TAKE(narrow, rows * width);
    TAKE(queries, rows * width);
    TAKE(bytes, rows * widest);
    TAKE(grids, rows);
    TAKE(keys, padded * head);
    TAKE(values, padded * head);
    TAKE(shares, padded * COPYDESK_READER_QUERIES);
    TAKE(scores, padded * COPYDESK_READER_QUERIES);
#undef TAKE
    *size = used;
    return found;
}

size_t copydesk_reader_room(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t inner) {
    size_t size;
    laid_out(rows, width, inner, NULL, &size);
    return size;
}

BODY void normalise_body(float *restrict row, const float *gain, const float *bias, ptrdiff_t width) {
    float parts[lanes];
    lane_floats sum = {0};
    for (ptrdiff_t index = 0; index < width; index += lanes) {
        lane_floats value;
        memcpy(&value, row + index, sizeof value);
        sum = sum + value;
    }
    memcpy(parts, &sum, sizeof parts);
    const float mean = total(parts) / (float)width;
    lane_floats squares = {0};
    for (ptrdiff_t index = 0; index < width; index += lanes) {
        lane_floats value;
        memcpy(&value, row + index, sizeof value);
        value = value - mean;
        squares = squares + value * value;
    }
    memcpy(parts, &squares, sizeof parts);
    const float factor = 1.0f / __builtin_sqrtf(total(parts) / (float)width + 1e-6f);
    for (ptrdiff_t index = 0; index < width; index++) row[index] = (row[index] - mean) * factor * gain[index] + bias[index];
}

BODY void add_body(float *restrict row, const float *other, ptrdiff_t width) {
    for (ptrdiff_t index = 0; index < width; index++) row[index] += other[index];
}

/// GELU (Hendrycks & Gimpel 2016) by a polynomial in the square, off by at most 0.0002.
BODY void gelu_body(float *restrict row, ptrdiff_t count) {
    for (ptrdiff_t index = 0; index < count; index++) {
        const float value = row[index];
        const float near = value < -4.25f ? -4.25f : value > 4.25f ? 4.25f : value;
        const float square = near * near;
        float sum = -8.76837047e-10f;
        sum = sum * square + 7.77492986e-08f;
        sum = sum * square + -2.99350631e-06f;
        sum = sum * square + 6.62881503e-05f;
        sum = sum * square + -0.000946310058f;
        sum = sum * square + 0.00928243715f;
        sum = sum * square + -0.065504536f;
        sum = sum * square + 0.398458958f;
        row[index] = value * (0.5f + near * sum);
    }
}

BODY void embed_body(const copydesk_reader_embedding *e, const int32_t *pieces, const uint8_t *casings,
                     const uint32_t *flags, ptrdiff_t rows, ptrdiff_t width, float *restrict out) {
    for (ptrdiff_t row = 0; row < rows; row++, out += width) {
        const int8_t *word = e->words + (ptrdiff_t)pieces[row] * width;
        const float scale = e->scales[pieces[row]];
        const float *place = e->places + row * width, *casing = e->casings + casings[row] * width;
        for (ptrdiff_t index = 0; index < width; index++)
            out[index] = (float)word[index] * scale + place[index] + casing[index];
        for (uint32_t left = flags[row]; left != 0; left &= left - 1)
            add_body(out, e->flags + __builtin_ctz(left) * width, width);
        normalise_body(out, e->gain, e->bias, width);
    }
}

// MARK: Attention

enum { most = 2047, whole_share = 4095, together = COPYDESK_READER_QUERIES };

/// The greatest of some rows' values of one head, signs aside.
BODY float greatest_body(const float *from, ptrdiff_t rows, ptrdiff_t stride) {
    lane_floats high = {0};
    for (ptrdiff_t row = 0; row < rows; row++)
        for (ptrdiff_t index = 0; index < head; index += lanes) {
            lane_floats value;
            memcpy(&value, from + row * stride + index, sizeof value);
            high = __builtin_elementwise_max(high, __builtin_elementwise_max(value, -value));
        }
    float greatest = 0;
    for (int lane = 0; lane < lanes; lane++) greatest = high[lane] > greatest ? high[lane] : greatest;
    return greatest;
}

/// Values of one head as whole numbers up to ±2047; what one is worth.
BODY float head_values_body(const float *from, ptrdiff_t rows, ptrdiff_t stride, int16_t *restrict to) {
    const float greatest = greatest_body(from, rows, stride);
    const float steps = greatest > 0 ? most / greatest : 0;
    for (ptrdiff_t row = 0; row < rows; row++)
        for (int index = 0; index < head; index++) to[row * head + index] = (int16_t)rounded(from[row * stride + index] * steps);
    return greatest / most;
}

/// Turns scores into shares of `whole_share`, the greatest's; their sum.
BODY int32_t shares_body(const int32_t *scores, ptrdiff_t rows, ptrdiff_t padded, float scale, int16_t *restrict shares) {
    int32_t greatest = scores[0], sum = 0;
    for (ptrdiff_t row = 1; row < rows; row++) greatest = scores[row] > greatest ? scores[row] : greatest;
    for (ptrdiff_t row = 0; row < rows; row++)
        shares[row] = (int16_t)rounded(power((float)(scores[row] - greatest) * scale) * (float)whole_share);
    for (ptrdiff_t row = rows; row < padded; row++) shares[row] = 0;
    for (ptrdiff_t row = 0; row < rows; row++) sum += shares[row];
    return sum;
}

/// `together` queries' products with all keys, which lie as [16][padded][2].
BODY void scores_portable(const int16_t *queries, const int16_t *keys, ptrdiff_t padded, int32_t *restrict scores) {
    memset(scores, 0, (size_t)padded * together * sizeof *scores);
    for (int query = 0; query < together; query++, queries += head, scores += padded)
        for (int pair = 0; pair < head / 2; pair++)
            for (ptrdiff_t row = 0; row < padded; row++) {
                const int16_t *key = keys + (pair * padded + row) * 2;
                scores[row] += queries[pair * 2] * key[0] + queries[pair * 2 + 1] * key[1];
            }
}

/// `together` rows of shares times values, which lie as [padded / 2][32][2].
BODY void joined_portable(const int16_t *shares, const int16_t *values, ptrdiff_t padded, int32_t *restrict sums) {
    memset(sums, 0, head * together * sizeof *sums);
    for (int query = 0; query < together; query++, shares += padded, sums += head)
        for (ptrdiff_t pair = 0; pair < padded / 2; pair++) {
            const int16_t *value = values + pair * head * 2;
            for (int index = 0; index < head; index++)
                sums[index] += shares[pair * 2] * value[index * 2] + shares[pair * 2 + 1] * value[index * 2 + 1];
        }
}

#if defined(__x86_64__)
static inline int32_t two_words(const int16_t *words) {
    int32_t value;
    memcpy(&value, words, sizeof value);
    return value;
}

AVX2 BODY void scores_avx2(const int16_t *queries, const int16_t *keys, ptrdiff_t padded, int32_t *scores) {
    for (ptrdiff_t row = 0; row < padded; row += 16) {
        __m256i low[together], high[together];
        for (int query = 0; query < together; query++) low[query] = high[query] = _mm256_setzero_si256();
        for (int pair = 0; pair < head / 2; pair++) {
            const int16_t *key = keys + (pair * padded + row) * 2;
            const __m256i a = _mm256_loadu_si256((const __m256i *)key);
            const __m256i b = _mm256_loadu_si256((const __m256i *)(key + 16));
            for (int query = 0; query < together; query++) {
                const __m256i in = _mm256_set1_epi32(two_words(queries + query * head + pair * 2));
                low[query] = _mm256_add_epi32(low[query], _mm256_madd_epi16(in, a));
                high[query] = _mm256_add_epi32(high[query], _mm256_madd_epi16(in, b));
            }
        }
        for (int query = 0; query < together; query++) {
            _mm256_storeu_si256((__m256i *)(scores + query * padded + row), low[query]);
            _mm256_storeu_si256((__m256i *)(scores + query * padded + row + 8), high[query]);
        }
    }
}

AVX2 BODY void joined_avx2(const int16_t *shares, const int16_t *values, ptrdiff_t padded, int32_t *sums) {
    for (int part = 0; part < 4; part += 2) {
        __m256i low[together], high[together];
        for (int query = 0; query < together; query++) low[query] = high[query] = _mm256_setzero_si256();
        for (ptrdiff_t pair = 0; pair < padded / 2; pair++) {
            const int16_t *value = values + pair * head * 2 + part * 16;
            const __m256i a = _mm256_loadu_si256((const __m256i *)value);
            const __m256i b = _mm256_loadu_si256((const __m256i *)(value + 16));
            for (int query = 0; query < together; query++) {
                const __m256i in = _mm256_set1_epi32(two_words(shares + query * padded + pair * 2));
                low[query] = _mm256_add_epi32(low[query], _mm256_madd_epi16(in, a));
                high[query] = _mm256_add_epi32(high[query], _mm256_madd_epi16(in, b));
            }
        }
        for (int query = 0; query < together; query++) {
            _mm256_storeu_si256((__m256i *)(sums + query * head + part * 8), low[query]);
            _mm256_storeu_si256((__m256i *)(sums + query * head + part * 8 + 8), high[query]);
        }
    }
}
#endif

/// What every head hears: for each query the values of all positions, each by its share. Each query has a grid of its own, so
/// that what one hears does not depend on what else is asked.
///
/// - `queries`: `asked` × `width`; `all`: keys and values, `rows` × 2 · `width`.
BODY void attend_body(void (*score)(const int16_t *, const int16_t *, ptrdiff_t, int32_t *),
                      void (*join)(const int16_t *, const int16_t *, ptrdiff_t, int32_t *), const float *queries,
                      ptrdiff_t asked, const float *all, ptrdiff_t rows, ptrdiff_t width, const workroom *room,
                      float *restrict out) {
    const ptrdiff_t padded = whole_lanes(rows);
    int16_t plain[COPYDESK_READER_LONGEST * head], asking[together * head];
    int32_t sums[together * head];
    for (ptrdiff_t first = 0; first < width; first += head) {
        const float key = head_values_body(all + first, rows, 2 * width, plain);
        memset(plain + rows * head, 0, (size_t)((padded - rows) * head) * sizeof *plain);
        for (ptrdiff_t row = 0; row < padded; row++)
            for (int pair = 0; pair < head / 2; pair++)
                memcpy(room->keys + (pair * padded + row) * 2, plain + row * head + pair * 2, 2 * sizeof *plain);
        const float value = head_values_body(all + width + first, rows, 2 * width, plain);
        memset(plain + rows * head, 0, (size_t)((padded - rows) * head) * sizeof *plain);
        for (ptrdiff_t row = 0; row < padded; row += 2)
            for (int index = 0; index < head; index++) {
                room->values[row * head + index * 2] = plain[row * head + index];
                room->values[row * head + index * 2 + 1] = plain[(row + 1) * head + index];
            }
        for (ptrdiff_t row = 0; row < asked; row += together) {
            const ptrdiff_t count = asked - row < together ? asked - row : together;
            float worth[together];
            memset(asking, 0, sizeof asking);
            for (ptrdiff_t query = 0; query < count; query++)
                worth[query] =
                    head_values_body(queries + (row + query) * width + first, 1, width, asking + query * head);
            score(asking, room->keys, padded, room->scores);
            for (ptrdiff_t query = 0; query < together; query++) {
                int16_t *shares = room->shares + query * padded;
                if (query >= count) {
                    memset(shares, 0, (size_t)padded * sizeof *shares);
                    continue;
                }
                const float scale = worth[query] * key * 0.176776695f;
                worth[query] = value / (float)shares_body(room->scores + query * padded, rows, padded, scale, shares);
            }
            join(room->shares, room->values, padded, sums);
            for (ptrdiff_t query = 0; query < count; query++)
                for (int index = 0; index < head; index++)
                    out[(row + query) * width + first + index] = (float)sums[query * head + index] * worth[query];
        }
    }
}

// MARK: By instruction set

/// The steps of a layer as one instruction set does them.
typedef struct {
    grid (*bytes)(const float *, ptrdiff_t, uint8_t *);
    void (*products)(const copydesk_reader_matrix *, const uint8_t *, const grid *, ptrdiff_t, float *);
    void (*attend)(const float *, ptrdiff_t, const float *, ptrdiff_t, ptrdiff_t, const workroom *, float *);
    void (*add)(float *, const float *, ptrdiff_t);
    void (*normalise)(float *, const float *, const float *, ptrdiff_t);
    void (*gelu)(float *, ptrdiff_t);
    void (*embed)(const copydesk_reader_embedding *, const int32_t *, const uint8_t *, const uint32_t *, ptrdiff_t,
                  ptrdiff_t, float *);
} steps;

#define VARIANT(name, target, products_of_rows)                                                                          \
    target static grid bytes_##name(const float *values, ptrdiff_t count, uint8_t *bytes) {                             \
        return bytes_body(values, count, bytes);                                                                        \
    }                                                                                                                   \
    target static void attend_##name(const float *queries, ptrdiff_t asked, const float *all, ptrdiff_t rows,           \
                                     ptrdiff_t width, const workroom *room, float *out) {                               \
        attend_body(scores_##name, joined_##name, queries, asked, all, rows, width, room, out);                         \
    }                                                                                                                   \
    target static void add_##name(float *row, const float *other, ptrdiff_t width) { add_body(row, other, width); }     \
    target static void normalise_##name(float *row, const float *gain, const float *bias, ptrdiff_t width) {            \
        normalise_body(row, gain, bias, width);                                                                         \
    }                                                                                                                   \
    target static void gelu_##name(float *row, ptrdiff_t count) { gelu_body(row, count); }                              \
    target static void embed_##name(const copydesk_reader_embedding *e, const int32_t *pieces, const uint8_t *casings,  \
                                    const uint32_t *flags, ptrdiff_t rows, ptrdiff_t width, float *out) {               \
        embed_body(e, pieces, casings, flags, rows, width, out);                                                        \
    }                                                                                                                   \
    static const steps name = {bytes_##name,     products_of_rows, attend_##name, add_##name,                           \
                               normalise_##name, gelu_##name,      embed_##name};

VARIANT(portable, , products_portable)
#if defined(__x86_64__)
VARIANT(avx2, AVX2, all_products_avx2)
static const steps vnni = {bytes_avx2,     all_products_vnni, attend_avx2, add_avx2,
                           normalise_avx2, gelu_avx2,         embed_avx2};
#endif

static const steps *steps_of(copydesk_reader_instructions instructions) {
#if defined(__x86_64__)
    if (instructions >= COPYDESK_READER_AVX512_VNNI) return &vnni;
    if (instructions >= COPYDESK_READER_AVX2) return &avx2;
#endif
    return &portable;
}

void copydesk_reader_embed(copydesk_reader_instructions instructions, const copydesk_reader_embedding *embedding,
                           const int32_t *pieces, const uint8_t *casings, const uint32_t *flags, ptrdiff_t rows,
                           ptrdiff_t width, float *out) {
    steps_of(instructions)->embed(embedding, pieces, casings, flags, rows, width, out);
}

/// Rows as bytes.
static void to_bytes(const steps *by, const float *rows, ptrdiff_t count, ptrdiff_t width, const workroom *room) {
    for (ptrdiff_t row = 0; row < count; row++)
        room->grids[row] = by->bytes(rows + row * width, width, room->bytes + row * width);
}

/// Rows times a matrix.
static void multiply(const steps *by, const copydesk_reader_matrix *matrix, const float *rows, ptrdiff_t count,
                     const workroom *room, float *out) {
    to_bytes(by, rows, count, matrix->inputs, room);
    by->products(matrix, room->bytes, room->grids, count, out);
}

/// Some of a matrix's outputs.
static copydesk_reader_matrix outputs_of(const copydesk_reader_matrix *matrix, ptrdiff_t first, ptrdiff_t count) {
    return (copydesk_reader_matrix){matrix->weights + first * matrix->inputs, matrix->scales + first,
                                    matrix->bias + first,                     matrix->sums + first,
                                    matrix->inputs,                           count};
}

ptrdiff_t copydesk_reader_run(copydesk_reader_instructions instructions, const copydesk_reader_layer *layer, ptrdiff_t rows,
                              const uint8_t *asked, float *states, void *room) {
    const ptrdiff_t width = layer->joined.outputs, inner = layer->up.outputs;
    if (rows <= 0 || rows > COPYDESK_READER_LONGEST) return 0;
    const steps *by = steps_of(instructions);
    size_t size;
    const workroom work = laid_out(rows, width, inner, room, &size);
    const copydesk_reader_matrix queries = outputs_of(&layer->attention, 0, width);
    const copydesk_reader_matrix others = outputs_of(&layer->attention, width, 2 * width);
    to_bytes(by, states, rows, width, &work);
    by->products(&others, work.bytes, work.grids, rows, work.wide);
    ptrdiff_t count = rows;
    if (asked != NULL) {
        count = 0;
        for (ptrdiff_t row = 0; row < rows; row++) {
            if (!asked[row]) continue;
            memmove(states + count * width, states + row * width, (size_t)width * sizeof *states);
            memmove(work.bytes + count * width, work.bytes + row * width, (size_t)width);
            work.grids[count++] = work.grids[row];
        }
    }
    by->products(&queries, work.bytes, work.grids, count, work.queries);
    by->attend(work.queries, count, work.wide, rows, width, &work, work.narrow);
    multiply(by, &layer->joined, work.narrow, count, &work, work.wide);
    for (ptrdiff_t row = 0; row < count; row++) {
        by->add(states + row * width, work.wide + row * width, width);
        by->normalise(states + row * width, layer->first_gain, layer->first_bias, width);
    }
    multiply(by, &layer->up, states, count, &work, work.wide);
    by->gelu(work.wide, count * inner);
    multiply(by, &layer->down, work.wide, count, &work, work.narrow);
    for (ptrdiff_t row = 0; row < count; row++) {
        by->add(states + row * width, work.narrow + row * width, width);
        by->normalise(states + row * width, layer->second_gain, layer->second_bias, width);
    }
    return count;
}

void copydesk_reader_score(copydesk_reader_instructions instructions, const copydesk_reader_matrix *matrix, ptrdiff_t rows,
                           const float *states, float *out, void *room) {
    if (rows <= 0 || rows > COPYDESK_READER_LONGEST) return;
    size_t size;
    const workroom work = laid_out(rows, matrix->inputs, matrix->inputs, room, &size);
    multiply(steps_of(instructions), matrix, states, rows, &work, out);
}
