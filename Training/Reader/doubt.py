"""Learns which sentences the reader is to read: writes Plugins/Entities/Sources/DoubtWeights.swift.

Usage: doubt.py EXAMPLES [--share SHARE] [--output FILE]

EXAMPLES are what `entity-features doubt` printed of texts that neither the network nor the reader was trained on; what the
reader makes of them is the truth, so that nobody needs to label them. A log-linear (Poisson) regression with a quadratic
penalty says how many names change in a sentence; the sentences with the most for each of their words are read until they
have SHARE of all changes. Prints for shares of the changes how many of the words are read, of the half not learnt from.
"""

import argparse
import pathlib

import numpy
import torch

PENALTY = 3.0
MOST = 6  # changes of one sentence that count
ALONE = 2  # marks of a window: what any sentence costs besides its words
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Plugins/Entities/Sources"
LENGTHS = [3, 5, 8, 12, 18, 26, 40, 64]


def examples(path):
    changes, tokens, features = [], [], []
    for line in pathlib.Path(path).read_text(encoding="utf-8").removesuffix("\n").split("\n"):
        first, second, numbers = line.split("\t")
        if not numbers:
            continue  # read whatever its features
        changes.append(min(int(first), MOST))
        tokens.append(int(second))
        features.append([int(number) for number in numbers.split()])
    return numpy.array(changes), numpy.array(tokens), features


def matrix(features, count):
    found = numpy.zeros((len(features), count), numpy.float32)
    for row, numbers in enumerate(features):
        found[row, numbers] = 1
    return found


def learnt(rows, changes):
    """The regression's weights; every row has one feature of its length, so that there is no other bias."""
    rows, changes = torch.from_numpy(rows), torch.from_numpy(changes.astype(numpy.float32))
    weights = torch.zeros(rows.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        expected = rows @ weights
        value = (expected.exp() - changes * expected).sum() + PENALTY * (weights**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy()


def curve(scores, changes, cost):
    """How much of the changes and of the cost the sentences from the best down have."""
    order = numpy.argsort(-scores, kind="stable")
    return numpy.cumsum(changes[order]) / changes.sum(), numpy.cumsum(cost[order]) / cost.sum(), scores[order]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("examples")
    arguments.add_argument("--share", type=float, default=0.9)
    arguments.add_argument("--output", type=pathlib.Path, default=SOURCES / "DoubtWeights.swift")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    changes, tokens, features = examples(options.examples)
    count = max(max(numbers) for numbers in features) + 1
    rows, cost = matrix(features, count), tokens + ALONE
    price = numpy.log(cost)
    half = numpy.arange(len(rows)) // 50 % 2 == 0
    weights = learnt(rows[half], changes[half])
    gained, paid, _ = curve(rows[~half] @ weights - price[~half], changes[~half], cost[~half])
    for share in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98):
        place = int(numpy.searchsorted(gained, share))
        print(f"{share:.2f} of the changes: {paid[place]:.3f} of the words")
    weights = learnt(rows, changes)
    # The price of a sentence of its length, and what a change must be worth, go into the length's weight.
    first = count - len(LENGTHS) - 1
    place = rows[:, first:].argmax(1)
    for number in range(len(LENGTHS) + 1):
        if (place == number).any():
            weights[first + number] -= price[place == number].mean()
    gained, _, scores = curve(rows @ weights, changes, cost)
    weights[first:] -= scores[int(numpy.searchsorted(gained, options.share))]
    whole = numpy.clip(numpy.rint(weights * 256), -32768, 32767).astype(int)
    read = rows @ whole > 0
    print(f"{len(rows)} sentences, {changes.sum()} changes: {cost[read].sum() / cost.sum():.3f} of the words are read "
          f"with {changes[read].sum() / changes.sum():.3f} of the changes")
    lines = [", ".join(str(value) for value in whole[start : start + 18]) for start in range(0, count, 18)]
    options.output.write_text(
        "// Written by Training/Reader/doubt.py.\n\nextension Doubt {\n    /// The regression's weights, scale 2^-8.\n"
        "    static let weights: ContiguousArray<Int16> = [\n"
        + "".join(f"        {line},\n" for line in lines) + "    ]\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
