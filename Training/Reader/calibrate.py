"""Fits how sure names are: prints the slopes and offsets of Plugins/Entities/Sources/NameConfidence.swift.

Usage: calibrate.py FITTED [TESTED…]

Each file is what `Benchmarks/accuracy entities --confidences [--deep] CORPUS…` prints: a probability and 1 where the name is
right. With other slopes than 1 and offsets than 0 in NameConfidence.swift, these come on top. Prints the expected calibration
error in ten bins (Naeini and others 2015) of every file before and after.
"""

import sys

import numpy


def read(path):
    values = numpy.loadtxt(path, ndmin=2)
    return numpy.clip(values[:, 0], 1e-4, 1 - 1e-4), values[:, 1]


def logistic(odds, slope, offset):
    return 1 / (1 + numpy.exp(-(slope * odds + offset)))


def fitted(odds, right):
    """Slope and offset of the greatest likelihood, by Newton's method."""
    rows, weights = numpy.stack([odds, numpy.ones_like(odds)], 1), numpy.array([1.0, 0.0])
    for _ in range(50):
        expected = logistic(odds, *weights)
        curvature = rows.T @ (rows * (expected * (1 - expected))[:, None]) + 1e-6 * numpy.eye(2)
        weights += numpy.linalg.solve(curvature, rows.T @ (right - expected))
    return weights


def error(expected, right):
    bins = numpy.minimum((expected * 10).astype(int), 9)
    return sum(abs(expected[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(right)


def main():
    probability, right = read(sys.argv[1])
    weights = fitted(numpy.log(probability / (1 - probability)), right)
    print(f"slope {weights[0]:.3f} offset {weights[1]:.3f}")
    for path in sys.argv[1:]:
        probability, right = read(path)
        after = logistic(numpy.log(probability / (1 - probability)), *weights)
        print(f"{path}: {len(right)} names, {right.mean():.3f} right, error {error(probability, right):.3f}, "
              f"after {error(after, right):.3f}")


if __name__ == "__main__":
    main()
