#!/usr/bin/env bash
# us 4.0.0 (PyPI): `us.states.lookup` knows each state's AP abbreviation (`ap_abbr`), but does not look it up: what is no name, FIPS
# or postal code is compared by how it sounds. Of the 42 abbreviations that are no names, 41 give None, as one learns to expect,
# and one gives another state: a dateline's "Minn." is Maine.
#
# Seen: lookup("Minn.") and lookup("Minn") are ME, lookup("Conn."), lookup("Mich.") and 39 more None; with field="ap_abbr" all 42 are
# their own states.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install 'us==4.0.0' 'jellyfish==1.3.0'

"$folder/venv/bin/python" - <<'PYTHON'
import us

short = [state for state in us.states.STATES if state.ap_abbr != state.name]
found = {state.ap_abbr: us.states.lookup(state.ap_abbr) for state in short}
wrong = {abbreviation: state.abbr for abbreviation, state in found.items() if state}
print(f"{len(short)} abbreviations; looked up as they are: {wrong}, None for the rest")
assert len(short) == 42 and wrong == {"Minn.": "ME"}, "Minn. alone was seen, as ME"
assert us.states.lookup("Minn").abbr == "ME"
assert all(us.states.lookup(state.ap_abbr, field="ap_abbr") is state for state in short)
PYTHON
echo "as stated"
