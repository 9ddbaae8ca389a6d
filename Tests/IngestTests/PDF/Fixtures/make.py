#!/usr/bin/env python3
"""Sets own articles as PDF files by several programs, each with the text that is in it: make.py FOLDER [NUMBER…].

`make.py --fixtures` writes what poppler says of some short ones, and their texts, beside this script.

FOLDER/development and FOLDER/held-out get NAME.pdf, NAME.gold.json (as `Benchmarks/accuracy extraction` reads it) and
NAME.xhtml, which `pdftotext -raw -bbox` writes of it. Needs groff, libreoffice-writer and poppler-utils, and from PyPI weasyprint,
reportlab, fpdf2 and pyphen; of texlive-latex-base and chromium too, for those set by them. The articles are those of the project's other tests; the same seed sets the same pages.
"""

import html
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
PAPERS = ["The Velmora Courier", "Harrowmere Gazette", "Northline Review", "Fenwick Weekly"]
CAPTIONS = [
    "The quay at Velmora on the morning of the count. Photograph: Port office",
    "Figure 1. Visitors to the old mill by month, 2021 to 2024.",
    "Members of the crew wait beside the lock. Photo: T. Farrow",
]
NOTES = [
    "The figures are those of the last full year, before revision.",
    "See the minutes of the meeting of 4 March, item 7, which were approved a month later without a vote.",
    "Two further statements were received after the inquiry had closed.",
]
ROWS = [["Year", "Ships", "Tonnes"], ["2021", "412", "18,300"], ["2022", "398", "17,950"], ["2023", "455", "20,110"],
        ["2024", "471", "21,040"]]
LIST = ["The pier is to be closed to lorries until the spring.", "Two new cranes are to be ordered, at a cost that the board "
        "has put at four million, and paid for over ten years.", "Fishermen keep their berths."]
SIDE = ("What the plan says", ["The harbour board wants to dredge the northern channel twice a year.",
        "It would lengthen the eastern quay by sixty metres, so that two ferries can berth at once.",
        "Work would begin after the summer, and end before the herring come."])
SUBHEADS = ["A long winter", "What comes next", "Voices from the quay", "The money"]


def articles():
    found = []
    for path in sorted((ROOT / "Tests/QuotesTests/Articles").glob("*.txt")):
        lines = [" ".join(part.split()) for part in path.read_text().split("\n\n") if part.strip()]
        found.append((lines[0], lines[1:]))
    for name in ["feature-bells", "wire-harbour-strike", "opinion-library"]:
        parts = [p for p in (ROOT / f"seeds/{name}.txt").read_text().split("\n\n") if p.strip()]
        lines = [" ".join(part.split()) for part in parts]
        found.append((lines[0], lines[1:]))
    for name in ["two-time-zones", "blocks-bio", "div-each", "standfirst-onward"]:
        folder = "Benchmarks/data/pages" if name == "two-time-zones" else "Tests/IngestTests/Pages"
        path = ROOT / folder / f"{name}.gold.json"
        gold = json.loads(path.read_text())
        found.append((gold["title"], [p for p in gold["text"].split("\n") if p.strip()]))
    # Lines that are no running text would say nothing about paragraphs.
    return [(title, [p for p in paragraphs if len(p.split()) >= 8 and p != title]) for title, paragraphs in found]


NAMES = ["Ada Brandt", "Tomas Okafor", "Mei-Lin Castle", "Gwen Tarrant"]


class Article:
    """Items in order: (kind, words); what is beside the text stands behind the item that it is set at."""

    def __init__(self, spec, seed):
        chance = random.Random(seed)
        pool = articles()
        start = spec.get("article", seed) % len(pool)
        self.title = pool[start][0]
        self.author = NAMES[seed % len(NAMES)]
        paragraphs = []
        for step in range(spec.get("articles", 1)):
            paragraphs += pool[(start + step * 3) % len(pool)][1]
        self.items = []
        self.notes = []
        extras = set(spec.get("with", ()))
        places = sorted(chance.sample(range(2, max(6, len(paragraphs) - 1)), 4))
        heads = list(SUBHEADS)
        for index, words in enumerate(paragraphs):
            if "subheads" in extras and index in places[1:4:2]:
                self.items.append(("subhead", heads.pop(0)))
            if "notes" in extras and index in places[:2] or "manyNotes" in extras and index % 6 == 1 and len(self.notes) < 3:
                self.notes.append(NOTES[len(self.notes)])
                words += f"\0{len(self.notes)}\0"
            if "compound" in extras and index % 2 == 0:
                words += " The ex-President’s well-known self-interest was a long-standing, much-discussed matter."
            self.items.append(("paragraph", words))
            if "list" in extras and index == places[0]:
                self.items += [("item", words) for words in LIST]
            if "table" in extras and index == places[1]:
                self.items.append(("table", ROWS))
            if "caption" in extras and index == places[2]:
                self.items.append(("caption", CAPTIONS[seed % len(CAPTIONS)]))
            if "pull" in extras and index == places[1]:
                sentences = [s for s in paragraphs[index - 1].replace("? ", ". ").split(". ") if 6 <= len(s.split()) <= 24]
                if sentences:
                    self.items.append(("pull", sentences[0].rstrip(".")))
            if "sidebar" in extras and index == places[0]:
                self.items.append(("sidebar", SIDE))
        self.spec = spec

    @property
    def gold(self):
        lines = [self.title]
        if not self.spec.get("noByline"):
            lines.append(f"By {self.author}")
        for kind, words in self.items:
            if kind in ("paragraph", "subhead", "item"):
                for number in range(1, 4):
                    words = words.replace(f"\0{number}\0", "")
                lines.append(words)
            elif kind == "table":
                lines += [" | ".join(row) for row in words]
            elif kind == "sidebar":
                lines += [words[0]] + words[1]
        lines += self.notes
        gold = {"title": self.title, "text": "\n".join(lines), "language": "en"}
        gold["author"] = [] if self.spec.get("noByline") else [self.author]
        gold["without"] = self.spec.get("without", [])
        return gold


def marked(words, mark):
    """Words in HTML with their notes' marks set by `mark`."""
    parts = html.escape(words, quote=False).split("\0")
    return "".join(mark(int(part)) if index % 2 else part for index, part in enumerate(parts))


# weasyprint


def weasyprint(article, spec, path):
    notes = article.notes
    size = spec.get("size", 10)
    columns = spec.get("columns", 1)
    indent = spec.get("style", "indent") == "indent"
    head, foot = spec.get("head"), spec.get("foot")
    rules = [f"size:{spec.get('page', 'A4')};margin:{spec.get('margin', '2.2cm 2cm')}"]
    if head:
        rules.append(f'@top-{spec.get("headAt", "left")}{{content:"{head}";font-size:8pt}}')
    if spec.get("number", True):
        content = spec.get("numberForm", "counter(page)")
        rules.append(f"@bottom-{spec.get('numberAt', 'center')}{{content:{content};font-size:9pt}}")
    if foot:
        rules.append(f'@bottom-left{{content:"{foot}";font-size:7pt}}')
    css = f"@page{{{';'.join(rules)}}}"
    if spec.get("alternate"):
        css += f'@page:left{{@top-left{{content:"{PAPERS[1]}";font-size:8pt}}@top-right{{content:none}}}}'
        css += '@page:right{@top-right{content:"Section " counter(page) " of the report";font-size:8pt}@top-left{content:none}}'
    css += f"body{{font:{size}pt/{spec.get('leading', 1.25)} '{spec.get('font', 'DejaVu Serif')}';text-align:"
    css += f"{'justify' if spec.get('justify', True) else 'left'};hyphens:{'auto' if spec.get('hyphens', True) else 'manual'}}}"
    css += f"p{{margin:0 0 {0 if indent else 0.7}em;text-indent:{'1.2em' if indent else 0};orphans:{spec.get('orphans', 2)};widows:2}}"
    css += f".c{{columns:{columns};column-gap:{spec.get('gap', '6mm')};" + ("column-rule:.5pt solid black" if spec.get("rule") else "") + "}"
    css += f"h1{{font-size:{spec.get('titleSize', 22)}pt;line-height:1.15;text-align:{spec.get('titleAlign', 'left')};hyphens:none;margin:0 0 8pt}}"
    css += f"h2{{font-size:{spec.get('headSize', 12)}pt;margin:10pt 0 3pt;text-align:left;hyphens:none}}.by{{text-indent:0;margin-bottom:8pt;font-weight:bold}}"
    css += ".f{float:footnote;font-size:7.5pt;text-indent:0;text-align:left}.f::footnote-marker,.f::footnote-call{content:counter(footnote)}"
    css += ".f::footnote-marker{content:counter(footnote) ' '}.f::footnote-call{font-size:65%;vertical-align:super;line-height:0}"
    css += "ul,ol{margin:4pt 0 4pt 14pt;padding:0}table{margin:6pt 0;border-collapse:collapse}td{padding:1pt 12pt 1pt 0}"
    css += ".cap{font-size:7.5pt;text-indent:0;text-align:left;margin:4pt 0 8pt;padding-top:60pt;font-style:italic}"
    css += f".pull{{font-size:15pt;line-height:1.2;text-indent:0;text-align:center;hyphens:none;margin:10pt 0;{'column-span:all;' if spec.get('pullSpan') else ''}}}"
    css += ".side{font-family:'DejaVu Sans';font-size:8.5pt;margin:8pt 0;padding:6pt;border:1pt solid black;break-inside:avoid}"
    css += ".side p{text-indent:0;margin-bottom:3pt}.side b{font-size:11pt}.d{float:left;font-size:3.1em;line-height:.85;padding-right:3pt}"
    css += ".mark{position:fixed;top:9cm;left:2cm;transform:rotate(-45deg);font-size:70pt;color:#ddd}"
    css += ".edge{position:fixed;left:-1.4cm;top:12cm;transform:rotate(-90deg);font-size:6pt}"
    css += spec.get("css", "")
    call = (lambda n: f'<span class=f>{html.escape(notes[n - 1])}</span>')
    body, first = [], True
    for kind, words in article.items:
        if kind == "paragraph":
            words = marked(words, call)
            if first and spec.get("dropCap"):
                words = f"<span class=d>{words[0]}</span>{words[1:]}"
                body.append(f"<p style='text-indent:0'>{words}")
            else:
                body.append(f"<p{' style=text-indent:0' if first else ''}>{words}")
            first = False
        elif kind == "subhead":
            body.append(f"<h2>{words}</h2>")
        elif kind == "item":
            body.append(f"<ul><li>{words}</ul>")
        elif kind == "table":
            body.append("<table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in words) + "</table>")
        elif kind == "sidebar":
            body.append(f"<div class=side><b>{words[0]}</b>" + "".join(f"<p>{p}" for p in words[1]) + "</div>")
        else:
            body.append(f"<p class={'cap' if kind == 'caption' else 'pull'}>{words}")
    by = "" if spec.get("noByline") else f"<p class=by>By {article.author}"
    top = spec.get("top", "")
    title = f"<h1>{html.escape(article.title)}</h1>"
    inside = spec.get("titleInside")
    page = f"<html lang=en><meta charset=utf-8><title>{spec.get('property', 'Untitled')}</title><style>{css}</style>{top}"
    page += "<div class=mark>DRAFT</div>" if spec.get("watermark") else ""
    page += "<div class=edge>Set in type by the office of the paper</div>" if spec.get("edge") else ""
    page += ("" if inside else title + by) + "<div class=c>" + (title + by if inside else "") + "\n".join(body) + "</div>"
    source = path.with_suffix(".html")
    source.write_text(page)
    if spec["engine"] == "chromium":
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={path}", f"file://{source.resolve()}"],
                       check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        source.unlink()
        return
    subprocess.run([sys.executable, "-m", "weasyprint", source, path], check=True, stderr=subprocess.DEVNULL)
    source.unlink()


# reportlab


def reportlab(article, spec, path):
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4, letter
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph, Spacer, Table

    size = A4 if spec.get("page", "A4") == "A4" else letter
    columns, gap, margin, top = spec.get("columns", 2), spec.get("gap", 14), 50, spec.get("titleHeight", 90)
    width = (size[0] - 2 * margin - gap * (columns - 1)) / columns

    def frames(height):
        return [Frame(margin + n * (width + gap), 60, width, height, 0, 0, 0, 0) for n in range(columns)]

    def furniture(canvas, doc):
        canvas.setFont("Helvetica", 8)
        if spec.get("head"):
            canvas.drawString(margin, size[1] - 34, spec["head"])
            canvas.drawRightString(size[0] - margin, size[1] - 34, f"{doc.page}")
        if spec.get("foot"):
            canvas.drawCentredString(size[0] / 2, 34, f"{spec['foot']} – page {doc.page} of 9")
        if spec.get("rule"):
            for n in range(1, columns):
                x = margin + n * (width + gap) - gap / 2
                canvas.line(x, 60, x, size[1] - 60 - (top if doc.page == 1 else 0))
        if spec.get("lineNumbers"):
            for n in range(1, 29):
                canvas.drawRightString(margin - 14, size[1] - 60 - 24 * n + 4, str(n))

    full = size[1] - 110
    title = Frame(margin, 60 + full - top, size[0] - 2 * margin, top, 0, 0, 0, 0)
    doc = BaseDocTemplate(str(path), pagesize=size, title=spec.get("property", "untitled"), author="anonymous")
    doc.addPageTemplates([
        PageTemplate("first", [title] + frames(full - top), onPage=furniture),
        PageTemplate("later", frames(full), onPage=furniture)])
    font, points = spec.get("font", "Times-Roman"), spec.get("size", 10)
    leading = spec.get("leading", points * 1.2)
    indent = spec.get("style", "indent") == "indent"
    body = ParagraphStyle("b", fontName=font, fontSize=points, leading=leading, alignment=TA_JUSTIFY if spec.get("justify", True) else 0,
                          firstLineIndent=12 if indent else 0, spaceAfter=0 if indent else points * 0.6,
                          hyphenationLang="en_GB" if spec.get("hyphens") else "")
    head = ParagraphStyle("h", fontName="Times-Bold", fontSize=spec.get("titleSize", 24), leading=spec.get("titleSize", 24) * 1.15)
    sub = ParagraphStyle("s", fontName="Times-Bold", fontSize=spec.get("headSize", points), leading=leading, spaceBefore=spec.get("headGap", 6))
    cap = ParagraphStyle("c", fontName="Helvetica", fontSize=7, leading=8.5, spaceBefore=60, spaceAfter=8)
    pull = ParagraphStyle("p", fontName="Times-Italic", fontSize=15, leading=18, alignment=TA_CENTER, spaceBefore=8, spaceAfter=10)
    side = ParagraphStyle("x", fontName="Helvetica", fontSize=8, leading=10, leftIndent=8, rightIndent=8, spaceAfter=2)
    sideHead = ParagraphStyle("y", parent=side, fontName="Helvetica-Bold", fontSize=10, leading=13, spaceBefore=10)
    by = ParagraphStyle("by", parent=body, fontName="Times-Italic", firstLineIndent=0)
    flow = [Paragraph(html.escape(article.title), head), Spacer(1, 6)]
    if not spec.get("noByline"):
        flow.append(Paragraph(f"By {article.author}", by))
    flow += [NextPageTemplate("later"), FrameBreak()]
    for kind, words in article.items:
        if kind == "paragraph":
            flow.append(Paragraph(marked(words, lambda n: f"<super size=6>{n}</super>"), body))
        elif kind == "subhead":
            flow.append(Paragraph(words, sub))
        elif kind == "item":
            flow.append(Paragraph(words, ParagraphStyle("i", parent=body, leftIndent=12, firstLineIndent=0), bulletText="•"))
        elif kind == "table":
            flow.append(Table(words, hAlign="LEFT", rowHeights=14))
        elif kind == "caption":
            flow.append(Paragraph(words, cap))
        elif kind == "pull":
            flow.append(Paragraph(words, pull))
        elif kind == "sidebar":
            flow += [Paragraph(words[0], sideHead)] + [Paragraph(p, side) for p in words[1]] + [Spacer(1, 8)]
    if article.notes:
        flow.append(Spacer(1, 16))
        for number, note in enumerate(article.notes, 1):
            flow.append(Paragraph(f"<super size=5>{number}</super> {note}", ParagraphStyle("n", fontName=font, fontSize=7.5, leading=9)))
    doc.build(flow)


# groff


def groff(article, spec, path):
    macros = spec.get("macros", "ms")

    def words_of(words, mark=None):
        words = words.replace("\\", "\\e")
        words = "".join((mark(int(p)) if mark else "") if i % 2 else p for i, p in enumerate(words.split("\0")))
        return ("\\&" if words[:1] in ".'" else "") + words

    notes = article.notes
    if macros == "ms":
        lines = [f".nr PS {spec.get('size', 10)}", f".nr VS {spec.get('leading', 12)}", ".nr PO 2.5c", ".nr LL 16c", ".nr HM 2.5c", ".nr FM 2.5c",
                 f".ds LH {spec.get('head', '')}", ".ds CH", ".ds RH \\n[PN]" if spec.get("head") else ".ds RH", ".ds CF" if spec.get("head") else ".ds CF \\n[PN]",
                 ".P1" if spec.get("head") else ".ds X", ".TL", words_of(article.title)]
        if not spec.get("noByline"):
            lines += [".AU", f"By {article.author}"]
        lines += [".2C" if spec.get("columns", 2) == 2 else ".1C"]
        for index, (kind, words) in enumerate(article.items):
            if kind == "paragraph":
                lines.append(".PP" if spec.get("style", "indent") == "indent" else ".LP")
                lines.append(words_of(words, lambda n: "\\**"))
                for number in range(1, 4):
                    if f"\0{number}\0" in words:
                        lines += [".FS", notes[number - 1], ".FE"]
            elif kind == "subhead":
                lines += [".SH", words]
            elif kind == "item":
                lines += [".IP \\(bu 2", words_of(words)]
            elif kind == "table":
                lines += [".TS", "tab(;);", "l r r.", *[";".join(row) for row in words], ".TE"]
        arguments = ["-ms", "-t"]
    else:
        lines = [f'.TITLE "{article.title}"', f'.AUTHOR "By {article.author}"', ".PRINTSTYLE TYPESET", ".PAPER A4", ".ATTRIBUTE_STRING \"\"",
                 f".PT_SIZE {spec.get('size', 11)}", ".COLUMNS 2 1.5P" if spec.get("columns", 2) == 2 else ".nop", ".START"]
        for kind, words in article.items:
            if kind == "paragraph":
                lines += [".PP", words_of(words)]
            elif kind == "subhead":
                lines += [f'.HEADING 1 "{words}"']
        arguments = ["-mom"]
    source = "\n".join(lines) + "\n"
    arguments = ["groff", "-k", "-Tpdf", *arguments] if macros == "ms" else ["pdfmom", "-k"]
    with open(path, "wb") as out:
        subprocess.run(arguments, input=source.encode(), stdout=out, stderr=subprocess.DEVNULL, check=True)


# LibreOffice


def libreoffice(article, spec, path):
    notes = article.notes
    columns = spec.get("columns", 1)
    indent = spec.get("style", "space") == "indent"
    size = spec.get("size", 11)
    esc = (lambda words: html.escape(words, quote=False))

    def note(n):
        return (f'<text:note text:id="ftn{n}" text:note-class="footnote"><text:note-citation>{n}</text:note-citation><text:note-body>'
                f'<text:p text:style-name="Note">{esc(notes[n - 1])}</text:p></text:note-body></text:note>')

    body = []
    first = True
    for kind, words in article.items:
        if kind == "paragraph":
            if first and spec.get("dropCap"):
                body.append(f'<text:p text:style-name="Drop">{marked(words, note)}</text:p>')
            else:
                body.append(f'<text:p text:style-name="Body">{marked(words, note)}</text:p>')
            first = False
        elif kind == "subhead":
            body.append(f'<text:h text:outline-level="2" text:style-name="Sub">{words}</text:h>')
        elif kind == "item":
            body.append(f'<text:list text:style-name="L"><text:list-item><text:p text:style-name="Item">{words}</text:p></text:list-item></text:list>')
        elif kind == "table":
            cells = "".join("<table:table-row>" + "".join(
                f'<table:table-cell><text:p text:style-name="Cell">{c}</text:p></table:table-cell>' for c in row) + "</table:table-row>" for row in words)
            body.append(f'<table:table><table:table-column table:number-columns-repeated="3"/>{cells}</table:table>')
        elif kind == "caption":
            body.append(f'<text:p text:style-name="Cap">{esc(words)}</text:p>')
        elif kind == "pull":
            body.append(f'<text:p text:style-name="Pull">{esc(words)}</text:p>')
        elif kind == "sidebar":
            body += [f'<text:p text:style-name="SideHead">{words[0]}</text:p>'] + [f'<text:p text:style-name="Side">{p}</text:p>' for p in words[1]]
    head = f'<text:p text:style-name="HF">{spec["head"]}</text:p>' if spec.get("head") else ""
    foot = spec.get("foot", "") + ' <text:page-number text:select-page="current"/>' + (' of <text:page-count/>' if spec.get("ofPages") else "")
    font = spec.get("font", "Liberation Serif")
    justify = "justify" if spec.get("justify", True) else "start"

    def style(name, text="", paragraph="", more=""):
        return (f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}>{more}</style:paragraph-properties>'
                f'<style:text-properties style:font-name="F" fo:language="en" fo:country="GB" {text}/></style:style>')

    hyphen = 'fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"' if spec.get("hyphens") else ""
    spacing = 'fo:text-indent="0.5cm"' if indent else 'fo:margin-bottom="0.25cm"'
    section = (f'<text:section text:style-name="Sect" text:name="S">{"".join(body)}</text:section>' if columns > 1 else "".join(body))
    by = "" if spec.get("noByline") else f'<text:p text:style-name="By">By {article.author}</text:p>'
    fodt = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{spec.get("property", "Microsoft Word - draft.doc")}</dc:title></office:meta>
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
{style("Body", f'fo:font-size="{size}pt" {hyphen}', f'fo:text-align="{justify}" {spacing} fo:orphans="2" fo:widows="2"')}
{style("Drop", f'fo:font-size="{size}pt" {hyphen}', f'fo:text-align="{justify}"', '<style:drop-cap style:length="1" style:lines="3" style:distance="0.05cm"/>')}
{style("Head", f'fo:font-size="{spec.get("titleSize", 20)}pt" fo:font-weight="bold"', f'fo:margin-bottom="0.3cm" fo:text-align="{spec.get("titleAlign", "start")}"')}
{style("Sub", f'fo:font-size="{spec.get("headSize", size)}pt" fo:font-weight="bold"', 'fo:margin-top="0.3cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always"')}
{style("By", f'fo:font-size="{size}pt" fo:font-style="italic"', 'fo:margin-bottom="0.3cm"')}
{style("Item", f'fo:font-size="{size}pt"')}{style("Cell", f'fo:font-size="{size - 1}pt"')}{style("Note", 'fo:font-size="9pt"')}{style("HF", 'fo:font-size="9pt"')}
{style("Cap", 'fo:font-size="8pt" fo:font-style="italic"', 'fo:margin-top="2cm" fo:margin-bottom="0.4cm"')}
{style("Pull", 'fo:font-size="16pt"', 'fo:margin-top="0.4cm" fo:margin-bottom="0.4cm" fo:text-align="center"')}
{style("SideHead", 'fo:font-size="11pt" fo:font-weight="bold"', 'fo:margin-left="0.6cm" fo:margin-top="0.3cm"')}{style("Side", 'fo:font-size="9pt"', 'fo:margin-left="0.6cm" fo:margin-right="0.6cm" fo:margin-bottom="0.15cm"')}
</office:styles>
<office:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="1cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>
<style:style style:name="Sect" style:family="section"><style:section-properties text:dont-balance-text-columns="false"><style:columns fo:column-count="{columns}" fo:column-gap="{spec.get('gap', '0.6cm')}"/></style:section-properties></style:style>
<style:page-layout style:name="PL"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="PL"><style:header>{head or '<text:p/>'}</style:header><style:footer><text:p text:style-name="HF">{foot}</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{spec.get("topParagraphs", "")}<text:p text:style-name="Head">{esc(article.title)}</text:p>{by}{section}</office:text></office:body></office:document>'''
    source = path.with_suffix(".fodt")
    source.write_text(fodt)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", path.parent, source],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    source.unlink()


# fpdf2


def fpdf(article, spec, path):
    from fpdf import FPDF

    class Document(FPDF):
        def header(self):
            self.set_font("helvetica", size=8)
            if spec.get("head"):
                self.cell(0, 6, spec["head"], align="R" if spec.get("headAt") == "right" else "L", new_x="LMARGIN", new_y="NEXT")
            self.ln(6)

        def footer(self):
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 8, f"- {self.page_no()} -" if spec.get("dashes") else f"Page {self.page_no()}", align="C")

    plain = (lambda words: words.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "--"}))
    pdf = Document(format="letter" if spec.get("page") == "letter" else "A4")
    pdf.set_margin(18)
    pdf.set_auto_page_break(True, 20)
    pdf.add_page()
    size, line = spec.get("size", 11), spec.get("size", 11) * 0.45
    pdf.set_font("times", "B", spec.get("titleSize", 20))
    pdf.multi_cell(0, 9, plain(article.title), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("times", "I", size)
    if not spec.get("noByline"):
        pdf.multi_cell(0, 8, f"By {article.author}", align="L", new_x="LMARGIN", new_y="NEXT")
    align = "J" if spec.get("justify", True) else "L"
    columns = spec.get("columns", 1)

    def write(area):
        for kind, words in article.items:
            if kind not in ("paragraph", "subhead"):
                continue
            words = plain("".join("" if i % 2 else p for i, p in enumerate(words.split("\0"))))
            pdf.set_font("times", "B" if kind == "subhead" else "", size)
            if area is None:
                if kind == "subhead":
                    pdf.ln(2)
                pdf.multi_cell(0, line, words, align="L" if kind == "subhead" else align, new_x="LMARGIN", new_y="NEXT")
                pdf.ln(0 if kind == "subhead" else 2)
            else:
                with area.paragraph(text_align="L" if kind == "subhead" else align, bottom_margin=2, line_height=1.15) as paragraph:
                    paragraph.write(words)

    if columns > 1:
        with pdf.text_columns(ncols=columns, gutter=spec.get("gap", 6), balance=False) as area:
            write(area)
    else:
        write(None)
    pdf.output(str(path))
    return plain


# A canvas, whose lines can be drawn in any order


def canvas(article, spec, path):
    import pyphen
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    chance = random.Random(7)
    breaks = pyphen.Pyphen(lang="en_GB")
    width, height = 595, 842
    columns, gap, margin = spec.get("columns", 2), spec.get("gap", 12), 48
    font, size = spec.get("font", "Times-Roman"), spec.get("size", 9.5)
    leading = spec.get("leading", size * 1.18)
    column = (width - 2 * margin - gap * (columns - 1)) / columns
    justify, hyphens, indent = spec.get("justify", True), spec.get("hyphens", True), spec.get("style", "indent") == "indent"
    drawn = []  # page, y, x, words with their places
    state = {"page": 0, "column": 0, "y": 0.0}
    blocked = []  # page, left, right, top, bottom

    def put(text, x, y, font, size, page=None):
        drawn.append((state["page"] if page is None else page, y, [(x, text)], font, size))

    def top():
        return 70 + (spec.get("titleHeight", 70) if state["page"] == 0 else 0)

    def advance(step):
        state["y"] += step
        if state["y"] > height - 70:
            state["column"] += 1
            if state["column"] == columns:
                state["column"], state["page"] = 0, state["page"] + 1
                if spec.get("float"):
                    middle = width / 2
                    blocked.append((state["page"], middle - 70, middle + 70, 300, 390))
            state["y"] = top()

    def bounds():
        left = margin + state["column"] * (column + gap)
        right = left + column
        for page, low, high, above, below in blocked:
            if page == state["page"] and above - 4 < state["y"] < below + leading:
                if low <= left + column / 2 < high or low < right <= high:
                    right = min(right, low - 6) if left < low else right
                if left >= low - 1 and left < high:
                    left = high + 6
        return left, right

    def flow(words, font, size, first=0.0):
        words, line = words.split(), []
        advance(leading)
        left, right = bounds()
        start = left + first
        while words or line:
            room = right - start
            used = stringWidth(" ".join(line), font, size)
            if words and stringWidth(" ".join(line + [words[0]]), font, size) <= room:
                line.append(words.pop(0))
                continue
            if words and hyphens and "-" not in words[0]:
                for head, tail in breaks.iterate(words[0].strip(".,”“\"'")) if words[0].isalpha() else ():
                    if len(head) > 1 and len(tail) > 1 and stringWidth(" ".join(line + [head + "-"]), font, size) <= room:
                        line.append(head + "-")
                        words[0] = tail
                        used = stringWidth(" ".join(line), font, size)
                        break
            elif words and "-" in words[0][:-1]:
                head, tail = words[0].split("-", 1)
                if stringWidth(" ".join(line + [head + "-"]), font, size) <= room:
                    line.append(head + "-")
                    words[0] = tail
                    used = stringWidth(" ".join(line), font, size)
            extra = (room - used) / (len(line) - 1) if justify and words and len(line) > 1 else 0
            places, x = [], start
            for word in line or [words.pop(0)]:
                places.append((x, word))
                x += stringWidth(word, font, size) + stringWidth(" ", font, size) + extra
            drawn.append((state["page"], state["y"], places, font, size))
            line = []
            if words:
                advance(leading)
                left, right = bounds()
                start = left

    put(article.title, margin, 80, "Helvetica-Bold", spec.get("titleSize", 17))
    put(f"By {article.author}", margin, 106, "Times-Italic", size)
    state["y"] = top()
    for kind, words in article.items:
        if kind == "paragraph":
            flow("".join("" if i % 2 else p for i, p in enumerate(words.split("\0"))), font, size, 11 if indent else 0)
            if not indent:
                advance(leading * 0.5)
        elif kind == "subhead":
            advance(leading * 0.7)
            hyphens, before = False, hyphens
            flow(words, "Times-Bold", spec.get("headSize", size))
            hyphens = before
    pages = max(item[0] for item in drawn) + 1
    if spec.get("float"):
        sentence = next(s for s in article.items[3][1].split(". ") if len(s.split()) > 5).split()[:14]
        for page in {b[0] for b in blocked if b[0] < pages}:
            for n in range(0, len(sentence), 3):
                put(" ".join(sentence[n:n + 3]), width / 2 - 62, 322 + n / 3 * 18, "Helvetica", 13, page)
    for page in range(pages):
        if spec.get("head"):
            put(f"{spec['head']}, part {'ABCDEFG'[page]}", margin, 40, "Helvetica", 8, page)
        put(str(page + spec.get("from", 1)), width - margin if page % 2 else margin, height - 36, "Helvetica", 8, page)
    if spec["order"] == "rows":
        drawn.sort(key=lambda item: (item[0], round(item[1]), item[2][0][0]))
    elif spec["order"] == "random":
        chance.shuffle(drawn)
        drawn.sort(key=lambda item: item[0])
    sheet = Canvas(str(path), pagesize=(width, height))
    page = 0
    for item in drawn:
        if item[0] > page:
            sheet.showPage()
            page = item[0]
        sheet.setFont(item[3], item[4])
        for x, word in item[2]:
            sheet.drawString(x, height - item[1], word)
    sheet.save()


# LaTeX


def latex(article, spec, path):
    def words_of(words, call=""):
        for mark, form in (("\\", ""), ("&", "\\&"), ("%", "\\%"), ("$", "\\$"), ("#", "\\#"), ("_", "\\_"), ("£", "\\pounds{}"), ("€", "EUR")):
            words = words.replace(mark, form)
        parts = words.split("\0")
        return "".join((f"\\footnote{{{article.notes[int(p) - 1]}}}" if i % 2 else p) for i, p in enumerate(parts))

    options = f"{spec.get('size', 10)}pt" + (",twocolumn" if spec.get("columns", 1) == 2 else "") + ",a4paper"
    lines = [f"\\documentclass[{options}]{{{spec.get('class', 'article')}}}", "\\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{fancyhdr}"]
    lines += [f"\\usepackage{{{name}}}" for name in spec.get("packages", ["lmodern"])]
    if spec.get("head"):
        lines += [f"\\pagestyle{{fancy}}\\fancyhf{{}}\\fancyhead[L]{{{spec['head']}}}\\fancyhead[R]{{\\nouppercase\\rightmark}}\\fancyfoot[C]{{\\thepage}}"]
    lines += [f"\\title{{{words_of(article.title)}}}\\author{{By {article.author}}}\\date{{}}\\begin{{document}}\\maketitle"]
    for kind, words in article.items:
        if kind == "paragraph":
            lines += [words_of(words), ""]
        elif kind == "subhead":
            lines += [f"\\section*{{{words}}}"]
        elif kind == "item":
            lines += ["\\begin{itemize}\\item " + words_of(words) + "\\end{itemize}"]
        elif kind == "table":
            lines += ["\\begin{center}\\begin{tabular}{lrr}" + " \\\\ ".join(" & ".join(row) for row in words) + "\\end{tabular}\\end{center}"]
        elif kind == "caption":
            lines += ["\\begin{figure}\\vspace{3cm}\\caption{" + words_of(words.split(". ", 1)[-1]) + "}\\end{figure}"]
        elif kind == "pull":
            lines += ["\\begin{quote}\\Large " + words_of(words) + "\\end{quote}"]
    lines += ["\\end{document}"]
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "a.tex").write_text("\n".join(lines))
        for _ in range(2):
            subprocess.run(["pdflatex", "-interaction=batchmode", "a.tex"], cwd=folder, stdout=subprocess.DEVNULL)
        path.write_bytes((pathlib.Path(folder) / "a.pdf").read_bytes())


ENGINES = {"chromium": weasyprint, "latex": latex, "canvas": canvas, "weasyprint": weasyprint, "reportlab": reportlab, "groff": groff, "libreoffice": libreoffice, "fpdf": fpdf}
T, X, C, W, R, G, L, F = "latex", "chromium", "canvas", "weasyprint", "reportlab", "groff", "libreoffice", "fpdf"
LETTERHEAD = ("<div style='font-size:9pt;text-align:right;margin-bottom:14pt'>Port of Velmora<br>4 Quay Street, Velmora<br>press@velmora.example"
              "</div><p style='text-indent:0;font-weight:bold;margin-bottom:10pt'>FOR IMMEDIATE RELEASE")
CONTENTS = ("<h2>Contents</h2>" + "".join(
    f"<div style='text-align:left;hyphens:none'>{t} <span>{'. ' * (50 - len(t) // 2)}</span> {p}</div>"
    for t, p in [("A long winter", 2), ("What comes next", 3), ("Voices from the quay", 4), ("The money", 5)]) + "<div style='break-after:page'></div>")

# Those at even places are developed on, the others only scored.
SPECS = [
    {"engine": W}, {"engine": W, "font": "DejaVu Sans", "style": "space", "head": PAPERS[0], "without": [PAPERS[0]], "article": 4},
    {"engine": W, "columns": 2, "head": PAPERS[0], "without": [PAPERS[0]], "articles": 2, "with": ["subheads"]},
    {"engine": W, "columns": 3, "size": 8.5, "head": PAPERS[1], "without": [PAPERS[1]], "articles": 3, "with": ["subheads"], "gap": "4mm"},
    {"engine": W, "columns": 3, "size": 9, "rule": True, "articles": 2, "with": ["pull", "caption"], "dropCap": True},
    {"engine": W, "columns": 2, "rule": True, "articles": 2, "with": ["pull", "caption", "subheads"], "dropCap": True, "gap": "5mm"},
    {"engine": W, "columns": 2, "articles": 2, "with": ["pull"], "pullSpan": True, "article": 1},
    {"engine": W, "columns": 3, "size": 9, "articles": 3, "with": ["pull", "subheads"], "pullSpan": True},
    {"engine": W, "with": ["notes", "subheads"], "articles": 2, "alternate": True, "without": [PAPERS[1], "of the report"]},
    {"engine": W, "with": ["manyNotes"], "articles": 3, "alternate": True, "style": "space", "without": [PAPERS[1], "of the report"], "font": "Liberation Serif", "size": 11},
    {"engine": W, "top": LETTERHEAD, "style": "space", "hyphens": False, "justify": False, "noByline": True, "font": "Liberation Sans"},
    {"engine": W, "top": LETTERHEAD, "style": "space", "hyphens": False, "with": ["list"], "noByline": True, "article": 9},
    {"engine": W, "top": CONTENTS, "articles": 3, "with": ["subheads", "table"], "foot": "Annual report 2024", "without": ["Annual report 2024", ". . ."], "style": "space"},
    {"engine": W, "top": CONTENTS, "articles": 4, "with": ["subheads", "list"], "head": "Report to the board", "without": ["Report to the board", ". . ."]},
    {"engine": W, "watermark": True, "edge": True, "articles": 2, "without": ["DRAFT", "Set in type"]},
    {"engine": W, "watermark": True, "edge": True, "columns": 2, "articles": 2, "without": ["DRAFT", "Set in type"], "article": 6},
    {"engine": W, "columns": 2, "with": ["sidebar", "subheads"], "articles": 2, "headSize": 10},
    {"engine": W, "columns": 2, "with": ["sidebar", "compound"], "articles": 2, "style": "space", "article": 3},
    {"engine": W, "with": ["compound", "table", "list"], "articles": 2, "justify": False},
    {"engine": W, "with": ["compound", "list"], "articles": 2, "font": "DejaVu Sans", "hyphens": False, "style": "space"},
    {"engine": W, "columns": 2, "titleInside": True, "articles": 2, "size": 9}, {"engine": W, "columns": 3, "titleInside": True, "titleSize": 15, "articles": 2, "size": 9},
    {"engine": R, "head": PAPERS[2], "without": [PAPERS[2]], "articles": 2, "with": ["subheads"]},
    {"engine": R, "columns": 3, "size": 9, "head": PAPERS[3], "without": [PAPERS[3]], "articles": 3, "with": ["subheads"]},
    {"engine": R, "columns": 1, "foot": PAPERS[2], "without": [PAPERS[2]], "style": "space", "with": ["list", "table"], "articles": 2, "page": "letter"},
    {"engine": R, "columns": 1, "foot": PAPERS[0], "without": [PAPERS[0]], "justify": False, "with": ["notes"], "articles": 2, "page": "letter", "size": 12},
    {"engine": R, "columns": 2, "rule": True, "with": ["pull", "caption", "sidebar"], "articles": 2}, {"engine": R, "columns": 3, "size": 8.5, "rule": True, "with": ["pull", "caption"], "articles": 2, "gap": 10},
    {"engine": R, "columns": 1, "lineNumbers": True, "size": 12, "leading": 24, "justify": False, "articles": 2, "titleHeight": 60, "titleSize": 14},
    {"engine": R, "columns": 1, "lineNumbers": True, "size": 12, "leading": 24, "articles": 3, "titleHeight": 60, "titleSize": 12, "foot": "Case No. 24-cv-1183", "without": ["Case No."]},
    {"engine": G, "articles": 2}, {"engine": G, "articles": 3, "with": ["subheads"], "head": "The Proceedings", "without": ["The Proceedings"]},
    {"engine": G, "columns": 1, "with": ["notes", "subheads"], "articles": 2, "style": "space"}, {"engine": G, "columns": 2, "with": ["notes", "table"], "articles": 2},
    {"engine": G, "macros": "mom", "articles": 2, "with": ["subheads"]}, {"engine": G, "macros": "mom", "columns": 1, "articles": 2},
    {"engine": L, "head": PAPERS[0], "without": [PAPERS[0]], "articles": 2, "with": ["subheads", "notes"]},
    {"engine": L, "head": PAPERS[3], "without": [PAPERS[3]], "articles": 3, "with": ["subheads", "list", "table"], "style": "indent", "hyphens": True},
    {"engine": L, "columns": 2, "articles": 2, "hyphens": True, "style": "indent", "with": ["subheads"], "dropCap": True},
    {"engine": L, "columns": 3, "size": 9, "articles": 2, "hyphens": True, "style": "indent", "with": ["pull", "caption"], "gap": "0.4cm"},
    {"engine": L, "columns": 2, "articles": 2, "justify": False, "with": ["list", "sidebar"], "ofPages": True, "foot": "Page"},
    {"engine": L, "columns": 2, "articles": 3, "with": ["notes", "subheads"], "font": "Liberation Sans", "size": 10, "foot": "Board paper 7, page", "without": ["Board paper 7"]},
    {"engine": L, "articles": 2, "justify": False, "with": ["manyNotes", "compound"], "font": "Liberation Sans"}, {"engine": L, "articles": 2, "justify": False, "style": "indent", "with": ["pull", "compound"]},
    {"engine": F, "head": PAPERS[1], "without": [PAPERS[1]], "articles": 2, "with": ["subheads"]}, {"engine": F, "head": PAPERS[2], "without": [PAPERS[2]], "articles": 2, "justify": False, "dashes": True},
    {"engine": F, "columns": 2, "articles": 2, "size": 10, "with": ["subheads"], "dashes": True}, {"engine": F, "columns": 3, "articles": 2, "size": 9, "page": "letter", "gap": 5},
    {"engine": C, "order": "rows", "articles": 3, "with": ["subheads"]}, {"engine": C, "order": "rows", "columns": 3, "size": 8.5, "articles": 5, "head": PAPERS[0], "without": [PAPERS[0]]},
    {"engine": C, "order": "random", "articles": 4, "with": ["subheads", "compound"], "head": PAPERS[1], "without": [PAPERS[1]]}, {"engine": C, "order": "random", "columns": 3, "articles": 5, "style": "space", "gap": 10},
    {"engine": C, "order": "columns", "articles": 5, "float": True, "from": 41, "head": PAPERS[3], "without": [PAPERS[3]]}, {"engine": C, "order": "random", "articles": 6, "float": True, "hyphens": False, "with": ["compound"], "from": 211},
    {"engine": C, "order": "columns", "columns": 1, "articles": 6, "justify": False, "hyphens": False, "with": ["subheads", "compound"], "size": 12, "head": "Draft report", "without": ["Draft report"]},
    {"engine": C, "order": "rows", "columns": 2, "articles": 4, "justify": False, "hyphens": False, "with": ["subheads"], "size": 10, "gap": 18, "style": "space"},
    {"engine": W, "columns": 2, "articles": 6, "with": ["manyNotes", "subheads", "pull"], "alternate": True, "without": [PAPERS[1], "of the report"], "headSize": 10},
    {"engine": W, "columns": 2, "articles": 7, "with": ["manyNotes", "caption", "table"], "head": PAPERS[2], "without": [PAPERS[2]], "foot": "Vol. 12 No. 3", "style": "space"},
    {"engine": L, "articles": 6, "with": ["manyNotes", "subheads", "list"], "style": "indent", "justify": False, "head": PAPERS[0], "without": [PAPERS[0]], "size": 12},
    {"engine": L, "columns": 2, "articles": 7, "with": ["subheads", "pull", "table"], "head": PAPERS[1], "without": [PAPERS[1]], "hyphens": True, "font": "Liberation Sans", "size": 10},
    {"engine": T, "columns": 2, "articles": 3, "with": ["notes", "subheads", "table"]}, {"engine": T, "columns": 2, "articles": 5, "with": ["manyNotes", "subheads", "caption", "list"], "head": "Harbour Studies", "without": ["Harbour Studies"]},
    {"engine": T, "articles": 4, "with": ["manyNotes", "subheads", "list"], "size": 11, "head": "Working paper 12", "without": ["Working paper 12"]}, {"engine": T, "articles": 4, "with": ["notes", "pull", "table"], "size": 12},
    {"engine": T, "columns": 2, "articles": 4, "with": ["subheads", "compound"]}, {"engine": T, "columns": 2, "articles": 6, "with": ["pull", "caption", "notes"]},
    {"engine": X, "columns": 2, "articles": 3, "with": ["subheads", "pull"], "rule": True, "number": False}, {"engine": X, "columns": 3, "articles": 3, "with": ["sidebar", "caption"], "number": False, "size": 9},
    {"engine": X, "articles": 3, "with": ["subheads", "list", "table", "compound"], "style": "space", "justify": False, "number": False, "font": "Liberation Sans"},
    {"engine": X, "articles": 2, "dropCap": True, "number": False, "top": LETTERHEAD, "style": "space", "noByline": True},
    {"engine": W, "page": "letter", "titleAlign": "center", "articles": 1, "number": False, "margin": "1in", "size": 12, "font": "Liberation Serif", "style": "space"},
    {"engine": W, "columns": 2, "page": "letter", "titleAlign": "center", "articles": 2, "hyphens": False, "headAt": "right", "head": "BULLETIN", "without": ["BULLETIN"], "numberForm": '"Page " counter(page) " of " counter(pages)'},
]


# Short ones for the tests.
FIXTURES = {
    "rules-and-pull-quote": {"engine": W, "columns": 2, "rule": True, "with": ["pull", "caption", "subheads"], "dropCap": True, "gap": "5mm"},
    "narrow-columns": {"engine": W, "columns": 3, "size": 8.5, "titleInside": True, "titleSize": 15, "gap": "4mm", "article": 5},
    "alternating-heads": {"engine": W, "with": ["notes", "subheads"], "alternate": True, "size": 15, "headSize": 18, "without": [PAPERS[1], "of the report"], "article": 2},
    "letterhead": {"engine": X, "top": LETTERHEAD, "style": "space", "hyphens": False, "with": ["list"], "noByline": True, "article": 9, "number": False},
    "box": {"engine": R, "head": PAPERS[2], "without": [PAPERS[2]], "with": ["sidebar", "subheads"], "article": 3},
    "numbered-lines": {"engine": R, "columns": 1, "lineNumbers": True, "size": 12, "leading": 24, "justify": False, "titleHeight": 60, "titleSize": 14, "article": 0},
    "footnotes": {"engine": G, "columns": 2, "with": ["notes"], "article": 6},
    "running-title": {"engine": G, "macros": "mom", "article": 2, "size": 13},
    "initial": {"engine": L, "columns": 2, "hyphens": True, "style": "indent", "dropCap": True, "article": 7},
    "table-and-list": {"engine": L, "with": ["notes", "list", "table", "compound"], "justify": False, "article": 8},
    "tex": {"engine": T, "columns": 2, "with": ["notes", "subheads"], "article": 1},
    "drawn-in-any-order": {"engine": C, "order": "random", "with": ["subheads", "compound"], "article": 4, "size": 12},
}


def rounded(boxes):
    """Boxes with fewer digits, so that they take less room."""
    import re

    return re.sub(rb'(\d+\.\d\d)\d+"', rb'\1"', boxes)


def fixtures():
    for index, (name, spec) in enumerate(FIXTURES.items()):
        article = Article(spec, index)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.pdf"
            ENGINES[spec["engine"]](article, spec, path)
            boxes = subprocess.run(["pdftotext", "-raw", "-bbox", path, "-"], stdout=subprocess.PIPE, check=True).stdout
        (HERE / f"{name}.xhtml").write_bytes(rounded(boxes))
        gold = article.gold
        if spec.get("top") == LETTERHEAD:
            head = "Port of Velmora\n4 Quay Street, Velmora\npress@velmora.example\nFOR IMMEDIATE RELEASE\n"
            gold["text"] = head + gold["text"]
        (HERE / f"{name}.gold.json").write_text(json.dumps(gold, indent=1, ensure_ascii=False) + "\n")


def main():
    if sys.argv[1] == "--fixtures":
        return fixtures()
    target = pathlib.Path(sys.argv[1])
    only = set(sys.argv[2:])
    for index, spec in enumerate(SPECS):
        folder = target / ("held-out" if index % 2 else "development")
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{index:02}-{spec['engine']}"
        if only and f"{index:02}" not in only:
            continue
        article = Article(spec, index)
        path = folder / f"{name}.pdf"
        ENGINES[spec["engine"]](article, spec, path)
        gold = article.gold
        if spec["engine"] == F:
            # Its own fonts have no typographer's marks.
            plain = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "--"}
            gold["text"], gold["title"] = gold["text"].translate(plain), gold["title"].translate(plain)
        if spec.get("top") == LETTERHEAD:
            head = "Port of Velmora\n4 Quay Street, Velmora\npress@velmora.example\nFOR IMMEDIATE RELEASE\n"
            # A headline counts where the text begins with it.
            gold["text"] = head + gold["text"].split("\n", 1)[1]
        (folder / f"{name}.gold.json").write_text(json.dumps(gold, indent=1, ensure_ascii=False) + "\n")
        with open(folder / f"{name}.xhtml", "wb") as out:
            subprocess.run(["pdftotext", "-raw", "-bbox", path, "-"], stdout=out, check=True)


if __name__ == "__main__":
    main()
