#!/usr/bin/env bash
# pybrat 0.1.7 (PyPI): in its default, strict mode it refuses a valid brat file in which two annotations have the same place, as a
# name that is also a speaker has; and of sets of annotations that are one thing it reads those named Equiv only, though
# brat lets a configuration name such a relation as it likes.
#
# Seen: one person marked as Person and as Speaker is "Detected identical span for different entities"; a line `* Alias T1 T2`
# is "Invalid line". With error="ignore" both annotations are read, and the line named Alias is lost without a word.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'pybrat==0.1.7'

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import pathlib
import sys

from pybrat.parser import BratParser

TEXT = "Ann won, Ann said."
SAME = "T1\tPerson 9 12\tAnn\nT2\tSpeaker 9 12\tAnn\n"
SETS = "T1\tPerson 0 3\tAnn\nT2\tPerson 9 12\tAnn\n*\t{} T1 T2\n"


def read(annotations, error):
    folder = pathlib.Path(sys.argv[1]) / "corpus"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "a.ann").write_text(annotations)
    try:
        example = BratParser(error=error).parse(folder)[0]
        return len(example.entities), len(example.relations)
    except Exception as trouble:
        return str(trouble)


def expect(what, found, wanted):
    print(f"{what}: {found}")
    assert found == wanted, f"{wanted!r} was seen"


expect("one place, strict", read(SAME, "raise"), "Detected identical span for different entities: [T1, T2]")
expect("one place, lenient", read(SAME, "ignore"), (2, 0))
expect("a set named Equiv", read(SETS.format("Equiv"), "raise"), (2, 1))
expect("a set named Alias", read(SETS.format("Alias"), "raise"), "Invalid line: *\tAlias T1 T2")
print("as stated")
PYTHON
