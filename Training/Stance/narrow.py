"""Narrows the layers of a trained encoder of stances inside, so that it reads faster.

Usage: narrow.py ROWS MODEL RUN INNER OUTPUT

RUN is what train.py or average.py wrote, INNER how wide its layers are to be inside, OUTPUT a run that `train.py --from OUTPUT --teacher
RUN` goes on from. Training/Reader/narrow.py says how: what the units are worth on windows of ROWS is all that is asked.
"""

import json
import pathlib
import random
import sys

import numpy
import torch

import train
import windows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Reader"))
from narrow import narrowed, squares  # noqa: E402

SEED, PIECES_AT_ONCE = 1, 1000


def main():
    rows, folder, run, inner, output = sys.argv[1:]
    torch.set_num_threads(1)
    random.seed(SEED), numpy.random.seed(SEED)
    sources = train.by_source(windows.items(json.loads(pathlib.Path(rows).read_text()), folder, everything=True))
    model = train.loaded(run, folder).eval()

    def read(batch):
        ids, mask, *_ = train.prepared(batch)
        train.states(model, ids, mask)
        return mask

    products, seen = squares(model, train.batches(sources, PIECES_AT_ONCE), read)
    learnt = torch.load(run, weights_only=True)
    state = narrowed(model, products, seen, int(inner))
    torch.save({name: state[name] for name in learnt}, output)


if __name__ == "__main__":
    main()
