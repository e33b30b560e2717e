#!/usr/bin/env bash
# Four days in four time zones are one day in none.
#
# One would guess: "2014-12-19Z"^^xsd:date and "2014-12-19+14:00"^^xsd:date are read as they are written, like dateTime and time with a zone.
# What happens: rdflib 7.6.0 makes a date of Python of each, which has no zone, and from then on writes that: of four dates in a Turtle file one triple
#   is left, "2014-12-19". A query for the date with its zone finds it, as it loses its own. "2014-W51-5", no xsd:date at all, is made the same day, and
#   "yes"^^xsd:boolean is read as false. pyoxigraph 0.5.13 keeps four triples and all the words.
# Seen: November 2026.
# Why it matters: whether a claim came before the denial may hang on the zone of its date, and exporters write a zone to say that they know it. A copy through rdflib has
#   fewer claims' dates than its source, and nobody is told.
# Instead: rdflib.NORMALIZE_LITERALS = False before anything is read; then there are four.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import pyoxigraph
import rdflib

print("rdflib", rdflib.__version__, "pyoxigraph", pyoxigraph.__version__)
DAYS = ["2014-12-19", "2014-12-19+14:00", "2014-12-19-12:00", "2014-12-19Z"]
XSD = "http://www.w3.org/2001/XMLSchema#"
turtle = "".join(f'<http://example.org/claim> <http://example.org/on> "{day}"^^<{XSD}date> .\n' for day in DAYS)
graph = rdflib.Graph().parse(data=turtle, format="turtle")
found = sorted(str(day) for day in graph.objects())
print("rdflib:", found)
assert found == ["2014-12-19"]
assert '"2014-12-19"^^' in graph.serialize(format="nt")
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
kept = sorted(quad.object.value for quad in store)
print("pyoxigraph:", kept)
assert kept == DAYS
for lexical, kind, expected in (
    ("2014-W51-5", "date", "2014-12-19"),
    ("yes", "boolean", "false"),
    ("2014-12-19T10:00:00+14:00", "dateTime", "2014-12-19T10:00:00+14:00"),
):
    literal = rdflib.Literal(lexical, datatype=rdflib.XSD[kind])
    print(f"{lexical} as {kind}: {literal}")
    assert str(literal) == expected
rdflib.NORMALIZE_LITERALS = False
plain = sorted(str(day) for day in rdflib.Graph().parse(data=turtle, format="turtle").objects())
print("without normalizing:", plain)
assert plain == DAYS
PY
