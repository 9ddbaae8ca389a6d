#!/usr/bin/env bash
# lingua-language-detector 1.3.5 (PyPI): its letter models are conditional probabilities within words, and carry no mark
# of a word's end. So what a letter's successors lack to 1 is the share of that letter's occurrences that end a word, and a
# language's whole table of word endings can be read out of models that were never meant to hold one.
#
# Seen: the bigrams after English d sum to 0.472 (more than half of all d end a word), after German d to 0.839, after
# Finnish n to 0.503, after Polish n to 0.960; the unigrams of each sum to 1 exactly, being fractions. Whoever multiplies
# these probabilities over a text as if they were a distribution favours languages whose words end in few letters.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'lingua-language-detector==1.3.5' 'brotli==1.1.0'

"$folder/venv/bin/python" - <<'PYTHON'
import collections
import fractions
import json
import pathlib

import brotli
import lingua

MODELS = pathlib.Path(lingua.__file__).parent / "language-models"


def model(language, kind):
    data = json.loads(brotli.decompress((MODELS / language / f"{kind}.json.br").read_bytes()))
    return {gram: fractions.Fraction(share) for share, grams in data["ngrams"].items() for gram in grams.split(" ")}


expected = {("en", "d"): 0.472, ("de", "d"): 0.839, ("fi", "n"): 0.503, ("pl", "n"): 0.960}
for (language, letter), seen in expected.items():
    letters = float(sum(model(language, "unigrams").values()))
    after = float(sum(p for gram, p in model(language, "bigrams").items() if gram[0] == letter))
    print(f"{language}: unigrams sum to {letters:.4f}; bigrams after {letter} to {after:.3f}")
    assert abs(letters - 1) < 0.001, "the unigrams are no distribution any more"
    assert abs(after - seen) < 0.0006, f"{seen} was seen"
print("as stated")
PYTHON
