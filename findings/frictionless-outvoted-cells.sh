#!/usr/bin/env bash
# Three cells of a hundred that are not dates are empty, because the others outvoted them.
#
# One would guess: a column with 95 days, "2014-11", "circa 2014" and "unknown" is text, or the three are told when they are read.
# What happens: frictionless 5.21.0 types a column by the great majority of its cells: this one is a date. `read_rows`, `extract` and `to_pandas`
#   then hand out None for the other three, without an exception or a warning. The words are only in `row.errors`, which none of the three
#   shows, and `validate` is a separate call. A confidence of "high" among figures goes the same way.
# Seen: November 2026.
# Why it matters: the cells that say how little is known are the exceptions of their column. They come out as "nothing said", and
#   what is left looks more certain than the table was.
# Instead: give a schema with strings for dates and confidences, or set the detector's field_confidence to 1; check row.valid on every row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import frictionless

print("frictionless", frictionless.__version__)
lines = [f"{n},2014-12-{n % 28 + 1:02},50" for n in range(1, 96)]
lines += ["96,2014-11,high", "97,circa 2014,high", "98,unknown,low"]
pathlib.Path("claims.csv").write_text("id,day,confidence\n" + "\n".join(lines) + "\n", encoding="utf-8")
schema = {field["name"]: field["type"] for field in frictionless.describe("claims.csv").schema.to_dict()["fields"]}
print(schema)
assert schema == {"id": "integer", "day": "date", "confidence": "integer"}
lost = [{"id": n, "day": None, "confidence": None} for n in (96, 97, 98)]
rows = frictionless.Resource("claims.csv").read_rows()
(extracted,) = frictionless.extract("claims.csv").values()
print("read_rows:", [dict(row) for row in rows[-3:]])
print("extract:", extracted[-3:])
assert [dict(row) for row in rows[-3:]] == extracted[-3:] == lost
assert [row.valid for row in rows[-3:]] == [False] * 3 and rows[0].valid
kept = frictionless.Resource("claims.csv", detector=frictionless.Detector(field_confidence=1)).read_rows()
print("with field_confidence=1:", [dict(row) for row in kept[-3:]])
assert [row["day"] for row in kept[-3:]] == ["2014-11", "circa 2014", "unknown"]
PY
