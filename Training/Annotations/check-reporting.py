"""Checks the labels of words that report, of who reports and of who is told, and prints their counts.

Usage: check-reporting.py [--list] [FILE]

FILE defaults to reporting.txt. Exits with 1 if a brace is left over, a mark is malformed or holds more than one token, a passage
has numbered and bare marks side by side, a number has no word that reports or more than one, or nobody who reports or is told, a
passage stands twice, or the test part is no fifth. `--list` prints what only a reader can judge: the reports by nobody and by
several, and every form that is marked as a word that reports, with the passages where it stands unmarked.
"""

import collections
import pathlib
import re
import sys

from passages import documents

MARK = re.compile(r"\{([^{} ]+) ([^{}]+)\}")
ROLE = re.compile(r"([RSA])(\d*)")
SENTENCE = re.compile(r"[.!?…][”’\"')]*(?= |$)")
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|St|No|[A-Z])\.$")


def marks(passage):
    """The roles of each mark, as pairs of letter and number, and its token."""
    for roles, token in MARK.findall(passage):
        yield [ROLE.fullmatch(role) for role in roles.split(",")], token


def plain(passage):
    return MARK.sub(lambda mark: mark[2], passage)


def sentences(passage):
    text = plain(passage)
    return max(1, sum(1 for end in SENTENCE.finditer(text) if not ABBREVIATION.search(text[: end.end()])))


def problems(passage):
    if passage != passage.strip() or "  " in passage:
        yield "space"
    if re.search("[{}]", MARK.sub("", passage)):
        yield "brace"
    numbers = collections.defaultdict(list)
    for roles, token in marks(passage):
        if None in roles:
            yield f"role of {token}"
            continue
        if " " in token or not token:
            yield f"more than a token: {token}"
        if not (token[0].isalnum() and token[-1].isalnum() or re.fullmatch(r"@\w+|[-–—:]", token)):
            yield f"edge of {token}"
        for role in roles:
            numbers[role[2]].append(role[1])
    if "" in numbers and len(numbers) > 1:
        yield "numbered and bare marks"
    for number, roles in numbers.items():
        if roles.count("R") != 1:
            yield f"number {number or '(none)'}: {roles.count('R')} words that report"
        elif len(roles) == 1:
            yield f"number {number or '(none)'}: nobody reports or is told"
    if numbers and "" not in numbers and sorted(map(int, numbers)) != list(range(1, len(numbers) + 1)):
        yield "a number is left out"


def forms(everything):
    """Prints the passages with a report by nobody or by several, then each form that reports somewhere, with its unmarked places."""
    reporting = collections.Counter()
    for passage in everything:
        linked = collections.defaultdict(list)
        for roles, _ in marks(passage):
            for role in filter(None, roles):
                linked[role[2]].append(role[1])
        for roles in linked.values():
            if "S" not in roles:
                print(f"told by nobody: {passage}")
            if max(roles.count("S"), roles.count("A")) > 1:
                print(f"joint: {passage}")
    for passage in everything:
        for roles, token in marks(passage):
            reporting[token.lower()] += sum(1 for role in roles if role and role[1] == "R")
    places = collections.defaultdict(list)
    for passage in everything:
        for word in set(re.findall(r"[\w’'-]+", MARK.sub("_", passage).lower())):
            if reporting[word]:
                places[word].append(plain(passage))
    for word, count in sorted((word, count) for word, count in reporting.items() if count):
        print(f"{word}: {count} marked, {len(places[word])} passages unmarked")
        for place in places[word]:
            print(f"    {place}")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    path = arguments[0] if arguments else pathlib.Path(__file__).with_name("reporting.txt")
    errors, counts, kinds, seen = 0, collections.defaultdict(collections.Counter), collections.Counter(), set()
    all_passages, lemmas = [], {"train": collections.Counter(), "test": collections.Counter()}
    for number, (kind, part, passages) in enumerate(documents(path)):
        counts[part]["documents"] += 1
        for passage in passages:
            found = list(problems(passage))
            if plain(passage) in seen:
                found.append("stands twice")
            seen.add(plain(passage))
            for problem in found:
                errors += 1
                print(f"document {number}: {problem}: {passage}")
            counts[part]["passages"] += 1
            counts[part]["sentences"] += sentences(passage)
            kinds[kind] += 1
            all_passages.append(passage)
            reports = 0
            for roles, token in marks(passage):
                for role in filter(None, roles):
                    counts[part][role[1]] += 1
                    if role[1] == "R":
                        reports += 1
                        lemmas[part][token.lower()] += 1
            counts[part]["passages without a report"] += reports == 0
    for part in ("train", "test"):
        row = counts[part]
        print(
            f"{part}: {row['documents']} documents, {row['passages']} passages, {row['sentences']} sentences; "
            f"{row['R']} R ({len(lemmas[part])} forms), {row['S']} S, {row['A']} A; "
            f"{row['passages without a report']} passages without a report"
        )
    print(f"forms of test that train lacks: {len(set(lemmas['test']) - set(lemmas['train']))}")
    print("kinds: " + ", ".join(f"{kind or 'none'} {count}" for kind, count in kinds.most_common()))
    total = sum(row["passages"] for row in counts.values())
    if total >= 100 and not 0.15 <= counts["test"]["passages"] / total <= 0.25:
        errors += 1
        print("the test part is no fifth of the passages")
    if "--list" in sys.argv:
        forms(all_passages)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
