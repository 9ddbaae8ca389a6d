"""What the trainer and the program share: the hash of a word, and the layout of the model file."""

import struct

MASK = (1 << 64) - 1

# Rows of the vocabulary that stand for no word of their own.
UNKNOWN, NAME, TARGET, NUMBER, LINK, FIRST_WORD = 0, 1, 2, 3, 4, 5

CLASSES = [
    "none", "negator", "reverser", "intensifier", "diminisher", "contrast", "concession", "modal", "conditional",
    "reporting", "blaming", "auxiliary", "clause", "passive", "comparative", "cancel", "polarity",
]

# Columns of the lexicon, one signed byte each.
COLUMNS = [
    "polarity", "vader", "afinn", "opinion", "pattern", "happiness", "subjectivity", "class", "strength", "agent",
    "patient", "flags",
]
COMMON, STARTS_EXPRESSION, FRAME, EVENT = 1, 2, 4, 8


def word_hash(word: str) -> int:
    """FNV-1a of the lower-case form with a final avalanche, as WordHash in Linguistics."""
    state = 0xCBF29CE484222325
    for byte in word.lower().replace("\u2019", "'").replace("\u2018", "'").encode():
        state = ((state ^ byte) * 0x100000001B3) & MASK
    state ^= state >> 32
    state = state * 0xD6E8FEB86659FD93 & MASK
    return state ^ state >> 32


def joined_hash(hashes) -> int:
    """The key of an expression, from those of its words."""
    state = 0
    for value in hashes:
        state = ((state ^ value) * 0x9E3779B97F4A7C15) & MASK
        state ^= state >> 29
    return state


def write_table(entries, payload):
    """An open-addressing table (key: the upper half of a hash; slot: its lower bits), as bytes.

    `entries` are (hash, value); `payload` packs a value.
    """
    bits = 4
    while (1 << bits) < 1.6 * len(entries):
        bits += 1
    size = 1 << bits
    keys, values = [0] * size, [None] * size
    empty = payload(None)
    for value_hash, value in entries:
        key = value_hash >> 32 or 1
        slot = value_hash & size - 1
        while keys[slot] and keys[slot] != key:
            slot = slot + 1 & size - 1
        if keys[slot]:
            continue
        keys[slot], values[slot] = key, value
    return bits, struct.pack(f"<{size}I", *keys), b"".join(empty if v is None else payload(v) for v in values)


def write_model(path, numbers, sections):
    """Header: magic, then `numbers`; a table of section offsets and sizes; the sections, each at a multiple of 64."""
    head = b"CDS1" + struct.pack("<15I", *(list(numbers) + [0] * (15 - len(numbers))))
    offset = (len(head) + 8 * len(sections) + 63) // 64 * 64
    table, body = b"", b""
    for section in sections:
        padding = (-len(section)) % 64
        table += struct.pack("<II", offset, len(section))
        body += section + b"\0" * padding
        offset += len(section) + padding
    start = head + table
    start += b"\0" * ((-len(start)) % 64)
    with open(path, "wb") as file:
        file.write(start + body)
