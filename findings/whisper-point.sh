#!/usr/bin/env bash
# whisper-normalizer 0.1.15 (PyPI; the English normaliser of the Whisper paper, through which word error rates are counted): the noun
# "point" before a number begins a decimal fraction, across a comma and a full stop too, and a word such as hundred then multiplies
# that. So "at that point two million people" is 200000 people, and a transcript that heard a tenth is counted as free of errors.
#
# Seen: "At that point two hundred people were hurt." and "At that twenty people were hurt." are both "at that 20 people were hurt";
# "It was a tipping point. Three thousand left." is "it was a tipping 300 left"; "At that moment" before them leaves 200 and 3000.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'whisper-normalizer==0.1.15'

"$folder/venv/bin/python" - <<'PYTHON'
from whisper_normalizer.english import EnglishTextNormalizer

normalize = EnglishTextNormalizer()
for text, seen in (
    ("At that point two hundred people were hurt.", "at that 20 people were hurt"),
    ("At that twenty people were hurt.", "at that 20 people were hurt"),
    ("At that point two million people had no power.", "at that 200000 people had no power"),
    ("It was a tipping point. Three thousand left.", "it was a tipping 300 left"),
    ("At that moment two hundred people were hurt.", "at that moment 200 people were hurt"),
    ("At that moment three thousand left.", "at that moment 3000 left"),
):
    found = normalize(text)
    print(f"{text} -> {found}")
    assert found == seen, f"{seen!r} was seen"
print("as stated")
PYTHON
