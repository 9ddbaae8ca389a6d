"""Adds linear models to a network, calibrates both on examples that neither learnt from, and writes the model.

    python export.py NETWORK.pt TRAIN.jsonl DEV.jsonl DATA OUT.model
"""

import sys

import numpy
import torch

import calibrate
import genres
import ngrams
import train
import vocabulary
import words

UNITS = train.UNITS
RATED = train.RATED
STANCES = ("newsmtsc", "sentfin")
# How much the ratings of other kinds of text weigh for each kind: in the linear models over features and over words.
OTHERS = (0.1, 0.3)
# How much our own sentences weigh for the news: in the linear models, and in the shares of all.
OWN = (0.3, 0.1)
# Shares of network, features, words and a constant that hold where there is little to learn them from.
SHARES = numpy.array([0.6, 0.3, 0.3, 0.0])


def quantised(model):
    """The table of bytes, and the worth of a byte in each column."""
    with torch.no_grad():
        table = model.table(model.words.weight).numpy()
    table[0] = model.table(torch.zeros(1, train.DIMENSIONS)).detach().numpy()[0]
    scales = numpy.percentile(numpy.abs(table), 99.97, axis=0) / 127
    return numpy.clip(numpy.round(table / scales), -127, 127).astype(numpy.int8), scales.astype(numpy.float32)


def labels(rows, key="label"):
    return numpy.array([train.LABELS[r[key]] for r in rows])


def ratings(rows):
    return numpy.array([r["score"] for r in rows])


def features(rows):
    return numpy.array([r["features"] + [1.0] for r in rows])


def means(logits):
    p = genres.softmax(logits)
    return p[:, 2] - p[:, 0]


def ridge(x, y, weights, strength, toward=0.0):
    """A linear regression whose weights are held to `toward`."""
    pull = strength * numpy.ones(x.shape[1])
    return numpy.linalg.solve(x.T @ (x * weights[:, None]) + numpy.diag(pull), x.T @ (weights * y) + pull * toward)


class Ratings:
    """The rating of a sentence by readers of each kind of text, and a map to scores.

    It adds up the network's, a linear model's over its features, and another's over its words.
    """

    def __init__(self, model, kinds, learnt, held):
        self.model, self.kinds = model, kinds
        names = RATED + ("own-text",)
        rows = [r for n in names for r in learnt[n]]
        x, y, words_ = features(rows), ratings(rows), ngrams.matrix(rows, ngrams.of_text, ngrams.RATING_BITS)
        self.linear, tables, self.shares, self.maps = [], [], [], []
        for name in RATED:
            own = OWN[0] if name == "vader-nyt" else 0.0
            weights = []
            for other in OTHERS:
                each = [1.0 if n == name else own if n == "own-text" else other for n in names]
                weights.append(numpy.concatenate([numpy.full(len(learnt[n]), w) for n, w in zip(names, each)]))
            self.linear.append(ridge(x, y, weights[0], 5.0))
            tables.append(ngrams.quantised(ngrams.ridge(words_, y, weights[1])))
        self.linear = numpy.array(self.linear)
        self.tables, self.worths = numpy.array([t for t, _ in tables]), numpy.array([w for _, w in tables])
        for kind, name in enumerate(RATED):
            count = len(held[name])
            if not count:  # left out
                self.shares.append(self.shares[0])
                self.maps.append(self.maps[0])
                continue
            rows = held[name] + (held["own-text"] if kind == 0 else [])
            parts, gold = numpy.c_[self.parts(rows)[:, kind], numpy.ones(len(rows))], ratings(rows)
            weights = numpy.where(numpy.arange(len(rows)) < count, 1.0, OWN[1])
            self.shares.append(ridge(parts, gold, weights, 3.0, SHARES))
            value = parts[:count] @ self.shares[-1]
            low, high = calibrate.likely_thresholds(value, gold[:count])
            self.maps.append(calibrate.steps(value, low, high))
            print(name, "shares of network, features, words:", numpy.round(self.shares[-1], 2),
                  f"thresholds {low:.3f} {high:.3f}")
        self.shares = numpy.array(self.shares)

    def parts(self, rows):
        """Rows × kinds × parts."""
        words_ = ngrams.matrix(rows, ngrams.of_text, ngrams.RATING_BITS) @ (self.tables * self.worths[:, None]).T
        network = train.predict(self.model, rows, "rating")
        return numpy.stack([network, features(rows) @ self.linear.T, words_], 2)

    def scores(self, rows):
        values = (self.parts(rows) * self.shares[:, :3]).sum(2) + self.shares[:, 3]
        mapped = numpy.stack([calibrate.applied(m, values[:, k]) for k, m in enumerate(self.maps)], 1)
        return (self.kinds.shares(rows)[0] * mapped).sum(1)


class Stances:
    """The stance toward a name, in prose and in headlines, and a map to scores.

    It adds up the network's logits and those of a linear model over the words around the name.
    """

    PENALTIES = (0.3, 0.12)

    def __init__(self, model, kinds, learnt, held):
        self.model, self.kinds = model, kinds
        self.tables, self.worths, self.shares, self.offsets, self.maps = [], [], [], [], []
        for kind, name in enumerate(STANCES):
            rows = [r for n in (name, "own") for r in learnt[n]]
            if not learnt[name]:
                rows = [r for n in STANCES + ("own",) for r in learnt[n]]
            weights = ngrams.logistic(ngrams.matrix(rows, ngrams.around_target), labels(rows), self.PENALTIES[kind])
            table, worth = ngrams.quantised(weights)
            self.tables.append(table)
            self.worths.append(worth)
            rows = held[name] or [r for n in STANCES for r in held[n]]
            network, words_, gold = self.network(rows)[:, kind], self.words(rows, kind), labels(rows)
            scores = {s: calibrate.macro_f1(gold, (network + s * words_).argmax(1)) for s in numpy.arange(0, 1.3, 0.1)}
            smooth = {s: numpy.mean([scores[t] for t in scores if abs(s - t) < 0.15]) for s in scores}
            self.shares.append(max(smooth, key=smooth.get))
            both = network + self.shares[-1] * words_
            self.offsets.append(calibrate.best_offsets(both, gold))
            self.maps.append(calibrate.plain(means(both + self.offsets[-1]), gold - 1.0))
            print(name, "share of words around the target:", round(self.shares[-1], 1), "offsets", self.offsets[-1])

    def network(self, rows):
        return train.predict(self.model, rows, "portrayal").reshape(-1, 2, 3)

    def words(self, rows, kind):
        return ngrams.matrix(rows, ngrams.around_target) @ (self.tables[kind] * self.worths[kind])

    def scores(self, rows):
        network, headline = self.network(rows), self.kinds.shares(rows)[1][:, None]
        prose, business = (network[:, k] + self.shares[k] * self.words(rows, k) + self.offsets[k] for k in (0, 1))
        logits = (1 - headline) * prose + headline * business
        first, second = (calibrate.applied(m, means(logits)) for m in self.maps)
        return calibrate.labelled((1 - headline[:, 0]) * first + headline[:, 0] * second, logits)


def numbers(model, scales, rated, stances):
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    cells = state["cells.weight"]  # 4 * UNITS rows of INPUTS: candidate and gate, one direction after the other
    parts = [scales]
    for side in (0, 1):
        block = cells[2 * UNITS * side:2 * UNITS * (side + 1)]
        parts.append(block.T.reshape(-1))  # for each input: candidates, then gates
    network, linear, _, constant = rated.shares.T
    bias = network * state["rating.bias"] + linear * rated.linear[:, -1] + constant
    state["portrayal.bias"] = state["portrayal.bias"] + numpy.concatenate(stances.offsets)
    parts += [state["sentence.0.weight"], state["sentence.0.bias"], network[:, None] * state["rating.weight"], bias]
    for name in ("stance.0", "portrayal", "author"):
        parts += [state[f"{name}.weight"], state[f"{name}.bias"]]
    parts.append(linear[:, None] * rated.linear[:, :-1])
    return numpy.concatenate([p.reshape(-1) for p in parts]).astype("<f4").tobytes()


def report(name, scores, gold, rated=None):
    """Prints how good scores are; `gold` are labels 0, 1, 2."""
    guess = numpy.where(scores < -0.15, 0, numpy.where(scores > 0.15, 2, 1))
    meant = gold - 1.0 if rated is None else rated
    r = "" if rated is None else f"r {numpy.corrcoef(scores, rated)[0, 1]:.3f} "
    right = 100 * (guess == gold).mean()
    error = calibrate.error(scores, meant)
    print(f"  {name}: {r}macro-F1 {calibrate.macro_f1(gold, guess):.1f} accuracy {right:.1f} error {error:.1f}")


def main(network, train_path, dev_path, data, out):
    chosen, columns, gender, expressions, _ = vocabulary.build(data)
    model = train.Reader(torch.zeros(len(chosen) + words.FIRST_WORD, train.DIMENSIONS))
    model.load_state_dict(torch.load(network))
    examples, dev = train.load(train_path), train.load(dev_path)
    examples = {n: [] if n in train.left_out() else rows for n, rows in examples.items()}
    learnt = {n: [r for r in rows if not train.is_held(r)] for n, rows in examples.items()}
    held = {n: [r for r in rows if train.is_held(r)] for n, rows in examples.items()}
    table, scales = quantised(model)

    kinds = genres.Genres(learnt, len(chosen) + words.FIRST_WORD)
    rated = Ratings(model, kinds, learnt, held)
    stances = Stances(model, kinds, learnt, held)

    for name, rows in dev.items():
        if name in RATED or name.endswith("-text"):
            gold = ratings(rows) if name in RATED else None
            report(name, rated.scores(rows), labels(rows), gold)
        else:
            report(name, stances.scores(rows), labels(rows))
            if "author" in rows[0]:
                logits = train.predict(model, rows, "author")
                report(name + " author", calibrate.labelled(means(logits), logits), labels(rows, "author"))

    bits, expression_bits, sections = vocabulary.sections(chosen, columns, gender, expressions)
    maps = numpy.concatenate(rated.maps + stances.maps + [calibrate.identity()]).astype("<f4")
    worths = numpy.concatenate([
        numpy.multiply(stances.shares, stances.worths), rated.shares[:, 2] * rated.worths, [kinds.worth], kinds.biases,
    ]).astype("<f4")
    sections += [
        table.tobytes(), numbers(model, scales, rated, stances), maps.tobytes(), numpy.hstack(stances.tables).tobytes(),
        numpy.ascontiguousarray(rated.tables.T).tobytes(), worths.tobytes(), kinds.table.tobytes(),
    ]
    words.write_model(out, [bits, expression_bits, len(chosen) + words.FIRST_WORD], sections)


if __name__ == "__main__":
    main(*sys.argv[1:])
