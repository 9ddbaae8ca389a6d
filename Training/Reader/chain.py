"""Learns what a tag's following another adds to the reader's scores: writes NameReading+Transitions.swift.

Usage: chain.py DUMPS MODEL CHECKPOINT [--output FILE]

A linear chain of conditional likelihood (Lafferty, McCallum & Pereira 2001) over the scores of a reader that stays as it is; CHECKPOINT
is train.py's or what export.py wrote. The scores get a scale of their own, since the reader is surer of what it was trained on; what is
written is the transitions in shares of it. Prints F1 of the development sets with tags that are barred or free, and with the chain.
"""

import argparse
import pathlib
import random

import torch

from data import CUT, DEVELOPMENT, TAGS, load, padded, windows
from network import ALLOWED, load_reader, spans, viterbi
from train import tensors
from wordpiece import WordPieces

SOURCES = pathlib.Path(__file__).parents[2] / "Plugins/Entities/Sources"
# Texts labelled by hand, MISC with the rest, and how many windows of each are read.
TEXTS = ("gmb-train", "wire", "gum-train", "wnut17-train", "business-train", "lists-train", "local-train", "types-train")
WINDOWS, LONGEST, BATCH, STEPS, RATE, PENALTY = 900, 120, 64, 500, 0.03, 1e-4


def read(model, found):
    """The scores and tags of each sentence of some windows."""
    sentences = []
    found = sorted(found, key=lambda window: len(window.pieces))
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and (end - start + 1) * len(found[end].pieces) <= 3000:
            end += 1
        arrays = padded(found[start:end])
        with torch.no_grad():
            scores = model(*tensors(arrays[:4], "cpu"))
        for row, window in enumerate(found[start:end]):
            own, place = scores[row][torch.from_numpy(arrays[4][row] >= 0)], 0
            for length in window.lengths:
                tags = torch.tensor([int(tag) for tag in window.tags[place : place + length]])
                sentences.append((own[place : place + length].log_softmax(-1), tags))
                place += length
        start = end
    return sentences


def surprise(scores, tags, mask, transitions):
    """Minus the log likelihood of sentences' tags, for each token; a sentence stands between tokens outside of names."""
    total = scores[:, 0] + transitions[0]
    own = total.gather(1, tags[:, :1]).squeeze(1)
    for at in range(1, scores.shape[1]):
        live = mask[:, at]
        total = torch.where(live[:, None], torch.logsumexp(total.unsqueeze(2) + transitions, 1) + scores[:, at], total)
        step = transitions[tags[:, at - 1], tags[:, at]] + scores[:, at].gather(1, tags[:, at : at + 1]).squeeze(1)
        own = own + torch.where(live, step, torch.zeros_like(step))
    ends, last = transitions[:, 0], mask.sum(1) - 1
    own = own + ends[tags[torch.arange(len(tags)), last]]
    return (torch.logsumexp(total + ends, 1) - own).sum() / mask.sum()


def batches(sentences):
    sentences = sorted(sentences, key=lambda sentence: len(sentence[1]))
    for start in range(0, len(sentences), BATCH):
        part = sentences[start : start + BATCH]
        longest = max(len(tags) for _, tags in part)
        scores, tags = torch.zeros(len(part), longest, TAGS), torch.zeros(len(part), longest, dtype=torch.long)
        mask = torch.zeros(len(part), longest, dtype=torch.bool)
        for row, (own, expected) in enumerate(part):
            scores[row, : len(expected)], tags[row, : len(expected)], mask[row, : len(expected)] = own, expected, True
        yield scores, tags, mask


def learnt(sentences):
    """The transitions, in nats, and the scores' scale."""
    transitions, scale = torch.zeros(TAGS, TAGS, requires_grad=True), torch.ones(1, requires_grad=True)
    optimizer = torch.optim.Adam([transitions, scale], lr=RATE)
    decay = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / STEPS)
    barred, all_ = torch.from_numpy(ALLOWED), list(batches(sentences))
    for step in range(STEPS):
        if step % len(all_) == 0:
            random.shuffle(all_)
        scores, tags, mask = all_[step % len(all_)]
        loss = surprise(scores * scale, tags, mask, transitions + barred) + PENALTY * (transitions**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
    return (transitions / scale).detach().numpy(), float(scale.detach())


def f1(sentences, allowed, ignore_misc):
    right = guessed = gold = 0
    for scores, tags in sentences:
        guess, expected = spans(viterbi(scores.numpy(), allowed)), spans(tags.tolist())
        if ignore_misc:
            guess = {span for span in guess if span[2] != 3}
        right, guessed, gold = right + len(guess & expected), guessed + len(guess), gold + len(expected)
    return 200 * right / max(1, guessed + gold)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("dumps", type=pathlib.Path)
    arguments.add_argument("model", type=pathlib.Path)
    arguments.add_argument("checkpoint")
    arguments.add_argument("--output", type=pathlib.Path, default=SOURCES / "NameReading+Transitions.swift")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    random.seed(1)
    pieces, model = WordPieces(options.model / "vocab.txt"), load_reader(options.checkpoint, options.model)

    def sentences(name, most=None):
        found = [window for document in load(str(options.dumps / name), pieces) for window in windows(document, 124, 124)]
        if most is not None:
            random.shuffle(found)
        return read(model, found[:most])

    taught = [sentence for text in TEXTS for sentence in sentences(f"{text}.asis", WINDOWS)]
    taught = [(scores, tags) for scores, tags in taught if len(tags) <= LONGEST and not ((tags < 0) | (tags == CUT)).any()]
    transitions, scale = learnt(taught)
    print(f"{len(taught)} sentences, scale {scale:.2f}")
    for name in DEVELOPMENT:
        found = sentences(name)
        figures = [f1(found, allowed, name.startswith("uner")) for allowed in (ALLOWED, ALLOWED + transitions)]
        print(f"{name} {figures[0]:.1f} {figures[1]:.1f}", flush=True)
    whole = (transitions * 1024).round().astype(int).clip(-32768, 32767)
    whole[ALLOWED < 0] = 0
    options.output.write_text(
        "// Written by Training/Reader/chain.py.\n\nextension NameReading {\n"
        "    /// What a tag's following another adds to the scores, [tag before][tag], scale 2^-10, in nats.\n"
        "    static let transitions: ContiguousArray<Int16> = [\n"
        + "".join("        " + ", ".join(str(value) for value in row) + ",\n" for row in whole) + "    ]\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
