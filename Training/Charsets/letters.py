#!/usr/bin/env python3
"""Writes Sources/CCharsetModel/letters.tsv: how often each letter stands in each language.

    Training/Charsets/letters.py FOLDER > Sources/CCharsetModel/letters.tsv

FOLDER is `language-models` of PyPI's lingua-language-detector 1.3.5 (needs brotli). A line a language: its ISO 639-1
code, a tab, then each letter with its share in hundred thousandths, the most frequent first.
"""
import fractions
import json
import pathlib
import sys

import brotli

for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    file = folder / "unigrams.json.br"
    if not file.exists():
        continue
    shares = {
        letter: float(fractions.Fraction(share))
        for share, letters in json.loads(brotli.decompress(file.read_bytes()))["ngrams"].items()
        for letter in letters.split(" ")
    }
    frequent = sorted((item for item in shares.items() if item[1] >= 1e-5), key=lambda item: (-item[1], item[0]))
    print(folder.name, " ".join(f"{letter}{max(1, round(share * 1e5))}" for letter, share in frequent), sep="\t")
