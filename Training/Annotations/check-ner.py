"""Checks ner.tsv against the corpus it labels and prints its counts.

Usage: check-ner.py gmb.tsv [ner.tsv]

Exits with 1 if a range is empty, outside its sentence or overlaps another, if a sentence is listed twice or
out of order, or if its split is not the one that its number gives. Prints mentions per type and split and how
well the corpus' own labels agree (exact span and type).
"""

import collections
import pathlib
import re
import sys

from iob import spans

TYPES = ("PER", "ORG", "LOC", "MISC")


def sentences(path):
    """The corpus as lists of tags, one per sentence."""
    blocks = pathlib.Path(path).read_text(encoding="utf-8").split("\n\n")
    return [[line.split("\t")[1] for line in block.strip("\n").split("\n")] for block in blocks if block.strip()]


def main():
    corpus = sentences(sys.argv[1])
    path = sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("ner.tsv")
    errors, last = 0, -1
    counts, count = collections.Counter(), collections.Counter()
    gold_total, silver_total, agreed = collections.Counter(), collections.Counter(), collections.Counter()
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, split, items = line.split("\t")
        number, gold, end = int(number), set(), 0
        problems = []
        if number <= last:
            problems.append("out of order")
        last = number
        if split != ("test" if number // 10 % 5 == 4 else "train"):
            problems.append("wrong split")
        for item in items.split():
            match = re.fullmatch(r"(\d+)-(\d+):(PER|ORG|LOC|MISC)", item)
            if not match:
                problems.append(f"malformed {item}")
                continue
            first, after = int(match[1]), int(match[2])
            if not end <= first < after <= len(corpus[number]):
                problems.append(f"bad range {item}")
            end = after
            gold.add((first, after, match[3]))
            counts[split, match[3]] += 1
        count[split] += 1
        silver = set(spans(corpus[number]))
        for kind in TYPES:
            mine, theirs = ({span for span in side if span[2] == kind} for side in (gold, silver))
            gold_total[kind] += len(mine)
            silver_total[kind] += len(theirs)
            agreed[kind] += len(mine & theirs)
        for problem in problems:
            print(f"{number}: {problem}", file=sys.stderr)
        errors += len(problems)
    for split in ("train", "test"):
        listed = ", ".join(f"{kind} {counts[split, kind]}" for kind in TYPES)
        print(f"{split}: {count[split]} sentences, {sum(counts[split, kind] for kind in TYPES)} mentions: {listed}")
    print("corpus' labels against these, exact span and type:")
    for kind in (*TYPES, None):
        hit, theirs, mine = (
            sum(total.values()) if kind is None else total[kind] for total in (agreed, silver_total, gold_total)
        )
        precision, recall = hit / max(theirs, 1), hit / max(mine, 1)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  {kind or 'all':5} precision {precision:.3f} recall {recall:.3f} F1 {score:.3f}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
