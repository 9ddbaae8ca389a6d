"""Writes hand-labelled sentences anew with other names in the place of theirs.

Usage: swap.py NER_FOLDER COPIES gmb|wire > swapped.tsv
       swap.py NER_FOLDER COPIES business > swapped.txt

What a name is shows in what stands around it, and a network that knows only the names of its training text learns the
names instead. Here people get other people's names (a part of them made of two halves, so that nobody has seen them),
places and sides named after places get other places, demonyms other demonyms, companies other companies; the same name
gets the same other name in a document. Names that are not of these kinds stay. Of company news and lists (`business`) a
company is called after a person, a place, a word or nothing known, so that what it is shows in the text alone.
"""

import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Annotations"))
from iob import spans

HERE = pathlib.Path(__file__).parent
SUFFIXES = {
    "Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "Plc", "PLC", "Co", "Co.", "AG", "SA", "NV", "SpA", "AB", "GmbH",
    "Holdings", "Industries", "Airlines", "Motors", "Energy", "Securities", "Insurance", "Systems",
}
PARTICLES = set("de van der den von al bin ibn da di la le el dos du Al El".split())
FIRMS = SUFFIXES | set(
    "plc ltd Group Bank Partners Foods Marine Homes Capital Cement Air Lines LLC LLP Bhd Oyj ASA SE Pharma Therapeutics Steel "
    "Mining Resources Power Logistics Retail Brands Software Technologies Media Pictures Studios Hotels Foundry Dairy Brewery "
    "Stores Shipping Motor Textiles Chemicals Labs Ventures Properties Insurance Advisors Robotics Bakery Railways".split())
BRACKETED = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")
DEMONYM = re.compile(r"[A-Z][a-z]+(?:an|ese|ish|i)$")
PLAIN = re.compile(r"[A-Z][a-z]+(?:[-' ][A-Z]?[a-z]+)*$")


def sentences(path):
    """Documents of sentences of (token, tag)."""
    documents, sentence = [[]], []
    for line in [*pathlib.Path(path).read_text(encoding="utf-8").split("\n"), ""]:
        token, _, tag = line.partition("\t")
        if token == "-DOCSTART-":
            documents.append([])
        elif line:
            sentence.append((token, tag))
        elif sentence:
            documents[-1].append(sentence)
            sentence = []
    return [document for document in documents if document]


def labelled(gmb):
    """The training blocks of ner.tsv as documents of (tokens, spans)."""
    corpus = [sentence for document in sentences(gmb) for sentence in document]
    blocks = {}
    for line in (HERE.parent / "Annotations/ner.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        if line.startswith("#"):
            continue
        number, split, items = line.split("\t")
        if split != "train":
            continue
        names = []
        for item in items.split():
            first, last, kind = re.fullmatch(r"(\d+)-(\d+):(\w+)", item).groups()
            names.append((int(first), int(last), kind))
        tokens = [token for token, _ in corpus[int(number)]]
        blocks.setdefault(int(number) // 10, []).append((tokens, names))
    return list(blocks.values())


class Names:
    """What can be put in the place of a name."""

    def __init__(self, folder, documents):
        self.countries, self.demonyms, self.places = set(), set(), {}
        cities, towns = [], []
        for line in (folder / "places.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n"):
            kind, name, _, population, *_ = line.split("\t")
            if not PLAIN.match(name):
                continue
            if kind == "country":
                self.countries.add(name)
            elif kind != "us-state":
                (cities if int(population or 0) >= 200_000 else towns).append(name)
            self.places.setdefault(name, kind)
        self.cities, self.towns = cities, towns
        given = (folder / "given-names.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
        self.given = [line.split("\t")[0] for line in given]
        surnames, firsts, companies = set(), set(), set()
        for document in documents:
            for tokens, names in document:
                for start, end, kind in names:
                    if kind == "PER" and end - start > 1 and PLAIN.match(tokens[end - 1]):
                        surnames.add(tokens[end - 1])
                        if PLAIN.match(tokens[start]):
                            firsts.add(tokens[start])
                    elif kind == "MISC" and end - start == 1 and DEMONYM.match(tokens[start]):
                        self.demonyms.add(tokens[start])
                    elif kind == "ORG" and end - start > 1 and tokens[end - 1] in SUFFIXES:
                        companies.add(tokens[start])
        self.countries, self.demonyms = sorted(self.countries), sorted(self.demonyms)
        self.surnames, self.firsts = sorted(surnames), sorted(firsts)
        self.companies = sorted(name for name in companies if PLAIN.match(name))

    def place(self):
        return random.choice(self.cities if random.random() < 0.5 else self.towns).split()

    def made_up(self, words):
        first, second = random.choice(words), random.choice(words)
        return (first[: random.randint(2, 4)] + second[-random.randint(2, 5) :].lower()).capitalize()

    def surname(self):
        return self.made_up(self.surnames) if random.random() < 0.25 else random.choice(self.surnames)

    def other(self, tokens, kind):
        """Tokens for the place of a name; the same where its kind isn't known."""
        name = " ".join(word.title() if word.isupper() and len(word) > 3 else word for word in tokens)
        if kind == "PER":
            if len(tokens) == 1 and tokens[0].isalpha():
                return [self.surname()]
            if len(tokens) == 2 and re.match(r"(?:[A-Z]\.)+$", tokens[0]):
                return [tokens[0], self.surname()]
            if len(tokens) >= 2 and not PARTICLES & set(tokens) and all(word[0].isupper() for word in tokens):
                first = random.choice(self.firsts if random.random() < 0.6 else self.given)
                middle = [f"{random.choice('ABCDEFGHJKLMPRSTW')}."] if len(tokens) > 2 and random.random() < 0.4 else []
                return [first, *middle, self.surname()]
        elif kind == "MISC":
            if name in self.demonyms:
                return [random.choice(self.demonyms)]
        elif name in self.countries:
            return random.choice(self.countries).split()
        elif self.places.get(name, "country") not in ("country", "us-state"):
            return [self.made_up(self.towns)] if random.random() < 0.15 else self.place()
        elif kind == "ORG" and len(tokens) > 1 and tokens[-1] in SUFFIXES:
            head = random.choice(self.companies) if random.random() < 0.5 else self.surname()
            return [head, *tokens[-1:]] if len(tokens) < 3 or random.random() < 0.5 else [head, *tokens[-2:]]
        return tokens


def swapped(document, names):
    """A document with other names."""
    chosen, result = {}, []
    for tokens, found in document:
        words, tags, at = [], [], 0
        for start, end, kind in found:
            words += tokens[at:start]
            tags += ["O"] * (start - at)
            old = tokens[start:end]
            key = " ".join(old).lower()
            if key not in chosen:
                new = names.other(old, kind)
                chosen[key] = new if new != old else []
                # A surname alone is the person's whose full name stood before.
                if kind == "PER" and len(old) > 1 and new != old:
                    chosen.setdefault(old[-1].lower(), new[-1:])
            new = chosen[key] if chosen[key] != [] else old
            if all(word.isupper() for word in old if word.isalpha()) and len("".join(old)) > 3:
                new = [word.upper() for word in new]
            words += new
            tags += ["B-" + kind] + ["I-" + kind] * (len(new) - 1)
            at = end
        words += tokens[at:]
        tags += ["O"] * (len(tokens) - at)
        result.append(list(zip(words, tags, strict=True)))
    return result


def swapped_firms(lines, names, words):
    """Lines with bracketed names, with others: companies that are called by their kind somewhere, people, places."""
    found = BRACKETED.findall("\n".join(lines))
    heads = {}
    for kind, name in found:
        parts = name.split()
        if kind == "ORG" and len(parts) > 1 and parts[-1].strip(".,").lower() in {end.strip(".").lower() for end in FIRMS}:
            while len(parts) > 1 and parts[-1].strip(".,").lower() in {end.strip(".").lower() for end in FIRMS}:
                parts.pop()
            if len(parts) < 4 and not {"of", "the", "and"} & set(parts):
                heads.setdefault(" ".join(parts).lower(), None)
    for head in heads:
        heads[head] = random.choice([
            names.surname, names.surname, lambda: " ".join(names.place()), lambda: random.choice(names.given),
            lambda: names.made_up(names.towns), lambda: names.made_up(words), lambda: random.choice(words).capitalize(),
            lambda: f"{random.choice(words)} {random.choice(words)}".title(),
            lambda: f"{names.surname()} {random.choice(['&', 'and'])} {names.surname()}"])()
    chosen = {}

    def other(match):
        kind, name = match.groups()
        new = name
        if kind == "ORG":
            for head in sorted(heads, key=len, reverse=True):
                if name.lower() == head or name.lower().startswith((head + " ", head + "'")):
                    new = heads[head] + name[len(head):]
                    break
        elif kind in ("PER", "LOC"):
            key = name.lower()
            parts = name.title().split() if name.isupper() or name.islower() else name.split()
            if key not in chosen:
                picked = names.other(parts, kind)
                chosen[key] = " ".join(picked)
                if kind == "PER" and len(parts) > 1 and picked != parts:
                    chosen.setdefault(parts[-1].lower(), picked[-1])
            new = chosen[key]
        if name.isupper() and len(name) > 3:
            new = new.upper()
        elif name.islower():
            new = new.lower()
        return f"[{kind} {new}]"

    # Full names first: a surname alone is the person's.
    for kind, name in sorted(found, key=lambda item: -len(item[1].split())):
        if kind == "PER":
            other(re.match(BRACKETED, f"[{kind} {name}]"))
    return [BRACKETED.sub(other, line) for line in lines]


def bracketed(name):
    """The training documents of a text with bracketed names: every fifth is held out."""
    text = (HERE.parent / f"Annotations/{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    blocks = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
    return [block.split("\n") for number, block in enumerate(blocks) if number % 5 != 4]


def main():
    folder, copies, which = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    random.seed(7)
    wire = [
        [([t for t, _ in sentence], spans([tag for _, tag in sentence])) for sentence in document]
        for document in sentences(HERE.parent / "Annotations/ner-wire.tsv")
    ]
    blocks = labelled(folder / "gmb.tsv")
    names = Names(folder, wire + blocks)
    if which == "business":
        documents = [document for name in ("ner-business", "ner-lists") for document in bracketed(name)]
        text = " ".join(BRACKETED.sub("", line) for document in documents for line in document)
        words = sorted(set(re.findall(r"(?<= )[a-z]{4,9}(?= )", text)))
        for _ in range(copies):
            for document in documents:
                print("\n".join(swapped_firms(document, names, words)), end="\n\n")
        return
    for _ in range(copies):
        for document in wire if which == "wire" else blocks:
            print("-DOCSTART-\n")
            for sentence in swapped(document, names):
                print("\n".join(f"{token}\t{tag}" for token, tag in sentence), end="\n\n")


if __name__ == "__main__":
    main()
