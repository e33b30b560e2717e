#!/usr/bin/env bash
# "Not before 2014" is before 2014, and the 12th and 13th of December 2014 are a day of 2012.
#
# One would guess: what the English parser of an EDTF library cannot read, it gives no date for, as it does for "between 2014 and 2015" and
#   "unknown".
# What happens: edtf 5.0.2 for Python reads "before" and "later" wherever they stand: "not before 2014" is `/2014`, up to 2014, and "no later than
#   2014" is `2014/`, from 2014 on; each the opposite of what it says. Of two days it takes the first for a year: "12-13 December 2014" is 13
#   December 2012, "10 days after 24 November 2014" is from 24 November 2010 on. "Q4 2014" is April, "2014 or 2015" is 2014, and "November or
#   December 2014" November of some year.
# Seen: November 2026.
# Why it matters: it is made for what curators and reports write. "No later than" is how experts bound a break-in, and here it becomes the time
#   after it. Nothing in the result tells the wrong from the right.
# Instead: give it only texts that a pattern of your own knows; read each result aloud to whoever wrote the date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

from edtf import text_to_edtf

print("edtf", importlib.metadata.version("edtf"))
for text, expected in (
    ("before 2014", "/2014"),
    ("not before 2014", "/2014"),
    ("not earlier than December 2014", "/2014-12"),
    ("after 2014", "2014/"),
    ("no later than 2014", "2014/"),
    ("13 December 2014", "2014-12-13"),
    ("12-13 December 2014", "2012-12-13"),
    ("2 or 3 December 2014", "2002-12-03"),
    ("10 days after 24 November 2014", "2010-11-24/"),
    ("Q4 2014", "2014-04"),
    ("2014 or 2015", "2014"),
    ("November or December 2014", "XXXX-11"),
    ("between 2014 and 2015", None),
    ("unknown", None),
):
    found = text_to_edtf(text)
    print(f"{text}: {found}")
    assert (found and str(found)) == expected
PY
