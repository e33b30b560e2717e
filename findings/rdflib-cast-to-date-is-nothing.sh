#!/usr/bin/env bash
# Casting to a date gives nothing, so that every claim is filtered out.
#
# One would guess: where xsd:dateTime(?text), xsd:decimal(?text) and xsd:boolean(?text) are casts, xsd:date(?text) is one.
# What happens: rdflib 7.6.0 knows the casts that the list of SPARQL 1.1 names, in which xsd:date is missing. xsd:date("2014-12-19") is an error, which in a FILTER is
#   false and in BIND an unbound variable: no row passes, no exception and no warning comes. Nor
#   does a row pass the opposite of the test. pyoxigraph 0.5.13 casts.
# Seen: November 2026.
# Why it matters: dates that are kept as text are cast in the query. "Claims since December 2014" is an empty list, which one takes for
#   the answer.
# Instead: STRDT(?text, xsd:date), which compares as a date in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PY'
import pyoxigraph
import rdflib

print("rdflib", rdflib.__version__, "pyoxigraph", pyoxigraph.__version__)
turtle = '<urn:claim-1> <urn:on> "2014-12-19" . <urn:claim-2> <urn:on> "2013-06-27" .'
graph = rdflib.Graph().parse(data=turtle, format="turtle")
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
SINCE = '"2014-01-01"^^xsd:date'
for test, expected in (
    (f"xsd:date(?on) > {SINCE}", 0),
    (f"!(xsd:date(?on) > {SINCE})", 0),
    (f"STRDT(?on, xsd:date) > {SINCE}", 1),
):
    query = f"{PREFIX}SELECT ?claim {{ ?claim <urn:on> ?on FILTER({test}) }}"
    print(f"{test}: rdflib {len(graph.query(query))}, pyoxigraph {len(list(store.query(query)))}")
    assert len(graph.query(query)) == expected
query = f"{PREFIX}SELECT ?claim {{ ?claim <urn:on> ?on FILTER(xsd:date(?on) > {SINCE}) }}"
assert len(list(store.query(query))) == 1
PY
