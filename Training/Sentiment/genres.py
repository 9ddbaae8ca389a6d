"""Learns what kind of text a sentence reads like, as `Genres.swift` reads it: logistic regression over words."""

import numpy
import scipy.optimize
import scipy.sparse

import ngrams

# Files and their weight within each kind; the news count twice, since they are what is to be read.
GENRES = [
    {"vader-nyt": 3.0, "newsmtsc": 1.0, "own": 0.2}, {"vader-tweets": 1.0}, {"vader-movie": 1.0}, {"vader-amazon": 1.0},
    {"sentfin": 1.0},
]
NEWS_WEIGHT, PENALTY = 2.0, 0.1


def matrix(rows, size):
    """Words, all of a sentence sharing a weight of 1, and a constant."""
    counts = [len(r["rows"]) for r in rows]
    values = numpy.concatenate([numpy.full(n, 1 / numpy.sqrt(n)) for n in counts])
    starts = numpy.concatenate([[0], numpy.cumsum(counts)])
    found = scipy.sparse.csr_matrix((values, numpy.concatenate([r["rows"] for r in rows]), starts), (len(rows), size))
    found.sum_duplicates()
    return scipy.sparse.hstack([found, numpy.ones((len(rows), 1))]).tocsr()


class Genres:
    """A table of bytes for each word, what one is worth, and the biases."""

    def __init__(self, learnt, size):
        self.size = size
        parts, gold, weights = [], [], []
        for genre, files in enumerate(GENRES):
            rows = [r for name in files for r in learnt.get(name, [])]
            if not rows:
                continue
            share = numpy.concatenate([numpy.full(len(learnt.get(n, [])), w) for n, w in files.items()])
            parts.append(matrix(rows, size))
            gold += [genre] * len(rows)
            weights.append(share / share.sum() * (NEWS_WEIGHT if genre == 0 else 1))
        x, gold, weights = scipy.sparse.vstack(parts).tocsr(), numpy.array(gold), numpy.concatenate(weights)
        found = self.logistic(x, gold, weights / weights.mean())
        self.table, self.worth = ngrams.quantised(found[:-1])
        self.biases = found[-1]
        self.biases[[g for g in range(len(GENRES)) if g not in gold]] = -50

    @staticmethod
    def logistic(x, gold, weights):
        count, classes = len(gold), len(GENRES)
        wanted, transposed = numpy.eye(classes)[gold], x.T.tocsr()
        free = numpy.ones((x.shape[1], 1))
        free[-1] = 0  # nothing holds the biases back

        def loss(flat):
            found = flat.reshape(-1, classes)
            p = softmax(x @ found)
            value = -(weights * numpy.log(p[numpy.arange(count), gold] + 1e-12)).sum()
            value += PENALTY / 2 * (free * found ** 2).sum()
            return value, (transposed @ (weights[:, None] * (p - wanted)) + PENALTY * free * found).ravel()

        flat, _, _ = scipy.optimize.fmin_l_bfgs_b(loss, numpy.zeros(x.shape[1] * classes), maxiter=60)
        return flat.reshape(-1, classes)

    def shares(self, rows):
        """How much of each row is news and headlines, post, film, product; and how much is a headline."""
        p = softmax(matrix(rows, self.size) @ numpy.vstack([self.table * self.worth, self.biases]))
        return numpy.c_[p[:, 0] + p[:, 4], p[:, 1:4]], p[:, 4]


def softmax(logits):
    p = numpy.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)
