"""Learns which stretches of a text are worth a reading by the encoder of stances: writes Plugins/Sentiment/Model/worth.bin.

Usage: worth.py EXAMPLES… [--share SHARE] [--output FILE]

EXAMPLES are what `sentiment-examples worth` wrote of texts; what the encoder says of their names is the truth, so that nobody needs to
label them. A layer says how likely it is to say something of a name; the stretches with the most for each of their pieces are read
until they have SHARE of all changes. That price is found on texts that were not learnt from: half of them by what the other half
taught, and the other way round. Prints for shares of the changes how much of the pieces is read.
"""

import argparse
import pathlib

import numpy
import torch

HEADER, HIDDEN, MARKS = 6, 16, 2
EPOCHS, BATCH, RATE, DECAY, DROPPED = 30, 512, 3e-3, 1e-3, 0.1
SHARPNESS = 0.08  # of certainties around a half, where something begins to be told
OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Plugins/Sentiment/Model/worth.bin"


def examples(paths, width):
    """The rows of all files, texts numbered on."""
    rows, texts = [], 0
    for path in paths:
        part = numpy.fromfile(path, dtype=numpy.float32).reshape(-1, HEADER + width)
        part[:, 0] += texts
        texts = part[:, 0].max() + 1
        rows.append(part)
    return numpy.concatenate(rows)


def learnt(inputs, targets, seed=1):
    """A layer and its outputs, their inputs as they are: what they are scaled by is folded in."""
    torch.manual_seed(seed)
    order = numpy.random.RandomState(seed)
    mean, scale = inputs.mean(0), inputs.std(0) + 1e-3
    inputs, targets = torch.from_numpy((inputs - mean) / scale), torch.from_numpy(targets)
    network = torch.nn.Sequential(
        torch.nn.Linear(inputs.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, targets.shape[1]))
    with torch.no_grad():
        network[2].bias.fill_(-3)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(inputs) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for _ in range(EPOCHS):
        places = order.permutation(len(inputs))
        for first in range(0, len(inputs), BATCH):
            rows = places[first : first + BATCH]
            found = network(torch.nn.functional.dropout(inputs[rows], DROPPED))
            loss = torch.nn.functional.binary_cross_entropy_with_logits(found, targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    first, second = network[0], network[2]
    weights = first.weight.detach().numpy() / scale
    bias = first.bias.detach().numpy() - weights @ mean
    return [part.astype(numpy.float32) for part in (weights, bias, second.weight.detach().numpy(), second.bias.detach().numpy())]


def expectations(network, inputs):
    weights, bias, second, last = network
    logits = numpy.maximum(inputs @ weights.T + bias, 0) @ second.T + last
    return 1 - numpy.prod(1 / (1 + numpy.exp(logits)), axis=1)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("examples", nargs="+")
    arguments.add_argument("--share", type=float, default=0.9)
    arguments.add_argument("--width", type=int, default=252, help="ReadingWorth.inputs")
    arguments.add_argument("--output", type=pathlib.Path, default=OUTPUT)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    rows = examples(options.examples, options.width)
    inputs = numpy.ascontiguousarray(rows[:, HEADER:])
    targets = (1 / (1 + numpy.exp((0.5 - rows[:, 3:5]) / SHARPNESS))).astype(numpy.float32)
    is_odd = rows[:, 0].astype(int) % 2 == 1
    likely = numpy.zeros(len(rows))
    for half in (is_odd, ~is_odd):
        likely[~half] = expectations(learnt(inputs[half], targets[half]), inputs[~half])
    _, stretch = numpy.unique(rows[:, :2], axis=0, return_inverse=True)
    cost = numpy.zeros(stretch.max() + 1)
    cost[stretch] = rows[:, 2] + MARKS
    changes = numpy.bincount(stretch, rows[:, 5])
    worth = numpy.bincount(stretch, likely) / cost
    order = numpy.argsort(-worth, kind="stable")
    gained, paid = numpy.cumsum(changes[order]) / changes.sum(), numpy.cumsum(cost[order]) / cost.sum()
    print(f"{len(rows)} names in {len(cost)} stretches, {int(changes.sum())} changes")
    for share in (0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.99):
        print(f"{share:.2f} of the changes: {paid[numpy.searchsorted(gained, share)]:.3f} of the pieces")
    price = worth[order][numpy.searchsorted(gained, options.share)]
    parts = learnt(inputs, targets) + [numpy.array([price], numpy.float32)]
    options.output.write_bytes(b"".join(part.tobytes() for part in parts))


if __name__ == "__main__":
    main()
