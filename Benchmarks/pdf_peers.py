"""Prints what pdftotext and pdfminer.six make of PDF files: pdf_peers.py FILE, a JSON list of files in base64.

Paragraphs are what empty lines part, each as one line.
"""
import base64
import io
import json
import re
import subprocess
import sys
import time

from pdfminer.high_level import extract_text


def reading(text, began):
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\f", text)]
    return {"text": "\n".join(part for part in paragraphs if part), "authors": [], "seconds": time.perf_counter() - began}


peers = {"pdftotext": [], "pdfminer.six": []}
for data in json.load(open(sys.argv[1])):
    data = base64.b64decode(data)
    began = time.perf_counter()
    text = subprocess.run(["pdftotext", "-", "-"], input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    peers["pdftotext"].append(reading(text, began))
    began = time.perf_counter()
    peers["pdfminer.six"].append(reading(extract_text(io.BytesIO(data)), began))
json.dump(peers, sys.stdout)
