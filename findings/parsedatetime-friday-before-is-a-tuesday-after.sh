#!/usr/bin/env bash
# "The Friday before 19 December 2014" is Tuesday, 23 December, if one reads it on a Monday.
#
# One would guess: a parser that knows "two weeks before 19 December 2014" finds the Friday before it, or none, and the same one every day.
# What happens: parsedatetime 2.6 counts how far it is from the day of reading to the next Friday, and adds that to the date: on a Monday four days, on a Thursday one. So
#   the result is after the date instead of before it, mostly not a Friday, and another one tomorrow. "The day before 24 November 2014" is that day
#   itself, and "the 24th of November 2014" is the 1st. recurrent 0.4.1, which asks parsedatetime for dates, gives the same for the Friday.
# Seen: November 2026.
# Why it matters: "on the Friday before the attack" is how reports tell who said what first. The order of who blamed and who answered is turned round, and a second run
#   over the same file gives another order.
# Instead: find the date with strptime and go back by `timedelta`, in steps of days, until `weekday()` is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check parsedatetime==2.6 recurrent==0.4.1
cd "$folder"
venv/bin/python - <<'PY'
import datetime
import importlib.metadata

import parsedatetime
import recurrent

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("parsedatetime", "recurrent")))
calendar = parsedatetime.Calendar()
monday = datetime.datetime(2026, 11, 30, 12)
assert monday.weekday() == 0
for text, expected in (
    ("two weeks before 19 December 2014", ["5 Fri"] * 7),
    ("the Friday before 19 December 2014", ["23 Tue", "22 Mon", "21 Sun", "20 Sat", "26 Fri", "25 Thu", "24 Wed"]),
):
    found = [calendar.parseDT(text, monday + datetime.timedelta(day))[0] for day in range(7)]
    days = [f"{each.day} {each:%a}" for each in found]
    print(f"{text}, read on Monday to Sunday: {', '.join(days)}")
    assert all((each.year, each.month) == (2014, 12) for each in found) and days == expected
other = recurrent.RecurringEvent(now_date=monday).parse("the Friday before 19 December 2014")
print("recurrent, on a Monday:", other)
assert str(other).startswith("2014-12-23")
for text, expected in (
    ("the day before 24 November 2014", "2014-11-24"),
    ("the 24th of November 2014", "2014-11-01"),
    ("24 November 2014", "2014-11-24"),
):
    found = str(calendar.parseDT(text, monday)[0].date())
    print(f"{text}: {found}")
    assert found == expected
PY
