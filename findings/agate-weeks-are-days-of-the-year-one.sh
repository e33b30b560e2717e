#!/usr/bin/env bash
# "1 week" is the 8th of January of the year 1, and a suspect called May is a day of the year 1, too.
#
# One would guess: a column of texts stays one, or, if it is taken for times that passed, it is a column of durations.
# What happens: agate 1.14.2, which csvkit and many newsrooms read tables with, tries types in turn, and has parsedatetime 2.6 say what
#   might be a date. It takes what is said in words as counted from a day that agate sets to the 1st of January of the year 1. "1 week"
#   and "2 months" are 8 January and 1 March 0001; "Friday" and "Monday" are 5 and 8 January 0001; "May" and "March" are the first days
#   of these months in the year 1. "Dec 2014" is its 1st of December; "2014-12" and "3 sources" stay texts, "10m" is ten minutes.
# Seen: November 2026.
# Why it matters: "how long after the incident was somebody blamed?" and "on which weekday?" are columns of tables about attribution, and
#   surnames are, too. The dates sort and can be subtracted, so that nothing looks wrong before somebody prints one.
# Instead: agate.TypeTester(types=[agate.Number(), agate.Text()]), or csvkit's --no-inference.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check agate==1.14.2 parsedatetime==2.6
cd "$folder"
venv/bin/python - <<'PY'
import io
from importlib.metadata import version

import agate

print("agate", version("agate"), "parsedatetime", version("parsedatetime"))


def read(*cells: str) -> list[str]:
    table = agate.Table.from_csv(io.StringIO("\n".join(("cell", *cells)) + "\n"))
    return [str(cell) for cell in table.columns["cell"]]


for cells in (("1 week", "2 months"), ("Friday", "Monday"), ("May", "March"), ("Dec 2014", "May 2015"), ("2014-12", "2015-01")):
    print(cells, "->", read(*cells))
assert read("1 week", "2 months") == ["0001-01-08", "0001-03-01"]
assert read("Friday", "Monday") == ["0001-01-05", "0001-01-08"]
assert read("May", "March") == ["0001-05-01", "0001-03-01"]
assert read("Dec 2014", "May 2015") == ["2014-12-01", "2015-05-01"]
assert read("2014-12", "2015-01") == ["2014-12", "2015-01"]
PY
