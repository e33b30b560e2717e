#!/usr/bin/env bash
# The latest date of a speaker with one undated claim is unknown.
#
# One would guess: MAX, MIN, SUM, AVG and GROUP_CONCAT over OPTIONAL values leave out the rows without one, as in SQL and as COUNT does.
# What happens: pyoxigraph 0.5.13 gives no value at all to a group in which one row has none. COUNT and SAMPLE of the very same group
#   do leave the row out. rdflib 7.6.0 answers with the latest date that there is. So the speaker with two claims,
#   one dated, has a count of 1, a sample, and no latest date.
# Seen: November 2026.
# Why it matters: dates and confidences are the fields that attribution records lack most often. "Who spoke last?" loses just
#   the speakers with the most claims, for they are the likeliest to have an undated one, and loses them without a word.
# Instead: aggregate in a subquery that requires the value, and make that subquery OPTIONAL.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
"$folder/venv/bin/python" - <<'PY'
import pyoxigraph
import rdflib

print("pyoxigraph", pyoxigraph.__version__, "rdflib", rdflib.__version__)
turtle = """
@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:claim-1 :by :bureau ; :on "2014-12-19"^^xsd:date ; :confidence 90 .
:claim-2 :by :bureau .
:claim-3 :by :firm ; :on "2014-12-29"^^xsd:date ; :confidence 60 .
"""
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
graph = rdflib.Graph().parse(data=turtle, format="turtle")
query = """PREFIX : <http://example.org/> SELECT (%s AS ?answer)
{ ?claim :by :bureau OPTIONAL { ?claim :on ?on ; :confidence ?confidence } }"""
for expression, oxigraph, other in (
    ("COUNT(?on)", "1", "1"),
    ("SAMPLE(?on)", "2014-12-19", "2014-12-19"),
    ("MAX(?on)", None, "2014-12-19"),
    ("MIN(?on)", None, "2014-12-19"),
    ("SUM(?confidence)", None, "90"),
    ("AVG(?confidence)", None, "90"),
    ("GROUP_CONCAT(STR(?on))", None, "2014-12-19"),
):
    (first,) = store.query(query % expression)
    (second,) = graph.query(query % expression)
    found = [None if value is None else getattr(value, "value", value) for value in (first[0], second[0])]
    found = [None if value is None else str(value) for value in found]
    print(f"{expression}: pyoxigraph {found[0]}, rdflib {found[1]}")
    assert found == [oxigraph, other], (oxigraph, other)
(row,) = store.query(
    "PREFIX : <http://example.org/> SELECT ?last { OPTIONAL { SELECT (MAX(?on) AS ?last) { ?claim :by :bureau ; :on ?on } } }"
)
print("in a subquery:", row["last"].value)
assert row["last"].value == "2014-12-19"
PY
