#!/usr/bin/env bash
# A graph written as HexTuples and read again does not hold its own strings.
#
# One would guess: a plain string survives the trip, and "x" and "x"^^xsd:string are one term, as RDF has had it since 2014.
# What happens: rdflib 7.6.0 still tells the two apart. Its HexTuples writer gives every plain string the type xsd:string and its reader
#   keeps it, so the strings that come back are not equal to those that went. Queries with a plain "Bureau" find nothing, and
#   merging the copy into the original stores each string twice: all counts of names double. Turtle, TriG, TriX and JSON-LD do not do this.
# Seen: November 2026.
# Why it matters: HexTuples is the line format for appending and streaming. A merge that should change nothing gives every actor a second
#   name that is spelled the same.
# Instead: N-Quads for lines; or strip the type from strings after reading.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PY'
import rdflib

print("rdflib", rdflib.__version__)
turtle = '@prefix : <http://example.org/> . :bureau :name "Bureau" , "Amt"@de ; :founded 1908 .'
names = 'PREFIX : <http://example.org/> SELECT ?actor { ?actor :name "Bureau" }'
for name, changed in (("hext", True), ("nquads", False), ("trix", False), ("trig", False), ("json-ld", False)):
    first = rdflib.Dataset()
    first.parse(data=turtle, format="turtle")
    second = rdflib.Dataset()
    second.parse(data=first.serialize(format=name), format=name)
    rows = len(list(second.query(names)))
    both = set(first.triples((None, None, None))) | set(second.triples((None, None, None)))
    print(f"{name}: {len(first)} triples out, {len(second)} back, {rows} found by name, {len(both)} after a merge")
    assert (rows, len(both)) == ((0, 4) if changed else (1, 3))
PY
