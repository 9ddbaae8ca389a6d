"""Trains the model of blocks: train.py OUTPUT FEATURES.jsonl…, what `extraction-features` printed of pages beside their gold.

Two looks, each a sum of regression trees; the second knows what the first, trained on other pages, said of the blocks around.
Where more of something can only speak against a block (or for it), the trees may not learn the contrary: the pages trained on
are few and made, those read are neither. With --cross the pages of the last file are each left out in turn, in five parts, and the share of
blocks told rightly is printed; nothing is written.
"""

import collections
import json
import pathlib
import re
import sys

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier

FOR = """isParagraph length isLong endsSentence sentences shortShare inItemBody parentShare grandparentShare groupShare
proseAfter sentenceBefore sentenceAfter nearBody farBody inRoot first firstBefore firstAfter firstBefore2 firstAfter2 firstParent
firstGrandparent firstGroup firstWindow""".split()
AGAINST = """linkShare isLink more signup share comment advert consent rights credit byline time tags top feedback inNav inAside inFooter
inForm inHidden inInnerArticle nearComment nearRelated nearSidebar nearSocial nearSignup nearAdvert nearConsent nearNavigation nearFooter
nearMeta nearBio nearCaption nearPopup nearHidden farComment farRelated farSidebar farSocial farSignup farAdvert farConsent
farNavigation farFooter farBio farPopup farHidden groupLinkShare linkListHeading isEcho inOtherArticle titlesBefore separators isRepeated rootDistance
inFigure isTitle isCaption nearPull inAddress""".split()


def words(text):
    return re.findall(r"\w+", text.lower())


def label(page):
    """For each block 1, 0 or None where it is not to be learnt from."""
    gold = json.loads(pathlib.Path(re.sub(r"\.html$", ".gold.json", page["file"])).read_text(encoding="utf-8"))
    title = words(gold.get("title") or "")
    wanted = collections.Counter(tuple(words(line)) for line in gold["text"].split("\n"))
    ignored = {tuple(words(line)) for line in gold.get("ignore", [])}
    made = "ignore" in gold
    tokens = words(gold["text"])
    shingles = {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}
    labels = []
    for block in page["blocks"]:
        found = tuple(words(block["words"]))
        if not found or list(found) == title:
            labels.append(None)
        elif wanted[found] > 0:
            if made:
                wanted[found] -= 1
            labels.append(1)
        elif made:
            text = " ".join(found)
            unsure = any(text in " ".join(line) or len(line) > 3 and " ".join(line) in text for line in ignored)
            labels.append(None if unsure else 0)
        elif len(found) >= 6:
            share = sum(found[i : i + 4] in shingles for i in range(len(found) - 3)) / (len(found) - 3)
            labels.append(1 if share >= 0.75 else 0 if share <= 0.35 else None)
        else:
            labels.append(0)
    return labels


class Data:
    def __init__(self, pages, names):
        self.names = names
        self.pages = pages
        self.rows = numpy.array([block["features"] for page in pages for block in page["blocks"]], dtype=numpy.float32)
        self.page = numpy.concatenate([numpy.full(len(page["blocks"]), i) for i, page in enumerate(pages)])
        labels = [value for page in pages for value in label(page)]
        self.known = numpy.array([value is not None for value in labels])
        self.label = numpy.array([value or 0 for value in labels])
        counts = numpy.array([block["count"] for page in pages for block in page["blocks"]])
        self.count = counts
        weight = numpy.minimum(counts, 60) / 12 + 0.5
        factor = numpy.concatenate([numpy.full(len(page["blocks"]), page["weight"]) for page in pages])
        self.weight = weight * factor

    def add_first(self, first):
        """The features of the second look, as BlockFeatures.add computes them."""
        at = {name: i for i, name in enumerate(self.names)}
        start = 0
        for page in self.pages:
            n = len(page["blocks"])
            s = first[start : start + n]
            rows = self.rows[start : start + n]
            weight = numpy.array([block["count"] + 1 for block in page["blocks"]], dtype=numpy.float32)
            rows[:, at["first"]] = s
            for name, shift in (("firstBefore", 1), ("firstBefore2", 2)):
                rows[:, at[name]] = 0
                rows[shift:, at[name]] = s[:-shift] if n > shift else s[:0]
            for name, shift in (("firstAfter", 1), ("firstAfter2", 2)):
                rows[:, at[name]] = 0
                rows[: max(0, n - shift), at[name]] = s[shift:]
            for name, group in (("firstGroup", 0), ("firstParent", 1), ("firstGrandparent", 2)):
                sums, weights = collections.defaultdict(float), collections.defaultdict(float)
                keys = [block["groups"][group] for block in page["blocks"]]
                for key, value, w in zip(keys, s, weight):
                    sums[key] += value * w
                    weights[key] += w
                rows[:, at[name]] = [sums[key] / weights[key] for key in keys]
            total = numpy.concatenate([[0], numpy.cumsum(s * weight)])
            totals = numpy.concatenate([[0], numpy.cumsum(weight)])
            for i in range(n):
                low, high = max(0, i - 4), min(n, i + 5)
                w = totals[high] - totals[low] - weight[i]
                rows[i, at["firstWindow"]] = (total[high] - total[low] - s[i] * weight[i]) / w if w > 0 else 0
            for name, order in (("firstAnyBefore", range(n)), ("firstAnyAfter", reversed(range(n)))):
                best = 0
                for i in order:
                    rows[i, at[name]] = best
                    if page["blocks"][i]["count"] >= 12:
                        best = max(best, s[i])
            start += n


def model(columns, names, size):
    constraints = [1 if names[c] in FOR else -1 if names[c] in AGAINST else 0 for c in columns]
    return HistGradientBoostingClassifier(
        max_iter=size, learning_rate=0.12, max_leaf_nodes=12, min_samples_leaf=40, l2_regularization=4.0,
        monotonic_cst=constraints, max_bins=63, random_state=1, early_stopping=False)


def fit(data, columns, keep, size):
    use = keep & data.known
    trained = model(columns, data.names, size)
    trained.fit(data.rows[use][:, columns], data.label[use], sample_weight=data.weight[use])
    return trained


def looks(data, keep, first_columns, second_columns):
    """Both looks, trained on the pages in `keep`; the first is done in five parts so that the second sees what it will see."""
    first = numpy.zeros(len(data.label), dtype=numpy.float32)
    for part in range(5):
        inside = keep & (data.page % 5 == part)
        trained = fit(data, first_columns, keep & ~inside, 60)
        first[inside] = trained.predict_proba(data.rows[inside][:, first_columns])[:, 1]
    whole = fit(data, first_columns, keep, 60)
    outside = ~keep
    if outside.any():
        first[outside] = whole.predict_proba(data.rows[outside][:, first_columns])[:, 1]
    data.add_first(first)
    return whole, fit(data, second_columns, keep, 60)


def trees(trained, columns, names):
    yield f"bias {float(numpy.ravel(trained._baseline_prediction)[0]):.5f}"
    for (predictor,) in trained._predictors:
        yield "tree"
        for node in predictor.nodes:
            if node["is_leaf"]:
                yield f"leaf {node['value']:.5f}"
            else:
                yield f"split {names[columns[node['feature_idx']]]} {node['num_threshold']:.6g} {node['left']} {node['right']}"


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    output, files = arguments[0], arguments[1:]
    pages, names = [], None
    for number, file in enumerate(files):
        with open(file, encoding="utf-8") as lines:
            names = json.loads(next(lines))
            for line in lines:
                page = json.loads(line)
                if not page["blocks"]:
                    continue
                page["weight"] = 6.0 if number else 1.0
                page["set"] = number
                pages.append(page)
    data = Data(pages, names)
    border = names.index("first")
    # Where a block stands in the file says more of made pages than of others.
    first_columns = [i for i in range(border) if names[i] not in ("position",)]
    second_columns = [i for i in range(len(names)) if names[i] not in ("position",)]
    last = numpy.array([page["set"] for page in pages])[data.page] == len(files) - 1
    if "--cross" in sys.argv:
        right = total = 0
        scores = []
        for part in range(5):
            out = last & (data.page % 5 == part)
            _, second = looks(data, ~out, first_columns, second_columns)
            found = second.predict_proba(data.rows[out][:, second_columns])[:, 1] >= 0.5
            for page in numpy.unique(data.page[out]):
                use = (data.page[out] == page) & data.known[out]
                count = data.count[out]
                f, l = found[use], data.label[out][use] == 1
                tp, fp, fn = (count[use] * (f & l)).sum(), (count[use] * (f & ~l)).sum(), (count[use] * (~f & l)).sum()
                scores.append((tp / max(1, tp + fp), tp / max(1, tp + fn)))
                print(f"{pages[page]['file'].split('/')[-1]:50} {scores[-1][0]:.3f} {scores[-1][1]:.3f}")
        p, r = numpy.mean(scores, axis=0)
        print(f"words: precision {p:.4f} recall {r:.4f} F1 {2 * p * r / (p + r):.4f}")
        return
    first, second = looks(data, numpy.ones(len(data.label), dtype=bool), first_columns, second_columns)
    with open(output, "w", encoding="utf-8") as file:
        file.write("# The model of blocks, written by Training/Extraction/train.py.\n")
        for number, (trained, columns) in enumerate(((first, first_columns), (second, second_columns)), 1):
            file.write(f"stage {number}\n" + "\n".join(trees(trained, columns, names)) + "\n")


if __name__ == "__main__":
    main()
