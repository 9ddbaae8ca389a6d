#!/usr/bin/env bash
# trafilatura 2.3.1 with htmldate 1.11.0 (PyPI): what stands in <time> is left out of the story, also in the middle of a sentence, where
# HTML means it for a date or hour that the reader is told. The words around it stay. The same <time> becomes the date of the
# story, though its byline has one: a coming event's date is lost where it was told and found where it is wrong.
#
# Seen below "By Ann Lee, 5 March 2024": "The vote is set for <time datetime="2024-12-03">3 December</time>, when members return." is "The
# vote is set for , when members return." by default and with each of favor_recall, favor_precision, fast and include_formatting, and the
# date is 2024-12-03; without <time> the sentence is whole and the date 2024-03-05. Only html2txt() and baseline() keep the words.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'trafilatura==2.3.1' 'htmldate==1.11.0' 'lxml==6.1.3' 'lxml_html_clean==0.4.6'

"$folder/venv/bin/python" - <<'PYTHON'
import re

import trafilatura

LONG = (
    "<p>The council of the small harbour town decided on Monday evening to close the old swing bridge for repairs that "
    "are expected to last until the spring, officials said after a long debate in the {} hall.</p>")
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Bridge to close</title></head><body><article><h1>Bridge to close</h1>'
    + "<p>By Ann Lee, 5 March 2024</p>"
    + LONG.format("town")
    + '<p>The vote is set for <time datetime="2024-12-03">3 December</time>, when members return.</p>'
    + "<ul><li>Open from <time>9 a.m.</time> to <time>5 p.m.</time></li></ul>"
    + LONG.format("school")
    + "</article></body></html>")
PLAIN = re.sub("</?time[^>]*>", "", PAGE)
WHOLE = "The vote is set for 3 December, when members return."


def told(page, **options):
    lines = trafilatura.extract(page, **options).splitlines()
    assert sum("officials said" in line for line in lines) == 2, "the story around it is read"
    return [line for line in lines if line.startswith(("The vote", "- Open"))]


for options in ({}, {"favor_recall": True}, {"favor_precision": True}, {"fast": True}, {"include_formatting": True}):
    found = told(PAGE, **options)
    print(options, found)
    assert found == ["The vote is set for , when members return.", "- Open from to"]
assert told(PLAIN) == [WHOLE, "- Open from 9 a.m. to 5 p.m."]
for page, seen in ((PAGE, "2024-12-03"), (PLAIN, "2024-03-05")):
    date = trafilatura.bare_extraction(page, with_metadata=True).date
    print("date:", date)
    assert date == seen, f"{seen} was seen"
assert WHOLE in trafilatura.html2txt(PAGE) and WHOLE in trafilatura.baseline(PAGE)[1]
print("as stated")
PYTHON
