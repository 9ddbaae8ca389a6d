"""Checks the labels of stance and news in whole articles, and prints their counts.

Usage: check-article-stance.py [--list] [--against DIR] [DIR]

DIR defaults to articles. NAME.stance labels the text of NAME.quotes, whose markup hard-quotes.py reads: a line a mention with
surface, which occurrence of it in the plain text (from 1, inside of other words and names, too), type, canonical name, label and,
where there is a stance, its holder, parted by tabs, in the order of the text. Exits with 1 if a surface has no such occurrence or
begins or ends inside a word, a mention stands twice, overlaps another or is out of order, a field is malformed, a stance has no
holder or a holder no stance, or a holder is neither WRITER nor words of the article.
`--list` prints what only a reader can judge: labels other than 0n in their sentence, and names that stand unmarked elsewhere in the
article. `--against` compares with the labels of the same articles in another folder and prints the agreement.
"""

import argparse
import collections
import importlib.util
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
TYPES = ("PER", "ORG", "LOC", "MISC")
LABEL = re.compile(r"[-+0][gbn]")
TITLE = re.compile(r"(?:[Tt]he|[Aa]n?|Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Sen|Senator|President|Minister|Judge|Justice|Father|Governor)\.? \w")
TITLED = ("The Year of the Heron", "The Cheap Seats", "The Beast in the Bog", "The Old Forge", "The Little Egg-Seller", "The Hague")


def markup():
    spec = importlib.util.spec_from_file_location("hard_quotes", HERE / "hard-quotes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles(folder, quotes):
    """Name, split, text and labels of each article that has labels."""
    reader = markup()
    for path in sorted(folder.glob("*.stance")):
        source = quotes / (path.stem + ".quotes")
        if not source.exists():
            sys.exit(f"{path}: there is no {source.name} to label")
        _, split, names, body = next(reader.documents(source))
        text, _ = reader.parse(body, names)
        yield path.stem, split or "train", text, path.read_text(encoding="utf-8").splitlines()


def place(text, surface, occurrence):
    """Offset of the given occurrence, -1 if the text has fewer."""
    start = -1
    for _ in range(occurrence):
        start = text.find(surface, start + 1)
        if start < 0:
            break
    return start


def mentions(text, lines):
    """Mentions as (start, end, type, name, label, holder), and complaints about the lines that are none."""
    found, wrong = [], []
    for number, line in enumerate(lines, 1):
        fields = line.split("\t")
        if len(fields) not in (5, 6) or not fields[1].isdecimal() or any(field != field.strip() or not field for field in fields):
            wrong.append(f"line {number}: fields of {line!r}")
            continue
        surface, occurrence, kind, name, label = fields[:5]
        holder = fields[5] if len(fields) == 6 else ""
        start = place(text, surface, int(occurrence)) if int(occurrence) else -1
        end = start + len(surface)
        if start < 0:
            wrong.append(f"line {number}: the text has no occurrence {occurrence} of {surface!r}")
            continue
        if re.match(r"\w\w", text[start - 1:start + 1] if start else "") or re.match(r"\w\w", text[end - 1:end + 1]):
            wrong.append(f"line {number}: {surface!r} {occurrence} ends inside a word")
        if TITLE.match(surface) and surface not in TITLED:
            wrong.append(f"line {number}: edge of {surface!r}")
        if kind not in TYPES or not LABEL.fullmatch(label):
            wrong.append(f"line {number}: type {kind} or label {label}")
        elif (label[0] != "0") != bool(holder):
            wrong.append(f"line {number}: label {label} with holder {holder!r}")
        elif holder and holder != "WRITER" and holder not in text:
            wrong.append(f"line {number}: holder {holder!r} is not in the article")
        if found and start < found[-1][1]:
            same = (start, end) == found[-1][:2]
            wrong.append(f"line {number}: {surface!r} {occurrence} " + ("stands twice" if same else "overlaps or is out of order"))
        found.append((start, end, kind, name, label, holder))
    return found, wrong


def doubtful(name, text, found):
    covered = [range(start, end) for start, end, *_ in found]
    for start, end, kind, _, label, holder in found:
        if label != "0n":
            before, behind = text[max(0, start - 60):start], text[end:end + 90]
            print(f"{name}: {label} {holder}\t…{before}[{text[start:end]}]{behind}…".replace("\n", " "))
    for surface in sorted({text[start:end] for start, end, *_ in found}):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            if not any(match.start() in part for part in covered):
                print(f"{name}: {surface} unmarked\t…{text[max(0, match.start() - 40):match.end() + 40]}…".replace("\n", " "))


def kappa(pairs):
    chance = sum(
        (sum(a == value for a, _ in pairs) / len(pairs)) * (sum(b == value for _, b in pairs) / len(pairs))
        for value in {a for a, _ in pairs})
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1


def agreement(first, second):
    """Prints how far the labels of the articles that both have are the same."""
    both = sorted(first.keys() & second.keys())
    one = {(name, *mention[:2]): mention[2:] for name in both for mention in first[name]}
    two = {(name, *mention[:2]): mention[2:] for name in both for mention in second[name]}
    shared = sorted(one.keys() & two.keys())
    if not shared:
        sys.exit("no article is labelled in both folders")
    print(f"{len(both)} articles: {len(one)} and {len(two)} mentions, {len(shared)} with the same ends, "
          f"F1 {2 * len(shared) / (len(one) + len(two)):.3f}")
    print(f"type the same in {sum(one[key][0] == two[key][0] for key in shared)}, "
          f"name in {sum(one[key][1] == two[key][1] for key in shared)}")
    for what, part in (("label", slice(0, 2)), ("stance", slice(0, 1)), ("news", slice(1, 2))):
        pairs = [(one[key][2][part], two[key][2][part]) for key in shared]
        none = {"label": "0n", "stance": "0", "news": "n"}[what]
        hit = sum(a == b != none for a, b in pairs)
        marked = sum(a != none for a, _ in pairs), sum(b != none for _, b in pairs)
        print(f"{what}: the same in {sum(a == b for a, b in pairs)} of {len(pairs)}, kappa {kappa(pairs):.2f}; "
              f"other than {none} {marked[0]} and {marked[1]}, the same {hit}, F1 {2 * hit / max(1, sum(marked)):.3f}")
    judged = [key for key in shared if one[key][2][0] == two[key][2][0] != "0"]
    print(f"holder the same in {sum(one[key][3] == two[key][3] for key in judged)} of {len(judged)}")
    for key in shared:
        if one[key][2] != two[key][2]:
            print(f"  {key[0]} at {key[1]}: {one[key][2]} {two[key][2]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, default=HERE / "articles")
    parser.add_argument("--against", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    failed = False
    labels = {split: collections.Counter() for split in ("train", "test")}
    types, number, words, every = collections.Counter(), collections.Counter(), collections.Counter(), {}
    for name, split, text, lines in articles(options.directory, options.directory):
        found, wrong = mentions(text, lines)
        for complaint in wrong:
            print(f"{name}: {complaint}")
            failed = True
        if not found:
            print(f"{name}: no mention")
            failed = True
        if options.list:
            doubtful(name, text, found)
        every[name] = found
        number[split] += 1
        words[split] += len(text.split())
        labels[split].update(label for *_, label, _ in found)
        types.update(kind for _, _, kind, *_ in found)
    for split, counts in labels.items():
        total = counts.total()
        if total:
            print(f"{split}: {number[split]} articles of {words[split]} words, {total} mentions, 0n {counts['0n'] / total:.3f}, stance "
                  f"{sum(n for label, n in counts.items() if label[0] != '0')}, news "
                  f"{sum(n for label, n in counts.items() if label[1] != 'n')}; "
                  + ", ".join(f"{label} {n}" for label, n in counts.most_common()))
    print("types: " + ", ".join(f"{kind} {types[kind]}" for kind in TYPES))
    if options.against:
        agreement(every, {name: mentions(text, lines)[0]
                          for name, _, text, lines in articles(options.against, options.directory)})
    sys.exit(failed)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.exit(f"{error}: mend the file")
