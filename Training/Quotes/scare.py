#!/usr/bin/env python3
"""Trains the classifier that tells marked words that are nobody's speech from speech.

    scare.py EXAMPLES > Plugins/Quotes/Sources/MarkedWords/ScareWeights.swift

EXAMPLES is what `quote-features scare` printed. Logistic regression with a quadratic penalty, by gradient descent with a step
of its own for each row (AdaGrad: Duchi, Hazan & Singer, Adaptive Subgradient Methods, 2011), in an order that a fixed seed
gives. Standard error gets the figures of a cross-validation whose folds keep documents whole.
"""
import math
import random
import sys
import zlib

FOLDS = 8
EPOCHS = 30
STEP = 0.05
PENALTY = 0.003
SEED = 20


def read(path):
    with open(path, encoding="utf-8") as file:
        count = int(file.readline())
        examples = []
        for line in file:
            number, name, label, rows = line.rstrip("\n").split("\t")
            examples.append((int(number), f"{number} {name}", int(label), [int(row) for row in rows.split()]))
    return count, examples


def train(count, examples):
    weights, squares = [0.0] * count, [1e-6] * count
    order = list(examples)
    generator = random.Random(SEED)
    for _ in range(EPOCHS):
        generator.shuffle(order)
        for _, _, label, rows in order:
            odds = sum(weights[row] for row in rows)
            error = 1 / (1 + math.exp(-max(-30, min(30, odds)))) - label
            for row in rows:
                gradient = error + PENALTY * weights[row]
                squares[row] += gradient * gradient
                weights[row] -= STEP * gradient / math.sqrt(squares[row])
    return weights


def validate(count, examples):
    """Precision, recall and F1 of each file's spans, each judged by weights that have not seen its document."""
    fold = {name: zlib.crc32(name.encode()) % FOLDS for _, name, _, _ in examples}
    counts = {}
    for held in range(FOLDS):
        weights = train(count, [example for example in examples if fold[example[1]] != held])
        for number, name, label, rows in examples:
            if fold[name] != held:
                continue
            found = sum(weights[row] for row in rows) > 0
            counted = counts.setdefault(number, [0, 0, 0, 0])
            counted[0] += found and label
            counted[1] += found
            counted[2] += label
            counted[3] += 1
    for number, (right, found, gold, total) in sorted(counts.items()):
        precision, recall = right / max(found, 1), right / max(gold, 1)
        wrong = found + gold - 2 * right
        print(f"file {number}: {total} spans, {gold} nobody's; precision {precision:.3f}, recall {recall:.3f}, "
              f"F1 {2 * right / max(found + gold, 1):.3f}, accuracy {1 - wrong / total:.3f}", file=sys.stderr)


def main():
    count, examples = read(sys.argv[1])
    validate(count, examples)
    weights = train(count, examples)
    values = [max(-32768, min(32767, round(100 * weight))) for weight in weights]
    print("// Made by Training/Quotes/scare.py; do not edit.")
    print()
    print("// swift-format-ignore-file")
    print()
    print("/// The weights of `ScareClassifier`.")
    print("enum ScareWeights {")
    print("    /// A hundred times the weight of each row.")
    print("    static let hundredths: ContiguousArray<Int16> = [")
    for start in range(0, len(values), 24):
        print("        " + ", ".join(str(value) for value in values[start:start + 24]) + ",")
    print("    ]")
    print("}")


if __name__ == "__main__":
    main()
