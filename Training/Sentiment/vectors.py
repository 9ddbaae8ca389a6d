"""Starts the words of the network from published vectors (spaCy's English, CC0)."""

import os

import msgpack
import numpy

import words


MASK = (1 << 64) - 1


def strings_hash(word):
    """spaCy's hash of a string: MurmurHash64A of its UTF-8, seed 1 (Austin Appleby, public domain)."""
    data, multiplier = word.encode(), 0xC6A4A7935BD1E995
    state = 1 ^ (len(data) * multiplier & MASK)
    whole = len(data) // 8 * 8
    for index in range(0, whole, 8):
        value = int.from_bytes(data[index:index + 8], "little") * multiplier & MASK
        value = (value ^ value >> 47) * multiplier & MASK
        state = (state ^ value) * multiplier & MASK
    if data[whole:]:
        state = (state ^ int.from_bytes(data[whole:], "little")) * multiplier & MASK
    state = (state ^ state >> 47) * multiplier & MASK
    return state ^ state >> 47


def load(folder):
    table = numpy.load(os.path.join(folder, "vectors"))
    with open(os.path.join(folder, "key2row"), "rb") as file:
        rows = msgpack.load(file, strict_map_key=False)
    return table, rows


def starting(chosen, folder, dimensions):
    table, rows = load(folder)
    norm = numpy.linalg.norm(table, axis=1, keepdims=True)
    table = table / numpy.maximum(norm, 1e-6)
    centred = table - table.mean(0)
    _, _, axes = numpy.linalg.svd(centred[:8000], full_matrices=False)
    reduced = centred @ axes[:dimensions].T
    random = numpy.random.RandomState(7)
    start = random.normal(0, 0.03, (len(chosen) + words.FIRST_WORD, dimensions)).astype(numpy.float32)
    found = 0
    for index, word in enumerate(chosen):
        row = rows.get(strings_hash(word))
        if row is not None:
            start[index + words.FIRST_WORD] = 2 * reduced[row]
            found += 1
    print("vectors for", found, "of", len(chosen), flush=True)
    return start
