#!/usr/bin/env bash
# vaderSentiment 3.3.2 (PyPI): six bare numbers are words of its lexicon, as pagers and chats once used them, and so are "kia" and "mia",
# killed and missing in action. So a count of seats, votes or victims has a sentiment of its own by which number it is,
# and so has a car or a first name; a mean over many stories hides it.
#
# Seen for "There were N delegates in the hall.": 142 and 188 are 0, 143 is 0.6369, 1432 is 0.5574, 86 is -0.3818, 182 is -0.5994, 187 is
# -0.6249, as bad as a lost war; "Mia drove the Kia." is -0.7506, "Eva drove the Fiat." 0.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'vaderSentiment==3.3.2'

"$folder/venv/bin/python" - <<'PYTHON'
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyzer = SentimentIntensityAnalyzer()
numbers = sorted((word for word in analyzer.lexicon if word.isdigit()), key=int)
print("numbers in the lexicon:", numbers)
assert numbers == ["86", "143", "182", "187", "1337", "1432"]
counted = "There were {} delegates in the hall."
for text, seen in (
    *((counted.format(number), score) for number, score in (
        (142, 0.0), (143, 0.6369), (188, 0.0), (187, -0.6249), (182, -0.5994), (86, -0.3818), (1432, 0.5574))),
    ("Mia drove the Kia.", -0.7506),
    ("Eva drove the Fiat.", 0.0),
):
    found = analyzer.polarity_scores(text)["compound"]
    print(f"{text} {found}")
    assert found == seen, f"{seen} was seen"
print("as stated")
PYTHON
