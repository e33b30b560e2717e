#!/usr/bin/env bash
# The firm that doubts becomes the one that is accused, because JSON named it second.
#
# One would guess: a row that is an object goes into the table by its keys. The order of keys says nothing in JSON or YAML, and objects with other
#   keys than the header leave a gap or are refused.
# What happens: tablib 3.10.0 takes the header from the first object and of all others only the values, in the order in which they are written. A record
#   that was saved with its keys sorted is in the wrong columns: who spoke is who was accused. Records with as many but other keys go in too,
#   a "denies" under "accuses". Only another number of keys is an error. `Dataset.dict = rows` and YAML do the same, export writes it on.
# Seen: November 2026.
# Why it matters: two services that write the same record with keys in another order are enough. Both columns hold names, so nothing looks wrong, and
#   each such row accuses its own speaker.
# Instead: name the header and bring each record into its order: `Dataset(*([row[name] for name in header] for row in rows), headers=header)`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tablib==3.10.0 pyyaml==6.0.3
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import json

import tablib
import yaml

print("tablib", importlib.metadata.version("tablib"))
rows = [
    {"speaker": "The bureau", "accuses": "North Korea", "confidence": 0.9},
    {"accuses": "Insiders", "confidence": 0.6, "speaker": "The firm"},
    {"speaker": "Pyongyang", "denies": "North Korea", "confidence": 1},
]
given = tablib.Dataset()
given.dict = rows
for name, table in (
    ("dict", given),
    ("json", tablib.Dataset().load(json.dumps(rows), format="json")),
    ("yaml", tablib.Dataset().load(yaml.safe_dump(rows, sort_keys=False), format="yaml")),
):
    print(name, table.headers, *table)
    assert table.headers == ["speaker", "accuses", "confidence"]
    assert list(table) == [("The bureau", "North Korea", 0.9), ("Insiders", 0.6, "The firm"), ("Pyongyang", "North Korea", 1)]

pair = [{"speaker": "The bureau", "accuses": "North Korea"}, {"accuses": "Insiders", "speaker": "The firm"}]
written = tablib.Dataset().load(json.dumps(pair), format="json").export("csv").splitlines()
print("two columns, as CSV:", written)
assert written == ["speaker,accuses", "The bureau,North Korea", "Insiders,The firm"]
try:
    tablib.Dataset().load(json.dumps([rows[0], {"speaker": "The firm"}]), format="json")
except tablib.InvalidDimensions:
    print("fewer keys: refused")
else:
    raise AssertionError("fewer keys went in")
PY
