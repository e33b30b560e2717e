#!/usr/bin/env bash
# Whoever did not say how sure it is, is the surest of all.
#
# One would guess: rows "where the field is greater than 0.5" have a number there that is greater; empty cells and words fail, or are left out.
# What happens: petl 1.7.30 keeps the order of Python 2, in which every text is greater than every number. `selectgt(table, "sure", 0.5)` gives the
#   rows with an empty cell and with "low" as well, `groupselectmax` says that "low" is the most, and before it the empty cell. None is less than
#   all, so that `selectlt` gives it: the same gap, read from CSV or from JSON, is on opposite sides. Nothing is told. Comparing without the library
#   is a TypeError.
# Seen: November 2026.
# Why it matters: confidence is missing from most claims. "Only those above 50 %" keeps each of them, in first place where it is sorted.
# Instead: select by a function that asks for a number first: `select(table, "sure", lambda x: isinstance(x, float) and x > 0.5)`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check petl==1.7.30
cd "$folder"
printf 'what,who,sure\nattack,Bureau,0.9\nattack,Firm,0.4\nattack,Lab,\n' >said.csv
venv/bin/python - <<'PY'
import petl

print("petl", petl.__version__)
read = petl.convertnumbers(petl.fromcsv("said.csv"))
lines = petl.fromdicts([{"what": "attack", "who": "Bureau", "sure": 0.9}, {"what": "attack", "who": "Lab", "sure": None}])
word = petl.stack(read, [["what", "who", "sure"], ["attack", "Paper", "low"]])
for name, found, expected in (
    ("above 0.5", petl.selectgt(read, "sure", 0.5), ["Bureau", "Lab"]),
    ("below 0.5", petl.selectlt(read, "sure", 0.5), ["Firm"]),
    ("above 0.5, None", petl.selectgt(lines, "sure", 0.5), ["Bureau"]),
    ("below 0.5, None", petl.selectlt(lines, "sure", 0.5), ["Lab"]),
    ("surest", petl.groupselectmax(read, "what", "sure"), ["Lab"]),
    ("surest, with a word", petl.groupselectmax(word, "what", "sure"), ["Paper"]),
    ("sorted", petl.sort(word, "sure", reverse=True), ["Paper", "Lab", "Bureau", "Firm"]),
):
    who = list(petl.values(found, "who"))
    print(f"{name}: {', '.join(who)}")
    assert who == expected
PY
