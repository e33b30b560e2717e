#!/usr/bin/env bash
# "Two days earlier" is in two days, the day before yesterday is yesterday, and the year 2014 is fourteen minutes past eight in the evening.
#
# One would guess: what a parser of dates in English cannot read, it says it cannot: it gives a flag with every answer, 0 for nothing found.
# What happens: parsedatetime 2.6 takes the words that it knows and leaves out the rest, with the flag for "a date" or "a time". "two days earlier"
#   and "two days later" are one day, "the day before yesterday" is yesterday, "Dec 2014 or Jan 2015" January. "late 2014", "summer 2014" and "2014"
#   itself are 20:14 today. Two days "ago" and "2 days before yesterday" it can.
# Seen: November 2026.
# Why it matters: reports tell in such words who said what first. One word that was left out turns the order round, and the answer says that it was
#   understood.
# Instead: take from it only what `nlp` marks as found, and if that is the whole text; keep years without a month out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check parsedatetime==2.6
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
from datetime import datetime

import parsedatetime

print("parsedatetime", importlib.metadata.version("parsedatetime"), "on 2014-12-19 at 10:00")
calendar = parsedatetime.Calendar()
for text, moment, kind in (
    ("two days later", "2014-12-21 10:00", 1),
    ("two days earlier", "2014-12-21 10:00", 1),
    ("two days ago", "2014-12-17 10:00", 1),
    ("yesterday", "2014-12-18 09:00", 1),
    ("the day before yesterday", "2014-12-18 09:00", 1),
    ("Dec 2014 or Jan 2015", "2015-01-01 10:00", 1),
    ("2014", "2014-12-19 20:14", 2),
    ("late 2014", "2014-12-19 20:14", 2),
    ("unknown", "2014-12-19 10:00", 0),
):
    parts, flag = calendar.parse(text, datetime(2014, 12, 19, 10).timetuple())
    found = f"{datetime(*parts[:5]):%Y-%m-%d %H:%M}"
    print(f"{text}: {found}, flag {flag}")
    assert (found, flag) == (moment, kind)
PY
