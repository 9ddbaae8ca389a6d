"""Reads label files of passages, a line each, in documents that empty lines part; every fifth document is held out."""

import pathlib
import re


def documents(path):
    """The kind of each document's text, its part (`train` or `test`), and its passages.

    Lines that begin with # say what the file, or a document's kind of text, is.
    """
    number = 0
    for block in re.split(r"\n\n+", pathlib.Path(path).read_text(encoding="utf-8").strip("\n")):
        lines = block.split("\n")
        kind = next((line[1:].strip() for line in lines if line.startswith("#")), "")
        passages = [line for line in lines if not line.startswith("#")]
        if passages:
            yield kind, "test" if number % 5 == 4 else "train", passages
            number += 1
