"""Prints the labels of stance and news as JSON Lines for `accuracy sentiment`: a passage or an article a line.

Usage: stance-rows.py passages|articles train|test

A row has `id`, `kind`, `text` and `targets`, each with `start`, `end` (code points), `target`, `stance` (-, 0, +), `news` (b, n, g), and
`writer`: the stance where the writer holds it, else 0.
"""

import importlib.util
import json
import pathlib
import re
import sys

from passages import documents

HERE = pathlib.Path(__file__).parent
MARK = re.compile(r"\[T([-+0])([gbn]) ([^\[\]]+)\]")


def passages(part):
    for number, (kind, own, lines) in enumerate(documents(HERE / "stance.txt")):
        for place, line in enumerate(lines if own == part else []):
            text, targets, end = "", [], 0
            marked, _, holders = line.partition("\t")
            judged = 0
            for mark in MARK.finditer(marked):
                text += marked[end : mark.start()]
                judged += mark[1] != "0"
                is_writers = re.search(rf"\bT{judged}<-WRITER\b", holders)
                targets.append(
                    {"start": len(text), "end": len(text) + len(mark[3]), "target": mark[3], "stance": mark[1], "news": mark[2],
                     "writer": mark[1] if is_writers else "0"})
                text += mark[3]
                end = mark.end()
            yield {"id": f"{number}.{place}", "kind": kind, "text": text + marked[end:], "targets": targets}


def articles(part):
    spec = importlib.util.spec_from_file_location("check_article_stance", HERE / "check-article-stance.py")
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    for name, split, text, lines in check.articles(HERE / "articles", HERE / "articles"):
        if split == part:
            targets = [
                {"start": start, "end": end, "target": text[start:end], "stance": label[0], "news": label[1],
                 "writer": label[0] if holder == "WRITER" else "0"}
                for start, end, _, _, label, holder in check.mentions(text, lines)[0]]
            yield {"id": name, "kind": name.split("-", 1)[1], "text": text, "targets": targets}


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("passages", "articles") or sys.argv[2] not in ("train", "test"):
        sys.exit("usage: stance-rows.py passages|articles train|test")
    for row in (passages if sys.argv[1] == "passages" else articles)(sys.argv[2]):
        print(json.dumps(row, ensure_ascii=False))
