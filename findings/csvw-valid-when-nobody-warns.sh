#!/usr/bin/env bash
# A table is valid as soon as warnings are switched off.
#
# One would guess: whether a table fits its metadata depends on the table and the metadata.
# What happens: csvw 4.1.1 finds out by listening to Python's own warnings. With `-W ignore`, PYTHONWARNINGS=ignore or a filter set anywhere in the program,
#   `CSVW(..., validate=True).is_valid` is True for a table with a month instead of a day, a confidence of 101 (maximum 100) and a
#   "true" where the format says yes or no. By default the same call on the same files is False. The wrong cells are in the JSON output either way, as text.
# Seen: November 2026.
# Why it matters: batch jobs switch warnings off to keep their logs readable. From that day on every table passes.
# Instead: wrap the call in warnings.catch_warnings() with simplefilter("always"), or read with csvw.Table, which raises on the first bad cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import json
import pathlib
import subprocess
import sys

print("csvw", importlib.metadata.version("csvw"))
pathlib.Path("claims.csv").write_text("id,day,confidence,denied\n1,2014-12-19,90,yes\n2,2014-12,101,true\n", encoding="utf-8")
columns = [
    {"name": "id", "datatype": "integer"},
    {"name": "day", "datatype": "date"},
    {"name": "confidence", "datatype": {"base": "integer", "maximum": 100}},
    {"name": "denied", "datatype": {"base": "boolean", "format": "yes|no"}},
]
metadata = {"@context": "http://www.w3.org/ns/csvw", "url": "claims.csv", "tableSchema": {"columns": columns}}
pathlib.Path("claims.csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
program = "import csvw; print(csvw.CSVW('claims.csv-metadata.json', validate=True).is_valid)"
for filter_, expected in (("default", "False"), ("ignore", "True")):
    result = subprocess.run([sys.executable, "-W", filter_, "-c", program], capture_output=True, text=True, check=True)
    print(f"python -W {filter_}: valid {result.stdout.strip()}, {result.stderr.strip() or 'nothing on stderr'}")
    assert result.stdout.strip() == expected
PY
