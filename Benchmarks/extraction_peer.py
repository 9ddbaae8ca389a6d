"""Prints what trafilatura makes of web pages: extraction_peer.py FILE, a JSON list of pages in base64.

All pages are read once before the clock starts, which compiles and loads what is needed the first time; what trafilatura keeps of
pages that it has seen is then forgotten, as it would read each page once.
"""
import base64
import json
import sys
import time

import trafilatura
import trafilatura.meta

pages = [base64.b64decode(page) for page in json.load(open(sys.argv[1]))]
for page in pages:
    trafilatura.bare_extraction(page, with_metadata=True)
trafilatura.meta.reset_caches()
readings = []
for page in pages:
    began = time.process_time()
    found = trafilatura.bare_extraction(page, with_metadata=True)
    seconds = time.process_time() - began
    reading = {"text": "", "authors": [], "seconds": seconds}
    if found is not None:
        reading["text"] = found.text or ""
        reading["title"] = found.title
        reading["authors"] = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        reading["date"] = found.date
        reading["language"] = found.language
    readings.append(reading)
json.dump(readings, sys.stdout)
