#!/usr/bin/env bash
# "About November 2014" is November 2014 as soon as it is read.
#
# One would guess: a library for uncertain dates keeps EDTF's marks for uncertain (?) and approximate (~), or refuses what it cannot hold.
# What happens: undate 0.8.0 accepts "2014-11~", "2014?" and "2014%" and drops the mark: the result is equal to the date without it, has the same
#   bounds and is written back without it. Unknown digits ("201X") it does keep. A mark in front of a part ("2014-~11") is refused.
# Seen: November 2026.
# Why it matters: the mark is the source's own doubt. A record read and saved once states as a fact of the calendar what the source
#   gave as a guess; a diff of the two files shows a typing change.
# Instead: take the mark off before parsing and keep it in a field of its own, or store the text that was parsed beside the result.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check undate==0.8.0 lark==1.3.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

from undate import Undate

print("undate", importlib.metadata.version("undate"))
for text in ("2014-11~", "2014?", "2014%", "2014-11-24?"):
    found, plain = Undate.parse(text, "EDTF"), Undate.parse(text[:-1], "EDTF")
    print(f"{text} -> {found}, {found.earliest} to {found.latest}")
    assert found == plain and str(found) == text[:-1]
    assert (found.earliest, found.latest) == (plain.earliest, plain.latest)
assert str(Undate.parse("201X", "EDTF")) == "201X"
PY
