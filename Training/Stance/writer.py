"""Adds to a trained encoder what the writer's own stance toward a name is, by one linear layer over its last states, which stay as they are.

Usage: writer.py ROWS MODEL RUN OUTPUT

Learns from our own sentences, which name the writer's stance, and from passages and articles, where it is whatever has the writer for its
holder; prints macro-F1 of the documents kept for fitting.
"""

import json
import pathlib
import sys

import numpy
import torch
from torch.nn import functional

import train
import windows

SOURCES = ("own", "passages", "articles")
HEAD = "heads.stance.score."
PENALTY = 0.003  # for each squared weight of a state that is scaled to a deviation of 1


@torch.no_grad()
def states_of(model, items, size=4000):
    """The last states at each name, what the writer's stance is, and whether the row is for training."""
    found, labels, learnt = [], [], []
    order, first = sorted(items, key=lambda item: len(item[2])), 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last - first + 1) * len(order[last][2]) <= size:
            last += 1
        ids, mask, *_ = train.prepared(order[first:last])
        x = train.states(model, ids, mask)
        for number, (_, part, _, targets) in enumerate(order[first:last]):
            for place, known, *_ in targets:
                if "writer" in known:
                    found.append(x[number, place]), labels.append(known["writer"]), learnt.append(part == "train")
        first = last
    return torch.stack(found), torch.tensor(labels), torch.tensor(learnt)


def fitted(states, labels):
    """Weights and constants of multinomial logistic regression, for states as they are."""
    middle, spread = states.mean(0), states.std(0)
    scaled = (states - middle) / spread
    weights = torch.zeros(3, states.shape[1], requires_grad=True)
    constants = torch.zeros(3, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, constants], max_iter=150, line_search_fn="strong_wolfe")

    def step():
        optimiser.zero_grad()
        loss = functional.cross_entropy(scaled @ weights.T + constants, labels) + PENALTY * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(step)
    found = weights.detach() / spread
    return found, constants.detach() - found @ middle


def macro_f1(labels, guessed):
    return 100 * numpy.mean([
        2 * float(((labels == one) & (guessed == one)).sum()) / max(1, int((labels == one).sum() + (guessed == one).sum())) for one in range(3)])


def main():
    rows_path, folder, run, output = sys.argv[1:]
    torch.set_num_threads(1), torch.manual_seed(1)
    rows = json.loads(pathlib.Path(rows_path).read_text())
    items = [item for item in windows.items(rows, folder) if item[0] in SOURCES and item[1] in ("train", "fit")]
    states, labels, learnt = states_of(train.loaded(run, folder).eval(), items)
    weights, constants = fitted(states[learnt], labels[learnt])
    guessed = (states @ weights.T + constants).argmax(1)
    print(f"{int(learnt.sum())} names, macro-F1 of {int((~learnt).sum())} more: {macro_f1(labels[~learnt], guessed[~learnt]):.1f}")
    found = torch.load(run, weights_only=True)
    for name, added in (("weight", weights), ("bias", constants)):
        old = found[HEAD + name]
        found[HEAD + name] = torch.cat([old[: train.OUTPUTS - 1], added, old[-1:]])
    torch.save(found, output)


if __name__ == "__main__":
    main()
