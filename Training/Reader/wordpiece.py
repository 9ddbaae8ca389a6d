"""Word pieces as BERT's uncased tokenizer cuts them, a token of copydesk at a time."""

import pathlib
import unicodedata

LONGEST_WORD = 100  # in letters; a longer one is unknown, as in the reference
MOST_PIECES = 12  # of one token; what is behind (addresses, codes) is left out
PAD, UNKNOWN, CLS, SEP, MASK = 0, 100, 101, 102, 103

# What becomes of a character: goes away, parts words, stands alone, or is part of a word.
DROPPED, SPACE, ALONE, LETTER = range(4)
IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
              (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def kind(character):
    code = ord(character)
    if character in "\t\n\r ":
        return SPACE
    category = unicodedata.category(character)
    if code in (0, 0xFFFD) or category.startswith("C"):
        return DROPPED
    if category in ("Zs", "Zl", "Zp"):
        return SPACE
    if category == "Mn":
        return DROPPED
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126 or category.startswith("P"):
        return ALONE
    if any(low <= code <= high for low, high in IDEOGRAPHS):
        return ALONE
    return LETTER


def folded(character):
    """What a character is read as: small, without what stands over and under it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn")
    small = "".join(c.lower() for c in bare)
    # A small letter can bring a mark of its own (the dotted I), which the reference keeps.
    return small


class WordPieces:
    def __init__(self, vocabulary):
        words = pathlib.Path(vocabulary).read_text(encoding="utf-8").rstrip("\n").split("\n")
        self.words = words
        self.ids = {word: index for index, word in enumerate(words)}
        self.known = {}

    def __call__(self, token):
        """The pieces of a token, at least one."""
        found = self.known.get(token)
        if found is None:
            found = []
            for word in self.split(token):
                found += self.cut(word)
            found = found[:MOST_PIECES] or [UNKNOWN]
            self.known[token] = found
        return found

    @staticmethod
    def split(token):
        words, run = [], ""
        for character in token:
            what = kind(character)
            if what == DROPPED:
                continue
            text = "" if what == SPACE else folded(character)
            if what == LETTER:
                run += text
                continue
            if run:
                words.append(run)
            run = ""
            if text:
                words.append(text)
        return words + [run] if run else words

    def cut(self, word):
        if len(word) > LONGEST_WORD:
            return [UNKNOWN]
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self.ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
            else:
                return [UNKNOWN]
            pieces.append(piece)
            start = end
        return pieces
