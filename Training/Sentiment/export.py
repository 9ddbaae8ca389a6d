"""Adds linear models to a network, calibrates both on examples that neither learnt from, and writes the model.

    python export.py NETWORK.pt TRAIN.jsonl DEV.jsonl DATA OUT.model
"""

import sys

import numpy
import torch

import calibrate
import ngrams
import train
import vocabulary
import words

UNITS = train.UNITS
# How much the sets of rated sentences weigh: the news more, since it is what is to be read.
RATED = {"vader-nyt": 3.0, "vader-tweets": 1.0, "vader-movie": 0.5, "vader-amazon": 0.5}
STANCES = ("newsmtsc", "sentfin")


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
    p = numpy.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    return p[:, 2] - p[:, 0]


class Ratings:
    """The rating of a sentence: the network's, a linear model's over its features, another's over its words."""

    def __init__(self, model, learnt, held):
        self.model = model
        weights = numpy.concatenate([numpy.full(len(learnt[n]), w) for n, w in RATED.items()])
        rows = [r for n in RATED for r in learnt[n]]
        x, y = features(rows), ratings(rows)
        self.linear = numpy.linalg.solve(
            x.T @ (x * weights[:, None]) + 3 * numpy.eye(x.shape[1]), x.T @ (weights * y))
        self.table, self.worth = ngrams.quantised(ngrams.ridge(ngrams.matrix(rows, ngrams.of_text), y, weights))
        weights = numpy.concatenate([numpy.full(len(held[n]), w) for n, w in RATED.items()])
        rows = [r for n in RATED for r in held[n]]
        x, y = numpy.c_[self.parts(rows), numpy.ones(len(rows))], ratings(rows)
        shares = numpy.linalg.solve(
            x.T @ (x * weights[:, None]) + 0.5 * numpy.eye(4), x.T @ (weights * y))
        self.shares, self.constant = shares[:3], shares[3]
        print("shares of network, features, words:", numpy.round(self.shares, 2))

    def parts(self, rows):
        words_ = ngrams.matrix(rows, ngrams.of_text) @ (self.table * self.worth)
        return numpy.c_[train.predict(self.model, rows, "rating"), features(rows) @ self.linear, words_]

    def values(self, rows):
        return self.parts(rows) @ self.shares + self.constant


class Stances:
    """The stance toward a name: the network's logits and those of a linear model over the words around it."""

    def __init__(self, model, learnt, held):
        self.model = model
        rows = [r for n in STANCES + ("own",) for r in learnt[n]]
        weights = ngrams.logistic(ngrams.matrix(rows, ngrams.around_target), labels(rows))
        self.table, self.worth = ngrams.quantised(weights)
        self.share = 0.0
        parts = {n: (self.network(held[n]), self.words(held[n]), labels(held[n])) for n in STANCES if held[n]}
        scores = {}
        for share in numpy.arange(0, 1.3, 0.1):
            scores[share] = sum(
                calibrate.macro_f1(gold, (network + share * words_).argmax(1)) for network, words_, gold in parts.values())
        smooth = {s: numpy.mean([scores[t] for t in scores if abs(s - t) < 0.15]) for s in scores}
        self.share = max(smooth, key=smooth.get)
        print("share of words around the target:", round(self.share, 1))

    def network(self, rows):
        return train.predict(self.model, rows, "portrayal")

    def words(self, rows):
        return ngrams.matrix(rows, ngrams.around_target) @ (self.table * self.worth)

    def logits(self, rows):
        return self.network(rows) + self.share * self.words(rows)


def numbers(model, scales, found):
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    cells = state["cells.weight"]  # 4 * UNITS rows of INPUTS: candidate and gate, one direction after the other
    parts = [scales]
    for side in (0, 1):
        block = cells[2 * UNITS * side:2 * UNITS * (side + 1)]
        parts.append(block.T.reshape(-1))  # for each input: candidates, then gates
    network, linear, _ = found.shares
    bias = network * state["rating.bias"] + linear * found.linear[-1] + found.constant
    parts += [state["sentence.0.weight"], state["sentence.0.bias"], network * state["rating.weight"], bias]
    for name in ("stance.0", "portrayal", "author"):
        parts += [state[f"{name}.weight"], state[f"{name}.bias"]]
    parts.append(linear * found.linear[:-1])
    return numpy.concatenate([p.reshape(-1) for p in parts]).astype("<f4").tobytes()


def report(name, scores, gold, rated=None):
    """Prints how good scores are; `gold` are labels 0, 1, 2."""
    guess = numpy.where(scores < -0.15, 0, numpy.where(scores > 0.15, 2, 1))
    meant = gold - 1.0 if rated is None else rated
    r = "" if rated is None else f"r {numpy.corrcoef(scores, rated)[0, 1]:.3f} "
    right = 100 * (guess == gold).mean()
    print(f"  {name}: {r}macro-F1 {calibrate.macro_f1(gold, guess):.1f} accuracy {right:.1f} error {calibrate.error(scores, meant):.1f}")


def main(network, train_path, dev_path, data, out):
    chosen, columns, gender, expressions, _ = vocabulary.build(data)
    model = train.Reader(torch.zeros(len(chosen) + words.FIRST_WORD, train.DIMENSIONS))
    model.load_state_dict(torch.load(network))
    examples, dev = train.load(train_path), train.load(dev_path)
    learnt = {n: [r for r in rows if not train.is_held(r)] for n, rows in examples.items()}
    held = {n: [r for r in rows if train.is_held(r)] for n, rows in examples.items()}
    table, scales = quantised(model)

    sentence = Ratings(model, learnt, held)
    counted = ["vader-nyt"] + list(RATED)  # the news counts twice
    values = {n: sentence.values(held[n]) for n in RATED}
    score, low, high = calibrate.best_thresholds([(values[n], labels(held[n])) for n in counted])
    print(f"sentences: macro-F1 {score:.1f} by thresholds {low:.3f} {high:.3f}")
    sentence_map = calibrate.knots(
        numpy.concatenate([values[n] for n in counted]), numpy.concatenate([ratings(held[n]) for n in counted]), low, high)

    stance = Stances(model, learnt, held)
    rows = [r for n in STANCES for r in held[n]]
    stance_map = calibrate.plain(means(stance.logits(rows)), labels(rows) - 1.0)
    author_map = calibrate.identity()

    for name, rows in dev.items():
        if name in RATED or name.endswith("-text"):
            rated = ratings(rows) if name in RATED else None
            report(name, calibrate.applied(sentence_map, sentence.values(rows)), labels(rows), rated)
        else:
            logits = stance.logits(rows)
            scores = calibrate.labelled(calibrate.applied(stance_map, means(logits)), logits)
            report(name, scores, labels(rows))
            if "author" in rows[0]:
                logits = train.predict(model, rows, "author")
                report(name + " author", calibrate.labelled(means(logits), logits), labels(rows, "author"))

    bits, expression_bits, sections = vocabulary.sections(chosen, columns, gender, expressions)
    maps = numpy.concatenate([sentence_map, stance_map, author_map]).astype("<f4")
    worths = numpy.array([stance.share * stance.worth, sentence.shares[2] * sentence.worth], dtype="<f4")
    sections += [
        table.tobytes(), numbers(model, scales, sentence), maps.tobytes(), stance.table.tobytes(),
        sentence.table.tobytes(), worths.tobytes(),
    ]
    words.write_model(out, [bits, expression_bits, len(chosen) + words.FIRST_WORD], sections)


if __name__ == "__main__":
    main(*sys.argv[1:])
