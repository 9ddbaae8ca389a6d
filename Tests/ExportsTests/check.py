#!/usr/bin/env python3
"""Reads an export with a reader that is not ours and compares what it finds with the report.

    check.py conll|csv|json-ld|web-annotation|brat|spacy REPORT EXPORT

Prints what differs and ends with 1, or prints how many things agree. Readers: NLTK's corpus reader for CoNLL, Python's csv, RDFLib for
both kinds of JSON-LD, pybrat for brat; for spacy the export is what spaCy's converter made of CoNLL.
"""

import csv
import itertools
import json
import os
import sys

form, report_path, path = sys.argv[1:4]
report = json.load(open(report_path, encoding="utf-8"))
document = report["document"]
text = document["text"]
wire = document["wire"] or {"status": None, "embargo": None}
findings = {name: part["findings"] or {} for name, part in report["analyzers"].items()}
entities = {entity["id"]: entity for entity in findings.get("entities", {}).get("entities", [])}
mentions = findings.get("entities", {}).get("mentions", [])
quotes = findings.get("quotes", {}).get("quotes", [])
tones = {tone["quote"]: tone for tone in findings.get("sentiment", {}).get("quotes", [])}
targets = findings.get("sentiment", {}).get("targets", [])
evidence = [(place, target) for target in targets for place in (target["stance"] or {}).get("evidence", [])]
compared = 0


def expect(what, found, wanted):
    global compared
    compared += 1
    if found != wanted:
        print(f"{path}: {what}: found {found!r}, the report has {wanted!r}")
        sys.exit(1)


def dense(words):
    return "".join(words.split())


def check_conll():
    from nltk.corpus.reader import ConllCorpusReader

    # The fourth column takes the place of chunks, so that the reader builds a tree of names.
    types = ("PER", "ORG", "LOC", "MISC")
    reader = ConllCorpusReader(
        os.path.dirname(path), [os.path.basename(path)], ("words", "pos", "ignore", "chunk"), chunk_types=types
    )
    expect("words", dense("".join(reader.words())), dense(text))
    names = [
        (node.label(), dense("".join(word for word, _ in node.leaves())))
        for node in reader.chunked_words()
        if hasattr(node, "label")
    ]
    expect("names", names, [(mention["type"], dense(mention["text"])) for mention in mentions])


def check_csv():
    rows = list(csv.DictReader(open(path, encoding="utf-8", newline=""), strict=True))
    expect("rows", len(rows), len(quotes))
    for row, quote in zip(rows, quotes):
        speaker = quote["speaker"] or {"name": "", "entities": []}
        tone = tones.get(quote["id"])
        wanted = {
            "document": document["path"], "title": document["title"] or "", "publisher": document["publisher"] or "",
            "published": document["published"] or "", "quote": quote["id"], "kind": quote["kind"],
            "speaker": speaker["name"],
            "speakerType": " ".join(entities[entity]["type"] for entity in speaker["entities"]),
            "text": quote["text"], "cue": (quote["cue"] or {"text": ""})["text"], "start": str(quote["start"]),
            "end": str(quote["end"]), "within": quote["within"] or "", "continues": quote["continues"] or "",
            "tone": tone["label"] if tone else "", "sha256": document["sha256"],
            "status": wire["status"] or "", "embargo": wire["embargo"] or "",
        }
        numbers = {"confidence": quote["confidence"], "score": tone["score"] if tone else None}
        for name, number in numbers.items():
            cell = row.pop(name)
            expect(name, float(cell) if cell else None, number)
        expect(quote["id"], row, wanted)


def check_json_ld():
    from rdflib import RDF, Graph, Namespace

    schema = Namespace("https://schema.org/")
    graph = Graph().parse(path, format="json-ld")
    articles = list(graph.subjects(RDF.type, schema.NewsArticle))
    expect("articles", len(articles), 1)
    expect("headline", str(graph.value(articles[0], schema.headline) or ""), document["title"] or "")
    expect("body", str(graph.value(articles[0], schema.articleBody)), text)
    expect("status", graph.value(articles[0], schema.creativeWorkStatus) and str(
        graph.value(articles[0], schema.creativeWorkStatus)), wire["status"])
    access = graph.value(articles[0], schema.conditionsOfAccess)
    expect("embargo", access and str(access), wire["embargo"] and f"Embargoed until {wire['embargo']}")
    expect("authors", sorted(str(graph.value(a, schema.name)) for a in graph.objects(articles[0], schema.author)),
           sorted(document["authors"]))
    expect("mentions", sorted(str(graph.value(e, schema.name)) for e in graph.objects(articles[0], schema.mentions)),
           sorted(entity["name"] for entity in entities.values()))
    found = []
    for quotation in graph.subjects(RDF.type, schema.Quotation):
        speakers = sorted(str(graph.value(s, schema.name)) for s in graph.objects(quotation, schema.spokenByCharacter))
        within = graph.value(quotation, schema.isPartOf)
        assert within is not None
        found.append((str(graph.value(quotation, schema.text)), speakers))
    wanted = []
    for quote in quotes:
        if quote["kind"] == "scare":
            continue
        speaker = quote["speaker"] or {"name": None, "entities": []}
        names = [entities[entity]["name"] for entity in speaker["entities"]]
        wanted.append((quote["text"], sorted(names) or [name for name in [speaker["name"]] if name]))
    expect("quotations", sorted(found), sorted(wanted))


# The terms of the W3C's context in use here, by the Web Annotation Vocabulary; nothing is fetched in a test.
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
CONTEXT = {
    "@context": {
        "id": "@id", "type": "@type",
        "Annotation": OA + "Annotation", "TextualBody": OA + "TextualBody",
        "TextPositionSelector": OA + "TextPositionSelector", "TextQuoteSelector": OA + "TextQuoteSelector",
        "AnnotationCollection": AS + "OrderedCollection", "AnnotationPage": AS + "OrderedCollectionPage",
        "identifying": OA + "identifying", "classifying": OA + "classifying", "assessing": OA + "assessing", "tagging": OA + "tagging",
        "body": {"@id": OA + "hasBody", "@type": "@id"}, "target": {"@id": OA + "hasTarget", "@type": "@id"},
        "source": {"@id": OA + "hasSource", "@type": "@id"}, "selector": {"@id": OA + "hasSelector", "@type": "@id"},
        "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "exact": OA + "exact", "prefix": OA + "prefix", "suffix": OA + "suffix",
        "start": OA + "start", "end": OA + "end", "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "total": AS + "totalItems", "first": {"@id": AS + "first", "@type": "@id"}, "startIndex": AS + "startIndex",
        "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    }
}


def check_web_annotation():
    from rdflib import RDF, Graph, Namespace
    from rdflib.collection import Collection
    from rdflib.plugins.shared.jsonld import context as contexts

    expect("context", json.load(open(path, encoding="utf-8"))["@context"], "http://www.w3.org/ns/anno.jsonld")
    contexts.source_to_json = lambda source: CONTEXT
    oa, activity = Namespace(OA), Namespace(AS)
    graph = Graph().parse(path, format="json-ld")
    collection = graph.value(predicate=RDF.type, object=activity.OrderedCollection)
    total = int(graph.value(collection, activity.totalItems))
    # RDFLib 6.1 cannot walk an empty list.
    listed = graph.value(graph.value(collection, activity.first), activity["items"])
    items = list(Collection(graph, listed)) if total else []
    expect("total", total, len(items))
    found = []
    tags = [wire["status"]] if wire["status"] not in (None, "usable") else []
    tags += [f"Embargoed until {wire['embargo']}"] if wire["embargo"] else []
    if tags:
        whole = items.pop(0)
        expect("target", graph.value(whole, oa.hasTarget), graph.value(graph.value(items[0], oa.hasTarget), oa.hasSource))
        expect("standing", sorted(str(graph.value(b, RDF.value)) for b in graph.objects(whole, oa.hasBody)), sorted(tags))
    for item in items:
        assert (item, RDF.type, oa.Annotation) in graph
        target = graph.value(item, oa.hasTarget)
        selectors = {graph.value(s, RDF.type): s for s in graph.objects(target, oa.hasSelector)}
        place, words = selectors[oa.TextPositionSelector], selectors[oa.TextQuoteSelector]
        start, end = int(graph.value(place, oa.start)), int(graph.value(place, oa.end))
        exact, prefix, suffix = (str(graph.value(words, term)) for term in (oa.exact, oa.prefix, oa.suffix))
        expect("words", exact, text[start:end])
        expect("context", (prefix, suffix), (text[max(0, start - 32) : start], text[end : end + 32]))
        bodies = sorted(
            (str(graph.value(b, oa.hasPurpose)).rpartition("#")[2], str(graph.value(b, RDF.value)))
            for b in graph.objects(item, oa.hasBody)
        )
        found.append((start, end, bodies))
    wanted = [
        (m["start"], m["end"], sorted([("identifying", entities[m["entity"]]["name"]), ("classifying", m["type"])]))
        for m in mentions
    ]
    for quote in quotes:
        bodies = [("classifying", quote["kind"])]
        if quote["speaker"]:
            bodies.append(("identifying", quote["speaker"]["name"]))
        if quote["id"] in tones:
            bodies.append(("assessing", tones[quote["id"]]["label"]))
        wanted.append((quote["start"], quote["end"], sorted(bodies)))
    for place, target in evidence:
        bodies = sorted([("assessing", place["label"]), ("identifying", target["name"])])
        wanted.append((place["start"], place["end"], bodies))
    expect("annotations", found, wanted)


def check_brat():
    from pybrat.parser import BratParser

    expect("text", open(os.path.splitext(path)[0] + ".txt", encoding="utf-8", newline="").read(), text)
    # To pybrat two annotations of one place are an error, and a name that speaks is both; that none is lost is counted.
    parsed = BratParser(error="ignore").parse(os.path.dirname(path))
    expect("documents", len(parsed), 1)
    example = parsed[0]
    expect("annotations", len(example.entities), sum(line[0] == "T" for line in open(path, encoding="utf-8")))
    kinds = {"PER": "Person", "ORG": "Organization", "LOC": "Location", "MISC": "Miscellaneous"}

    def parts(*spans):
        found = []
        for start, end in spans:
            place = start
            for line in text[start:end].split("\n"):
                if line.strip():
                    left = place + len(line) - len(line.lstrip())
                    found.append((left, left + len(line.strip())))
                place += len(line) + 1
        return tuple(sorted(found))

    wanted = [(kinds[m["type"]], parts((m["start"], m["end"]))) for m in mentions]
    numbers = {quote["id"]: index for index, quote in enumerate(quotes)}
    first = list(range(len(quotes)))
    for index, quote in enumerate(quotes):
        if quote["continues"] and numbers[quote["continues"]] < index:
            first[index] = first[numbers[quote["continues"]]]
    said = []
    for index, quote in enumerate(quotes):
        if first[index] != index:
            continue
        spans = [(q["start"], q["end"]) for q, head in zip(quotes, first) if head == index]
        wanted.append((quote["kind"].capitalize(), parts(*spans)))
        for name in ("speaker", "cue"):
            if quote[name]:
                place = parts((quote[name]["start"], quote[name]["end"]))
                wanted.append((name.capitalize(), place))
                said.append((wanted[-1], parts(*spans)))
    for place, _ in evidence:
        kind = "Praise" if place["label"] == "supportive" else "Criticism"
        wanted.append((kind, parts((place["start"], place["end"]))))

    def spans(entity):
        return tuple(sorted((span.start, span.end) for span in entity.spans))

    found = [(entity.type, spans(entity)) for entity in example.entities]
    expect("spans", sorted(found), sorted(one for one in wanted if one[1]))
    relations = [
        ((one.arg2.type, spans(one.arg2)), spans(one.arg1)) for one in example.relations if one.type != "Equiv"
    ]
    expect("relations", sorted(relations), sorted(said))
    pairs = {(one.arg1.mention, one.arg2.mention) for one in example.relations if one.type == "Equiv"}
    together = {}
    for mention in mentions:
        together.setdefault(mention["entity"], []).append(" ".join(mention["text"].split("\n")))
    wanted = {(one, other) for words in together.values() for one, other in itertools.combinations(words, 2)}
    expect("mentions of one entity", pairs, wanted)


def check_spacy():
    sentences = [
        sentence["tokens"]
        for document in json.load(open(path, encoding="utf-8"))
        for paragraph in document["paragraphs"]
        for sentence in paragraph["sentences"]
    ]
    expect("words", dense("".join(token["orth"] for tokens in sentences for token in tokens)), dense(text))
    names = []
    for tokens in sentences:
        for token in tokens:
            place, _, kind = token["ner"].partition("-")
            if place in "BU":
                names.append([kind, ""])
            if kind:
                names[-1][1] += token["orth"]
    expect("names", names, [[mention["type"], dense(mention["text"])] for mention in mentions])


{"conll": check_conll, "csv": check_csv, "json-ld": check_json_ld, "web-annotation": check_web_annotation,
 "brat": check_brat, "spacy": check_spacy}[form]()
print(f"{compared} agree")
