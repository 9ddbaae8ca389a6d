#ifndef COPYDESK_CREADER_H
#define COPYDESK_CREADER_H

#include <stddef.h>
#include <stdint.h>

/// The trained reader, in the format of EncoderModel.swift.
const void *_Nonnull copydesk_reader_model(size_t *_Nonnull size);

/// The trained encoder of stances, in the same format; it shares the reader's word pieces.
const void *_Nonnull copydesk_stance_model(size_t *_Nonnull size);

/// The instruction sets that the kernels are written for; each gives the same bytes. A set includes those before.
typedef enum {
    COPYDESK_READER_PORTABLE = 0,
    COPYDESK_READER_AVX2 = 1,
    COPYDESK_READER_AVX512_VNNI = 2,
} copydesk_reader_instructions;

/// The best set that this processor has.
copydesk_reader_instructions copydesk_reader_best_instructions(void);

/// The most positions of a window.
#define COPYDESK_READER_LONGEST 160
/// The width of one attention head.
#define COPYDESK_READER_HEAD 32
/// Widths, and numbers of outputs, are multiples of this.
#define COPYDESK_READER_PANEL 16

/// Queries that are attended to at once.
#define COPYDESK_READER_QUERIES 4

/// A matrix of 7-bit weights (-63…63), each output with a scale of its own.
typedef struct {
    /// The weights, as [outputs / 16][inputs / 4][16][4]. Of each output's weights for sixteen inputs, those for the first two of
    /// every four, and those for the last two, add up to at most 128, those above 0, and to -128 at least, those below: times
    /// bytes, 16 bits hold that.
    const int8_t *_Nonnull weights;
    /// What an output's weights are worth.
    const float *_Nonnull scales;
    const float *_Nonnull bias;
    /// The sum of each output's weights.
    const int32_t *_Nonnull sums;
    /// A multiple of 32, at most 4,096.
    ptrdiff_t inputs;
    /// A multiple of 16.
    ptrdiff_t outputs;
} copydesk_reader_matrix;

/// One layer of the encoder: attention and a network of two steps, each added to what came in and normalised.
typedef struct {
    copydesk_reader_matrix attention, joined, up, down;
    const float *_Nonnull first_gain, *_Nonnull first_bias, *_Nonnull second_gain, *_Nonnull second_bias;
} copydesk_reader_layer;

/// What a window's positions start from.
typedef struct {
    /// A row of 8-bit values a word piece, and what each row's values are worth.
    const int8_t *_Nonnull words;
    const float *_Nonnull scales;
    /// Rows of floats: of positions, of casings, of bits of name flags.
    const float *_Nonnull places, *_Nonnull casings, *_Nonnull flags;
    const float *_Nonnull gain, *_Nonnull bias;
} copydesk_reader_embedding;

/// How many bytes `copydesk_reader_run` and `copydesk_reader_score` need to work in, for windows of so many positions.
size_t copydesk_reader_room(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t inner);

/// Writes the sums of each position's rows, normalised.
///
/// - `pieces`, `casings`, `flags`: `rows` of each, in the tables' bounds; a flag bit is a row of `embedding.flags`.
/// - `out`: `rows` × `width` floats.
void copydesk_reader_embed(copydesk_reader_instructions instructions, const copydesk_reader_embedding *_Nonnull embedding,
                           const int32_t *_Nonnull pieces, const uint8_t *_Nonnull casings,
                           const uint32_t *_Nonnull flags, ptrdiff_t rows, ptrdiff_t width, float *_Nonnull out);

/// Takes a window through a layer, in place, and returns how many positions were asked for.
///
/// - `asked`: which of the `rows` positions are asked for; NULL for all. All are heard; those not asked for cost little.
/// - `states`: `rows` × `width` floats, at most `COPYDESK_READER_LONGEST` rows; the positions asked for come out in their order,
///   with the values that they have where all are asked for.
/// - `room`: `copydesk_reader_room(rows, …)` bytes, 64-byte aligned.
ptrdiff_t copydesk_reader_run(copydesk_reader_instructions instructions, const copydesk_reader_layer *_Nonnull layer,
                              ptrdiff_t rows, const uint8_t *_Nullable asked, float *_Nonnull states, void *_Nonnull room);

/// Multiplies a window's states with a head's weights: `rows` × `matrix.outputs` floats.
void copydesk_reader_score(copydesk_reader_instructions instructions, const copydesk_reader_matrix *_Nonnull matrix,
                           ptrdiff_t rows, const float *_Nonnull states, float *_Nonnull out, void *_Nonnull room);

#endif
