#!/usr/bin/env python3
"""Checks reports: against the JSON Schema given first, that text[start:end] is every span's text, and that the blocks
cover all of the text but white space, in order.

    check-reports.py SCHEMA REPORT…

Prints what is wrong and ends with 1, or prints how many reports and spans were checked.
"""

import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = []
spans = 0


def check_spans(value, text, place):
    global spans
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            spans += 1
            words = text[value["start"] : value["end"]]
            if not 0 <= value["start"] <= value["end"] <= len(text):
                wrong.append(f"{place}: {value['start']}..{value['end']} is not in the text of {len(text)}")
            elif "text" in value and words != value["text"]:
                wrong.append(f"{place}: the text says {words!r}, the span {value['text']!r}")
        for key, item in value.items():
            check_spans(item, text, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            check_spans(item, text, f"{place}[{index}]")


for path in sys.argv[2:]:
    report = json.load(open(path, encoding="utf-8"))
    for error in validator.iter_errors(report):
        wrong.append(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    text = report["document"]["text"]
    end = 0
    for index, block in enumerate(report["document"]["blocks"]):
        spans += 1
        if text[end : block["start"]].strip() or not end <= block["start"] < block["end"] <= len(text):
            wrong.append(f"{path}.document.blocks[{index}]: does not go on from {end}")
        end = block["end"]
    if text[end:].strip():
        wrong.append(f"{path}: no block holds {text[end:][:40]!r}")
    check_spans(report["analyzers"], report["document"]["text"], path)

for line in wrong[:50]:
    print(line)
print(f"{len(sys.argv) - 2} reports, {spans} spans")
sys.exit(1 if wrong else 0)
