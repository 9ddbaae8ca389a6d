#!/usr/bin/env python3
"""Writes the fixtures beside it: one story in each format, packed as programs pack it, and files that are none.

The same bytes each time, so that a change of them is a change of this script.
"""

import gzip
import io
import json
import os
import tarfile
import zipfile

TITLE = "Harbour of Velmora reopens"
AUTHOR = "Ada Brandt"
TEXT = [
    "The harbour of Velmora reopened on Friday after two weeks of repairs.",
    "“We knew that it would be hard,” said Petra Rowan, who speaks for the port. “Nobody had done it before.”",
    "The council will meet on Thursday to hear from fishermen.",
]
NOTE = "The pier was built in 1931."


def packed(name, parts, stored=()):
    with zipfile.ZipFile(name, "w") as archive:
        for part, text in parts:
            info = zipfile.ZipInfo(part, (2026, 10, 14, 8, 30, 0))
            info.compress_type = zipfile.ZIP_STORED if part in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text)


def xml(text):
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text


def docx(name):
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def paragraph(words, style=None, extra=""):
        style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f'<w:p>{style}<w:r><w:t xml:space="preserve">{words}</w:t></w:r>{extra}</w:p>'

    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    gone = "<w:del><w:r><w:delText> Gone.</w:delText></w:r></w:del>"
    body = paragraph(TITLE, "Title") + paragraph("By " + AUTHOR) + paragraph(TEXT[0], extra=reference + gone)
    body += "".join(paragraph(words) for words in TEXT[1:])
    types = "".join(
        f'<Override PartName="/word/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    packed(
        name,
        [
            ("[Content_Types].xml", xml(f'<Types xmlns="{package}/content-types">{types}</Types>')),
            (
                "_rels/.rels",
                xml(
                    f'<Relationships xmlns="{package}/relationships">'
                    f'<Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/>'
                    f'<Relationship Id="b" Type="{package}/relationships/metadata/core-properties" '
                    'Target="docProps/core.xml"/></Relationships>'
                ),
            ),
            (
                "word/_rels/document.xml.rels",
                xml(
                    f'<Relationships xmlns="{package}/relationships">'
                    f'<Relationship Id="a" Type="{office}/styles" Target="styles.xml"/>'
                    f'<Relationship Id="b" Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>'
                ),
            ),
            ("word/document.xml", xml(f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')),
            (
                "word/styles.xml",
                xml(
                    f'<w:styles xmlns:w="{w}"><w:style w:type="paragraph" w:styleId="Title">'
                    '<w:name w:val="Title"/></w:style></w:styles>'
                ),
            ),
            (
                "word/footnotes.xml",
                xml(f'<w:footnotes xmlns:w="{w}"><w:footnote w:id="1">{paragraph(NOTE)}</w:footnote></w:footnotes>'),
            ),
            (
                "docProps/core.xml",
                xml(
                    f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
                    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
                    "<dc:title>Microsoft Word - harbour.docx</dc:title><dc:creator>user</dc:creator>"
                    "<dcterms:created>2026-10-14T08:30:00Z</dcterms:created></cp:coreProperties>"
                ),
            ),
        ],
    )


def odt(name):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0" xmlns:meta="{space}:meta:1.0"'
    spaces += f' xmlns:style="{space}:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>"
    )
    body = f'<text:p text:style-name="Title">{TITLE}</text:p><text:p>By {AUTHOR}</text:p>'
    body += f"<text:p>{TEXT[0]}{note}</text:p>" + "".join(f"<text:p>{words}</text:p>" for words in TEXT[1:])
    packed(
        name,
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                xml(f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
                    "</office:document-content>"),
            ),
            (
                "meta.xml",
                xml(f"<office:document-meta {spaces}><office:meta><dc:title>{TITLE}</dc:title>"
                    "<meta:creation-date>2026-10-14T08:30:00Z</meta:creation-date></office:meta></office:document-meta>"),
            ),
        ],
        stored=("mimetype",),
    )


def rtf(name):
    def escaped(words):
        return "".join(c if ord(c) < 128 else "\\'%02x" % c.encode("cp1252")[0] for c in words)

    text = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}}"
    text += "{\\stylesheet{Normal;}{\\s1 Title;}}"
    text += "{\\info{\\title Microsoft Word - harbour.rtf}{\\author user}{\\creatim\\yr2026\\mo10\\dy14\\hr8\\min30}}"
    text += f"\\pard\\s1 {TITLE}\\par\\pard\\plain By {AUTHOR}\\par\n"
    text += escaped(TEXT[0]) + "{\\super\\chftn}{\\footnote " + NOTE + "}\\par\n"
    text += "".join(escaped(words) + "\\par\n" for words in TEXT[1:]) + "}"
    write(name, text)


def epub(name):
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>'
    text = f"<h1>{TITLE}</h1><p>{TEXT[0]}<a epub:type='noteref' href='#n'>1</a></p>"
    text += "".join(f"<p>{words}</p>" for words in TEXT[1:]) + f"<aside epub:type='footnote' id='n'><p>{NOTE}</p></aside>"
    packed(
        name,
        [
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                xml('<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
                    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'),
            ),
            (
                "OPS/book.opf",
                xml('<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
                    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
                    f"<dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator><dc:date>2026-10-14T08:30:00Z</dc:date></metadata>"
                    '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
                    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
                    '<spine><itemref idref="nav"/><itemref idref="a"/></spine></package>'),
            ),
            ("OPS/nav.xhtml", xml(page + "<body><nav epub:type='toc'><ol><li><a href='a.xhtml'>x</a></li></ol></nav></body></html>")),
            ("OPS/a.xhtml", xml(page + f"<body>{text}</body></html>")),
        ],
        stored=("mimetype",),
    )


def markdown(name):
    text = f"---\nauthor: {AUTHOR}\ndate: 2026-10-14T08:30:00Z\n---\n\n# {TITLE}\n\n{TEXT[0]}[^1]\n\n"
    text += "\n\n".join(words.replace("hard", "*hard*") for words in TEXT[1:]) + f"\n\n[^1]: {NOTE}\n"
    write(name, text)


def write(name, text):
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def plain():
    return "\n\n".join([TITLE, "By " + AUTHOR, *TEXT]) + "\n"


def tar_gz(name):
    packed_tar = io.BytesIO()
    with tarfile.open(fileobj=packed_tar, mode="w") as archive:
        for member in ("one.txt", "two.txt"):
            data = plain().encode()
            info = tarfile.TarInfo("stories/" + member)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    with open(name, "wb") as file:
        file.write(gzip.compress(packed_tar.getvalue(), mtime=0))


def main():
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    docx("story.docx")
    odt("story.odt")
    rtf("story.rtf")
    epub("story.epub")
    markdown("story.md")
    packed("stories.zip", [("stories/one.txt", plain()), ("stories/two.txt", plain()), ("stories/photo.jpg", b"\xff\xd8\0\0")])
    tar_gz("stories.tar.gz")
    write("stories.jsonl", "".join(
        json.dumps({"id": number, "title": TITLE, "text": "\n\n".join(TEXT), "published": "2026-10-14T08:30:00Z",
                    "authors": [AUTHOR]}, ensure_ascii=False) + "\n" for number in ("one", "two")))
    # A part of 9 MB in 9 kB.
    packed("bomb.docx", [("word/document.xml", b"<w:document>" + b" " * (9 << 20))])
    packed("bomb.zip", [("story.txt", b"a " * (9 << 19))])


if __name__ == "__main__":
    main()
