"""Lines to measure language identification with: lines.py PACKAGE… >lines.tsv

PACKAGE is a Debian package or a wheel. Its translated manual pages and message catalogues give lines `code TAB text` of one
to three sentences: what is written in running words, not what is the same as in English. At most 400 lines of a language and
a package, chosen by a digest of their text, so that the same packages give the same lines.
"""

import gettext
import gzip
import hashlib
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

MOST = 400
CODES = {
    "zh_Hans": "zh", "zh_CN": "zh", "zh_Hant": "zh", "zh_TW": "zh", "pt_BR": "pt", "pt_PT": "pt", "no": "nb", "fil": "tl",
    "sr_Latn": None, "sr@latin": None, "sr@ije": "sr", "sr_RS": "sr", "en@quot": None, "en@boldquot": None, "en_GB": "en",
}  # fmt: skip


def code(name):
    if name in CODES:
        return CODES[name]
    if "@" in name:
        return None
    return name.split("_")[0]


def clean(text):
    text = re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"%\([^)]*\)[#0-9.]*[a-z]|%[-#0-9.*l]*[a-zA-Z%]|\{[^}]*\}|&[a-z]+;", " ", text)
    text = re.sub(r"https?://\S+|\S+@\S+|\S*[/_\\=]\S*|--?[\w-]+", " ", text)
    return re.sub(r"\s+", " ", text).strip(" -–·:•*\t")


def words(text):
    return [word for word in re.split(r"\s+", text) if any(letter.isalpha() for letter in word)]


def keeps(text):
    """Whether it is mostly letters and long enough to be more than a label."""
    letters = sum(letter.isalpha() or letter == " " or "\u0300" < letter < "\u0f00" for letter in text)
    wide = sum("\u0e00" <= letter for letter in text)
    return letters >= 0.8 * len(text) and (len(words(text)) >= 3 or wide >= 8) and len(text) <= 500


def translated(lines):
    """Without what was left in English: in another script than most lines are, or with `the` and `and`, `of`, `is` or `to`."""

    def foreign(text):
        return any(letter.isalpha() and letter > "\u024f" and not "\u1e00" <= letter < "\u1f00" for letter in text)

    def english(text):
        found = set(text.lower().split())
        return "the" in found and found & {"and", "of", "is", "to"}

    other = sum(map(foreign, lines)) * 2 > len(lines)
    return {text for text in lines if (foreign(text) if other else not english(text))}


def po(text):
    """Message and translation pairs of a .po file."""
    for entry in text.split("\n\n"):
        if "#, fuzzy" in entry or "#~" in entry or 'msgstr ""\n"' not in entry and 'msgstr "' not in entry:
            continue
        parts = {}
        key = None
        for line in entry.split("\n"):
            match = re.match(r'(msgid|msgstr)(\[0\])? "(.*)"$', line) or re.match(r'()()"(.*)"$', line)
            if line.startswith("msg") and not match:
                key = None
            if not match:
                continue
            key = match.group(1) or key
            if key:
                parts[key] = parts.get(key, "") + match.group(3).replace('\\"', '"').replace("\\n", " ")
        yield parts.get("msgid", ""), parts.get("msgstr", "")


def manual(text):
    """The paragraphs of a manual page; None where it is of the kind that marks every word."""
    paragraph = []
    for line in text.split("\n"):
        if line.startswith((".", "'")):
            if re.match(r"\.(P|PP|LP|TP|IP|SH|SS|RS|RE|Pp)\b", line):
                yield " ".join(paragraph)
                paragraph = []
            elif re.match(r"\.(B|I|BR|IR|RB|RI)\b", line):
                paragraph.append(re.sub(r"^\.\w+\s*", "", line).replace('"', ""))
            continue
        paragraph.append(re.sub(r"\\f.|\\&|\\c", "", line).replace("\\-", "-"))
    yield " ".join(paragraph)


def pairs(package):
    """Language code, English or '', translation."""
    if package.suffix == ".whl":
        wheel = zipfile.ZipFile(package)
        for name in sorted(wheel.namelist()):
            match = re.search(r"/locales?/([^/]+)/LC_MESSAGES/[^/]+\.po$", name)
            if match and "js" not in name.rsplit("/", 1)[1]:
                for source, text in po(wheel.read(name).decode("utf-8", "replace")):
                    yield code(match.group(1)), source, text
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        for path in sorted(pathlib.Path(folder).rglob("*.mo")):
            match = re.search(r"/locale/([^/]+)/LC_MESSAGES/", str(path))
            if not match:
                continue
            catalogue = gettext.GNUTranslations(io.BytesIO(path.read_bytes()))._catalog
            for source, text in sorted((str(k), v) for k, v in catalogue.items() if isinstance(v, str)):
                yield code(match.group(1)), source, text
        for path in sorted(pathlib.Path(folder).rglob("*.gz")):
            match = re.search(r"/share/man/([^/]+)/man\d/", str(path))
            if match:
                for text in manual(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")):
                    yield code(match.group(1)), "", text


def main():
    for name in sys.argv[1:]:
        lines = {}
        for tag, source, text in pairs(pathlib.Path(name)):
            if not tag or text == source:
                continue
            for piece in re.findall(r"(?:.*?[.!?。؟։](?=\s|$)){1,3}|.+$", clean(text)):
                piece = piece.strip()
                if keeps(piece) and "\ufffd" not in piece and piece not in clean(source):
                    lines.setdefault(tag, set()).add(piece)
        for tag in sorted(lines):
            kept = lines[tag] if tag == "en" else translated(lines[tag])
            for piece in sorted(kept, key=lambda text: hashlib.sha256(text.encode()).digest())[:MOST]:
                print(tag, piece, sep="\t")


main()
