"""IOB2 tags, for the scripts that read or write annotated names."""


def spans(tags):
    """Spans (start, end, type) of IOB2 tags."""
    found, start = [], None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I-" + tags[start][2:]:
            found.append((start, index, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = index
    return found
