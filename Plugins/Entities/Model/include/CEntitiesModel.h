#ifndef COPYDESK_CENTITIESMODEL_H
#define COPYDESK_CENTITIESMODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Word rows and gazetteer, in the format of Lexicon.swift.
const void *_Nonnull copydesk_entities_lexicon(size_t *_Nonnull size);

/// The network's weights, in the format of Network.swift.
const void *_Nonnull copydesk_entities_network(size_t *_Nonnull size);

/// The instruction sets that the kernels below are written for; each gives the same results. A set includes those before.
typedef enum {
    COPYDESK_PORTABLE = 0,
    COPYDESK_AVX2 = 1,
    COPYDESK_AVX512_VNNI = 2,
} copydesk_instructions;

/// The best set that this processor has.
copydesk_instructions copydesk_entities_instructions(void);

/// Sums `slots` rows of an int8 table, each times its slot's multiplier (scale 2^-16), into `width` activations
/// (scale 2^-8), clamped to ±2047. Behind an odd number of multipliers stands a 0.
void copydesk_entities_embed(copydesk_instructions instructions, const int8_t *_Nonnull table,
                             const uint32_t *_Nonnull rows, const int16_t *_Nonnull multipliers,
                             const int32_t *_Nonnull bias, ptrdiff_t slots, ptrdiff_t width, int16_t *_Nonnull out);

/// One residual convolution over three tokens: `out[t] = clamp(in[t] + relu(W · in[t-1…t+1] + bias))`.
///
/// `in` and `out` hold `count + 2` rows of `width` activations, the first and the last of them zero. Weights (scale
/// 2^-12) lie as [3 · width / 2 input pairs][width outputs][2]; bias has scale 2^-20. `width` is a multiple of 16, at most 256.
/// `prepared` are the same weights as `copydesk_entities_prepare` makes them, or NULL.
void copydesk_entities_convolve(copydesk_instructions instructions, const int16_t *_Nonnull in,
                                const int16_t *_Nonnull weights, const int16_t *_Nullable prepared,
                                const int32_t *_Nonnull bias, ptrdiff_t count, ptrdiff_t width, int16_t *_Nonnull out);

/// Makes of a layer's weights those by which it is worked out for four tokens at once, [6][width / 2][width][2], and says whether
/// they can be used: with weights that are too great they would not give the same.
bool copydesk_entities_prepare(const int16_t *_Nonnull weights, const int32_t *_Nonnull bias, ptrdiff_t width,
                               int16_t *_Nonnull out);

/// Adds tag scores (scale 2^-10): `outputs` (a multiple of 4, at most 64) per token, weights as [width / 2][outputs][2].
void copydesk_entities_score(copydesk_instructions instructions, const int16_t *_Nonnull in,
                             const int16_t *_Nonnull weights, const int32_t *_Nonnull bias, ptrdiff_t count,
                             ptrdiff_t width, ptrdiff_t outputs, int32_t *_Nonnull out);

/// The length of a row over tags in `copydesk_entities_chain`.
#define COPYDESK_CHAIN_STRIDE 24
/// The score of what cannot be.
#define COPYDESK_CHAIN_LOWEST -268435456

/// Takes the best path's scores (Viterbi 1967) on by `count` tokens.
///
/// `best` has a score for each tag at the token before, and gets those at the last; `from` gets, for each token and tag,
/// the tag before. Transitions lie as [tags from][tags to]; rows of all three have `COPYDESK_CHAIN_STRIDE` places, those of
/// `scores` `outputs`, of which the first `tags` count.
void copydesk_entities_chain(copydesk_instructions instructions, const int32_t *_Nonnull transitions,
                             const int32_t *_Nonnull scores, ptrdiff_t count, ptrdiff_t tags, ptrdiff_t outputs,
                             int32_t *_Nonnull best, uint8_t *_Nonnull from);

#endif
