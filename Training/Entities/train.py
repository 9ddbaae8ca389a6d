"""Trains the entity recogniser and writes its integer weights.

Usage: train.py DUMPS VECTORS OUTPUT [--epochs N] [--width N] [--seed N] [--general]

DUMPS is prepare's folder, VECTORS the vectors.npy of vectors.py, OUTPUT the network for Plugins/Entities/Model.
"""

import argparse
import pathlib
import random
import struct
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

TYPES = ("PER", "ORG", "LOC", "MISC")
TAGS = 17
BEGIN, INSIDE, END, SINGLE = range(4)
MISC = [1 + 3 * 4 + place for place in range(4)]
VECTOR_ROWS, ROWS, SLOTS = 20001, 56161, 11
IMPOSSIBLE = -1e4

# Name, copies as they are, chance per epoch of a lower-case and an upper-case copy, whether MISC is annotated, weight.
MIX = [
    ("gmb-train", 5, 0.7, 0.5, True, 1.0),
    ("wire", 3, 0.4, 0.4, True, 1.0),
    ("gmb-swap", 0.7, 0.1, 0.1, True, 1.0),
    ("wire-swap", 0.8, 0.1, 0.1, True, 1.0),
    ("silver", 0.3, 0.05, 0.03, True, 0.6),
    ("gum-train", 1, 0.3, 0.15, True, 1.0),
    ("btc-news", 1, 0.15, 0.1, False, 1.0),
    ("btc-other", 1, 0.1, 0.05, False, 1.0),
    ("wnut17-train", 1, 0.1, 0.05, True, 1.0),
    ("crossner-politics", 1, 0.3, 0.15, True, 1.0),
    ("crossner-culture", 1, 0.3, 0.15, True, 1.0),
]
# Whose bias a corpus has that is another one's copy.
COPY_OF = {2: 0, 3: 1}
DEVELOPMENT = ["gmb-test.asis", "gum-dev.asis", "gum-test.asis", "wnut17-dev.asis", "uner-ewt-dev.asis",
               "gmb-test.lower", "gum-test.lower", "gmb-test.upper"]


def may_follow(before, after):
    inside_before = before > 0 and (before - 1) % 4 in (BEGIN, INSIDE)
    inside_after = after > 0 and (after - 1) % 4 in (INSIDE, END)
    if inside_before != inside_after:
        return False
    return not inside_before or (before - 1) // 4 == (after - 1) // 4


ALLOWED = torch.tensor([[may_follow(a, b) for b in range(TAGS)] for a in range(TAGS)])
STARTS = torch.tensor([may_follow(0, tag) for tag in range(TAGS)])
ENDS = torch.tensor([may_follow(tag, 0) for tag in range(TAGS)])


def load(path):
    """Sequences of (rows, tags)."""
    data = pathlib.Path(path).read_bytes()
    sequences, tokens, slots = struct.unpack_from("<3I", data)
    lengths = numpy.frombuffer(data, "<u4", sequences, 12)
    rows = numpy.frombuffer(data, "<u4", tokens * slots, 12 + 4 * sequences).reshape(tokens, slots).astype(numpy.int32)
    tags = numpy.frombuffer(data, "u1", tokens, 12 + 4 * (sequences + tokens * slots))
    ends = numpy.cumsum(lengths)
    return [(rows[end - length : end], tags[end - length : end]) for length, end in zip(lengths, ends)]


class Network(nn.Module):
    corpus = 0  # whose bias is used outside of training; the last is nobody's

    def __init__(self, vectors, width, layers=3):
        super().__init__()
        self.register_buffer("vectors", vectors)
        self.projection = nn.Parameter(torch.randn(vectors.shape[1], width) * 0.06)
        self.table = nn.Parameter(torch.randn(ROWS - VECTOR_ROWS, width) * 0.08)
        self.embedding_bias = nn.Parameter(torch.zeros(width))
        # Corpora differ in what they call a name: each has its own bias, sometimes left out in training.
        self.corpora = nn.Parameter(torch.zeros(len(MIX) + 1, width))
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(layers))
        self.score = nn.Linear(width, TAGS)
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.starts = nn.Parameter(torch.zeros(TAGS))
        self.ends = nn.Parameter(torch.zeros(TAGS))

    def forward(self, rows, mask, corpus=None):
        """Tag scores of a batch: rows [batch, length, slots] (0 in vector slot: none), mask [batch, length]."""
        batch, length, _ = rows.shape
        if corpus is None:
            corpus = torch.full((batch,), self.corpus)
        flat = rows.reshape(batch * length, SLOTS)
        unique, inverse = torch.unique(flat[:, 0], return_inverse=True)
        summed = functional.embedding(inverse, self.vectors[unique] @ self.projection)
        weights = torch.ones(batch * length, SLOTS - 1)
        if self.training:
            # A word that was never seen has no hash rows worth having: learn to do without them.
            weights[:, :2] *= (torch.rand(batch * length, 1) > 0.25).float()
            weights[:, 2:5] *= (torch.rand(batch * length, 3) > 0.1).float()
            # Nor may the gazetteer and the known names be all that tells.
            weights[:, 7:8] *= (torch.rand(batch * length, 1) > 0.1).float()
            weights[:, 9:10] *= (torch.rand(batch * length, 1) > 0.15).float()
            summed = summed * (torch.rand(batch * length, 1) > 0.05).float()
        summed = summed + functional.embedding_bag(
            flat[:, 1:] - VECTOR_ROWS, self.table, mode="sum", per_sample_weights=weights)
        hidden = (summed + self.embedding_bias).reshape(batch, length, -1) + self.corpora[corpus].unsqueeze(1)
        hidden = hidden.clamp(-7.99, 7.99)
        keep = mask.unsqueeze(1).float()
        hidden = functional.dropout(hidden, 0.25, self.training).transpose(1, 2) * keep
        for layer in self.layers:
            step = functional.dropout(functional.relu(layer(hidden)), 0.15, self.training)
            hidden = (hidden + step).clamp(-7.99, 7.99) * keep
        hidden = functional.dropout(hidden.transpose(1, 2), 0.2, self.training)
        return self.score(hidden)

    def chain(self):
        transitions = self.transitions.masked_fill(~ALLOWED, IMPOSSIBLE)
        return transitions, self.starts.masked_fill(~STARTS, IMPOSSIBLE), self.ends.masked_fill(~ENDS, IMPOSSIBLE)

    def log_partition(self, scores, mask):
        transitions, starts, ends = self.chain()
        alpha = starts + scores[:, 0]
        exponentials = transitions.exp()
        for position in range(1, scores.shape[1]):
            top = alpha.max(1, keepdim=True).values
            step = ((alpha - top).exp() @ exponentials).clamp_min(1e-30).log() + top + scores[:, position]
            alpha = torch.where(mask[:, position : position + 1], step, alpha)
        return torch.logsumexp(alpha + ends, 1)

    def loss(self, rows, allowed, mask, corpus):
        """Minus the log likelihood that each token's tag is one of those allowed."""
        scores = self(rows, mask, corpus)
        masked = scores.masked_fill(~allowed, IMPOSSIBLE)
        both = self.log_partition(torch.cat([scores, masked]), torch.cat([mask, mask]))
        return both[: len(scores)] - both[len(scores) :]

    @torch.no_grad()
    def decode(self, rows, mask):
        scores = self(rows, mask)
        transitions, starts, ends = self.chain()
        return viterbi(scores, mask, transitions, starts, ends)


def viterbi(scores, mask, transitions, starts, ends):
    best, back = starts + scores[:, 0], []
    for position in range(1, scores.shape[1]):
        step, come_from = (best.unsqueeze(2) + transitions).max(1)
        live = mask[:, position : position + 1]
        best = torch.where(live, step + scores[:, position], best)
        back.append(torch.where(live, come_from, torch.arange(TAGS)))
    tag = (best + ends).argmax(1)
    path = [tag]
    for come_from in reversed(back):
        tag = come_from.gather(1, tag.unsqueeze(1)).squeeze(1)
        path.append(tag)
    return torch.stack(path[::-1], 1)


def batches(sequences, tokens):
    """Runs of sequences of like length, each of about so many tokens."""
    order = sorted(range(len(sequences)), key=lambda index: (len(sequences[index][0]), random.random()))
    batch, found = [], []
    for index in order:
        batch.append(sequences[index])
        if len(batch) * len(sequences[index][0]) >= tokens:
            found.append(batch)
            batch = []
    if batch:
        found.append(batch)
    return found


def padded(batch):
    length = max(len(item[0]) for item in batch)
    rows = numpy.zeros((len(batch), length, SLOTS), numpy.int64)
    rows[:, :, 1:] = VECTOR_ROWS
    mask = numpy.zeros((len(batch), length), bool)
    for index, item in enumerate(batch):
        rows[index, : len(item[0])] = item[0]
        mask[index, : len(item[0])] = True
    return torch.from_numpy(rows), torch.from_numpy(mask)


CHOICES = numpy.eye(TAGS, dtype=bool)


def allowed_tags(tags, has_misc, other=None):
    """Which tags each token may have: its own; any where its name is cut; O or MISC where MISC isn't annotated."""
    allowed = CHOICES[numpy.minimum(tags, TAGS - 1)].copy()
    if not has_misc:
        allowed[numpy.ix_(tags == 0, MISC)] = True
    allowed[tags == 255] = True
    if other is not None:
        allowed |= CHOICES[other]
    return allowed


def spans(tags):
    found, start = set(), None
    for index, tag in enumerate(tags):
        if tag == 0 or tag == 255:
            start = None
            continue
        kind, place = (tag - 1) // 4, (tag - 1) % 4
        if place == SINGLE:
            found.add((index, index + 1, kind))
        elif place == BEGIN:
            start = index
        elif place == END and start is not None:
            found.add((start, index + 1, kind))
            start = None
    return found


def evaluate(decode, sequences, ignore_misc=False):
    right = guessed = gold = untyped = 0
    for batch in batches(sequences, 8000):
        rows, mask = padded(batch)
        for item, tags in zip(batch, decode(rows, mask).numpy()):
            expected, found = spans(item[1]), spans(tags[: len(item[1])])
            if ignore_misc:
                found = {span for span in found if span[2] != 3}
            right += len(expected & found)
            untyped += len({span[:2] for span in expected} & {span[:2] for span in found})
            guessed += len(found)
            gold += len(expected)
    return 200 * right / max(1, guessed + gold), 200 * untyped / max(1, guessed + gold)


def export(model, path):
    """Writes the weights as integers, in the format of Network.swift."""
    width = model.projection.shape[1]
    none = torch.zeros(1, width)
    table = torch.cat([none, model.vectors[1:] @ model.projection, model.table]).detach().numpy()
    bounds = [0, 20001, 36385, 48673, 49697, 53793, 55841, 55905, ROWS]
    scales = []
    quantised = numpy.zeros((ROWS, width), numpy.int8)
    for low, high in zip(bounds, bounds[1:]):
        part = table[low:high]
        scale = max(1, round(float(numpy.quantile(numpy.abs(part), 0.9999)) / 127 * 65536))
        quantised[low:high] = numpy.clip(numpy.round(part * 65536 / scale), -127, 127)
        scales.append(min(scale, 32767))
    multipliers = [scales[kind] for kind in (0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7)]
    outputs = 20

    def words(values, scale):
        return numpy.clip(numpy.round(numpy.asarray(values) * scale), -(2**30), 2**30).astype("<i4").tobytes()

    def pairs(matrix):
        """[outputs, inputs] as [inputs / 2][outputs][2]."""
        inputs = matrix.shape[1]
        values = numpy.clip(numpy.round(matrix * 4096), -32767, 32767).astype("<i2")
        return values.T.reshape(inputs // 2, 2, -1).transpose(0, 2, 1).copy().tobytes()

    out = struct.pack("<6I", 0x4E455432, width, len(model.layers), outputs, ROWS, SLOTS)
    out += struct.pack(f"<{SLOTS}h", *multipliers).ljust((2 * SLOTS + 3) & ~3, b"\0")
    out += words((model.embedding_bias + model.corpora[model.corpus]).detach(), 65536)
    for layer in model.layers:
        out += words(layer.bias.detach(), 2**20)
        out += pairs(layer.weight.detach().numpy().transpose(0, 2, 1).reshape(width, 3 * width))
    weight, bias = numpy.zeros((outputs, width), numpy.float32), numpy.full(outputs, -100.0)
    weight[:TAGS], bias[:TAGS] = model.score.weight.detach().numpy(), model.score.bias.detach().numpy()
    out += words(bias, 2**20) + pairs(weight)
    transitions, starts, ends = (part.detach().numpy().clip(-10000, 100) for part in model.chain())
    out += words(transitions, 1024) + words(starts, 1024) + words(ends, 1024) + quantised.tobytes()
    pathlib.Path(path).write_bytes(out)
    print(f"{path}: {len(out)} bytes, multipliers {multipliers}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("dumps")
    arguments.add_argument("vectors")
    arguments.add_argument("output")
    arguments.add_argument("--epochs", type=int, default=5)
    arguments.add_argument("--width", type=int, default=64)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--batch", type=int, default=6000)
    arguments.add_argument("--rate", type=float, default=0.004)
    arguments.add_argument("--general", action="store_true", help="write the network without the news corpus' own bias")
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    numpy.random.seed(options.seed)
    torch.set_num_threads(options.threads)
    vectors = numpy.load(options.vectors)
    vectors = numpy.concatenate([numpy.zeros((1, vectors.shape[1]), numpy.float32), vectors])
    vectors /= numpy.maximum(1e-6, numpy.linalg.norm(vectors, axis=1, keepdims=True))
    model = Network(torch.from_numpy(vectors * 4), options.width)
    folder = pathlib.Path(options.dumps)
    data = {}
    for name, *_ in MIX:
        for casing in ("asis", "lower", "upper"):
            data[name, casing] = load(folder / f"{name}.{casing}")

    def epoch_data():
        chosen = []
        for corpus, (name, copies, lower, upper, has_misc, weight) in enumerate(MIX):
            for casing, share in (("asis", copies), ("lower", lower), ("upper", upper)):
                source = data[name, casing]
                for _ in range(int(share)):
                    chosen += [(rows, tags, has_misc, weight, corpus) for rows, tags in source]
                part = share - int(share)
                chosen += [(rows, tags, has_misc, weight, corpus) for rows, tags in source if random.random() < part]
        return chosen

    optimizer = torch.optim.Adam(model.parameters(), lr=options.rate, betas=(0.9, 0.99), fused=True)
    average = {name: value.detach().clone() for name, value in model.named_parameters()}
    total, step, started = None, 0, time.time()
    for epoch in range(options.epochs):
        model.train()
        found = batches(epoch_data(), options.batch)
        random.shuffle(found)
        total = total or len(found) * options.epochs
        losses = tokens = 0
        for batch in found:
            rows, mask = padded(batch)
            allowed = numpy.ones((*mask.shape, TAGS), bool)
            for index, (_, tags, has_misc, *_) in enumerate(batch):
                allowed[index, : len(tags)] = allowed_tags(tags, has_misc)
            weights = torch.tensor([item[3] for item in batch])
            corpora = [COPY_OF.get(item[4], item[4]) for item in batch]
            corpus = torch.tensor([len(MIX) if random.random() < 0.25 else one for one in corpora])
            loss = (model.loss(rows, torch.from_numpy(allowed), mask, corpus) * weights).sum()
            share = step / total
            for group in optimizer.param_groups:
                group["lr"] = options.rate * min(1, step / 200) * max(0.02, 1 - share)
            optimizer.zero_grad(set_to_none=True)
            (loss / mask.sum()).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            decay = min(0.999, step / (step + 10))
            if step % 4 == 0:
                with torch.no_grad():
                    for name, value in model.named_parameters():
                        average[name].lerp_(value, 1 - decay**4)
            losses += float(loss.detach())
            tokens += int(mask.sum())
            if step % 100 == 0:
                print(f"  step {step}/{total} loss {losses / tokens:.4f} {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {losses / tokens:.4f}, {time.time() - started:.0f} s", flush=True)
    model.load_state_dict(average, strict=False)
    model.eval()
    for name in DEVELOPMENT:
        figures = []
        for model.corpus in (len(MIX), 0):
            typed, untyped = evaluate(model.decode, load(folder / name), "uner" in name)
            figures.append(f"{typed:.2f} (spans {untyped:.2f})")
        print(f"  {name:20}", *figures, flush=True)
    model.corpus = len(MIX) if options.general else 0
    export(model, options.output)
    torch.save(model.state_dict(), options.output + ".pt")


if __name__ == "__main__":
    main()
