#!/usr/bin/env bash
# Two weeks ago, and the day after that a month ago.
#
# One would guess: what was fifteen days ago is "2 weeks ago", and after 20 days "3 weeks ago" at the latest, since there are words for weeks.
# What happens: `humanize` of arrow 1.4.0 says "a week ago" up to the 13th day, "2 weeks ago" on the 14th alone, and "a month ago" from the 15th to
#   about the 44th. Nothing is ever three weeks ago. The other way, a year holds on for nearly two: 729 days are "a year ago". arrow 1.3.0 said "2
#   weeks ago" and "3 weeks ago".
# Seen: November 2026.
# Why it matters: "the bureau named them a month ago" of what it said fifteen days ago puts it before the denial of three weeks ago. In a timeline
#   of an attack these are the weeks in which everything is said.
# Instead: `humanize(granularity="day")`, or the date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/old"
python3 -m venv "$folder/new"
"$folder/old/bin/pip" install --quiet --disable-pip-version-check arrow==1.3.0
"$folder/new/bin/pip" install --quiet --disable-pip-version-check arrow==1.4.0
cd "$folder"
cat >ago.py <<'PY'
import arrow

day = arrow.get("2014-12-31")
said = {days: day.shift(days=-days).humanize(day) for days in (13, 14, 15, 21, 28, 44, 46, 729)}
print("arrow", arrow.__version__, said)
new = {13: "a week", 14: "2 weeks", 15: "a month", 21: "a month", 28: "a month", 44: "a month", 46: "2 months", 729: "a year"}
old = new | {15: "2 weeks", 21: "3 weeks", 28: "4 weeks"}
for days in (13, 14, 15, 21, 28, 729) if arrow.__version__ == "1.3.0" else new:
    assert said[days] == (old if arrow.__version__ == "1.3.0" else new)[days] + " ago", days
assert day.shift(days=-15).humanize(day, granularity="day") == "15 days ago"
PY
old/bin/python -W ignore ago.py
new/bin/python ago.py
