"""What chardet and uchardet make of bytes: charset_peers.py TEXTS.json prints one JSON object.

TEXTS.json is a list of texts in base64. Each name has a text for each, null where the library names no charset or one in
which the bytes are no text. uchardet is the command of Debian's package of that name.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

import chardet

with open(sys.argv[1], encoding="utf-8") as file:
    texts = [base64.b64decode(text) for text in json.load(file)]


def decode(text, charset):
    if not charset or charset == "unknown":
        return None
    try:
        return text.decode(charset)
    except (LookupError, UnicodeDecodeError):
        pass
    # Charsets that Python does not know.
    run = subprocess.run(["iconv", "-f", charset, "-t", "UTF-8"], input=text, capture_output=True)
    return run.stdout.decode() if run.returncode == 0 else None


def by_uchardet():
    with tempfile.TemporaryDirectory() as folder:
        names = [pathlib.Path(folder, str(number)) for number in range(len(texts))]
        for name, text in zip(names, texts):
            name.write_bytes(text)
        charsets = []
        for start in range(0, len(names), 500):
            run = subprocess.run(["uchardet", *names[start : start + 500]], capture_output=True, text=True, check=True)
            charsets += [line.rsplit(": ", 1)[1] for line in run.stdout.splitlines()]
    return charsets


answers = {
    "chardet": [decode(text, chardet.detect(text)["encoding"]) for text in texts],
    "uchardet": [decode(text, charset) for text, charset in zip(texts, by_uchardet())],
}
json.dump(answers, sys.stdout)
