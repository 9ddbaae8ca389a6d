"""Maps from what a model says to scores, fitted on examples that it did not learn from."""

import numpy

KNOTS = 12


def macro_f1(gold, guess):
    scores = []
    for c in range(3):
        hits = ((gold == c) & (guess == c)).sum()
        scores.append(2 * hits / max(1, (gold == c).sum() + (guess == c).sum()))
    return 100 * sum(scores) / 3


def best_thresholds(parts):
    """The values below and above which labels are best, by the mean macro-F1 of parts of (values, gold)."""
    together = numpy.concatenate([values for values, _ in parts])
    grid = numpy.quantile(together, numpy.linspace(0.05, 0.95, 46))
    found = numpy.full((len(grid), len(grid)), -1.0)
    for i, low in enumerate(grid):
        for j in range(i + 1, len(grid)):
            scores = [
                macro_f1(gold, numpy.where(values < low, 0, numpy.where(values > grid[j], 2, 1)))
                for values, gold in parts]
            found[i, j] = numpy.mean(scores)
    # The mean of a pair and its neighbours: one lucky pair is no better than those around it.
    padded = numpy.pad(found, 1, mode="edge")
    smooth = sum(padded[a:a + len(grid), b:b + len(grid)] for a in range(3) for b in range(3)) / 9
    i, j = numpy.unravel_index(smooth.argmax(), smooth.shape)
    return found[i, j], float(grid[i]), float(grid[j])


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


def knots(values, gold, low, high):
    """Knots of a map that sends `low` to -0.15, `high` to 0.15, and other values to what is annotated on average."""
    xs = numpy.quantile(values, [0.005, 0.03, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.97, 0.995])
    fit = monotone(values, gold)
    pairs = [(low, -0.15), (high, 0.15)]
    for x in xs:
        y = float(numpy.interp(x, fit[:, 0], fit[:, 1]))
        y = min(y, -0.16) if x < low else max(y, 0.16) if x > high else min(max(y, -0.14), 0.14)
        if all(abs(x - other) > 1e-3 for other, _ in pairs):
            pairs.append((float(x), y))
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
