#!/usr/bin/env bash
# An article headed "December 2014" is dated 1 January 2014.
#
# One would guess: a page that shows only a month gets that month's first day, or no date.
# What happens: htmldate 1.11.0 cannot use the month's name, falls back to the year, and writes 1 January: eleven months early.
#   A season or a year inside a sentence ("Volume 2014") has the same result, in the same full format as a real date. The same
#   month in figures, 12/2014, gives 1 December. So two pages of one month stand eleven months apart.
# Seen: November 2026.
# Why it matters: the date of the source is when a claim was public. With it eleven months early, a newspaper names the culprit of
#   an intrusion before the intrusion, and becomes the origin on which all later reports seem to rest.
# Instead: take 1 January from htmldate as "the year, no more", and look for a month in the page before believing it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0
cd "$folder"
venv/bin/python - <<'PY'
import htmldate

print("htmldate", htmldate.__version__)
page = "<html><head><title>Report</title></head><body>{}<article><p>A bureau blamed a state.</p></article></body></html>"
for shown, expected in (
    ("December 2014", "2014-01-01"),
    ("Dezember 2014", "2014-01-01"),
    ("Dec 2014", "2014-01-01"),
    ("Winter 2014", "2014-01-01"),
    ("Volume 2014, issue 3", "2014-01-01"),
    ("12/2014", "2014-12-01"),
    ("24 December 2014", "2014-12-24"),
):
    found = htmldate.find_date(page.format(f'<p class="date">{shown}</p>'))
    print(f"{shown}: {found}")
    assert found == expected, expected
PY
