"""Quantises a network, calibrates it on examples that it did not learn from, and writes the model.

    python export.py NETWORK.pt TRAIN.jsonl DEV.jsonl DATA VECTORS OUT.model
"""

import os
import sys

import numpy
import torch

import train
import vectors
import vocabulary
import words

UNITS, KNOTS = train.UNITS, 12
# How much of a rating is the network's; the rest is a linear model's over the lexicon's numbers.
NETWORK_SHARE = float(os.environ.get("NETWORK_SHARE", "0.6"))


def quantised(model):
    """The table of bytes, the worth of a byte in each column; the model is left with the rounded table's effect."""
    with torch.no_grad():
        table = model.table(model.words.weight).numpy()
    table[0] = model.table(torch.zeros(1, train.DIMENSIONS)).detach().numpy()[0]
    order = numpy.concatenate([numpy.arange(k * UNITS, (k + 1) * UNITS) for k in range(6)])
    table = table[:, order]
    top = numpy.percentile(numpy.abs(table), 99.97, axis=0)
    scales = top / 127
    return numpy.clip(numpy.round(table / scales), -127, 127).astype(numpy.int8), scales.astype(numpy.float32)


def ridge(rows_of, weights, strength=3.0):
    """A linear model of the ratings over the sentence features alone, last the constant."""
    names = list(weights)
    x = numpy.array([r["features"] + [1.0] for n in names for r in rows_of[n]])
    y = numpy.array([r["score"] for n in names for r in rows_of[n]])
    w = numpy.array([weights[n] for n in names for _ in rows_of[n]])
    return numpy.linalg.solve(x.T @ (x * w[:, None]) + strength * numpy.eye(x.shape[1]), x.T @ (w * y))


def numbers(model, scales, direct):
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    cells = state["cells.weight"]  # 4 * UNITS rows of INPUTS: candidate and gate, one direction after the other
    parts = [scales]
    for side in (0, 1):
        block = cells[2 * UNITS * side:2 * UNITS * (side + 1)]
        parts.append(block.T.reshape(-1))  # for each input: candidates, then gates
    for name in ("sentence.0.weight", "sentence.0.bias", "rating.weight", "rating.bias", "stance.0.weight",
                 "stance.0.bias", "stance.3.weight", "stance.3.bias"):
        share = NETWORK_SHARE if name.startswith("rating") else 1
        parts.append(share * state[name].reshape(-1))
        if name == "rating.bias":
            parts[-1] = parts[-1] + (1 - NETWORK_SHARE) * direct[-1]
    parts.append((1 - NETWORK_SHARE) * direct[:-1])
    return numpy.concatenate(parts).astype("<f4").tobytes()


def best_thresholds(values, gold):
    """The pair of values below and above which labels are best by macro-F1."""
    grid = numpy.quantile(values, numpy.linspace(0.05, 0.95, 46))
    best = (-1, 0, 0)
    for low in grid:
        for high in grid:
            if low >= high:
                continue
            guess = numpy.where(values < low, 0, numpy.where(values > high, 2, 1))
            best = max(best, (train.macro_f1(gold, guess), low, high))
    return best


def monotone(values, gold, weights=None):
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
    xs = numpy.quantile(values, [0.002, 0.03, 0.1, 0.25, 0.75, 0.9, 0.97, 0.998])
    fit = monotone(values, gold)
    smooth = lambda x: float(numpy.interp(x, fit[:, 0], fit[:, 1]))
    pairs = [(low, -0.15), (high, 0.15)]
    for x in xs:
        y = smooth(x)
        y = min(y, -0.16) if x < low else max(y, 0.16) if x > high else min(max(y, -0.14), 0.14)
        if all(abs(x - other) > 1e-3 for other, _ in pairs):
            pairs.append((float(x), y))
    pairs.sort()
    while len(pairs) < KNOTS:
        pairs.append((pairs[-1][0] + 1, pairs[-1][1]))
    ys = numpy.maximum.accumulate([y for _, y in pairs])
    return numpy.concatenate([[x for x, _ in pairs], ys]).astype("<f4")


def straight(low, high):
    """Knots that send `low` to -0.15 and `high` to 0.15 and keep the slope beyond."""
    pairs = [(low - 1.0, -1.15), (low, -0.15), (high, 0.15), (high + 1.0, 1.15)]
    while len(pairs) < KNOTS:
        pairs.append((pairs[-1][0] + 1, 1.15))
    return numpy.concatenate([[x for x, _ in pairs], [y for _, y in pairs]]).astype("<f4")


def main(network, train_path, dev_path, data, vectors_path, out):
    chosen, columns, gender, expressions, _ = vocabulary.build(data)
    model = train.Reader(torch.zeros(len(chosen) + words.FIRST_WORD, train.DIMENSIONS))
    model.load_state_dict(torch.load(network))
    dev = train.load(dev_path)
    table, scales = quantised(model)
    maps = []
    rated = [r for name in train.RATED for r in dev[name]] + 2 * dev["vader-nyt"]
    direct = ridge(train.load(train_path), {"vader-nyt": 3, "vader-tweets": 1, "vader-movie": 0.5, "vader-amazon": 0.5})
    learnt = train.predict(model, rated, "rating")
    linear = numpy.array([r["features"] + [1.0] for r in rated]) @ direct
    for share in (0, 0.3, 0.5, 0.6, 0.7, 0.85, 1):
        values = share * learnt + (1 - share) * linear
        note, start = f"network {share}:", 0
        for name in train.RATED:
            part = slice(start, start + len(dev[name]))
            gold = [r["score"] for r in dev[name]]
            note += f" {name[6:]} {numpy.corrcoef(values[part], gold)[0, 1]:.3f}"
            start += len(dev[name])
        print(note)
    values = NETWORK_SHARE * learnt + (1 - NETWORK_SHARE) * linear
    gold = numpy.array([train.LABELS[r["label"]] for r in rated])
    f1, low, high = best_thresholds(values, gold)
    print("sentences", f1, low, high)
    maps.append(straight(low, high))
    stances = dev["newsmtsc-rw"] + dev["newsmtsc-mt"] + dev["sentfin"][:800]
    logits = train.predict(model, stances, "stance")
    p = numpy.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    values = p[:, 2] - p[:, 0]
    gold = numpy.array([train.LABELS[r["label"]] for r in stances])
    f1, low, high = best_thresholds(values, gold)
    print("stances", f1, low, high, "by the likeliest class", train.macro_f1(gold, logits.argmax(1)))
    maps.append(knots(values, gold - 1.0, low, high))
    document = numpy.linspace(-1, 1, KNOTS)
    maps.append(numpy.concatenate([document, document]).astype("<f4"))
    bits, expression_bits, parts = vocabulary.sections(chosen, columns, gender, expressions)
    parts += [table.tobytes(), numbers(model, scales, direct), b"".join(m.tobytes() for m in maps)]
    words.write_model(out, [bits, expression_bits, len(chosen) + words.FIRST_WORD], parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
