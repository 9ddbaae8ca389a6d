#!/usr/bin/env bash
# spaCy 3.8.18 (PyPI): `spacy convert --converter ner` parts documents at the line `-DOCSTART- -X- O O` alone, the one that stands in the
# English files of the CoNLL-2003 task. A `-DOCSTART-` line with other columns, as many writers have it, is
# read as a sentence of one word, and all documents become one.
#
# Seen: two documents behind `-DOCSTART- -X- O O` are two, without that word; behind `-DOCSTART- -X- -X- O` they are one, with four
# sentences, two of them the word -DOCSTART-. No warning says so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install --only-binary :all: 'spacy==3.8.18'

"$folder/venv/bin/python" - <<'PYTHON'
from spacy.training.converters import conll_ner_to_docs

DOCUMENT = "-DOCSTART- {}\n\nAnn NNP -X- B-PER\nwon VBD -X- O\n\n"


def read(columns):
    docs = list(conll_ner_to_docs(DOCUMENT.format(columns) * 2, no_print=True))
    return len(docs), sum(len(list(doc.sents)) for doc in docs), sum(t.text == "-DOCSTART-" for doc in docs for t in doc)


for columns, seen in (("-X- O O", (2, 2, 0)), ("-X- -X- O", (1, 4, 2))):
    found = read(columns)
    print(f"-DOCSTART- {columns}: documents, sentences, words -DOCSTART-: {found}")
    assert found == seen, f"{seen} was seen"
print("as stated")
PYTHON
