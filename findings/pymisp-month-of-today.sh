#!/usr/bin/env bash
# A MISP event of November 2014 happened on the day of the month on which you look.
#
# One would guess: PyMISP refuses a date without a day, or takes the first of the month.
# What happens: PyMISP 2.5.34.4 (with python-dateutil 4.0.0) fills what is missing from today. `set_date("2014-02")` gives 14 February on
#   the 14th of some month and 3 February on the 3rd; "2014" takes the month from today as well. The same goes for an attribute's
#   first_seen. Nothing in the event says that the day was made up, and the same file converted twice gives two events.
# Seen: November 2026.
# Why it matters: half of what is known about attribution has the precision of a month or a year. MISP shows the invented day to
#   everybody who syncs, and tools that compare events see a change where nothing changed.
# Instead: choose the day yourself (first of the month) and say so in a tag or comment; never pass a partial date to PyMISP.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pymisp==2.5.34.4 python-dateutil==4.0.0
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
from datetime import date, timedelta

import pymisp

print("pymisp", importlib.metadata.version("pymisp"), "python-dateutil", importlib.metadata.version("python-dateutil"))


def expected(year: int, month: int | None, today: date) -> date:
    """The given parts, the others from today, the day cut to the month's last."""
    month = month or today.month
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day
    return date(year, month, min(today.day, last))


for text, year, month in (("2014-11", 2014, 11), ("2014-02", 2014, 2), ("2014", 2014, None)):
    before = date.today()
    event = pymisp.MISPEvent()
    event.set_date(text)
    attribute = event.add_attribute("threat-actor", "Guardians of Peace", first_seen=text)
    print(f"{text}: event of {event.date}, first seen {attribute.first_seen.date()} (today is {before})")
    allowed = {expected(year, month, before), expected(year, month, date.today())}
    assert event.date in allowed and attribute.first_seen.date() in allowed, allowed
PY
