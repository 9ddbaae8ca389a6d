"""Texts as windows of word pieces in which every name is a stand-in by its type, as Plugins/Sentiment reads them."""

import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Reader"))
from wordpiece import CLS, SEP, WordPieces  # noqa: E402

STAND_INS = {"PER": "smith", "ORG": "ibm", "LOC": "london", "MISC": "french"}
GENDER = HERE.parents[1] / "Plugins/Sentiment/Model/gender.tsv"
END = {"end": True}  # in the place of labels: what is asked is the tone
LONGEST = 122  # pieces, without the marks around them
TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
PARAGRAPH = re.compile(r"[^\n]+")


class Cutter:
    def __init__(self, model):
        self.pieces = WordPieces(pathlib.Path(model) / "vocab.txt")
        # Words that differ in gender alone are read as one.
        self.neutral = {}
        for line in GENDER.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                first, others = line.split("\t")
                self.neutral.update({other: first.removesuffix(".") for other in others.split()})
        self.stand_ins = {kind: self.pieces.ids[name] for kind, name in STAND_INS.items()}

    def cut(self, text, start, end, names):
        """Pieces of a part of a text, and the place of each name's first."""
        found, places, at = [], {}, start
        for first, last, kind, key in names:
            if first < start or last > end or first == last == start:
                continue
            self.add(text, at, first, found)
            if first == last:  # the end of a sentence is asked at its last piece
                places[key], at = max(0, len(found) - 1), last
                continue
            places[key] = len(found)
            if kind:
                found.append(self.stand_ins[kind])
            else:
                self.add(text, first, last, found)
            at = last
        self.add(text, at, end, found)
        return found, places

    def add(self, text, start, end, found):
        for match in TOKEN.finditer(text, start, end):
            word = match.group()
            found += self.pieces(self.neutral.get(word.lower(), word))

    def windows(self, text, names):
        """Runs of whole sentences of a paragraph: pieces, and the place of each name."""
        for paragraph in PARAGRAPH.finditer(text):
            parts, at = [], paragraph.start()
            ends = [paragraph.start() + match.end() for match in SENTENCE.finditer(paragraph.group())]
            for end in [*ends, paragraph.end()]:
                length = len(self.cut(text, at, end, names)[0])
                if parts and parts[-1][2] + length <= LONGEST:
                    parts[-1] = (parts[-1][0], end, parts[-1][2] + length)
                elif end > at:
                    parts.append((at, end, length))
                at = end
            for start, end, _ in parts:
                pieces, places = self.cut(text, start, end, names)
                yield [CLS, *pieces[:LONGEST], SEP], {key: place + 1 for key, place in places.items() if place < LONGEST}


def names_of(row, choose):
    """Targets and names, disjoint and ascending: start, end, type (None for no name), number of the target (below 0 for none)."""
    found = []
    for number, target in enumerate(row["targets"]):
        start, end = target["start"], target["end"]
        if end < 0:
            continue
        if start == end:
            found.append((start, end, None, number))
            continue
        types = [kind for first, last, kind in row["names"] if first < end and start < last]
        words = row["text"][start:end]
        is_name = words[:1].isupper() and words.split()[0].lower() not in ("the", "a", "an", "he", "she", "they", "it", "his", "her", "i", "we")
        found.append((start, end, types[0] if types else choose.choice(("PER", "ORG")) if is_name else None, number))
    found.sort(key=lambda name: (name[0], -name[1]))
    kept = []
    for name in found:
        if not kept or kept[-1][1] <= name[0]:
            kept.append(name)
    for number, (start, end, kind) in enumerate(row["names"]):
        if all(end <= first or last <= start for first, last, *_ in kept if first < last):
            kept.append((start, end, kind, -1 - number))
    return sorted(kept)


def ends(ids, pieces):
    """The places of the last pieces of a window's sentences, as near as pieces tell: stops before what may begin one, and the last."""
    stops = {ids[stop] for stop in ".!?"}
    return [place for place in range(1, len(pieces) - 1) if pieces[place] in stops and pieces[place + 1] not in stops or place == len(pieces) - 2]


def items(rows, model, everything=False):
    """Each window's source, part, pieces, and its targets as (place, labels, row, target). With `everything` the other names and the ends
    of sentences are targets, too, without labels: those of names are {}, those of ends `END`."""
    cutter, choose, found = Cutter(model), random.Random(1), []
    for index, row in enumerate(rows):
        cut = list(cutter.windows(row["text"], names_of(row, choose)))
        for pieces, places in cut:
            if len(cut) == 1:  # what is asked of the whole is asked at the mark before it
                places.update({number: 0 for number, target in enumerate(row["targets"]) if target["end"] < 0})
            targets = [(place, row["targets"][key]["labels"], index, key) for key, place in places.items() if key >= 0]
            if everything:
                taken = {place for place, *_ in targets}
                others = [(place, {}, index, key) for key, place in places.items() if key < 0]
                others += [(place, END, index, None) for place in ends(cutter.pieces.ids, pieces)]
                targets += [other for other in others if other[0] not in taken]
            if targets:
                found.append((row["source"], row["part"], pieces, targets))
    return found
