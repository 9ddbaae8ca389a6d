"""Writes a trained encoder of stances as integers, in the format of Sources/Reader/EncoderModel.swift.

Usage: export.py RUN MODEL OUTPUT

It shares the reader's word pieces, so the file lacks their sections; all words have one casing and no flags.
"""

import pathlib
import sys

import torch

import train

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Reader"))
from export import MAGIC, PLACES, VERSION, Quantised, Sections  # noqa: E402
from wordpiece import WordPieces  # noqa: E402


def main():
    run, folder, output = sys.argv[1:]
    torch.set_num_threads(1)
    model = train.loaded(run, folder)
    words = WordPieces(pathlib.Path(folder) / "vocab.txt").words
    longest = max(len(word.removeprefix("##").encode()) for word in words)
    found = Quantised(model.eval())
    head = found.heads["stance"]
    width, inner = found.words.shape[1], found.layers[0]["up"].weights.shape[0]
    sections = Sections([MAGIC, VERSION, width, inner, len(found.layers), len(words), longest, PLACES, 1, 0, 1, head["outputs"]])
    for values in (found.places, found.casings[:1], found.flags[:0], *found.norm):
        sections.add(values, "<f4")
    for layer in found.layers:
        for name in ("attention", "joined", "up", "down"):
            layer[name].add(sections)
        for values in (*layer["first"], *layer["second"]):
            sections.add(values, "<f4")
    head["score"].add(sections)
    sections.add(head["casings"][:1], "<f4")
    sections.add(head["flags"][:0], "<f4")
    print(f"{output}: {sections.write(output)} bytes")


if __name__ == "__main__":
    main()
