#!/usr/bin/env bash
# newsmlg2 1.1 (PyPI; IPTC's own library for NewsML-G2): of a label or block with markup inside, which the standard allows in <headline>,
# <by>, <description> and <edNote>, it keeps what stands before the first inner element, and that element's words apart; what
# follows it is lost on reading. So an item read and written again is another story, without an error or a warning.
#
# Seen: "Mayor does <span>not</span> resign" reads as "Mayor does" and is written as "<headline>Mayor does<span>not</span></headline>"; "By
# <span>Ann Lee</span> in Paris" reads as "By". The story's own markup, in <inlineXML>, stays whole.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'newsmlg2==1.1'

cat > "$folder/read.py" <<'PYTHON'
import warnings

import NewsMLG2

warnings.simplefilter("error")
ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.com:20261130:1" version="3"
    standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:IPTC"/>
<versionCreated>2026-11-30T10:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/>
<edNote>Adds <a href="http://example.com/">details</a> of the vote</edNote></itemMeta>
<contentMeta><by>By <span>Ann Lee</span> in Paris</by><headline>Mayor does <span>not</span> resign</headline>
<description>The mayor <a href="http://example.com/">said</a> so.</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
<body><p>The <b>vote</b> was close.</p></body></html></inlineXML></contentSet>
</newsItem>"""

document = NewsMLG2.NewsMLG2Document(ITEM.encode())
item = document.get_item()
for what, found, seen in (
    ("headline", item.contentmeta.headline[0], "Mayor does"),
    ("by", item.contentmeta.by[0], "By"),
    ("description", item.contentmeta.description[0], "The mayor"),
    ("edNote", item.itemmeta.ednote[0], "Adds"),
):
    print(f"{what}: {found}")
    assert str(found) == seen, f"{seen!r} was seen"
written = document.to_xml_string()
print(next(line.strip() for line in written.splitlines() if "<headline>" in line))
assert "<headline>Mayor does<span>not</span></headline>" in written
assert "<p>The <b>vote</b> was close.</p>" in written
PYTHON
"$folder/venv/bin/python" "$folder/read.py" 2>"$folder/said"
[ ! -s "$folder/said" ]
echo "as stated"
