#ifndef C_SENTIMENT_MODEL_H
#define C_SENTIMENT_MODEL_H

#include <stddef.h>
#include <stdint.h>

/// The lexicon and the network, as Training/Sentiment writes them.
const void *copydesk_sentiment_model(void);

/// The number of bytes.
size_t copydesk_sentiment_model_size(void);

/// What a reading is worth, floats as Training/Stance/worth.py writes them.
const void *copydesk_sentiment_worth(void);

/// The number of bytes.
size_t copydesk_sentiment_worth_size(void);

/// Words that differ in gender alone, lines of UTF-8: the word that stands for them, a tab, the words parted by spaces.
const unsigned char *copydesk_sentiment_gender(void);

/// The number of bytes.
size_t copydesk_sentiment_gender_size(void);

/// What moves and what moves it, lines of UTF-8: a kind, a tab, words and expressions parted by bars.
const unsigned char *copydesk_sentiment_changes(void);

/// The number of bytes.
size_t copydesk_sentiment_changes_size(void);

/// Units of each direction, numbers that a cell gives beside its word, bytes of a word's row in the table.
enum { COPYDESK_UNITS = 28, COPYDESK_INPUTS = 7, COPYDESK_COLUMNS = 6 * COPYDESK_UNITS };

/// Reads `count` cells once in each direction.
///
/// `table`: a row of COPYDESK_COLUMNS bytes for each word; `scales`: what a byte of each column is worth;
/// `weights`: 4 * COPYDESK_UNITS rows of COPYDESK_INPUTS; `rows`: the cells' words; `inputs`: COPYDESK_INPUTS a cell;
/// `states`: 2 * COPYDESK_UNITS a cell are written, left to right first.
void copydesk_sentiment_read(
    const int8_t *table, const float *scales, const float *weights, const int32_t *rows, const float *inputs,
    ptrdiff_t count, float *states);

/// The mean and the maximum of each unit's states over `count` cells; the maximum of none is −4.
void copydesk_sentiment_pool(
    const float *states, ptrdiff_t count, float *means, float *maxima);

/// One layer: `out[i] = bias[i] + Σ weights[i * width + j] * in[j]`, negative results set to 0 where `rectified`.
void copydesk_sentiment_layer(
    const float *weights, const float *bias, const float *in, ptrdiff_t width, ptrdiff_t height, int rectified,
    float *out);

#endif
