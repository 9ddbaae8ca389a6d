"""The corpora that `Training/Entities/prepare … tokens` wrote, as windows of word pieces."""

import pathlib
import random
import struct

import numpy

from wordpiece import CLS, MASK, SEP

# Bits of a token's name flags: what the gazetteer says (11), what it is as a known name alone (4), its place in the
# longest known name (8, none or one). Rows of the recogniser's features: see Plugins/Entities/Sources/Features.swift.
FLAGS = 23
NAMES_ROW, CASING_ROW, KNOWN_ROW = 53793, 55841, 55905
CASINGS = 65  # the last: no token
TYPES = 4
TAGS = 1 + 4 * TYPES
CUT = 255  # a name's edge is inside of this token

# Name, copies a pass as they are, in small letters, in capitals, whether MISC is annotated, weight.
MIX = [
    ("gmb-train", 2, 0.3, 0.25, True, 1.0),
    ("wire", 2, 0.3, 0.3, True, 1.0),
    ("gmb-swap", 0.2, 0.03, 0.03, True, 1.0),
    ("wire-swap", 0.3, 0.05, 0.05, True, 1.0),
    ("silver", 0.1, 0.02, 0.02, True, 0.6),
    ("gum-train", 1, 0.25, 0.15, True, 1.0),
    ("btc-news", 1, 0.15, 0.1, False, 1.0),
    ("btc-other", 0.6, 0.1, 0.05, False, 1.0),
    ("wnut17-train", 1.5, 0.15, 0.05, True, 1.0),
    ("crossner-politics", 0.9, 0.2, 0.1, True, 1.0),
    ("crossner-culture", 0.9, 0.2, 0.1, True, 1.0),
    ("business-train", 2, 0.5, 0.3, True, 1.0),
    ("lists-train", 3, 0.5, 0.4, True, 1.0),
    ("business-swap", 0.5, 0.1, 0.07, True, 1.0),
    ("local-train", 4, 0.7, 0.4, True, 1.0),
    ("types-train", 4, 0.7, 0.4, True, 1.0),
]
# Texts without labels, on which a teacher's scores are learnt.
TAUGHT = ("taught", 0.6, 0.06, 0.03, True, 0.0)
COPY_OF = {2: 0, 3: 1, 13: 11}  # whose bias a corpus has that is another one's copy
DEVELOPMENT = ["gmb-test.asis", "gmb-test.lower", "gmb-test.upper", "gum-dev.asis", "gum-test.asis", "gum-test.lower",
               "wnut17-dev.asis", "uner-ewt-dev.asis", "business-test.asis", "business-test.lower", "business-test.upper",
               "lists-test.asis", "local-test.asis", "local-test.lower", "types-test.asis", "types-test.lower"]
# Posts and single sentences have no context worth the name.
SHORT = ("btc-news", "btc-other", "wnut17-train", "crossner-politics", "crossner-culture", "taught")


class Sentence:
    """Pieces, the token of each, and casing, flags and tag of each token."""

    __slots__ = ("pieces", "token", "casing", "flags", "tags", "starts_paragraph")

    def __init__(self, cut, casing, flags, tags, starts_paragraph):
        self.pieces = numpy.array([piece for pieces in cut for piece in pieces], numpy.int32)
        self.token = numpy.repeat(numpy.arange(len(cut)), [len(pieces) for pieces in cut]).astype(numpy.int32)
        self.casing, self.flags, self.tags, self.starts_paragraph = casing, flags, tags, starts_paragraph


def load(path, word_pieces):
    """A dump's documents as lists of sentences."""
    data = pathlib.Path(path).read_bytes()
    sequences, tokens, slots = struct.unpack_from("<3I", data)
    rows = numpy.frombuffer(data, "<u4", tokens * slots, 12 + 4 * sequences).reshape(tokens, slots).astype(numpy.int64)
    tags = numpy.frombuffer(data, "u1", tokens, 12 + 4 * (sequences + tokens * slots))
    casing = (rows[:, 9] - CASING_ROW).astype(numpy.int8)
    known = rows[:, 10] - KNOWN_ROW
    place = known >> 4
    flags = (rows[:, 8] - NAMES_ROW) | (known & 15) << 11 | numpy.where(place > 0, 1 << (14 + place), 0)
    documents, document, run, index, fresh = [], [], [], 0, True

    def close():
        nonlocal run
        if run:
            part = slice(index - len(run), index)
            document.append(Sentence([word_pieces(text) for text in run], casing[part], flags[part], tags[part], starts))
        run = []

    starts = True
    for line in pathlib.Path(path + ".tokens").read_text(encoding="utf-8").split("\n")[:-1]:
        if not line:
            if fresh:
                documents.append(document)
                document = []
            close()
            fresh = True
            continue
        if casing[index] & 32 or fresh:
            close()
            starts = fresh
        run.append(line)
        index += 1
        fresh = False
    assert index == tokens, (path, index, tokens)
    return [document for document in documents if document]


class Window:
    """What is read at once: pieces, the token of each (-1: none), each token's casing, flags and tag, each sentence's length."""

    __slots__ = ("pieces", "token", "casing", "flags", "tags", "lengths")

    def __init__(self, sentences, marks_paragraphs):
        pieces, token, base = [[CLS]], [[-1]], 0
        for number, sentence in enumerate(sentences):
            if number and marks_paragraphs and sentence.starts_paragraph:
                pieces.append([SEP])
                token.append([-1])
            pieces.append(sentence.pieces)
            token.append(sentence.token + base)
            base += len(sentence.tags)
        self.lengths = [len(sentence.tags) for sentence in sentences]
        self.pieces = numpy.concatenate([*pieces, [SEP]]).astype(numpy.int32)
        self.token = numpy.concatenate([*token, [-1]]).astype(numpy.int32)
        self.casing, self.flags, self.tags = (
            numpy.concatenate([getattr(sentence, name) for sentence in sentences]) for name in ("casing", "flags", "tags"))


def windows(document, limit, longest):
    """Runs of sentences of up to `limit` pieces with their marks; a sentence longer than that is cut."""
    run, size, found = [], 2, []
    for sentence in document:
        for part in cut_long(sentence, longest - 2):
            more = len(part.pieces) + (1 if run and part.starts_paragraph else 0)
            if run and size + more > limit:
                found.append(Window(run, True))
                run, size, more = [], 2, len(part.pieces)
            run.append(part)
            size += more
    if run:
        found.append(Window(run, True))
    return found


def cut_long(sentence, most):
    while len(sentence.pieces) > most:
        tokens = int(sentence.token[most])  # the first token that does not fit whole
        yield tokens_of(sentence, 0, tokens)
        sentence = tokens_of(sentence, tokens, len(sentence.tags))
    yield sentence


def tokens_of(sentence, start, end):
    part = Sentence.__new__(Sentence)
    inside = (sentence.token >= start) & (sentence.token < end)
    part.pieces, part.token = sentence.pieces[inside], sentence.token[inside] - start
    part.casing, part.flags, part.tags = (getattr(sentence, n)[start:end] for n in ("casing", "flags", "tags"))
    part.starts_paragraph = sentence.starts_paragraph and start == 0
    return part


def one_pass(corpora, pieces, mix=MIX):
    """Batches of about so many pieces, of windows of like length, in random order."""
    found = []
    for corpus, (name, as_is, lower, upper, has_misc, weight) in enumerate(mix):
        for casing, share in (("asis", as_is), ("lower", lower), ("upper", upper)):
            while share > 0:
                for document in corpora[name, casing]:
                    limit = random.choice((32, 64, 96, 124))
                    if name in SHORT:
                        limit = min(limit, 64)
                    for window in windows(document, limit, 160):
                        if share >= 1 or random.random() < share:
                            found.append((window, has_misc, weight, COPY_OF.get(corpus, corpus)))
                share -= 1
    random.shuffle(found)
    batches = []
    for start in range(0, len(found), 600):
        batch = []
        for item in sorted(found[start : start + 600], key=lambda item: len(item[0].pieces)):
            batch.append(item)
            if len(batch) * len(item[0].pieces) >= pieces:
                batches.append(batch)
                batch = []
        if batch:
            batches.append(batch)
    random.shuffle(batches)
    return batches


def padded(windows, rng=None):
    """Arrays of a batch; with `rng`, names that nobody knows and words never seen."""
    length = max(len(window.pieces) for window in windows)
    shape = (len(windows), length)
    pieces, casing = numpy.zeros(shape, numpy.int64), numpy.full(shape, CASINGS - 1, numpy.int64)
    flags, mask, tags = numpy.zeros(shape, numpy.int64), numpy.zeros(shape, bool), numpy.full(shape, -1, numpy.int64)
    for row, window in enumerate(windows):
        size = len(window.pieces)
        real = window.token >= 0
        token = window.token[real]
        known = window.flags
        if rng is not None:
            keep = rng.random(len(known)) >= (1.0 if rng.random() < 0.15 else 0.12)
            known = numpy.where(keep, known, 0)
        pieces[row, :size] = window.pieces
        mask[row, :size] = True
        casing[row, :size][real] = window.casing[token]
        flags[row, :size][real] = known[token]
        first = real & (numpy.concatenate([[-2], window.token[:-1]]) != window.token)
        tags[row, :size][first] = window.tags[window.token[first]]
        if rng is not None:
            pieces[row, :size][real & (rng.random(size) < 0.03)] = MASK
    return pieces, casing, flags, mask, tags
