#!/usr/bin/env python3
"""Renders the stand-off quotations as documents with gold.

    render-quotes.py GMB.tsv [--split train|test] [--paragraphs sentence|passage] > quotes.jsonl

GMB.tsv has a token and its tag a line and a blank line after each sentence. Each line of quotes.jsonl names sentences
`from` (inclusive) to `to` (exclusive), counted from 0, and quotations in tokens of the passage, `end` exclusive:
`speaker` and `cue` are [start, end], `canonical` is a list of them. Tokens are joined as a newspaper prints them. Output: a document a line,
`{"id", "text", "split", "quotes": [...]}` with offsets in code points.
"""
import argparse
import json
import os
import sys

LEFT = {",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "'S", "'re", "'ve", "'ll", "'d", "'m", "n't", "..."}
RIGHT = {"(", "[", "$"}


def sentences(path):
    tokens = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                tokens.append(line.split("\t")[0])
            elif tokens:
                yield tokens
                tokens = []
    if tokens:
        yield tokens


def join(passage, quotes, separator):
    """The passage's text, and where each of its tokens starts and ends in it."""
    opens = {quote["start"] - 1 for quote in quotes if quote["kind"] != "indirect"}
    closes = {quote["end"] for quote in quotes if quote["kind"] != "indirect"}
    text, starts, ends, glue, position, inside = "", [], [], True, 0, False
    for number, sentence in enumerate(passage):
        for place, token in enumerate(sentence):
            opening = token in ("\"", "'") and position in opens
            closing = token in ("\"", "'") and position in closes
            if token == "\"" and not opening and not closing:
                opening, closing = not inside, inside
            inside = opening or (inside and not closing)
            apostrophe = token == "'" and not opening
            if position and not place:
                space = "" if closing else separator
            elif glue or closing or apostrophe or token in LEFT or (token == "not" and text.endswith(" can")):
                space = ""
            else:
                space = " "
            text += space
            starts.append(len(text))
            text += token.replace("~", " ")
            ends.append(len(text))
            glue = opening or token in RIGHT
            position += 1
    return text, starts, ends


def render(entry, corpus, separator):
    quotes = entry["quotes"]
    text, starts, ends = join(corpus[entry["from"]:entry["to"]], quotes, separator)

    def words(span):
        return text[starts[span[0]]:ends[span[1] - 1]] if span else None

    rendered = []
    for quote in quotes:
        start, end = starts[quote["start"]], ends[quote["end"] - 1]
        item = {"start": start, "end": end, "text": text[start:end], "kind": quote["kind"],
                "speaker": words(quote["speaker"]),
                "speaker_canonical": [words(span) for span in quote["canonical"]] if quote["canonical"] else None,
                "cue": words(quote["cue"]), "within": quote.get("within"), "continues": quote.get("continues"),
                "optional": quote.get("optional", False)}
        for key in ("form", "continuesOptional"):
            if key in quote:
                item[key] = quote[key]
        for field, key in (("speaker", "speakerStart"), ("cue", "cueStart")):
            if quote[field]:
                item[key] = starts[quote[field][0]]
        rendered.append(item)
    return {"id": f"gmb-{entry['from']}", "text": text + "\n", "split": entry["split"], "quotes": rendered}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--split", choices=["train", "test"])
    parser.add_argument("--paragraphs", choices=["sentence", "passage"], default="passage")
    options = parser.parse_args()
    corpus = list(sentences(options.corpus))
    separator = "\n\n" if options.paragraphs == "sentence" else " "
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "quotes.jsonl"), encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if options.split in (None, entry["split"]):
                json.dump(render(entry, corpus, separator), sys.stdout, ensure_ascii=False)
                print()


if __name__ == "__main__":
    main()
