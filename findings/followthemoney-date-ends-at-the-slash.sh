#!/usr/bin/env bash
# 2014/11/24 is the year 2014, and half past eleven at night in New York is the same time as in Seoul.
#
# One would guess: a date that the type cannot read is refused, as `24/11/2014` and `circa 2014` are; a time with an offset is converted or keeps
#   it.
# What happens: followthemoney 4.11.2 reads from the left as far as it gets and takes that for the whole: 2014/11/24 and 2014-W47 become 2014,
#   2014-11-24/2014-12-19 becomes the first day of the period, "2014-11~" (about November) becomes November. Of 2014-11-24T23:30-05:00 the offset is
#   dropped: it is 23:30, as in any other zone, and dates of the model are read as UTC. `add` says nothing; only what does not begin with a year is
#   refused.
# Seen: November 2026.
# Why it matters: a day becomes a year, and a year comes before all its days: who said it on the 24th is sorted as the first to say it. Two
#   statements of the same evening, fourteen hours apart, are simultaneous.
# Instead: bring dates to YYYY-MM-DD in UTC before `add`, and compare what the entity holds with what was given.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check followthemoney==4.11.2 rigour==2.6.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

from followthemoney import model

print("followthemoney", importlib.metadata.version("followthemoney"), "rigour", importlib.metadata.version("rigour"))
for text, kept in (
    ("2014/11/24", ["2014"]),
    ("2014-W47", ["2014"]),
    ("2014-11-24/2014-12-19", ["2014-11-24"]),
    ("2014-11~", ["2014-11"]),
    ("2014-11-24T23:30-05:00", ["2014-11-24T23:30"]),
    ("2014-11-24T23:30+09:00", ["2014-11-24T23:30"]),
    ("2014-11-24", ["2014-11-24"]),
    ("24/11/2014", []),
    ("circa 2014", []),
):
    event = model.make_entity("Event")
    event.id = "statement"
    event.add("date", text)
    print(f"{text}: {event.get('date')}")
    assert event.get("date") == kept
PY
