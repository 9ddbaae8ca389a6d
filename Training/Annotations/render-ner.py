"""Writes the hand-labelled sentences of ner.tsv as a corpus, a document for each run of ten.

Usage: render-ner.py gmb.tsv [--split train|test] > news.tsv
"""

import argparse
import pathlib
import re

HERE = pathlib.Path(__file__).parent


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("corpus")
    arguments.add_argument("--split", default="test", choices=("train", "test"))
    options = arguments.parse_args()
    blocks = pathlib.Path(options.corpus).read_text(encoding="utf-8").split("\n\n")
    sentences = [[line.split("\t")[0] for line in block.split("\n") if line] for block in blocks if block.strip()]
    last = None
    for line in (HERE / "ner.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, split, names = line.split("\t")
        if split != options.split:
            continue
        if int(number) // 10 != last:
            last = int(number) // 10
            print("-DOCSTART-\n")
        words = sentences[int(number)]
        tags = ["O"] * len(words)
        for first, end, kind in re.findall(r"(\d+)-(\d+):(\w+)", names):
            for index in range(int(first), int(end)):
                tags[index] = ("B-" if index == int(first) else "I-") + kind
        print("\n".join(f"{word}\t{tag}" for word, tag in zip(words, tags)) + "\n")


main()
