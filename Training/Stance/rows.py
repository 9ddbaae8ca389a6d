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
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Sentiment"), str(HERE.parent / "Annotations")]
import own  # noqa: E402
from windows import SENTENCE  # noqa: E402

LABELS = {"negative": 0, "neutral": 1, "positive": 2}
PORTRAYAL, STANCE, NEWS, TONE, MARKET, WRITER = "portrayal", "stance", "news", "tone", "market", "writer"
# Texts that readers rated, and the rows of each file that are taken, one in so many; of those without a score the label counts.
RATED = {"vader-nyt": 1, "vader-tweets": 1, "vader-movie": 1, "vader-amazon": 1, "sentence-polarity": 2, "goemotions": 8}
# So many sentences of an article are read at once, as the analyzer reads a paragraph.
RUNS = (1, 2, 4)
# From this rating on a text is called positive or negative.
POLAR = 0.125
# Kinds of our own sentences in which the text's stance is a judgement.
JUDGING = {"contrast", "comparison", "negation", "opinion", "opposed", "quoted", "conditional", "flat"}
PER_PATTERN, AT_ONCE = 5, 250
# What a sentence of what falls and rises is rated, as readers rate such sentences in the news.
CHANGE_SCORE = 0.35
MARKED = re.compile(r"\{([^:{}]+):([gbn+-])\}")
THINGS = HERE.parents[1] / "Plugins/Sentiment/Model/changes.tsv"


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
            labels = {PORTRAYAL: LABELS[target["label"]], WRITER: LABELS[target["author"]]}
            if row["kind"] in JUDGING:
                labels[STANCE] = LABELS[target["label"]]
            targets.append({"start": target["start"], "end": target["end"], "labels": labels})
        whole = asked([(row["text"], row["label"], None)])
        yield {"source": "own", "part": "train", "text": row["text"], "targets": [*targets, *whole["targets"]]}


def changes():
    """What falls and rises: our own sentences, every fifth held out, and what our patterns make of the analyzer's own words."""
    for number, line in enumerate(table(HERE / "changes.txt")):
        yield change(*line, "test" if number % 5 == 4 else "train")
    things = dict(table(THINGS))
    patterns = table(HERE / "change-patterns.tsv")
    slots = {line[1]: line[2].split("|") for line in patterns if line[0] == "slot"}
    choose = random.Random(7)
    for sign, pattern in (line for line in patterns if line[0] != "slot"):
        for kind, value in (("bad", -1), ("good", 1)) * PER_PATTERN:
            value *= {"-": -1, "0": 0, "+": 1}[sign]
            slots["thing"] = things[kind].split("|")
            text = re.sub(r"<(\w+)>", lambda slot: choose.choice(slots[slot[1]]), pattern)
            news = {"A": "-n+"[value + 1]}
            text = re.sub(r"\{(\w)\}", lambda name: f"{{{choose.choice(slots[name[1]])}:{news.get(name[1], 'bng'[value + 1])}}}", text)
            first = 1 if text[0] == "{" else 0
            yield change("nop"[value + 1], text[:first] + text[first].upper() + text[first + 1 :], "train")


def change(label, marked, part):
    text, targets, end = "", [], 0
    for mark in MARKED.finditer(marked):
        text += marked[end : mark.start()]
        worth = {"g": 2, "b": 0, "n": 1, "+": 2, "-": 0}[mark[2]]
        labels = {PORTRAYAL: worth, NEWS: 1} if mark[2] in "+-" else {PORTRAYAL: worth, NEWS: worth, STANCE: 1}
        targets.append({"start": len(text), "end": len(text) + len(mark[1]), "labels": labels})
        text += mark[1]
        end = mark.end()
    text += marked[end:]
    tone = {"n": "negative", "o": "neutral", "p": "positive"}[label]
    whole = asked([(text, tone, CHANGE_SCORE * (LABELS[tone] - 1))])
    return {"source": "changes", "part": part, "text": text, "targets": [*targets, *whole["targets"]]}


def table(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def headlines(data):
    for part in ("train", "dev"):
        texts = {}
        for row in lines(data / part / "sentfin.jsonl"):
            texts.setdefault(row["text"], []).append({"start": row["start"], "end": row["end"], "labels": {MARKET: LABELS[row["label"]]}})
        for text, targets in texts.items():
            yield {"source": "sentfin", "part": held_out(text, part), "text": text, "targets": targets}


def rated(data):
    """What readers rated: the tone of each sentence, asked at its end. Of the training part an eighth is kept for fitting."""
    for name, every in RATED.items():
        for part in ("train", "dev"):
            path = data / part / f"{name}.jsonl"
            rows = lines(path)[::every] if path.exists() else []
            runs = RUNS if name == "vader-nyt" and part == "train" else (1,)
            for length in runs:
                for first in range(0, len(rows), length):
                    run = [row for row in rows[first : first + length] if article(row) == article(rows[first])]
                    kept = held_out(article(run[0]), part)
                    if kept == "train" or length == 1:
                        key = run[0].get("id") if length == 1 else None
                        sentences = [(row["text"].strip(), row["label"], row.get("score")) for row in run]
                        yield {"source": name, "part": kept, "id": key, **asked(sentences)}


def asked(sentences):
    """A text of sentences whose tone is known: asked at the end of each, if it is one, and of the whole."""
    text, targets = "", []
    for words, label, score in sentences:
        text += words + " "
        if len(sentences) > 1 or not SENTENCE.search(words):
            targets.append({"start": len(text) - 1, "end": len(text) - 1, "labels": {TONE: [LABELS[label], score]}})
    _, label, score = sentences[0]
    if len(sentences) > 1:
        score = sum(score for *_, score in sentences) / len(sentences)
        label = "negative" if score <= -POLAR else "positive" if score >= POLAR else "neutral"
    return {"text": text[:-1], "targets": [*targets, {"start": -1, "end": -1, "labels": {TONE: [LABELS[label], score]}}]}


def article(row):
    return row.get("id", row["text"]).split("_")[0]


def held_out(key, part):
    return "fit" if part == "train" and zlib.crc32(key.encode()) % 8 == 0 else part


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
                     "labels": {
                         STANCE: "-0+".index(target["stance"]), NEWS: "bng".index(target["news"]), WRITER: "-0+".index(target["writer"])}}
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
    rows = [*newsmtsc(data), *headlines(data), *ours(), *changes(), *rated(data), *labelled()]
    find_names(rows, copydesk)
    pathlib.Path(output).write_text(json.dumps(rows), encoding="utf-8")
    print(f"{output}: {len(rows)} texts, {sum(len(row['targets']) for row in rows)} targets")


if __name__ == "__main__":
    main()
