#include "CSentimentModel.h"

// In C because clang vectorises these loops at -O2 without bounds checks in the way. Every sum has a fixed order and
// nothing is contracted, so the results are the same on every x86-64 and arm64 machine, whatever its vectors.
#pragma STDC FP_CONTRACT OFF

// Which clone serves is asked before a sanitizer is ready for the question.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define EACH_MACHINE __attribute__((target_clones("avx2", "default")))
#else
#define EACH_MACHINE
#endif

// Lanes that clang maps to whatever vectors there are; of the same loop over scalars it makes pairs.
enum { LANES = 16 };
typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

enum { UNITS = COPYDESK_UNITS, INPUTS = COPYDESK_INPUTS, COLUMNS = COPYDESK_COLUMNS };

#define BODY static inline __attribute__((always_inline))

/// What a word's bytes are worth.
#define ROW(SIZE, word, scales)                                                                                        \
    (*(const floats_##SIZE *)(scales)*__builtin_convertvector(*(const bytes_##SIZE *)(word), floats_##SIZE))

/// A direction's step for SIZE of its units, which stay in registers from the word's row to the state: with AVX2 two thirds of
/// the instructions that loops over all units took. Vectors are never handed from function to function, which would depend on the
/// machine.
#define STEP(SIZE)                                                                                                     \
    typedef float floats_##SIZE __attribute__((vector_size(4 * SIZE), aligned(4), may_alias));                         \
    typedef int8_t bytes_##SIZE __attribute__((vector_size(SIZE), aligned(1), may_alias));                             \
    /* tanh as a continued fraction (Lambert), exact to 1e-4 within ±4.97 and ±1 beyond. */                            \
    BODY void squash_##SIZE(floats_##SIZE *value) {                                                                    \
        const floats_##SIZE most = (floats_##SIZE){0} + 4.97f;                                                         \
        const floats_##SIZE x = __builtin_elementwise_max(__builtin_elementwise_min(*value, most), -most);             \
        const floats_##SIZE s = x * x;                                                                                 \
        *value = x * (135135.0f + s * (17325.0f + s * (378.0f + s))) /                                                 \
                 (135135.0f + s * (62370.0f + s * (3150.0f + s * 28.0f)));                                             \
    }                                                                                                                  \
    BODY void step_##SIZE(const int8_t *word, const int8_t *before, const float *scales, const float *weights,         \
                          const float *in, const int *used, int count, float *state, float *out) {                     \
        floats_##SIZE candidate = ROW(SIZE, word, scales), gate = ROW(SIZE, word + 2 * UNITS, scales + 2 * UNITS);     \
        if (before) candidate += ROW(SIZE, before + UNITS, scales + UNITS);                                            \
        for (int index = 0; index < count; index++) {                                                                  \
            const float *candidates = weights + used[index] * 2 * UNITS;                                               \
            candidate += in[used[index]] * *(const floats_##SIZE *)candidates;                                         \
            gate += in[used[index]] * *(const floats_##SIZE *)(candidates + UNITS);                                    \
        }                                                                                                              \
        floats_##SIZE kept = 0.5f * gate;                                                                              \
        squash_##SIZE(&kept);                                                                                          \
        squash_##SIZE(&candidate);                                                                                     \
        kept = 0.5f + 0.5f * kept;                                                                                     \
        const floats_##SIZE value = kept * *(const floats_##SIZE *)state + (1 - kept) * candidate;                     \
        *(floats_##SIZE *)state = value;                                                                               \
        *(floats_##SIZE *)out = value;                                                                                 \
    }
STEP(8)
STEP(4)

BODY void direction(
    const int8_t *table, const float *scales, const float *weights, const int32_t *rows, const float *inputs,
    ptrdiff_t first, ptrdiff_t count, ptrdiff_t step, float *states) {
    _Static_assert(UNITS % 8 == 4, "blocks of eight units and one of four");
    float state[UNITS] = {0};
    const int8_t *before = NULL;
    for (ptrdiff_t done = 0, cell = first; done < count; done++, cell += step) {
        const int8_t *word = table + (ptrdiff_t)rows[cell] * COLUMNS;
        const float *in = inputs + cell * INPUTS;
        float *out = states + cell * 2 * UNITS;
        int used[INPUTS], most = 0;
        for (int i = 0; i < INPUTS; i++) {
            used[most] = i;
            most += in[i] != 0;
        }
        int u = 0;
        for (; u + 8 <= UNITS; u += 8)
            step_8(word + u, before ? before + u : NULL, scales + u, weights + u, in, used, most, state + u, out + u);
        step_4(word + u, before ? before + u : NULL, scales + u, weights + u, in, used, most, state + u, out + u);
        before = word;
    }
}

// Value by value, so wider vectors give the same: with AVX2 a cell takes half the instructions.
EACH_MACHINE void copydesk_sentiment_read(
    const int8_t *table, const float *scales, const float *weights, const int32_t *rows, const float *inputs,
    ptrdiff_t count, float *states) {
    if (count <= 0) return;
    direction(table, scales, weights, rows, inputs, 0, count, 1, states);
    direction(
        table + 3 * UNITS, scales + 3 * UNITS, weights + 2 * UNITS * INPUTS, rows, inputs, count - 1, count, -1,
        states + UNITS);
}

EACH_MACHINE void copydesk_sentiment_pool(const float *states, ptrdiff_t count, float *restrict means, float *restrict maxima) {
    enum { WIDTH = 2 * UNITS, BLOCK = 8 };
    _Static_assert(WIDTH % BLOCK == 0, "whole blocks");
    const float share = 1 / (float)(count > 1 ? count : 1);
    // A block stays in registers over all cells.
    for (int first = 0; first < WIDTH; first += BLOCK) {
        float sums[BLOCK] = {0}, tops[BLOCK];
        for (int u = 0; u < BLOCK; u++) tops[u] = -4;
        for (ptrdiff_t cell = 0; cell < count; cell++) {
            const float *row = states + cell * WIDTH + first;
            for (int u = 0; u < BLOCK; u++) {
                sums[u] += row[u];
                tops[u] = row[u] > tops[u] ? row[u] : tops[u];
            }
        }
        for (int u = 0; u < BLOCK; u++) {
            means[first + u] = sums[u] * share;
            maxima[first + u] = tops[u];
        }
    }
}

EACH_MACHINE void copydesk_sentiment_layer(
    const float *weights, const float *bias, const float *in, ptrdiff_t width, ptrdiff_t height, int rectified,
    float *out) {
    for (ptrdiff_t row = 0; row < height; row++) {
        const float *line = weights + row * width;
        Lanes sums = {0};
        ptrdiff_t column = 0;
        for (; column + LANES <= width; column += LANES)
            sums += *(const Lanes *)(line + column) * *(const Lanes *)(in + column);
        for (int half = LANES / 2; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
        float sum = bias[row] + sums[0];
        for (; column < width; column++) sum += line[column] * in[column];
        out[row] = rectified && sum < 0 ? 0 : sum;
    }
}
