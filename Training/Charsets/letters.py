#!/usr/bin/env python3
"""Writes Sources/CCharsetModel/letters.tsv: how often each letter stands in each language.

    Training/Charsets/letters.py FOLDER > Sources/CCharsetModel/letters.tsv

FOLDER is `language-models` of PyPI's lingua-language-detector 1.3.5 (needs brotli). A line a language: its ISO 639-1
code, a tab, then each letter with its share in hundred thousandths, the most frequent first. Letters that come of
pages read in a wrong charset are left out: þ in Turkish is ş of windows-1254 read as windows-1252.
"""
import fractions
import json
import pathlib
import sys

import brotli

CHARSETS = {
    "cp1250": "bs cs hr hu pl ro sk sl",
    "iso8859_2": "bs cs hr hu pl ro sk sl",
    "cp1254": "az tr",
    "cp1257": "et lt lv",
}
# Of charsets that cannot be told.
OTHERS = {"tr": "ãåÿ"}


def misread(language, shares):
    """The letters that others, as frequent at least, look like in windows-1252."""
    letters = set(OTHERS.get(language, ""))
    for charset, languages in CHARSETS.items():
        for letter in shares if language in languages.split() else ():
            try:
                other = letter.encode(charset).decode("cp1252")
            except UnicodeError:
                continue
            if other != letter and shares.get(other, 1) <= shares[letter]:
                letters.add(other)
    return letters


for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    file = folder / "unigrams.json.br"
    if not file.exists():
        continue
    shares = {
        letter: float(fractions.Fraction(share))
        for share, letters in json.loads(brotli.decompress(file.read_bytes()))["ngrams"].items()
        for letter in letters.split(" ")
    }
    wrong = misread(folder.name, shares)
    kept = (item for item in shares.items() if item[1] >= 1e-5 and item[0] not in wrong)
    frequent = sorted(kept, key=lambda item: (-item[1], item[0]))
    print(folder.name, " ".join(f"{letter}{max(1, round(share * 1e5))}" for letter, share in frequent), sep="\t")
