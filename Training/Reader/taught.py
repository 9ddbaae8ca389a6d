"""Texts without labels, one token a line, on which a reader learns from another's scores.

Usage: taught.py SENTIMENT_FOLDER > taught.tsv

SENTIMENT_FOLDER holds `newsmtsc.jsonl`, `sentfin.jsonl`, `goemotions.jsonl` and the `vader-*.jsonl` of Sentiment's training data, of which
the texts alone are taken: sentences and articles of news, headlines, posts, comments and reviews. All tokens are tagged O, which no
loss asks about.
"""

import json
import pathlib
import random
import re
import sys

# About as Copydesk has tokens: clitics apart, stops and marks alone but inside of abbreviations and numbers.
TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,:]\d+)*|[@#]?\w+|\S")
FILES = {"newsmtsc": 9000, "sentfin": 5000, "goemotions": 9000, "vader-nyt-docs": 300, "vader-tweets": 2500, "vader-movie": 2500,
         "vader-amazon": 1500}
NAME = re.compile(r"\S\s+[A-Z@#]")  # a capital that no sentence begins with


def main():
    random.seed(1)
    folder = pathlib.Path(sys.argv[1])
    for name, most in FILES.items():
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
        texts = [text for text in texts if NAME.search(text) or random.random() < 0.2]
        random.shuffle(texts)
        for text in texts[:most]:
            print("-DOCSTART-\n")
            for sentence in re.split(r"(?<=[.!?])\s+(?=[\"“A-Z])", text):
                tokens = TOKEN.findall(sentence)
                if tokens:
                    print("\n".join(f"{token}\tO" for token in tokens) + "\n")


if __name__ == "__main__":
    main()
