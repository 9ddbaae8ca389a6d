#!/usr/bin/env python3
"""Renders the sentences of marked-words.tsv as documents with gold.

    render-marked-words.py GMB.tsv > marked-words.jsonl

GMB.tsv has a token and its tag a line and a blank line after each sentence. Each line of marked-words.tsv names a sentence,
counted from 0, the first token inside a pair of marks, the token behind the last, and `scare` or `speech`. Output: a sentence
a line, `{"id", "text", "quotes": [...]}` with offsets in code points; speech is given as `mixed`.
"""
import importlib.util
import itertools
import json
import os
import sys

folder = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("render_quotes", os.path.join(folder, "render-quotes.py"))
render_quotes = importlib.util.module_from_spec(spec)
spec.loader.exec_module(render_quotes)


def main():
    corpus = list(render_quotes.sentences(sys.argv[1]))
    with open(os.path.join(folder, "marked-words.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    for sentence, group in itertools.groupby(rows, key=lambda row: int(row[0])):
        quotes = [{"start": int(start), "end": int(end), "kind": {"scare": "scare", "speech": "mixed"}[kind]}
                  for _, start, end, kind in group]
        text, starts, ends = render_quotes.join([corpus[sentence]], quotes, " ")
        for quote in quotes:
            quote["start"], quote["end"] = starts[quote["start"]], ends[quote["end"] - 1]
        print(json.dumps({"id": f"gmb-{sentence}", "text": text + "\n", "quotes": quotes}, ensure_ascii=False))


if __name__ == "__main__":
    main()
