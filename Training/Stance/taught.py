"""Writes texts without labels on which an encoder of stances learns from another's scores, each with its names.

Usage: taught.py NER DATA COPYDESK OUTPUT

NER is the folder with `gmb.tsv` and `gum-train.tsv`, whose paragraphs of news and other prose are taken with their names; DATA is rows.py's:
of its opinions, posts and reviews those are taken that rows.py leaves. COPYDESK finds the names in these.
"""

import json
import pathlib
import random
import sys

import rows

PROSE = ("gmb", "gum-train")
SENTENCES, TONE = 4, 9000  # of a text; texts whose tone is asked
SEED, EVERY = 1, 2


def prose(path):
    """Runs of sentences of one document, tokens apart by spaces, and their names: start, end, type."""
    text, names, sentences, at_start = "", [], 0, True
    for line in [*path.read_text(encoding="utf-8").split("\n"), "-DOCSTART-"]:
        if line == "-DOCSTART-" or sentences == SENTENCES:
            if text:
                yield {"source": "taught-news", "part": "taught", "text": text[:-1], "targets": [], "names": names}
            text, names, sentences = "", [], 0
        if not line or line == "-DOCSTART-":
            sentences += not at_start
            at_start = True
            continue
        at_start = False
        token, tag = line.split("\t")
        if tag.startswith("B-"):
            names.append([len(text), len(text) + len(token), tag[2:]])
        elif tag.startswith("I-") and names:
            names[-1][1] = len(text) + len(token)
        text += token + " "


def opinions(data):
    """Texts that nobody rated as readers do, and those that rows.py leaves."""
    texts = [row["text"] for name in ("sentence-polarity", "goemotions", "pros-cons")
             for number, row in enumerate(rows.lines(data / "train" / f"{name}.jsonl")) if number % rows.RATED.get(name, EVERY)]
    texts = list(dict.fromkeys(texts))
    random.Random(SEED).shuffle(texts)
    for text in texts[:TONE]:
        yield {"source": "taught-tone", "part": "taught", "text": text, "targets": []}


def main():
    ner, data, copydesk, output = sys.argv[1:]
    found = list(opinions(pathlib.Path(data)))
    rows.find_names(found, copydesk)
    found += [row for name in PROSE for row in prose(pathlib.Path(ner) / f"{name}.tsv")]
    pathlib.Path(output).write_text(json.dumps(found), encoding="utf-8")
    print(f"{output}: {len(found)} texts, {sum(len(row['names']) for row in found)} names")


if __name__ == "__main__":
    main()
