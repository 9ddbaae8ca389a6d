"""Reports that pages are tried with."""

import copy

ATTACKS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>alert(1)</script>",
    "\u202etxt.exe\u202c \u2066\u200f", "</title></head><body onload=alert(1)>",
]


def hostile(report, attack):
    """The report with an attack wherever words of others stand, its offsets as they were."""
    report = copy.deepcopy(report)
    document = report["document"]
    for block in document["blocks"]:
        room = block["end"] - block["start"]
        words = attack[:room].ljust(min(room, len(attack)))
        document["text"] = document["text"][: block["start"]] + words + document["text"][block["start"] + len(words) :]
    for field in ("title", "path", "publisher", "url", "published"):
        document[field] = attack
    document["authors"] = [attack]
    document["language"] = attack
    document["wire"] = {
        "id": attack, "version": attack, "status": attack, "signals": [attack], "embargo": attack, "urgency": 1,
        "slugline": attack, "dateline": attack, "source": attack, "ednote": attack, "keywords": [attack],
        "subjects": [attack],
    }
    for entity in report["analyzers"]["entities"]["findings"]["entities"]:
        entity["name"] = attack
    for quote in report["analyzers"]["quotes"]["findings"]["quotes"]:
        quote["text"] = attack
        if quote["speaker"]:
            quote["speaker"]["name"] = attack
    report["problems"] = [{"analyzer": attack, "reason": attack, "message": attack}]
    return report


def large(report, count):
    """A report of as many quotations."""
    report = copy.deepcopy(report)
    sentence = "“It rained,” Ann Lee said.\n\n"
    size = len(sentence)
    document = report["document"]
    document["text"] = sentence * count
    document["characters"] = size * count
    document["blocks"] = [
        {"start": i * size, "end": i * size + size - 2, "kind": "paragraph", "level": None, "source": None}
        for i in range(count)
    ]
    findings = {name: report["analyzers"][name]["findings"] for name in ("entities", "quotes", "sentiment")}
    findings["entities"]["entities"] = [
        {"id": "e1", "name": "Ann Lee", "type": "PER", "aliases": ["Ann Lee"], "codes": {}, "mentions": count}
    ]
    findings["entities"]["mentions"] = [
        {"start": i * size + 13, "end": i * size + 20, "text": "Ann Lee", "type": "PER", "entity": "e1", "confidence": 1}
        for i in range(count)
    ]
    findings["quotes"]["quotes"] = [
        {
            "id": f"q{i + 1}", "start": i * size + 1, "end": i * size + 11, "text": "It rained,", "kind": "direct",
            "within": None, "continues": None, "confidence": 0.9, "cue": None,
            "speaker": {
                "name": "Ann Lee", "entities": ["e1"], "start": i * size + 13, "end": i * size + 20, "text": "Ann Lee",
            },
        }
        for i in range(count)
    ]
    names = [f"q{i + 1}" for i in range(count)]
    findings["quotes"]["speakers"] = [{"name": "Ann Lee", "entity": "e1", "quotes": names}]
    findings["sentiment"].update(sentences=[], quotes=[], targets=[])
    return report
