"""Writes our own sentences and what our constructions give, as rows that `sentiment-examples` reads.

    python own.py OUT.jsonl [PER_PATTERN]
"""

import json
import os
import random
import re
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Own")
LABELS = {"p": "positive", "n": "negative", "o": "neutral"}
TARGET = re.compile(r"\{([^:{}]+):([pno])/([pno])\}")
NAMES = {
    "A": ["Harlan", "Mr. Ostrow", "Senator Vail", "Ruvia", "the Calder Group", "Nadine Fox", "the ministry", "Kestner",
          "the opposition", "prosecutors", "critics", "the union", "he", "she", "police", "the senator"],
    "B": ["Brody", "Dr. Lund", "Mayor Quist", "Estmark", "Penrose Bank", "Oleg Marr", "the board", "Sutter",
          "the government", "residents", "the company", "the coach", "the bill", "the hospital"],
}


def lines(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def row(identity, kind, label, marked):
    """A row with its targets from a text that marks them."""
    text, targets, end = "", [], 0
    for match in TARGET.finditer(marked):
        text += marked[end:match.start()]
        start = len(text)
        text += match.group(1)
        stance, author = (LABELS[match.group(k)] for k in (2, 3))
        targets.append({"target": match.group(1), "start": start, "end": len(text), "label": stance, "author": author})
        end = match.end()
    text += marked[end:]
    return {"id": identity, "kind": kind, "text": text, "label": LABELS[label], "targets": targets}


def filled(pattern, slots, choose):
    text = re.sub(r"<(\w+)>", lambda m: choose.choice(slots[m.group(1)]), pattern)
    text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", text)
    names = {key: choose.choice(values) for key, values in NAMES.items()}
    text = re.sub(r"\{([AB]):", lambda m: "{" + names[m.group(1)] + ":", text)
    first = 1 if text[0] in "{“" else 0
    if text.startswith("“{"):
        first = 2
    return text[:first] + text[first].upper() + text[first + 1:]


def main(out, per_pattern=25):
    choose = random.Random(5)
    slots = {name: values.split("|") for name, values in lines("slots.tsv")}
    with open(out, "w", encoding="utf-8") as file:
        for number, (kind, label, text) in enumerate(lines("sentences.tsv")):
            print(json.dumps(row(f"own:{number}", kind, label, text), ensure_ascii=False), file=file)
        for number, (kind, label, pattern) in enumerate(lines("constructions.tsv")):
            for copy in range(int(per_pattern)):
                text = filled(pattern, slots, choose)
                print(json.dumps(row(f"made:{number}:{copy}", kind, label, text), ensure_ascii=False), file=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
