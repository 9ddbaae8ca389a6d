#!/usr/bin/env python3
"""Turns marked-up text into documents with entity gold, and back.

    hard-entities.py pack MARKUP... --into DIR [--test]   writes NAME.txt and NAME.gold.json; --test lists them in test.list
    hard-entities.py show DIR [NAME...]                   prints documents as markup, to read or to correct them

Markup holds documents, each under a line `=== name`, then a line `@key Canonical Name` for each entity (`@key:US United
States` with its ISO 3166-1 code), then the text. A name stands as ⟦TYPE key|words⟧, a pronoun or description that stands
for an entity as ⟦=key|words⟧; a description may hold names.
"""
import argparse
import json
import pathlib
import re
import sys

PRONOUNS = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}


def parse(body):
    """Text, mentions and references of one document's markup."""
    text, mentions, references, stack = "", [], [], []
    position = 0
    for match in re.finditer(r"⟦(?:(PER|ORG|LOC|MISC) |=)([\w-]+)\||⟧", body):
        text += body[position:match.start()]
        position = match.end()
        if match.group() != "⟧":
            stack.append((len(text), match.group(1), match.group(2)))
            continue
        start, kind, key = stack.pop()
        span = {"start": start, "end": len(text), "text": text[start:]}
        if kind:
            mentions.append({**span, "type": kind, "entity": key})
        else:
            kind = "pronoun" if span["text"].lower() in PRONOUNS else "nominal"
            references.append({**span, "kind": kind, "entity": key})
    if stack or "⟦" in text:
        raise ValueError(f"markup not closed: {stack}")
    return text + body[position:], *(sorted(spans, key=lambda span: span["start"]) for spans in (mentions, references))


def documents(path):
    for part in re.split(r"^=== ", pathlib.Path(path).read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, rest = part.split("\n", 1)
        entities = re.findall(r"^@([\w-]+)(?::(\w\w))? (.+)$", rest, flags=re.M)
        yield name.strip(), entities, re.sub(r"^@.*\n", "", rest, flags=re.M).strip("\n") + "\n"


def pack(paths, folder, test):
    folder.mkdir(parents=True, exist_ok=True)
    listing = folder / "test.list"
    tests = set(listing.read_text().split()) if listing.exists() else set()
    for path in paths:
        for name, entities, body in documents(path):
            text, mentions, references = parse(body)
            keys = {key for key, _, _ in entities}
            for span in mentions + references:
                if span["entity"] not in keys:
                    raise ValueError(f"{name}: no entity {span['entity']}")
            types = {}
            for mention in mentions:
                types.setdefault(mention["entity"], mention["type"])
            for key in keys - types.keys():
                raise ValueError(f"{name}: {key} is never named")
            gold = {
                "entities": [{"key": key, "name": full, "type": types[key], "codes": {"iso3166": code} if code else {}}
                             for key, code, full in entities],
                "mentions": mentions, "references": references}
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            lines = ",\n".join(
                f'    "{key}": [\n' + ",\n".join(f"      {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n    ]"
                for key, rows in gold.items())
            (folder / f"{name}.gold.json").write_text(f'{{\n  "entities": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")
            if test:
                tests.add(name)
    listing.write_text("".join(f"{name}\n" for name in sorted(tests)))


def show(folder, names):
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        if names and name not in names:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))["entities"]
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        marks = []
        for span in gold["mentions"] + gold["references"]:
            kind = "=" if "kind" in span else span["type"] + " "
            marks.append((span["start"], 1, -span["end"], f"⟦{kind}{span['entity']}|"))
            marks.append((span["end"], 0, -span["start"], "⟧"))
        print(f"=== {name}")
        for entity in gold["entities"]:
            code = entity["codes"].get("iso3166")
            print(f"@{entity['key']}{':' + code if code else ''} {entity['name']}")
        position = 0
        for offset, _, _, mark in sorted(marks):
            sys.stdout.write(text[position:offset] + mark)
            position = offset
        print(text[position:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, dest="command")
    packing = commands.add_parser("pack")
    packing.add_argument("markup", nargs="+")
    packing.add_argument("--into", type=pathlib.Path, required=True)
    packing.add_argument("--test", action="store_true")
    showing = commands.add_parser("show")
    showing.add_argument("folder", type=pathlib.Path)
    showing.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    if arguments.command == "pack":
        pack(arguments.markup, arguments.into, arguments.test)
    else:
        show(arguments.folder, arguments.names)


if __name__ == "__main__":
    main()
