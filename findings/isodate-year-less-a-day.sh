#!/usr/bin/env bash
# A year less a day is written as minus a year and a day.
#
# One would guess: a duration that was read from ISO 8601 and calculated with is written as the same duration; or refused, for ISO 8601 has one sign
#   for the whole and none for its parts.
# What happens: isodate 0.7.2 takes the sign of one part for all of it. A year less a day (P1Y + -P1D) is written "-P1Y1D", six months less a year
#   "-P1Y6M", a month less forty days "-P1M40D". Read again and added to 19 December 2014 the first is 18 December 2013 instead of 2015. The parts
#   are right as long as nobody writes them. rdflib 7.6.0, which has a copy of the module, refuses to write such a duration.
# Seen: November 2026.
# Why it matters: "within a year of the attack, but a day before it" are limits of statements and of sanctions. A file of such spans puts an answer
#   years before the question.
# Instead: write the two days that a span lies between; or only durations whose parts have one sign.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check isodate==0.7.2 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
from datetime import date

import isodate
from rdflib.xsd_datetime import duration_isoformat, parse_xsd_duration

print("isodate", importlib.metadata.version("isodate"), "rdflib", importlib.metadata.version("rdflib"))
day = date(2014, 12, 19)
for first, second, written, before, after in (
    ("P1Y", "-P1D", "-P1Y1D", date(2015, 12, 18), date(2013, 12, 18)),
    ("P6M", "-P1Y", "-P1Y6M", date(2014, 6, 19), date(2013, 6, 19)),
    ("P1M", "-P40D", "-P1M40D", date(2014, 12, 10), date(2014, 10, 10)),
):
    span = isodate.parse_duration(first) + isodate.parse_duration(second)
    text = isodate.duration_isoformat(span)
    found = day + span, day + isodate.parse_duration(text)
    print(f"{first} and {second}: {text}; {day} and that: {found[0]}, read again {found[1]}")
    assert (text, *found) == (written, before, after)
try:
    print(duration_isoformat(parse_xsd_duration("P1Y") + parse_xsd_duration("-P1D")))
except ValueError as error:
    print("rdflib:", error)
else:
    raise AssertionError("rdflib writes such a duration")
PY
