"""Checks texts with bracketed names and prints their counts.

Usage: check-bracketed.py [--list] [FILE…]

FILE defaults to the ner-*.txt beside it. Exits with 1 if a bracket is left over, a type is none of the four, a name
or a line begins or ends with a space, or an article stands inside of an organisation. `--list` prints what only a reader can
judge: names with two types in one document, names with two types across documents, and words of a name that stand unmarked in
its document.
"""

import collections
import pathlib
import re
import sys

TYPES = ("PER", "ORG", "LOC", "MISC")
NAME = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")


def documents(path):
    """Lists of lines; the lines at the head that begin with # say what the file is."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").split("\n")
    while lines[0].startswith("#"):
        lines.pop(0)
    return [block.split("\n") for block in re.split(r"\n\n+", "\n".join(lines).strip("\n"))]


def problems(line):
    if line != line.strip() or "  " in line:
        yield "space"
    rest = NAME.sub("", line)
    if "[" in rest or "]" in rest:
        yield "bracket"
    for kind, name in NAME.findall(line):
        if kind not in TYPES:
            yield f"type {kind}"
        if name != name.strip():
            yield f"space in {name}"
        if kind == "ORG" and re.match("(?:[Tt]he|[Aa]) ", name):
            yield f"article in {name}"


def doubtful(number, document):
    types = collections.defaultdict(set)
    for kind, name in NAME.findall("\n".join(document)):
        types[name].add(kind)
    for name, kinds in types.items():
        if len(kinds) > 1:
            print(f"{number}: {name}: {', '.join(sorted(kinds))}")
    for line in document:
        rest = NAME.sub("_", line)
        for name in types:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest):
                print(f"{number}: {name} unmarked: {line}")


def main():
    paths = [argument for argument in sys.argv[1:] if argument != "--list"]
    paths = paths or [pathlib.Path(__file__).with_name(f"ner-{name}.txt") for name in ("business", "lists", "local", "types")]
    errors, across = 0, collections.defaultdict(collections.Counter)
    for path in paths:
        counts = collections.defaultdict(collections.Counter)
        for number, document in enumerate(documents(path)):
            count = counts["test" if number % 5 == 4 else "train"]
            count.update(documents=1, lines=len(document))
            for line in document:
                for problem in problems(line):
                    errors += 1
                    print(f"{path}: {problem}: {line}", file=sys.stderr)
                for kind, name in NAME.findall(line):
                    count[kind] += 1
                    across[name][kind] += 1
            if "--list" in sys.argv:
                doubtful(number, document)
        for part, count in counts.items():
            listed = ", ".join(f"{kind} {count[kind]}" for kind in TYPES)
            total = sum(count[kind] for kind in TYPES)
            print(f"{pathlib.Path(path).name}, {part}: {count['documents']} documents, {count['lines']} lines, {total} names: {listed}")
    if "--list" in sys.argv:
        for name, kinds in sorted(across.items()):
            if len(kinds) > 1:
                print(f"{name}: {', '.join(f'{kind} {number}' for kind, number in kinds.most_common())}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
