"""Linear models over hashed words and pairs of words, as `Ngrams.swift` reads them."""

import numpy
import scipy.optimize
import scipy.sparse
import scipy.sparse.linalg

import words

# The sizes of the tables of stances and ratings are these powers of 2.
STANCE_BITS, RATING_BITS = 16, 15
NEAR, SIDE, WORD, SIDED_PAIR, PAIR, AROUND, RATED_WORD, RATED_PAIR = 1, 2, 3, 4, 5, 6, 17, 18
PAIR_REACH = 8
MULTIPLIER = numpy.uint64(0x9E3779B97F4A7C15)


def mixed(*parts):
    """The hashes of features of these parts, each an array or a number."""
    state = numpy.zeros(1, dtype=numpy.uint64)
    for part in parts:
        state = (state ^ (numpy.asarray(part).astype(numpy.uint64) + numpy.uint64(1))) * MULTIPLIER
        state = state ^ (state >> numpy.uint64(29))
    return state


def around_target(row):
    """The features of the words around a target, by side and distance."""
    rows, (start, end) = row["rows"], row["target"]
    count = len(rows)
    cells = numpy.array([i for i in range(count) if not start <= i < end], dtype=numpy.int64)
    if not len(cells):
        return cells.astype(numpy.uint64)
    side = (cells >= end).astype(numpy.int64)
    distance = numpy.where(side == 1, cells - end + 1, start - cells)
    word = rows[cells]
    follows = cells + 1 < count
    after = numpy.minimum(cells + 1, count - 1)
    following = numpy.where((after >= start) & (after < end), words.TARGET, rows[after])
    near = follows & (distance <= PAIR_REACH)
    parts = [
        mixed(NEAR, word, side, numpy.digitize(distance, [2, 3, 5, 9])), mixed(SIDE, word, side), mixed(WORD, word),
        mixed(SIDED_PAIR, word, following, side)[near], mixed(PAIR, word, following)[follows],
    ]
    if start > 0 and end < count:
        parts.append(mixed(AROUND, rows[start - 1], rows[end]))
    return numpy.concatenate(parts)


def of_text(row):
    """The features of a text: its words and pairs of words."""
    rows = row["rows"]
    parts = [mixed(RATED_WORD, rows)]
    if len(rows) > 1:
        parts.append(mixed(RATED_PAIR, rows[:-1], rows[1:]))
    return numpy.concatenate(parts)


def matrix(examples, features, bits=STANCE_BITS):
    """A row for each example; its features share a weight of 1."""
    found = [(features(e) >> numpy.uint64(64 - bits)).astype(numpy.int64) for e in examples]
    counts = [len(f) for f in found]
    values = numpy.concatenate([numpy.full(n, 1 / numpy.sqrt(max(n, 1))) for n in counts])
    starts = numpy.concatenate([[0], numpy.cumsum(counts)])
    result = scipy.sparse.csr_matrix(
        (values.astype(numpy.float32), numpy.concatenate(found), starts), shape=(len(examples), 1 << bits))
    result.sum_duplicates()
    return result


def logistic(x, gold, strength=0.12, iterations=60):
    """Weights of a multinomial logistic regression with a quadratic penalty, by L-BFGS."""
    count, width = x.shape
    wanted = numpy.eye(3)[gold]
    transposed = x.T.tocsr()

    def loss(flat):
        weights = flat.reshape(width, 3)
        scores = x @ weights
        scores -= scores.max(1, keepdims=True)
        p = numpy.exp(scores)
        p /= p.sum(1, keepdims=True)
        value = -numpy.log(p[numpy.arange(count), gold] + 1e-12).sum() + strength / 2 * (weights ** 2).sum()
        return value, (transposed @ (p - wanted) + strength * weights).ravel()

    flat, _, _ = scipy.optimize.fmin_l_bfgs_b(loss, numpy.zeros(width * 3), maxiter=iterations)
    return flat.reshape(width, 3)


def ridge(x, gold, weights, strength=0.5):
    """Weights of a linear regression with a quadratic penalty, by conjugate gradients."""
    mean = (weights * gold).sum() / weights.sum()
    normal = scipy.sparse.linalg.LinearOperator(
        (x.shape[1], x.shape[1]), matvec=lambda v: x.T @ (weights * (x @ v)) + strength * v)
    found, _ = scipy.sparse.linalg.cg(normal, x.T @ (weights * (gold - mean)), maxiter=80, rtol=1e-3)
    return found


def quantised(weights):
    """Signed bytes and what one is worth."""
    scale = numpy.percentile(numpy.abs(weights[weights != 0]), 99.95) / 127
    return numpy.clip(numpy.round(weights / scale), -127, 127).astype(numpy.int8), float(scale)
