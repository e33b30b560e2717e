#!/usr/bin/env bash
# The parser for every kind of date reads 2014-11-24 as the year 2014.
#
# One would guess: the parser that takes all formats at once takes the commonest at least as exactly as the parser for that format.
# What happens: undate 0.8.0 parses "2014-11-24" as a day with "EDTF" and with "ISO8601". With "omnibus", the parser that joins them with other
#   calendars, the result is the year 2014; "2014-11" too. "24 November 2014" is a day. Nothing fails, and the
#   result is a valid, less precise date. An interval inside one year is refused, since both its ends are then the same.
# Seen: November 2026.
# Why it matters: "omnibus" is what one takes for a column of mixed dates. The best dates of the column lose the day, so everything said in a
#   year is of one rank, and nobody answered anybody.
# Instead: try "EDTF" first and "omnibus" only for what it refuses.
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
for text, form, first, last in (
    ("2014-11-24", "EDTF", "2014-11-24", "2014-11-24"),
    ("2014-11-24", "ISO8601", "2014-11-24", "2014-11-24"),
    ("2014-11-24", "omnibus", "2014-01-01", "2014-12-31"),
    ("2014-11", "EDTF", "2014-11-01", "2014-11-30"),
    ("2014-11", "omnibus", "2014-01-01", "2014-12-31"),
    ("24 November 2014", "omnibus", "2014-11-24", "2014-11-24"),
):
    found = Undate.parse(text, form)
    print(f"{form}: {text} -> {found}, {found.earliest} to {found.latest}")
    assert (str(found.earliest), str(found.latest)) == (first, last)
try:
    Undate.parse("2014-11-24/2014-12-19", "omnibus")
except Exception as error:
    print("omnibus: 2014-11-24/2014-12-19 ->", str(error).split("\n")[-1])
    assert "2014-2014" in str(error)
else:
    raise AssertionError("read")
PY
