"""Fits how far the report believes the encoder, on the documents kept for it, and prints what comes of it.

Usage: fit.py ROWS MODEL RUN [--part fit|test]

Prints the weights of Verdict.swift (how much the log-odds of a label and those of being portrayed so count, and what is added),
and for thresholds how many are right of those found. `--part test` shows the same weights on the held-out part.
"""

import argparse
import json
import pathlib

import numpy
import torch

import train
import windows

LABELLED = ("passages", "articles")
PENALTY = 0.003


def features(likely, head):
    """For against and toward: own log-odds, portrayal's, and 1."""
    own, portrayal = likely[:, head], likely[:, 2]
    return numpy.stack(
        [numpy.stack([own[:, label] - own[:, 1], portrayal[:, label] - portrayal[:, 1], numpy.ones(len(own))], 1) for label in (0, 2)], 1)


def odds(values, weights):
    found = values @ weights
    return torch.cat([found[:, :1], torch.zeros(len(found), 1), found[:, 1:]], 1)


def fitted(values, labels):
    values, labels = torch.tensor(values, dtype=torch.float32), torch.tensor(labels)
    weights = torch.tensor([0.5, 0.1, -0.5], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def step():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(odds(values, weights), labels) + PENALTY * (weights[:2] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(step)
    return weights.detach()


def show(name, values, labels, weights):
    shares = odds(torch.tensor(values, dtype=torch.float32), weights).softmax(1).numpy()
    certainty, best = numpy.maximum(shares[:, 0], shares[:, 2]), numpy.where(shares[:, 0] > shares[:, 2], 0, 2)
    right, order, gold = best == labels, numpy.argsort(-certainty), (labels != 1).sum()
    found = numpy.cumsum(right[order]) / numpy.arange(1, len(order) + 1)
    line = ", ".join(
        f"{least}: {right[certainty >= least].sum()} of {(certainty >= least).sum()}" for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7))
    print(f"  {name}: average precision {found[right[order]].sum() / gold:.3f} of {gold}; {line}")


def main():
    arguments = argparse.ArgumentParser()
    for name in ("rows", "model", "run"):
        arguments.add_argument(name)
    arguments.add_argument("--part", default="fit")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    rows = json.loads(pathlib.Path(options.rows).read_text())
    items = windows.items(rows, options.model)
    model = train.loaded(options.run, options.model)
    parts = {}
    for part in {"fit", options.part}:
        likely = train.predict(model, [item for item in items if item[1] == part and item[0] in LABELLED])
        parts[part] = [(rows[row]["source"], rows[row]["targets"][target]["labels"], found) for (row, target), (found, _) in likely.items()]
    for head, name in enumerate(train.HEADS[:2]):
        prepared = {}
        for part, found in parts.items():
            values = features(numpy.stack([likely for *_, likely in found]), head)
            prepared[part] = values, numpy.array([labels[name] for _, labels, _ in found]), numpy.array([source for source, *_ in found])
        weights = fitted(*prepared["fit"][:2])
        print(f"{name}: own {weights[0]:.3f}, portrayal {weights[1]:.3f}, constant {weights[2]:.3f}")
        values, labels, sources = prepared[options.part]
        show("all", values, labels, weights)
        for source in LABELLED:
            show(source, values[sources == source], labels[sources == source], weights)


if __name__ == "__main__":
    main()
