#!/usr/bin/env python3
"""Checks the documents with bracketed names against their lists of entities, and prints how many there are.

    Benchmarks/data/names/check.py [--list]

The exit status is 1 where a bracket is left over, a type is none of the four, an article stands inside of an organisation, a
bracket belongs to no row or to two, a row's surface stands in no bracket of its type, or a document has no list. `--list`
prints what only a reader can judge: surfaces with two types, and words of a name that stand unmarked in its document.
"""

import collections
import pathlib
import re
import sys

TYPES = ("PER", "ORG", "LOC", "MISC")
NAME = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")


def rows(path):
    """Rows of a list as (canonical name, type, surfaces); raises ValueError for a line of another form."""
    result = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 3:
            raise ValueError(f"{path.name}:{number}: needs canonical name, type and surfaces, parted by tabs")
        result.append((fields[0], fields[1], fields[2].split(" | ")))
    return result


def problems(text, entities):
    rest = NAME.sub("", text)
    for mark in re.findall(r".{0,20}[\[\]].{0,20}", rest):
        yield f"a bracket is left over: {mark}"
    marked = collections.Counter(NAME.findall(text))
    for kind, surface in marked:
        if kind not in TYPES:
            yield f"{kind} is no type: {surface}"
        if surface != surface.strip() or "\n" in surface:
            yield f"white space at the edge or a line's end inside: {surface!r}"
        if kind == "ORG" and re.match("(?:the|an?) ", surface, re.IGNORECASE):
            yield f"an article inside of an organisation: {surface}"
    owners = collections.Counter((kind, surface) for _, kind, surfaces in entities for surface in surfaces)
    for key in marked:
        if owners[key] != 1:
            yield f"[{key[0]} {key[1]}] belongs to {owners[key]} rows"
    for key in owners:
        if key not in marked:
            yield f"[{key[0]} {key[1]}] of the list stands nowhere"
    for (name, kind), count in collections.Counter(entity[:2] for entity in entities).items():
        if count > 1:
            yield f"{count} rows for {kind} {name}"


def doubtful(text):
    kinds = collections.defaultdict(set)
    for kind, surface in NAME.findall(text):
        kinds[surface].add(kind)
    rest = NAME.sub("_", text)
    for surface, found in kinds.items():
        if len(found) > 1:
            yield f"{surface}: {', '.join(sorted(found))}"
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", rest):
            yield f"{surface} unmarked: {rest[max(0, match.start() - 30):match.end() + 30]!r}"


def main():
    errors = 0
    totals = collections.Counter()
    for path in sorted(pathlib.Path(__file__).parent.glob("[0-9][0-9]-*.txt")):
        text = path.read_text(encoding="utf-8")
        try:
            entities = rows(path.with_suffix(".entities.tsv"))
            found = list(problems(text, entities))
        except (OSError, ValueError) as error:
            entities, found = [], [str(error)]
        for problem in found:
            print(f"{path.name}: {problem}", file=sys.stderr)
        errors += len(found)
        if "--list" in sys.argv:
            for line in doubtful(text):
                print(f"{path.name}: {line}")
        words = len(NAME.sub(r"\2", text).split())
        mentions = len(NAME.findall(text))
        kinds = collections.Counter(kind for _, kind, _ in entities)
        totals.update(kinds, documents=1, words=words, mentions=mentions, entities=len(entities))
        print(f"{path.name:26} {words:4} words {mentions:4} mentions {len(entities):3} entities")
    listed = ", ".join(f"{kind} {totals[kind]}" for kind in TYPES)
    print(f"{totals['documents']} documents, {totals['words']} words, {totals['mentions']} mentions, {totals['entities']} entities: {listed}")
    sys.exit(1 if errors or not totals["documents"] else 0)


if __name__ == "__main__":
    main()
