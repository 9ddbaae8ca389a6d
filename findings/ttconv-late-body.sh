#!/usr/bin/env bash
# ttconv 1.2.3 (PyPI): of a TTML file whose <body> or <div> has a `begin` and no `end`, as one whose clock starts at the programme's hour,
# captions are cut short or lost: the end that is worked out for the parent from its children is not moved by the parent's
# own `begin`. So whatever lies behind the last caption's unmoved end goes, and no error or warning says so.
#
# Seen for captions at 1-3, 4-6 and 11-13 s: with <div begin="2s"> the third is gone, with "5s" too, with "3600s" the SRT is
# empty; with an `end` beside the same `begin` all three are there, an hour later.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'ttconv==1.2.3'

cat > "$folder/read.py" <<'PYTHON'
import sys
import warnings
import xml.etree.ElementTree

import ttconv.imsc.reader
import ttconv.srt.writer

warnings.simplefilter("error")
CAPTIONS = "".join(f'<p begin="{begin}s" end="{end}s">caption</p>' for begin, end in ((1, 3), (4, 6), (11, 13)))
FILE = '<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body {}><div {}>{}</div></body></tt>'

for body, div, seen in (
    ("", "", ["00:00:01,000 --> 00:00:03,000", "00:00:04,000 --> 00:00:06,000", "00:00:11,000 --> 00:00:13,000"]),
    ("", 'begin="2s"', ["00:00:03,000 --> 00:00:05,000", "00:00:06,000 --> 00:00:08,000"]),
    ("", 'begin="5s"', ["00:00:06,000 --> 00:00:08,000", "00:00:09,000 --> 00:00:11,000"]),
    ("", 'begin="3600s"', []),
    ('begin="3600s"', "", []),
    ('begin="3600s" end="3700s"', "",
     ["01:00:01,000 --> 01:00:03,000", "01:00:04,000 --> 01:00:06,000", "01:00:11,000 --> 01:00:13,000"]),
):
    tree = xml.etree.ElementTree.ElementTree(xml.etree.ElementTree.fromstring(FILE.format(body, div, CAPTIONS)))
    written = ttconv.srt.writer.from_model(ttconv.imsc.reader.to_model(tree))
    times = [line for line in written.splitlines() if "-->" in line]
    print(f"<body {body}><div {div}>: {times}")
    assert times == seen, f"{seen} was seen"
PYTHON
"$folder/venv/bin/python" "$folder/read.py" 2>"$folder/said"
[ ! -s "$folder/said" ]
echo "as stated"
