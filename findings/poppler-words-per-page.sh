#!/usr/bin/env bash
# poppler 22.12.0: the time that `pdftotext -bbox-layout`, and `-bbox`, take grows with more than the square of the words on a
# page: thousands of words on one page, as on a broadsheet's or a table's, cost a second. With `-raw -bbox`, which gives
# each word its box in the order in which the page draws them, it grows with the words.
#
# Seen, processor time for a page of 1,000, 2,000 and 4,000 words a space apart: 0.03, 0.09 and 0.86 s with -bbox-layout; 0.03,
# 0.11 and 0.91 s with -bbox; 0.01, 0.01 and 0.02 s with -raw -bbox.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dpkg-query -W poppler-utils
cat > "$folder/page.py" <<'PYTHON'
import sys

words = b"".join(b"1 0 0 1 %d %d Tm (w) Tj\n" % (i % 50 * 12, i // 50 * 9 + 9) for i in range(int(sys.argv[1])))
stream = b"BT /F1 4 Tf\n" + words + b"ET"
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
TIMEFORMAT=%U
for mode in "-bbox-layout" "-bbox" "-raw -bbox"; do
    times=()
    for count in 1000 2000 4000; do
        python3 "$folder/page.py" $count >"$folder/page.pdf"
        # shellcheck disable=SC2086
        times+=("$( { time pdftotext $mode "$folder/page.pdf" "$folder/words"; } 2>&1)")
        [ "$(grep -c "<word " "$folder/words")" = $count ]
    done
    echo "$mode: ${times[*]}"
    # From 2,000 words to 4,000: fourfold and more, or less; a hundredth of a second is what the clock tells.
    case $mode in
        "-raw -bbox") awk "BEGIN { exit !(${times[2]} < 4 * ${times[1]} + 0.05) }" ;;
        *) awk "BEGIN { exit !(${times[2]} > 4 * ${times[1]}) }" ;;
    esac
done
echo "as stated"
