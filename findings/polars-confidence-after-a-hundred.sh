#!/usr/bin/env bash
# After a hundred records, a confidence of 0.7 is 0, and who answered is not there.
#
# One would guess: a table made of a list of dicts has the keys of all of them, and a value that does not fit its column is an error, as a word among figures is.
# What happens: polars 2.1.0 looks at the first 100 rows. A key that comes later is dropped, from nested records as well, and a 0.7 in a column that was whole
#   so far is cut to 0; only a word raises. read_ndjson drops later keys, too, and raises at 0.7. pyarrow 26.0.1 looks at the first row
#   alone: Table.from_pylist has no column that the first row has not. pandas 3.1.1 has all of them.
# Seen: November 2026.
# Why it matters: answers, corrections and fractions are what few records have. Tests have less than a hundred records. The records with more to them are
#   quietly made like those with less, and a likely claim becomes one that nobody believes.
# Instead: infer_schema_length=None in polars; in pyarrow, a schema.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1 pandas==3.1.1
cd "$folder"
venv/bin/python - <<'PY'
import json

import pandas
import polars
import pyarrow

print("polars", polars.__version__, "pyarrow", pyarrow.__version__, "pandas", pandas.__version__)
plain = {"claim": "c", "confidence": 1, "source": {"by": "bureau"}}
last = {"claim": "d", "confidence": 0.7, "source": {"by": "firm", "page": 3}, "answer": "denied"}
cut = {"claim": "d", "confidence": 0, "source": {"by": "firm"}}
for before, expected in ((99, {**last}), (100, cut)):
    found = polars.DataFrame([plain] * before + [last]).tail(1).to_dicts()[0]
    print(f"polars, after {before} rows:", found)
    assert found == expected
found = polars.DataFrame([plain] * 100 + [last], infer_schema_length=None).tail(1).to_dicts()[0]
assert found == last
lines = polars.read_ndjson(("\n".join(json.dumps(row) for row in [plain] * 100 + [{**last, "confidence": 1}])).encode())
print("polars, read_ndjson:", lines.columns)
assert "answer" not in lines.columns
columns = pyarrow.Table.from_pylist([plain, last]).column_names
print("pyarrow, after one row:", columns)
assert columns == ["claim", "confidence", "source"]
assert "answer" in pandas.DataFrame([plain, last]).columns
PY
