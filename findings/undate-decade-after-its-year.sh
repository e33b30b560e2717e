#!/usr/bin/env bash
# The 2010s are later than 2014.
#
# One would guess: comparing a date with one that lies inside it has no answer; the library says so for a month and its day.
# What happens: undate 0.8.0 raises NotImplementedError for 2014 and 2014-11 ("falls within the other"). For a date with unknown digits it
#   answers: "201X" > "2014" is True and "201X" < "2014" is False, and the same for "2014-12-1X" and the 15th, and for an unknown day
#   and any day of its month. It still says that 2014 is in 201X. Whichever value is the real one, the answer is "later".
# Seen: November 2026.
# Why it matters: a list sorted by these dates always puts the vague claim behind the exact one, as if it were known to be an echo of it. In
#   a dispute about who said it first, that is the finding.
# Instead: compare latest with earliest by hand, and have "unknown" as an answer.
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
try:
    Undate.parse("2014", "EDTF") > Undate.parse("2014-11", "EDTF")
except NotImplementedError as error:
    print("2014 > 2014-11:", error)
else:
    raise AssertionError("compared")
for vague, exact in (("201X", "2014"), ("20XX", "2014"), ("2014-1X", "2014-11"), ("2014-12-XX", "2014-12-31"), ("2014-12-1X", "2014-12-15")):
    first, second = Undate.parse(vague, "EDTF"), Undate.parse(exact, "EDTF")
    print(f"{vague} ({first.earliest} to {first.latest}) > {exact}: {first > second}; <: {first < second}")
    assert (first > second) is True and (first < second) is False
    assert first.earliest <= second.earliest and second.latest <= first.latest
PY
