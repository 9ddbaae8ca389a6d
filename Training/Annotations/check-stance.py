"""Checks the labels of stance and news of named targets, and prints their counts.

Usage: check-stance.py [--list] [FILE]

FILE defaults to stance.txt. Exits with 1 if a bracket is left over, a mark is malformed, the holders in the last column don't
match the targets that somebody judges, a holder is neither WRITER nor words of the passage, a passage stands twice, the test part
is no fifth, or the share of targets without stance is not between 0.75 and 0.85. `--list` prints what only a reader can judge:
names that stand unmarked in a passage where they are marked or that another passage marks.
"""

import collections
import pathlib
import re
import sys

from passages import documents

MARK = re.compile(r"\[T([^\[\] ]*) ([^\[\]]+)\]")
FORM = re.compile(r"([-+0])([gbn])")
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Sen|Senator|President|Minister|Judge|Justice|Father|Governor)\b\.? \w")
HOLDER = re.compile(r"T(\d+)<-(.+)")


def plain(text):
    return MARK.sub(lambda mark: mark[2], text)


def problems(line):
    text, *columns = line.split("\t")
    if text != text.strip() or "  " in text:
        yield "space"
    if len(columns) > 1:
        yield "more than two columns"
    if re.search(r"[\[\]]", MARK.sub("", text)):
        yield "bracket"
    judged = 0
    for label, name in MARK.findall(text):
        form = FORM.fullmatch(label)
        if not form:
            yield f"label T{label}"
        elif form[1] != "0":
            judged += 1
        if name != name.strip() or re.match("(?:the|an?) ", name) or TITLE.match(name):
            yield f"edge of {name}"
    holders = [HOLDER.fullmatch(entry) for entry in columns[0].split("; ")] if columns else []
    if None in holders:
        yield "holder"
        return
    if [int(holder[1]) for holder in holders] != list(range(1, judged + 1)):
        yield f"{judged} judged targets, holders of {', '.join('T' + holder[1] for holder in holders) or 'none'}"
    for holder in holders:
        if holder[2] != "WRITER" and holder[2] not in plain(text):
            yield f"holder {holder[2]} is not in the passage"


def doubtful(lines):
    names = {name for line in lines for _, name in MARK.findall(line)}
    for line in lines:
        rest = MARK.sub("_", line.split("\t")[0])
        for name in sorted(names):
            if name in rest and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest):
                print(f"{name} unmarked: {line}")
        for word in re.findall(r"(?<=[a-z,’”] )[A-Z][\w’-]+", rest):
            if word not in ("I", "I’m", "I’d", "I’ve", "I’ll"):
                print(f"capital {word}: {line}")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    path = arguments[0] if arguments else pathlib.Path(__file__).with_name("stance.txt")
    errors, counts, kinds, lines, seen = 0, collections.defaultdict(collections.Counter), collections.Counter(), [], set()
    for number, (kind, part, passages) in enumerate(documents(path)):
        counts[part]["documents"] += 1
        for line in passages:
            found = list(problems(line))
            text = plain(line.split("\t")[0])
            if text in seen:
                found.append("stands twice")
            seen.add(text)
            for problem in found:
                errors += 1
                print(f"document {number}: {problem}: {line}")
            kinds[kind] += 1
            lines.append(line)
            counts[part]["passages"] += 1
            for label, _ in MARK.findall(line):
                if FORM.fullmatch(label):
                    counts[part]["targets"] += 1
                    counts[part][label[0]] += 1
                    counts[part][label[1]] += 1
                    counts[part][label] += 1
            for entry in line.split("\t")[1:]:
                counts[part]["writer"] += entry.count("<-WRITER")
                counts[part]["others"] += entry.count("<-") - entry.count("<-WRITER")
    for part in ("train", "test"):
        row = counts[part]
        print(
            f"{part}: {row['documents']} documents, {row['passages']} passages, {row['targets']} targets; "
            f"T0 {row['0'] / max(1, row['targets']):.3f}, T- {row['-']}, T+ {row['+']} "
            f"(holder writer {row['writer']}, others {row['others']}); news g {row['g']}, b {row['b']}, n {row['n']}; "
            + ", ".join(f"T{label} {row[label]}" for label in ("0n", "0g", "0b", "+n", "+g", "+b", "-n", "-g", "-b"))
        )
    print("kinds: " + ", ".join(f"{kind or 'none'} {count}" for kind, count in kinds.most_common()))
    passages, targets = (sum(row[key] for row in counts.values()) for key in ("passages", "targets"))
    if passages >= 100:
        neutral = sum(row["0"] for row in counts.values()) / targets
        print(f"share of targets without stance: {neutral:.3f}")
        if not 0.75 <= neutral <= 0.85:
            errors += 1
            print("too far from eight in ten")
        if not 0.15 <= counts["test"]["passages"] / passages <= 0.25:
            errors += 1
            print("the test part is no fifth of the passages")
    if "--list" in sys.argv:
        doubtful(lines)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
