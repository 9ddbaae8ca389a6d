"""Learns the network from the examples of `sentiment-examples` and writes its weights after each epoch.

    python train.py TRAIN.jsonl DEV.jsonl DATA VECTORS OUT.pt [SEED]

LEFT_OUT names files, by commas, that nothing is learnt from.
"""

import hashlib
import json
import os
import sys
import time

import numpy
import torch
from torch import nn

import vectors
import vocabulary
import words

UNITS, DIMENSIONS, INPUTS, SENTENCE, TARGET = 28, 100, 7, 35, 43
HIDDEN, TARGET_HIDDEN = 32, 40
WORD_RATE = float(os.environ.get("WORD_RATE", "1e-4"))
LABELS = {"negative": 0, "neutral": 1, "positive": 2}
RATED = ("vader-nyt", "vader-tweets", "vader-movie", "vader-amazon")
# Our own sentences count thrice; a guess of the writer's stance less than what is known of it.
OWN_WEIGHT, GUESSED = 3, 0.3
OWN = ("own", "sentiment-hard")
REPORTED, QUOTED = 37, 21  # among the features of a target
STANCES = ("newsmtsc", "newsmtsc-rw", "newsmtsc-mt", "sentfin")


class Reader(nn.Module):
    """Two gated linear recurrences, one in each direction, whose input weights fold into a table per word."""

    def __init__(self, start):
        super().__init__()
        self.words = nn.Embedding.from_pretrained(start, freeze=False, sparse=True)
        self.table = nn.Linear(DIMENSIONS, 6 * UNITS)
        self.cells = nn.Linear(INPUTS, 4 * UNITS, bias=False)
        width = 6 * UNITS
        self.sentence = nn.Sequential(nn.Linear(width + SENTENCE, HIDDEN), nn.ReLU(), nn.Dropout(0.3))
        self.rating = nn.Linear(HIDDEN, 4)
        self.emotion = nn.Linear(HIDDEN, 3)
        self.binary = nn.Linear(HIDDEN, 2)
        self.stance = nn.Sequential(nn.Linear(width + SENTENCE + TARGET, TARGET_HIDDEN), nn.ReLU(), nn.Dropout(0.3))
        self.portrayal = nn.Linear(TARGET_HIDDEN, 6)
        self.author = nn.Linear(TARGET_HIDDEN, 3)

    def forward(self, rows, cells, mask):
        batch, length = rows.shape
        x = nn.functional.dropout(self.words(rows), 0.25, self.training)
        t = self.table(x)
        u = self.cells(cells)
        n = UNITS
        before = nn.functional.pad(t[:, :-1, n:2 * n], (0, 0, 1, 0))
        after = nn.functional.pad(t[:, 1:, 4 * n:5 * n], (0, 0, 0, 1))
        zf = torch.tanh(t[:, :, :n] + before + u[:, :, :n])
        gf = torch.sigmoid(t[:, :, 2 * n:3 * n] + u[:, :, n:2 * n])
        zb = torch.tanh(t[:, :, 3 * n:4 * n] + after + u[:, :, 2 * n:3 * n])
        gb = torch.sigmoid(t[:, :, 5 * n:] + u[:, :, 3 * n:])
        m = mask.unsqueeze(2)
        gf, gb = torch.where(m, gf, torch.ones_like(gf)), torch.where(m, gb, torch.ones_like(gb))
        z = torch.cat([zf, zb.flip(1)], 2)
        g = torch.cat([gf, gb.flip(1)], 2)
        z = (1 - g) * z
        state, states = torch.zeros(batch, 2 * n), []
        for zi, gi in zip(z.unbind(1), g.unbind(1)):
            state = gi * state + zi
            states.append(state)
        h = torch.stack(states, 1)
        h = torch.cat([h[:, :, :n], h[:, :, n:].flip(1)], 2)
        # Whole units are left out, the same ones in all cells of a sentence.
        return h * nn.functional.dropout(torch.ones(batch, 1, 2 * n), 0.15, self.training)

    def pooled(self, h, mask):
        m = mask.unsqueeze(2).float()
        mean = (h * m).sum(1) / m.sum(1)
        top = (h - 4 * (1 - m)).max(1).values
        return mean, top

    def sentence_hidden(self, h, mask, features):
        n = UNITS
        mean, top = self.pooled(h, mask)
        last = mask.sum(1) - 1
        ends = torch.cat([h[torch.arange(len(h)), last, :n], h[:, 0, n:]], 1)
        return self.sentence(torch.cat([mean, top, ends, features], 1))

    def stance_hidden(self, h, mask, features, target, target_features):
        n = UNITS
        mean, top = self.pooled(h, mask)
        index = torch.arange(len(h))
        at = torch.cat([h[index, target[:, 1] - 1, :n], h[index, target[:, 0], n:]], 1)
        return self.stance(torch.cat([mean, top, at, features, target_features], 1))


def left_out():
    """The files that nothing is to be learnt from."""
    return os.environ.get("LEFT_OUT", "").split(",")


def is_held(row):
    """Whether a row is for calibration: an eighth of what there is to learn from, by its words."""
    return hashlib.sha1(numpy.array(row["rows"], dtype="<i4").tobytes()).digest()[0] < 32


def load(path):
    """File → examples; a file's targets and its texts, where it has both, are `file` and `file-text`."""
    groups = {}
    with open(path) as file:
        for line in file:
            row = json.loads(line)
            row["cells"] = numpy.array(row["cells"], dtype=numpy.float32).reshape(-1, INPUTS)
            row["rows"] = numpy.array(row["rows"], dtype=numpy.int64)
            if 0 < len(row["rows"]) and row["file"] != "vader-nyt-docs":
                if len(row["rows"]) > 90 and "target" not in row:
                    row["rows"], row["cells"] = row["rows"][:90], row["cells"][:90]
                name = row["file"]
                if name.startswith(OWN) and "target" not in row:
                    name += "-text"
                    row["score"] = 0.45 * (LABELS[row["label"]] - 1)
                groups.setdefault(name, []).append(row)
    return groups


def collate(batch):
    length = max(len(r["rows"]) for r in batch)
    rows = numpy.zeros((len(batch), length), dtype=numpy.int64)
    cells = numpy.zeros((len(batch), length, INPUTS), dtype=numpy.float32)
    mask = numpy.zeros((len(batch), length), dtype=bool)
    for i, r in enumerate(batch):
        n = len(r["rows"])
        rows[i, :n], cells[i, :n], mask[i, :n] = r["rows"], r["cells"], True
    features = torch.tensor([r["features"] for r in batch])
    return torch.from_numpy(rows), torch.from_numpy(cells), torch.from_numpy(mask), features


def batches(rows, size, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    chunk = size * 20
    for start in range(0, len(order), chunk):
        part = sorted(order[start:start + chunk], key=lambda i: len(rows[i]["rows"]))
        parts = [part[i:i + size] for i in range(0, len(part), size)]
        random.shuffle(parts)
        for p in parts:
            yield [rows[i] for i in p]


def macro_f1(gold, guess):
    scores = []
    for c in range(3):
        tp = ((gold == c) & (guess == c)).sum()
        scores.append(2 * tp / max(1, (gold == c).sum() + (guess == c).sum()))
    return 100 * sum(scores) / 3


def stance_hidden(model, h, mask, features, batch):
    return model.stance_hidden(
        h, mask, features, torch.tensor([r["target"] for r in batch]),
        torch.tensor([r["targetFeatures"] for r in batch]))


def author_label(row):
    """The writer's own stance as far as it is known: -100 where it is not.

    Who is portrayed as neither good nor bad is not judged by the writer; what others say is theirs.
    """
    if "author" in row:
        return LABELS[row["author"]]
    features = row["targetFeatures"]
    return 1 if row["label"] == "neutral" or features[REPORTED] or features[QUOTED] else -100


def kind_of(row):
    """Which of the layers for kinds of text a row teaches: the rating's by its file, the stance's headlines or not."""
    return RATED.index(row["file"]) if row["file"] in RATED else int(row["file"] == "sentfin")


def own_kind(values, rows):
    """What the layer says that is for each row's own kind of text; `values` are rows × kinds × numbers."""
    return values[range(len(rows)), [kind_of(r) for r in rows]]


def predict(model, rows, kind):
    """What a layer (`rating`, `portrayal`, `author`) says of each example, for one kind of text after the other."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["rows"]))
    out = [None] * len(rows)
    with torch.no_grad():
        for start in range(0, len(order), 256):
            part = order[start:start + 256]
            batch = [rows[i] for i in part]
            x, cells, mask, features = collate(batch)
            h = model(x, cells, mask)
            if kind == "rating":
                values = model.rating(model.sentence_hidden(h, mask, features))
            else:
                values = getattr(model, kind)(stance_hidden(model, h, mask, features, batch))
            for i, v in zip(part, values):
                out[i] = v.numpy()
    model.train()
    return numpy.array(out)


def evaluate(model, dev):
    text = []
    for name in RATED:
        gold = numpy.array([r["score"] for r in dev[name]])
        guess = own_kind(predict(model, dev[name], "rating"), dev[name])
        text.append(f"{name[6:]} r {numpy.corrcoef(gold, guess)[0, 1]:.3f}")
    for name in ("newsmtsc-rw", "newsmtsc-mt", "sentfin"):
        gold = numpy.array([LABELS[r["label"]] for r in dev[name]])
        guess = own_kind(predict(model, dev[name], "portrayal").reshape(-1, 2, 3), dev[name]).argmax(1)
        text.append(f"{name[-7:]} {macro_f1(gold, guess):.1f}")
    hard = [r for name in dev if name.startswith(OWN) for r in dev[name] if "target" in r]
    for kind, key in (("portrayal", "label"), ("author", "author")):
        guess = predict(model, hard, kind)[:, :3].argmax(1)
        text.append(f"hard {kind} {100 * numpy.mean([LABELS[r[key]] == g for r, g in zip(hard, guess)]):.1f}")
    return "  ".join(text)


def main(train_path, dev_path, data, vectors_path, out, seed=1):
    torch.set_num_threads(1)
    torch.manual_seed(int(seed))
    random = numpy.random.RandomState(int(seed))
    chosen = vocabulary.build(data)[0]
    start = torch.tensor(vectors.starting(chosen, vectors_path, DIMENSIONS))
    model = Reader(start)
    train, dev = load(train_path), load(dev_path)
    train = {n: [] if n in left_out() else [r for r in rows if not is_held(r)] for n, rows in train.items()}
    rated = [r for name in RATED for r in train[name]] + train["vader-nyt"]
    stances = 2 * train["newsmtsc"] + 2 * train["sentfin"] + OWN_WEIGHT * train["own"]
    texts = train["own-text"]
    emotions, binary = train["goemotions"], train["sentence-polarity"] + train["pros-cons"]
    dense = [p for n, p in model.named_parameters() if n != "words.weight"]
    optimizer = torch.optim.AdamW(dense, lr=2e-3, weight_decay=1e-2)
    sparse = torch.optim.SparseAdam([model.words.weight], lr=1e-3)
    epochs = int(os.environ.get("EPOCHS", "7"))
    total = None
    step = 0
    average = {name: value.clone() for name, value in model.state_dict().items()}
    for epoch in range(epochs):
        began = time.time()
        work = [("rated", b) for b in batches(rated, 64, random)]
        work += [("stance", b) for b in batches(stances, 64, random)]
        work += [("text", b) for b in batches(texts, 64, random)]
        aux = 1.0 if epoch < 1 else 0.3
        for kind, rows in (("emotion", emotions), ("binary", binary)):
            picked = random.choice(len(rows), int(aux * len(rows)), replace=False)
            work += [(kind, b) for b in batches([rows[i] for i in picked], 96, random)]
        random.shuffle(work)
        total = total or len(work) * epochs * 0.75
        losses = {}
        for kind, batch in work:
            step += 1
            rate = min(1, step / 200) * max(0.05, 1 - step / total)
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * rate
            for group in sparse.param_groups:
                group["lr"] = WORD_RATE * rate
            x, cells, mask, features = collate(batch)
            drop = torch.rand(x.shape) < 0.08
            x = torch.where(drop & (x >= words.FIRST_WORD), torch.zeros_like(x), x)
            h = model(x, cells, mask)
            if kind == "stance":
                hidden = stance_hidden(model, h, mask, features, batch)
                gold = torch.tensor([LABELS[r["label"]] for r in batch])
                said = model.portrayal(hidden).unflatten(1, (2, 3))
                loss = nn.functional.cross_entropy(own_kind(said, batch), gold, label_smoothing=0.05)
                known = torch.tensor([author_label(r) for r in batch])
                weight = torch.tensor([1.0 if "author" in r else GUESSED for r in batch])
                each = nn.functional.cross_entropy(model.author(hidden), known, reduction="none")
                loss = loss + 0.5 * (weight * each).mean()
            else:
                # Ratings are few: after the first epoch they teach their layers, no longer the reader.
                held = h.detach() if kind == "rated" and epoch > 0 else h
                hidden = model.sentence_hidden(held, mask, features)
                if kind in ("rated", "text"):
                    gold = torch.tensor([r["score"] for r in batch])
                    loss = 4 * ((own_kind(model.rating(hidden), batch) - gold) ** 2).mean()
                elif kind == "emotion":
                    gold = torch.tensor([LABELS[r["label"]] for r in batch])
                    loss = 0.5 * nn.functional.cross_entropy(model.emotion(hidden), gold)
                else:
                    gold = torch.tensor([LABELS[r["label"]] // 2 for r in batch])
                    loss = 0.5 * nn.functional.cross_entropy(model.binary(hidden), gold)
            optimizer.zero_grad()
            sparse.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 1.0)
            optimizer.step()
            sparse.step()
            losses.setdefault(kind, []).append(loss.item())
            if step % 10 == 0:
                keep = min(0.98, step / (step + 100))
                for name, value in model.state_dict().items():
                    average[name].mul_(keep).add_(value, alpha=1 - keep)
        note = " ".join(f"{k} {numpy.mean(v):.3f}" for k, v in sorted(losses.items()))
        current = {name: value.clone() for name, value in model.state_dict().items()}
        model.load_state_dict(average)
        print(f"{epoch} {time.time() - began:.0f}s {note} | {evaluate(model, dev)}", flush=True)
        torch.save(average, out.replace(".pt", f"-{epoch}.pt"))
        model.load_state_dict(current)


if __name__ == "__main__":
    main(*sys.argv[1:])
