"""Maps from what a model says to scores, fitted on examples that it did not learn from."""

import numpy
import scipy.stats

KNOTS = 12


def macro_f1(gold, guess):
    scores = []
    for c in range(3):
        hits = ((gold == c) & (guess == c)).sum()
        scores.append(2 * hits / max(1, (gold == c).sum() + (guess == c).sum()))
    return 100 * sum(scores) / 3


def likely_thresholds(values, gold, least=0.125):
    """The values below and above which labels have the best expected macro-F1.

    Ratings are taken to scatter normally around values, negative below -`least` and positive above it: expectations
    need fewer rows than counts of labels do.
    """
    spread = numpy.std(gold - values)
    negative = scipy.stats.norm.cdf((-least - values) / spread)
    positive = scipy.stats.norm.sf((least - values) / spread)
    chances = numpy.stack([negative, 1 - negative - positive, positive])
    grid = numpy.quantile(values, numpy.linspace(0.05, 0.95, 91))
    best = (-1.0, 0.0, 0.0)
    for low in grid:
        for high in grid[grid > low]:
            guessed = numpy.stack([values < low, (values >= low) & (values <= high), values > high])
            hits, totals = (chances * guessed).sum(1), chances.sum(1) + guessed.sum(1)
            best = max(best, (float(numpy.mean(2 * hits / totals)), float(low), float(high)))
    return best[1:]


def best_offsets(logits, gold):
    """What to add to the logits of the first and last label for the best macro-F1, a mean over neighbours."""
    steps = numpy.arange(-0.6, 0.61, 0.1)
    found = numpy.array([
        [macro_f1(gold, (logits + numpy.array([a, 0, b])).argmax(1)) for b in steps] for a in steps])
    padded = numpy.pad(found, 2, mode="edge")
    size = len(steps)
    smooth = sum(padded[a:a + size, b:b + size] for a in range(5) for b in range(5)) / 25
    i, j = numpy.unravel_index(smooth.argmax(), smooth.shape)
    return numpy.array([steps[i], 0.0, steps[j]])


def monotone(values, gold):
    """Isotonic regression by pooling adjacent violators (Barlow et al. 1972), as sorted (value, mean gold)."""
    order = numpy.argsort(values, kind="stable")
    blocks = []
    for x, y in zip(values[order], gold[order]):
        blocks.append([x, y, 1])
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            x2, y2, n2 = blocks.pop()
            x1, y1, n1 = blocks.pop()
            n = n1 + n2
            blocks.append([(x1 * n1 + x2 * n2) / n, (y1 * n1 + y2 * n2) / n, n])
    return numpy.array(blocks)


def steps(values, low, high):
    """Knots of a map that leaves values as they are, but sends `low` to -0.15 and `high` to 0.15."""
    pairs = [(low, -0.15), (high, 0.15)]
    for x in numpy.quantile(values, [0.005, 0.03, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.97, 0.995]):
        y = min(x, -0.16) if x < low else max(x, 0.16) if x > high else min(max(x, -0.14), 0.14)
        if all(abs(x - other) > 1e-3 for other, _ in pairs):
            pairs.append((float(x), float(y)))
    return packed(pairs)


def plain(values, gold):
    """Knots of a map that sends values to what is annotated on average."""
    fit = monotone(values, gold)
    xs = numpy.quantile(values, numpy.linspace(0.01, 0.99, KNOTS))
    pairs = []
    for x in xs:
        if not pairs or x - pairs[-1][0] > 1e-3:
            pairs.append((float(x), float(numpy.interp(x, fit[:, 0], fit[:, 1]))))
    return packed(pairs)


def identity():
    return packed([(-1.0, -1.0), (1.0, 1.0)])


def labelled(scores, logits):
    """Scores moved so that their label by 0.15 is the likeliest."""
    likeliest = logits.argmax(1)
    return numpy.where(
        likeliest == 0, numpy.minimum(scores, -0.151),
        numpy.where(likeliest == 2, numpy.maximum(scores, 0.151), numpy.clip(scores, -0.15, 0.15)))


def packed(pairs):
    pairs = sorted(pairs)
    while len(pairs) < KNOTS:
        pairs.append((pairs[-1][0] + 1, pairs[-1][1]))
    ys = numpy.maximum.accumulate([y for _, y in pairs])
    return numpy.concatenate([[x for x, _ in pairs], ys]).astype("<f4")


def applied(map_, values):
    return numpy.interp(values, map_[:KNOTS], map_[KNOTS:])


def error(scores, gold):
    """The mean distance of mean score and mean gold over ten bins of equal size."""
    order = numpy.argsort(scores, kind="stable")
    bins = numpy.array_split(order, 10)
    return 100 * sum(abs(scores[b].mean() - gold[b].mean()) * len(b) for b in bins) / len(order)
