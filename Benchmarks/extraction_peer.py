"""Prints what trafilatura makes of web pages: extraction_peer.py FILE, a JSON list of pages in base64."""
import base64
import json
import sys
import time

import trafilatura

readings = []
for page in json.load(open(sys.argv[1])):
    page = base64.b64decode(page)
    trafilatura.bare_extraction(page)  # compiles what is compiled on first use
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
