#!/usr/bin/env bash
# The first names of a list are not in it, because later ones have a semicolon.
#
# One would guess: a file of one column is read as one column, or the comma is the separator of a .csv unless another is named.
# What happens: read_csv of duckdb 2.0.1 tries comma, semicolon, pipe and tab, takes what gives most columns that fit to the end of the file, and passes over the lines above as
#   notes. Of a list of eight names, the last two of which have a semicolon inside, the first is then the heading, the other is the only row, and six
#   names and the real heading are gone. Nothing is told. Without `header`, with `all_varchar`, it is the same. pandas 3.1.1, polars 2.1.0 and pyarrow 26.0.1 read the eight names.
# Seen: November 2026.
# Why it matters: lists of aliases, of quotations and of sources are files of one column, and a semicolon in a quotation is no rarity. Sorted lists
#   make it likely that what is odd comes last. Counts and joins are made on the two names.
# Instead: name the separator (`delim = ','`); look at sniff_csv for lines that are skipped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import duckdb
import pandas
import polars
import pyarrow.csv

print("duckdb", duckdb.__version__, "pandas", pandas.__version__, "polars", polars.__version__, "pyarrow", pyarrow.__version__)
names = ["Bureau", "Cabinet", "Embassy", "Firm", "Ministry", "Newspaper", "Service A; formerly B", "Service C; formerly D"]
pathlib.Path("names.csv").write_text("name\n" + "\n".join(names) + "\n", encoding="utf-8")
for options in ("", ", all_varchar = true"):
    found = duckdb.sql(f"FROM read_csv('names.csv'{options})")
    print(f"duckdb{options}:", found.columns, found.fetchall())
    assert found.columns == ["Service A", "formerly B"] and found.fetchall() == [("Service C", " formerly D")]
((skipped,),) = duckdb.sql("SELECT SkipRows FROM sniff_csv('names.csv')").fetchall()
print("lines passed over:", skipped)
assert skipped == 7
for reader, found in (
    ("pandas", pandas.read_csv("names.csv")["name"].to_list()),
    ("polars", polars.read_csv("names.csv")["name"].to_list()),
    ("pyarrow", pyarrow.csv.read_csv("names.csv")["name"].to_pylist()),
    ("duckdb with a comma", [name for (name,) in duckdb.sql("FROM read_csv('names.csv', delim = ',')").fetchall()]),
):
    print(f"{reader}:", found)
    assert found == names
PY
