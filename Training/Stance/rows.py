"""Writes the texts that stances are learnt from, each with its names and labels.

Usage: rows.py DATA COPYDESK OUTPUT

DATA is the folder with `train` and `dev`, COPYDESK the program, which finds the names where they aren't labelled.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "Sentiment"), str(HERE.parent / "Annotations")]
import own  # noqa: E402

LABELS = {"negative": 0, "neutral": 1, "positive": 2}
PORTRAYAL, STANCE, NEWS = "portrayal", "stance", "news"
# Kinds of our own sentences in which the text's stance is a judgement.
JUDGING = {"contrast", "comparison", "negation", "opinion", "opposed", "quoted", "conditional", "flat"}
PER_PATTERN, AT_ONCE = 5, 250


def lines(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def newsmtsc(data):
    for part, names in (("train", ["train/newsmtsc"]), ("dev", ["dev/newsmtsc-rw", "dev/newsmtsc-mt"])):
        for name in names:
            texts = {}
            for row in lines(data / f"{name}.jsonl"):
                texts.setdefault(row["text"], []).append(
                    {"start": row["start"], "end": row["end"], "labels": {PORTRAYAL: LABELS[row["label"]]}})
            for text, targets in texts.items():
                yield {"source": "newsmtsc", "part": part, "text": text, "targets": targets}


def ours():
    choose = random.Random(5)
    slots = {name: values.split("|") for name, values in own.lines("slots.tsv")}
    rows = [own.row("", *parts) for parts in own.lines("sentences.tsv")]
    for kind, label, pattern in own.lines("constructions.tsv"):
        rows += [own.row("", kind, label, own.filled(pattern, slots, choose)) for _ in range(PER_PATTERN)]
    for row in rows:
        targets = []
        for target in row["targets"]:
            labels = {PORTRAYAL: LABELS[target["label"]]}
            if row["kind"] in JUDGING:
                labels[STANCE] = LABELS[target["label"]]
            targets.append({"start": target["start"], "end": target["end"], "labels": labels})
        yield {"source": "own", "part": "train", "text": row["text"], "targets": targets}


def labelled():
    for source in ("passages", "articles"):
        for part in ("train", "test"):
            found = subprocess.run(
                [sys.executable, HERE.parent / "Annotations/stance-rows.py", source, part], check=True, capture_output=True, text=True)
            for row in map(json.loads, found.stdout.splitlines()):
                number = int(re.match(r"\d+", row["id"])[0])
                kept = number % 5 == 2 if source == "passages" else number % 4 == 1
                targets = [
                    {"start": target["start"], "end": target["end"],
                     "labels": {STANCE: "-0+".index(target["stance"]), NEWS: "bng".index(target["news"])}}
                    for target in row["targets"]]
                yield {"source": source, "part": "fit" if kept and part == "train" else part, "text": row["text"], "targets": targets}


def find_names(rows, copydesk):
    """Names as the recogniser of the day finds them: start, end and type."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for first in range(0, len(rows), AT_ONCE):
            paths.append(f"{folder}/{first:06}.txt")
            texts = [row["text"].replace("\n", " ") for row in rows[first : first + AT_ONCE]]
            pathlib.Path(paths[-1]).write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        found = subprocess.run([copydesk, "analyze", "--quiet", "--reading", "fast", *paths], check=True, capture_output=True, text=True)
    for first, report in zip(range(0, len(rows), AT_ONCE), map(json.loads, found.stdout.splitlines()), strict=True):
        text, mentions, end = report["document"]["text"], report["analyzers"]["entities"]["findings"]["mentions"], 0
        for row in rows[first : first + AT_ONCE]:
            start = text.index(row["text"].replace("\n", " "), end)
            end = start + len(row["text"])
            row["names"] = [
                [mention["start"] - start, mention["end"] - start, mention["type"]]
                for mention in mentions if start <= mention["start"] and mention["end"] <= end]


def main():
    data, copydesk, output = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    rows = [*newsmtsc(data), *ours(), *labelled()]
    find_names(rows, copydesk)
    pathlib.Path(output).write_text(json.dumps(rows), encoding="utf-8")
    print(f"{output}: {len(rows)} texts, {sum(len(row['targets']) for row in rows)} targets")


if __name__ == "__main__":
    main()
