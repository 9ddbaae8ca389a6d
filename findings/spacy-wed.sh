#!/usr/bin/env bash
# spaCy 3.8.18 (PyPI): its English tokenizer takes "wed" for "we'd" without the apostrophe, and so reads the abbreviated weekday as two
# words, "We" and "d". A pattern of tokens that names all seven days' abbreviations finds six of them; every Wednesday of a
# calendar or a court list is lost. So is the verb: a couple "we", "d" in May.
#
# Seen: in "Mon, Tue, Wed, Thu, Fri, Sat, Sun" the pattern finds six days; "opens Wed., Dec. 3" has the tokens We, d., and "They wed in
# May." They, we, d; "WED" and the half of "Mon-Wed" stay whole.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install --only-binary :all: 'spacy==3.8.18'

"$folder/venv/bin/python" - <<'PYTHON'
import spacy
from spacy.matcher import Matcher

english = spacy.blank("en")
days = Matcher(english.vocab)
days.add("DAY", [[{"LOWER": {"IN": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}]])
calendar = english("Mon, Tue, Wed, Thu, Fri, Sat, Sun")
found = [calendar[start:end].text for _, start, end in days(calendar)]
print("days found:", found)
assert found == ["Mon", "Tue", "Thu", "Fri", "Sat", "Sun"]
for text, seen in (
    ("opens Wed., Dec. 3", ["opens", "We", "d.", ",", "Dec.", "3"]),
    ("They wed in May.", ["They", "we", "d", "in", "May", "."]),
    ("WED 3 DEC", ["WED", "3", "DEC"]),
    ("Mon-Wed", ["Mon", "-", "Wed"]),
):
    tokens = [token.text for token in english(text)]
    print(text, tokens)
    assert tokens == seen, f"{seen} was seen"
print("as stated")
PYTHON
