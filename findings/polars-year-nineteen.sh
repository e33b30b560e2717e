#!/usr/bin/env bash
# 19 December 2014, written 14-12-19, is a day of the year 19.
#
# One would guess: a reader asked to try dates either leaves two-digit years alone or takes them for years of this century or the last.
# What happens: polars 2.1.0 reads the column 14-12-19, 14-12-20 as dates with the day in front and the year as it stands: 14 December
#   of the year 19, then of the year 20. They are real dates, so nothing fails: sorting puts them before all others, and
#   the two consecutive days are a year apart. DuckDB 2.0.1 reads the same file as 19 and 20 December 2014.
# Seen: November 2026.
# Why it matters: short dates are common in hand-made lists of incidents. A year 19 passes every check of form (it is a valid xsd:date), and
#   the earliest claim about an incident is the one that counts as its origin.
# Instead: read dates as text and parse them by a stated format; refuse years before 1900 in the data that you load.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 duckdb==2.0.1
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import duckdb
import polars

print("polars", polars.__version__, "duckdb", duckdb.__version__)
pathlib.Path("claims.csv").write_text("who,day\nbureau,14-12-19\nfirm,14-12-20\n", encoding="utf-8")
first = polars.read_csv("claims.csv", try_parse_dates=True)["day"]
second = [row[0] for row in duckdb.sql("SELECT day FROM 'claims.csv'").fetchall()]
print("polars:", first.dtype, [day.isoformat() for day in first])
print("duckdb:", [day.isoformat() for day in second])
assert [day.isoformat() for day in first] == ["0019-12-14", "0020-12-14"]
assert [day.isoformat() for day in second] == ["2014-12-19", "2014-12-20"]
PY
