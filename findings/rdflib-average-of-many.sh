#!/usr/bin/env bash
# The average of 5, 7 and "many" is 6, and their sum is a Python exception.
#
# One would guess: one value that is no number spoils both, as SPARQL has it (an aggregate over an error has no value), or neither.
# What happens: rdflib 7.6.0 leaves the word out of AVG and divides by two, without a sign; SUM over the very same rows raises an
#   exception from the middle of the result, past the SPARQL error handling, so COALESCE and IF cannot catch it. MAX is the word itself.
#   pyoxigraph 0.5.13 has no value for sum and average.
# Seen: November 2026.
# Why it matters: confidences and death tolls come as figures, except where the source said "high" or "many". Their average looks clean
#   and is the average of something else; dashboards that show the sum as well break on one row of thousands.
# Instead: FILTER(isNumeric(?n)) inside the group, and show how many rows it left out.
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
turtle = '@prefix : <http://example.org/> . :one :toll 5 . :two :toll 7 . :three :toll "many" .'
graph = rdflib.Graph().parse(data=turtle, format="turtle")
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)


def query(what: str) -> str:
    return "PREFIX : <http://example.org/> SELECT (%s AS ?answer) { ?claim :toll ?n }" % what


((average,),) = graph.query(query("AVG(?n)"))
((highest,),) = graph.query(query("MAX(?n)"))
print("rdflib AVG:", average, "MAX:", highest)
assert str(average) == "6" and str(highest) == "many"
for what in ("SUM(?n)", 'COALESCE(SUM(?n), "no sum")'):
    try:
        print("rdflib", what, list(graph.query(query(what))))
    except Exception as error:
        print("rdflib", what, "raises", type(error).__name__)
        assert type(error).__name__ == "SPARQLTypeError"
    else:
        raise AssertionError("no exception")
for what in ("AVG(?n)", "SUM(?n)"):
    (row,) = store.query(query(what))
    print("pyoxigraph", what, row[0])
    assert row[0] is None
PY
