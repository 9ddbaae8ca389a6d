#!/usr/bin/env bash
# poppler 22.12.0: `pdftotext -tsv` writes a line for each word with its box; with `-raw` beside it, which gives -bbox its words in the
# order in which the page draws them, it writes the header and the page's own line, no word, and ends with 0. So boxes in drawing
# order are to be had with `-raw -bbox` alone.
#
# Seen for a page of two words: -tsv 2 words, -raw -bbox 2, -raw -tsv 0, with status 0 and nothing on standard error.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dpkg-query -W poppler-utils
cat > "$folder/page.py" <<'PYTHON'
import sys

stream = b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (river bank) Tj ET"
objects = [
    b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>",
    b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)]
file, offsets = b"%PDF-1.4\n", []
for number, body in enumerate(objects, 1):
    offsets.append(len(file))
    file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
sys.stdout.buffer.write(file + table + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(file))
PYTHON
python3 "$folder/page.py" >"$folder/page.pdf"
count() {
    # shellcheck disable=SC2086
    pdftotext $1 "$folder/page.pdf" "$folder/out" 2>"$folder/said"
    [ ! -s "$folder/said" ]
    grep -cE 'river|bank' "$folder/out" || true
}
for mode in "-tsv" "-raw -bbox" "-raw -tsv"; do
    found=$(count "$mode")
    echo "$mode: $found words"
    case $mode in
        "-raw -tsv") [ "$found" = 0 ] ;;
        *) [ "$found" = 2 ] ;;
    esac
done
echo "as stated"
