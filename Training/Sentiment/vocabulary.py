"""Pools the lexicons, our own cue lists and the training words into the vocabulary of the model."""

import collections
import json
import os
import re
import struct
import xml.etree.ElementTree as xml

import words

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = re.compile(r"[^\W\d_]+(?:[.'\u2019-][^\W\d_]+)*|\d+|[^\w\s]")
CLITIC = re.compile(r"(?i)^(.+?)(n['\u2019]t|['\u2019](?:s|d|m|ll|re|ve))$")


def tokens(text):
    """A plain approximation of the program's tokens, for counting."""
    for token in TOKEN.findall(text):
        match = CLITIC.match(token)
        yield from match.groups() if match else (token,)


def read_rows(folder, names):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                yield name.removesuffix(".jsonl"), json.loads(line)


def table(name, folder=HERE):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def lexicons(folder):
    """Word → the numbers of each lexicon, −1 through 1."""
    def lines(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)

    found = collections.defaultdict(dict)
    for line in lines("vader_lexicon.tsv"):
        word, mean = line.split("\t")[:2]
        found[word.strip().lower()]["vader"] = float(mean) / 4
    for line in lines("afinn-en-165.tsv"):
        word, value = line.split("\t")
        found[word.lower()]["afinn"] = float(value) / 5
    for name, value in [("opinion-positive.txt", 1), ("opinion-negative.txt", -1)]:
        for line in lines(name):
            if line.strip() and not line.startswith(";"):
                found[line.strip().lower()]["opinion"] = value
    senses = collections.defaultdict(list)
    for word in xml.parse(os.path.join(folder, "pattern-en-sentiment.xml")).getroot().iter("word"):
        senses[word.get("form").lower()].append((float(word.get("polarity")), float(word.get("subjectivity"))))
    for word, pairs in senses.items():
        found[word]["pattern"] = sum(p for p, _ in pairs) / len(pairs)
        found[word]["subjectivity"] = sum(s for _, s in pairs) / len(pairs)
    for line in lines("labmt1.tsv"):
        parts = line.split("\t")
        try:
            found[parts[0].lower()]["happiness"] = (float(parts[2]) - 5) / 4
        except (ValueError, IndexError):
            continue
    return found


def pooled(entry):
    """One polarity from what the lexicons say, the careful ones weighing more."""
    weights = {"vader": 1.0, "afinn": 0.8, "opinion": 0.7, "pattern": 0.5}
    scale = {"vader": 1.3, "afinn": 1.0, "opinion": 0.5, "pattern": 0.8}
    known = [(weights[k], scale[k] * entry[k]) for k in weights if k in entry and (k != "pattern" or entry[k])]
    if not known:
        return 0.0
    # A word that one lexicon alone knows counts less.
    trust = min(1.0, 0.55 + 0.15 * len(known))
    return trust * sum(w * v for w, v in known) / sum(w for w, _ in known)


def inflections(verb):
    if "/" in verb:
        return verb.split("/")
    consonant = re.search(r"[^aeiou][aeiou][bdgmnprt]$", verb) and len(verb) <= 5
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    doubled = verb + verb[-1] if consonant else verb
    third = verb + "es" if re.search(r"(s|x|z|ch|sh)$", verb) else verb + "s"
    return [verb, third, doubled + "ed", doubled + "ing"]


def own_words():
    """The words of our own sentences and constructions."""
    for name, column in (("sentences.tsv", 2), ("constructions.tsv", 2), ("slots.tsv", 1)):
        for parts in table(os.path.join("Own", name)):
            text = re.sub(r"\{([^:{}]+):[^}]*\}|<\w+>", " ", parts[column]).replace("|", " ")
            yield from (w for w in tokens(text) if w.islower())


def build(data):
    """The vocabulary: words in order of their rows, their lexicon columns, the aliases, the expressions."""
    entries = lexicons(os.path.join(data, "lexicons"))
    lower, upper = collections.Counter(), collections.Counter()
    train = sorted(n for n in os.listdir(os.path.join(data, "train")) if not n.startswith("vader-nyt-docs"))
    weight = {"goemotions": 1, "pros-cons": 1, "sentence-polarity": 1}
    counts = collections.Counter()
    seen_texts = set()
    for name, row in read_rows(os.path.join(data, "train"), train):
        if row["text"] in seen_texts:
            continue
        seen_texts.add(row["text"])
        for index, token in enumerate(tokens(row["text"])):
            counts[token.lower()] += weight.get(name, 2)
            if index:
                (upper if token[:1].isupper() else lower)[token.lower()] += 1
    common = {w for w in counts if lower[w] >= max(1, 0.7 * upper[w])}

    cues, frames = {}, {}
    for name, strength, list_ in table("cues.tsv"):
        for word in list_.split():
            cues[word] = (words.CLASSES.index(name), int(strength))
    for agent, patient, verbs in table("frames.tsv"):
        for verb in verbs.split():
            for form in inflections(verb):
                frames.setdefault(form, (int(agent), int(patient)))
    expressions = {}
    for name, strength, list_ in table("expressions.tsv"):
        for expression in list_.split("|"):
            expressions[tuple(expression.split())] = (words.CLASSES.index(name), int(strength))
    for word, entry in list(entries.items()):
        parts = word.split()
        if len(parts) > 1:
            expressions.setdefault(tuple(parts[:4]), (words.CLASSES.index("polarity"), round(100 * pooled(entry))))
    gender = {}
    for first, others in table("gender.tsv", os.path.join(HERE, "../../Plugins/Sentiment/Model")):
        for other in others.split():
            gender[other] = first
    polar = {w for w, e in entries.items() if " " not in w and (pooled(e) or abs(e.get("happiness", 0)) > 0.25)}
    starts = {e[0] for e in expressions if len(e) > 1}
    wanted = set(cues) | set(frames) | polar | set(gender.values()) | starts
    order = [w for w, c in counts.most_common() if (c >= 4 and w in common) or not any(x.isalpha() for x in w)]
    order = [w for w in order if not w.isdigit()]
    chosen = list(dict.fromkeys(order + sorted(wanted)))
    chosen = [w for w in chosen if w not in gender]
    own = sorted(set(own_words()) - set(gender))
    wanted |= set(own)
    chosen = list(dict.fromkeys(chosen + own))
    events = {word for parts in table("events.tsv") for word in parts[0].split()}
    columns = []
    for word in chosen:
        entry = entries.get(word, {})
        kind, strength = cues.get(word, (0, 0))
        agent, patient = frames.get(word, (0, 0))
        flags = (words.COMMON if word in common or word in wanted else 0)
        flags |= words.STARTS_EXPRESSION if word in starts else 0
        flags |= words.FRAME if word in frames else 0
        flags |= words.EVENT if word in events else 0
        byte = lambda x: max(-127, min(127, round(x)))
        polarity = 0 if kind in (1, 3, 4) and word not in ("no",) else pooled(entry)
        columns.append([
            byte(100 * polarity), byte(100 * entry.get("vader", 0)), byte(100 * entry.get("afinn", 0)),
            byte(100 * entry.get("opinion", 0)), byte(100 * entry.get("pattern", 0)),
            byte(100 * entry.get("happiness", 0)), byte(100 * entry.get("subjectivity", 0)), kind, strength, agent,
            patient, flags,
        ])
    return chosen, columns, gender, expressions, common


def sections(chosen, columns, gender, expressions, aliases=None):
    row = {w: i + words.FIRST_WORD for i, w in enumerate(chosen)}
    entries = [(words.word_hash(w), r) for w, r in row.items()]
    entries += [(words.word_hash(w), row[first]) for w, first in gender.items()]
    entries += [(words.word_hash(w), r) for w, r in (aliases or {}).items()]
    bits, keys, rows = words.write_table(entries, lambda v: struct.pack("<H", v or 0))
    blank = [0] * len(words.COLUMNS)
    lexicon = b"".join(struct.pack("12b", *c) for c in [blank] * words.FIRST_WORD + columns)
    pairs = [(words.joined_hash(words.word_hash(w) for w in e), (len(e), *v)) for e, v in sorted(expressions.items())]
    expression_bits, expression_keys, values = words.write_table(
        pairs, lambda v: struct.pack("<BBbB", *(v or (0, 0, 0))[:3], 0))
    return bits, expression_bits, [keys, rows, lexicon, expression_keys, values]


if __name__ == "__main__":
    import sys
    chosen, columns, gender, expressions, common = build(sys.argv[1])
    bits, expression_bits, parts = sections(chosen, columns, gender, expressions)
    words.write_model(sys.argv[2], [bits, expression_bits, len(chosen) + words.FIRST_WORD, 0], parts)
    print(len(chosen), "words", len(expressions), "expressions", os.path.getsize(sys.argv[2]), "bytes")
