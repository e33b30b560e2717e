#!/usr/bin/env bash
# Who is not called Lazarus? The one who is.
#
# One would guess: Filter("aliases", "!=", "Lazarus") gives the objects that Filter("aliases", "=", "Lazarus") does not.
# What happens: stix2 3.0.2 asks of a list whether any of its entries fulfils the filter. An actor with two aliases has one that is not "Lazarus", and is found by `=` and by
#   `!=`. One without aliases is found by neither, for what is not there fulfils nothing. "in" with a text instead of a list
#   looks for the name inside the text.
# Seen: November 2026.
# Why it matters: lists are where attribution is in STIX: aliases, labels, object_refs, marking references. What one wants to leave out is left in, and what has
#   no list is left out.
# Instead: query without the list, and sort out in Python.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stix2==3.0.2
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import stix2

print("stix2", importlib.metadata.version("stix2"))
store = stix2.MemoryStore(
    [
        stix2.IntrusionSet(name="HIDDEN COBRA", aliases=["Lazarus", "Guardians of Peace"]),
        stix2.IntrusionSet(name="Turla", aliases=["Snake"]),
        stix2.IntrusionSet(name="Unnamed"),
    ]
)
for filters, expected in (
    ([stix2.Filter("aliases", "=", "Lazarus")], ["HIDDEN COBRA"]),
    ([stix2.Filter("aliases", "!=", "Lazarus")], ["HIDDEN COBRA", "Turla"]),
    ([stix2.Filter("aliases", "=", "Lazarus"), stix2.Filter("aliases", "!=", "Lazarus")], ["HIDDEN COBRA"]),
    ([stix2.Filter("name", "in", "not Turla")], ["Turla"]),
):
    found = sorted(actor.name for actor in store.query(filters))
    print(*(f"{each.property} {each.op} {each.value}" for each in filters), "->", found)
    assert found == expected
PY
