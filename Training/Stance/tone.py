"""Fits how much the encoder and the network of words count for the tone, on rated texts that neither has learnt from.

Usage: tone.py ROWS MODEL RUN EXAMPLES WORDS

EXAMPLES is what `sentiment-examples` prints of the rated files of DATA/train, WORDS what `accuracy sentiment --reading fast
--predictions` writes for them: the network of words kept an eighth of them out of its own training (Training/Sentiment/train.py).
Prints the weights of Tones.swift, and what comes of them on the development part.
"""

import hashlib
import json
import pathlib
import sys

import numpy
import torch

import train
import windows

SHARES = numpy.array([0.5, 0.1, 0.5])  # what holds where there is little to learn from
NEWS, STRENGTH = 3.0, 1.0  # how much a row of news counts, and how much the shares above


def is_held(rows):
    return hashlib.sha1(numpy.array(rows, dtype="<i4").tobytes()).digest()[0] < 32


def main():
    rows_path, folder, run, examples, words = sys.argv[1:]
    torch.set_num_threads(1)
    rows = json.loads(pathlib.Path(rows_path).read_text())
    model = train.loaded(run, folder)
    scores = {row["id"]: row["score"] for row in map(json.loads, open(words, encoding="utf-8"))}
    held = {row["id"] for row in map(json.loads, open(examples, encoding="utf-8")) if is_held(row["rows"])}
    items = [item for item in windows.items(rows, folder) if item[0].startswith("vader-") and item[1] in ("fit", "dev")]
    found = {}
    for (row, target), (likely, rating) in train.predict(model, items).items():
        asked = rows[row]["targets"][target]
        key = rows[row].get("id")
        if asked["end"] >= 0 or key not in scores:
            continue
        shares = numpy.exp(likely[train.TONE])
        if rows[row]["part"] == "dev" or key in held:
            values = [float(rating), shares[2] - shares[0], scores[key], asked["labels"]["tone"][1]]
            found.setdefault((rows[row]["part"], rows[row]["source"]), []).append(values)
    fit = [(numpy.array(values), NEWS if name == "vader-nyt" else 1.0) for (part, name), values in found.items() if part == "fit"]
    x = numpy.concatenate([values[:, :3] for values, _ in fit])
    y = numpy.concatenate([values[:, 3] for values, _ in fit])
    weight = numpy.concatenate([numpy.full(len(values), share) for values, share in fit])
    weights = numpy.linalg.solve(x.T @ (x * weight[:, None]) + STRENGTH * numpy.eye(3), x.T @ (weight * y) + STRENGTH * SHARES)
    print(f"{len(y)} rows: rating {weights[0]:.3f}, label {weights[1]:.3f}, words {weights[2]:.3f}")
    for (part, name), values in sorted(found.items()):
        values = numpy.array(values)
        r = [numpy.corrcoef(one, values[:, 3])[0, 1] for one in (values[:, 0], values[:, 2], values[:, :3] @ weights)]
        print(f"  {part} {name}: {len(values)} rows, r of the encoder {r[0]:.3f}, of the words {r[1]:.3f}, of both {r[2]:.3f}")


if __name__ == "__main__":
    main()
