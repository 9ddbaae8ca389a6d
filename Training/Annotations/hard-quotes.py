#!/usr/bin/env python3
"""Turns marked-up text into documents with quote gold, and back.

    hard-quotes.py pack MARKUP... --into DIR     writes NAME.txt and NAME.gold.json, adds test names to test.list
    hard-quotes.py show DIR [NAME...]            prints documents as markup, to read or to correct them
    hard-quotes.py check DIR                     checks spans, nesting, mentions and cues
    hard-quotes.py lines FILE|DIR [--split test] prints JSON Lines: of a file a document each line, but for lines that
                                                 are empty or begin with #; of a folder all that are not held out, or
                                                 with --split test those that are

A folder may hold markup itself, in files NAME.quotes: check, show and lines read it there, pack takes it as MARKUP.

Markup holds documents, each under a line `=== name` or `=== name test`, then lines `@K Full Name` (short forms of
canonical names) and the text. An entry stands around its words:

    ⟦kind;mention;canonical;cue;flags|words⟧

kind       d direct, m mixed, i / I / n indirect (clause, infinitive, nominal), t turn, s scare
mention    the words that name the speaker; empty: none
canonical  names or short forms joined by ` + `; `=`: the mention; empty: unknown
flags      c continues the entry before at its level, C the same after a full stop (continuesOptional), ? optional
`within` follows from the nesting. Trailing empty fields may be left out: ⟦s|words⟧.
"""
import argparse
import json
import os
import re
import sys

KINDS = {"d": "direct", "m": "mixed", "i": "indirect", "I": "indirect", "n": "indirect", "t": "turn", "s": "scare"}
FORMS = {"i": "clause", "I": "infinitive", "n": "nominal"}


def parse(body, names):
    """Text and entries of one document's markup."""
    text, entries, stack, last = [], [], [], {}
    length = 0
    position = 0
    for match in re.finditer(r"⟦([^|⟦⟧]*)\||⟧", body):
        plain = body[position:match.start()]
        text.append(plain)
        length += len(plain)
        position = match.end()
        if match.group() == "⟧":
            entry = stack.pop()
            entry["end"] = length
            last[id(stack[-1]) if stack else None] = entry
            continue
        fields = (match.group(1).split(";") + [""] * 5)[:5]
        kind, mention, canonical, cue, flags = (field.strip() for field in fields)
        if kind not in KINDS:
            raise ValueError(f"unknown kind {kind!r} at {body[match.start():match.start() + 60]!r}")
        before = last.get(id(stack[-1]) if stack else None)
        if ("c" in flags or "C" in flags) and before is None:
            raise ValueError(f"nothing to continue at {body[match.start():match.start() + 60]!r}")
        follows = before if "c" in flags or "C" in flags else None
        if follows and not mention and not canonical:
            mention, cue = follows["speaker"] or "", cue or follows["cue"] or ""
            speakers = follows["speaker_canonical"]
        elif canonical == "=":
            speakers = [mention]
        else:
            speakers = [names.get(name.strip(), name.strip()) for name in canonical.split(" + ")] if canonical else None
        entry = {"start": length, "end": None, "kind": KINDS[kind], "speaker": mention or None,
                 "speaker_canonical": speakers, "cue": cue or None, "follows": follows, "inside": list(stack)}
        if kind in FORMS:
            entry["form"] = FORMS[kind]
        if "?" in flags:
            entry["optional"] = True
        if "C" in flags:
            entry["continuesOptional"] = True
        entries.append(entry)
        stack.append(entry)
    if stack:
        raise ValueError(f"entry not closed: {stack[-1]}")
    text.append(body[position:])
    text = "".join(text)
    entries.sort(key=lambda entry: (entry["start"], -entry["end"]))
    quotes = []
    for entry in entries:
        around = [outer for outer in entry["inside"] if outer["kind"] in ("direct", "mixed", "turn")]
        quote = {"start": entry["start"], "end": entry["end"], "text": text[entry["start"]:entry["end"]],
                 "kind": entry["kind"], "speaker": entry["speaker"], "speaker_canonical": entry["speaker_canonical"],
                 "cue": entry["cue"], "within": index(entries, around[-1]) if around else None,
                 "continues": index(entries, entry["follows"]) if entry["follows"] else None,
                 "optional": entry.get("optional", False)}
        for key in ("form", "continuesOptional"):
            if key in entry:
                quote[key] = entry[key]
        quotes.append(quote)
    for quote in quotes:
        place(text, quotes, quote)
    return text, quotes


def index(entries, wanted):
    return next(i for i, entry in enumerate(entries) if entry is wanted)


def place(text, quotes, quote):
    """Adds where mention and cue stand: the nearest place outside the quotation and its siblings that has the words."""
    for field, key in (("speaker", "speakerStart"), ("cue", "cueStart")):
        if not quote[field]:
            continue
        blocked = [(q["start"], q["end"]) for q in quotes
                   if not (q is not quote and q["start"] <= quote["start"] and quote["end"] <= q["end"])]
        places = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(quote[field]) + r"(?!\w)", text)]
        places = [p for p in places if not any(s <= p < e for s, e in blocked)]
        if places:
            quote[key] = min(places, key=lambda p: max(quote["start"] - p - len(quote[field]), p - quote["end"]))


def documents(path):
    name, split, names, lines = None, "", {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("=== "):
                if name:
                    yield name, split, names, "".join(lines).strip("\n") + "\n"
                parts = line.split()
                name, split, names, lines = parts[1], parts[2] if len(parts) > 2 else "", {}, []
            elif match := re.match(r"@(\w+) (.+)", line):
                names[match.group(1)] = match.group(2).strip()
            else:
                lines.append(line)
    if name:
        yield name, split, names, "".join(lines).strip("\n") + "\n"


def complaints(text, quotes):
    for i, quote in enumerate(quotes):
        if text[quote["start"]:quote["end"]] != quote["text"] or not quote["text"]:
            yield f"{i}: text differs"
        if quote["text"] != quote["text"].strip():
            yield f"{i}: space at an end: {quote['text']!r}"
        for field, key in (("speaker", "speakerStart"), ("cue", "cueStart")):
            if quote[field] and key not in quote:
                yield f"{i}: {field} {quote[field]!r} not in the text: {quote['text'][:40]!r}"
        for name in quote["speaker_canonical"] or []:
            if name.casefold() not in text.casefold():
                yield f"{i}: canonical {name!r} not in the text"
        if quote["kind"] != "scare" and quote["speaker"] and not quote["speaker_canonical"]:
            yield f"{i}: mention without canonical: {quote['text'][:40]!r}"
        if quote["kind"] == "scare" and quote["speaker"]:
            yield f"{i}: scare with a speaker"


def unmarked(text, quotes):
    """Typographic opening marks behind which no entry begins: such a document is not labelled whole."""
    starts = {quote["start"] for quote in quotes}
    for match in re.finditer("“", text):
        inside = any(quote["start"] < match.start() < quote["end"] for quote in quotes if quote["kind"] != "indirect")
        reopened = inside and text[:match.start()].endswith("\n")
        if match.end() not in starts and not reopened:
            yield f"mark without entry: {text[match.start():match.start() + 40]!r}"


def write(directory, name, text, quotes):
    with open(os.path.join(directory, name + ".txt"), "w", encoding="utf-8") as file:
        file.write(text)
    rows = ",\n".join("  " + json.dumps(quote, ensure_ascii=False) for quote in quotes)
    with open(os.path.join(directory, name + ".gold.json"), "w", encoding="utf-8") as file:
        file.write('{"quotes": [' + ("\n" + rows + "\n" if rows else "") + "]}\n")


def read(directory, name):
    with open(os.path.join(directory, name + ".txt"), encoding="utf-8", newline="") as file:
        text = file.read()
    with open(os.path.join(directory, name + ".gold.json"), encoding="utf-8") as file:
        return text, json.load(file)["quotes"]


def markup_files(directory):
    return sorted(os.path.join(directory, file) for file in os.listdir(directory) if file.endswith(".quotes"))


def corpus(directory):
    """Name, whether it is held out, text and entries of each document of a folder, markup or packed."""
    for path in markup_files(directory):
        for name, split, names, body in documents(path):
            try:
                yield name, split == "test", *parse(body, names)
            except ValueError as error:
                raise ValueError(f"{path}: {name}: {error}") from error
    test = test_names(directory)
    for file in sorted(os.listdir(directory)):
        name = file.removesuffix(".gold.json")
        if name != file:
            yield name, name in test, *read(directory, name)


def test_names(directory):
    path = os.path.join(directory, "test.list")
    return open(path, encoding="utf-8").read().split() if os.path.exists(path) else []


def markup(text, quotes):
    opens, closes = {}, {}
    for quote in quotes:
        kind = quote["kind"][0]
        if quote["kind"] == "indirect":
            kind = {form: letter for letter, form in FORMS.items()}[quote.get("form", "clause")]
        flags = ("" if quote["continues"] is None else "C" if quote.get("continuesOptional") else "c")
        flags += "?" if quote.get("optional") else ""
        fields = [kind, quote["speaker"] or "", " + ".join(quote["speaker_canonical"] or []), quote["cue"] or "", flags]
        opens.setdefault(quote["start"], []).append("⟦" + ";".join(fields).rstrip(";") + "|")
        closes[quote["end"]] = closes.get(quote["end"], 0) + 1
    return "".join("⟧" * closes.get(i, 0) + "".join(opens.get(i, [])) + text[i:i + 1] for i in range(len(text) + 1))


def lines(path, held_out):
    """Documents with gold: those of one split of a folder, or one from each line of a file."""
    if os.path.isdir(path):
        yield from ((name, text, quotes) for name, test, text, quotes in corpus(path) if test == held_out)
        return
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                yield f"line-{number}", *parse(line, {})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["pack", "show", "check", "lines"])
    parser.add_argument("arguments", nargs="+")
    parser.add_argument("--into")
    parser.add_argument("--split", choices=["train", "test"], default="train")
    options = parser.parse_args()
    failed = False
    if options.action == "pack":
        test = set(test_names(options.into))
        paths = [markup_files(path) if os.path.isdir(path) else [path] for path in options.arguments]
        for path in sum(paths, []):
            for name, split, names, body in documents(path):
                try:
                    text, quotes = parse(body, names)
                except ValueError as error:
                    print(f"{name}: {error}")
                    failed = True
                    continue
                for complaint in complaints(text, quotes):
                    print(f"{name}: {complaint}")
                    failed = True
                write(options.into, name, text, quotes)
                (test.add if split == "test" else test.discard)(name)
        with open(os.path.join(options.into, "test.list"), "w", encoding="utf-8") as file:
            file.write("".join(name + "\n" for name in sorted(test)))
    elif options.action == "lines":
        for path in options.arguments:
            for name, text, quotes in lines(path, options.split == "test"):
                print(json.dumps({"id": name, "text": text, "quotes": quotes}, ensure_ascii=False))
    else:
        directory, *wanted = options.arguments
        for name, test, text, quotes in corpus(directory):
            if wanted and name not in wanted:
                continue
            if options.action == "show":
                print("=== " + name + (" test" if test else "") + "\n" + markup(text, quotes))
            whole = unmarked(text, quotes) if markup_files(directory) else []
            for complaint in [*complaints(text, quotes), *whole]:
                print(f"{name}: {complaint}", file=sys.stderr)
                failed = True
    sys.exit(failed)


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(f"{error}: mend the markup")
