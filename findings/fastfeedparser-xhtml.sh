#!/usr/bin/env bash
# fastfeedparser 0.6.5 (PyPI, with feedparser's interface): of an Atom entry whose title or summary is of type "xhtml", one of the three
# that the standard has, the title and the summary are lost, and with both there is nothing left but a link and a date. The same
# markup is read in <content>, and as type "html" in the title, so a reader tried on other feeds passes over such headlines.
#
# Seen: title and summary of type xhtml give no title and no description; of type html "Mayor <em>not</em> to resign" and its summary;
# feedparser 6.0.14 reads both types alike. No warning says so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'fastfeedparser==0.6.5' 'feedparser==6.0.14'

cat > "$folder/read.py" <<'PYTHON'
import warnings

import fastfeedparser
import feedparser

FEED = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><id>urn:feed</id>'
    "<updated>2026-11-30T10:00:00Z</updated><author><name>Desk</name></author>"
    '<entry><id>urn:1</id><link href="http://example.com/1"/><updated>2026-11-30T10:00:00Z</updated>{}</entry></feed>')
XHTML = '<{0} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{1}</div></{0}>'
TITLE, SUMMARY = "Mayor <em>not</em> to resign", "The <b>vote</b> was close."


def escaped(name, text):
    return f'<{name} type="html">{text.replace("<", "&lt;")}</{name}>'


def read(library, feed):
    entry = library.parse(feed).entries[0]
    return entry.get("title") or None, entry.get("description") or None


xhtml = FEED.format(XHTML.format("title", TITLE) + XHTML.format("summary", SUMMARY))
html = FEED.format(escaped("title", TITLE) + escaped("summary", SUMMARY))
content = FEED.format("<title>Mayor</title>" + XHTML.format("content", SUMMARY))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for what, feed, seen in (("xhtml", xhtml, (None, None)), ("html", html, (TITLE, SUMMARY))):
        found = read(fastfeedparser, feed)
        print(f"{what}: {found}")
        assert found == seen, f"{seen} was seen"
    assert "vote" in str(fastfeedparser.parse(content).entries[0].content), "content is read"
for feed in (xhtml, html):
    assert read(feedparser, feed) == (TITLE, SUMMARY)
PYTHON
"$folder/venv/bin/python" "$folder/read.py" 2>"$folder/said" || { cat "$folder/said"; exit 1; }
[ ! -s "$folder/said" ]
echo "as stated"
