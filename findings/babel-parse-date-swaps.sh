#!/usr/bin/env bash
# One column, two orders: a day above 12 is quietly taken for the day.
#
# One would guess: parse_date with a locale reads dates in the order of that locale, and refuses a month 13.
# What happens: babel 2.19.0 swaps day and month where the month would be above 12, and says nothing. In American order, 12/11/2014 is 11 December
#   and 13/11/2014, two cells below, is 13 November. A European file read with the wrong locale never fails: about two
#   thirds of its days are swapped back and right, the rest are wrong.
# Seen: November 2026.
# Why it matters: the error that would have shown that the file has another order does not come. What is left is a table with some
#   claims months away from their day, and both days look real.
# Instead: strptime with a fixed format, or check first that no cell of the whole column has a month above 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
cd "$folder"
venv/bin/python - <<'PY'
import datetime
import importlib.metadata

from babel.dates import parse_date

print("babel", importlib.metadata.version("babel"))
for text, locale, expected in (
    ("12/11/2014", "en_US", "2014-12-11"),
    ("13/11/2014", "en_US", "2014-11-13"),
    ("11.12.2014", "de", "2014-12-11"),
    ("11.13.2014", "de", "2014-11-13"),
):
    found = str(parse_date(text, locale=locale))
    print(f"{locale}: {text} -> {found}")
    assert found == expected, expected
days = [datetime.date(2014, 1, 1) + datetime.timedelta(n) for n in range(365)]
right = sum(parse_date(f"{day:%d/%m/%Y}", locale="en_US") == day for day in days)
print(f"a year of days in European order, read as American: {right} right, {365 - right} wrong, 0 refused")
assert right == 365 - 12 * 11
PY
