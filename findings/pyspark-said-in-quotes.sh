#!/usr/bin/env bash
# Words after a quotation are those of the next column.
#
# One would guess: a CSV file as Excel, Python and RFC 4180 write it, with quotes doubled inside of quoted cells, is read as it was written.
# What happens: pyspark 4.3.0 knows a quote inside of a cell only behind a backslash. Where a doubled one is followed by a comma in the same cell, it cuts the cell there and
#   what comes after is the next column's; the last columns fall off. Other cells keep their quotes doubled, and a backslash at the end of a quoted cell joins it to
#   the next. No row is missing and none is marked (FAILFAST would fail). duckdb 2.0.1 reads all of it.
#   What pyspark writes itself, Python's csv module in turn reads with backslashes and cut cells.
# Seen: November 2026.
# Why it matters: quotations are what attribution records consist of. The very claims that quote somebody have half of the quotation in the column of who was blamed.
# Instead: option("escape", '"'), for reading and writing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.3.0 duckdb==2.0.1
cd "$folder"
venv/bin/python - 2>spark.log <<'PY' || { tail -5 spark.log; exit 1; }
import csv
import pathlib

import duckdb
import pyspark
from pyspark.sql import SparkSession

print("pyspark", pyspark.__version__, "duckdb", duckdb.__version__)
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
CLAIMS = [
    ("1", 'said "it was them", then "no"', "state"),
    ("2", 'said "no comment"', "state"),
    ("3", "kept in C:\\case\\", "firm"),
    ("4", "said so, twice", "firm"),
]
with open("claims.csv", "w", newline="", encoding="utf-8") as stream:
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("id", "words", "blamed"), *CLAIMS])
found = [tuple(row) for row in spark.read.csv("claims.csv", header=True).collect()]
print(*found, sep="\n")
assert found == [
    ("1", '"said ""it was them""', ' then ""no"""'),
    ("2", '"said ""no comment"""', "state"),
    ("3", '"kept in C:\\case","firm"', None),
    ("4", "said so, twice", "firm"),
]
assert [tuple(map(str, row)) for row in duckdb.sql("FROM read_csv('claims.csv')").fetchall()] == CLAIMS
escaped = spark.read.csv("claims.csv", header=True, escape='"')
assert [tuple(row) for row in escaped.collect()] == CLAIMS
escaped.coalesce(1).write.csv("written")
(written,) = pathlib.Path("written").glob("*.csv")
back = list(csv.reader(written.open(encoding="utf-8")))
print("written by pyspark, read by csv:", back[0])
assert back[0] == ["1", 'said \\it was them\\"', ' then \\"no\\""', "state"]
PY
