#!/usr/bin/env bash
# A time is equal to the one that was asked for, and is not among the times that were asked for.
#
# One would guess: SPARQL says that `?x IN (a, b)` is `?x = a || ?x = b`, so both find the same.
# What happens: rdflib 7.6.0 compares the terms after IN as they are written, after `=` as what they mean: 0.90 and 0.9, 1 and 1.0 are equal, but
#   not IN. A time in UTC that ends in "Z" is not even IN a list of itself, letter by letter, for what is loaded is rewritten to +00:00 and what
#   stands in the query is not. NOT IN lets all of these through. pyoxigraph 0.5.13 finds with IN what it finds with `=`.
# Seen: November 2026.
# Why it matters: "the claims of these days", "confidence 0.9 or 0.7" are lists. Each entry finds only what was typed like it, NOT IN keeps what it
#   was to leave out, and a count of claims is too small or too large without an error.
# Instead: write `=` with ||, or VALUES with a FILTER that compares by `=`.
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
PREFIXES = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
said = PREFIXES.replace("PREFIX", "@prefix").replace("> ", "> . ") + """
:bureau :sure 0.90 ; :at "2014-12-19T10:00:00Z"^^xsd:dateTime . :firm :sure 0.9 . :lab :sure 1.0 .
"""
graph = rdflib.Graph().parse(data=said, format="turtle")
store = pyoxigraph.Store()
store.load(said.encode(), pyoxigraph.RdfFormat.TURTLE)
time = '"2014-12-19T10:00:00Z"^^xsd:dateTime'
for of, test, first, second in (
    ("sure", "?x = 0.9", "bureau firm", "bureau firm"),
    ("sure", "?x IN (0.9)", "firm", "bureau firm"),
    ("sure", "?x NOT IN (0.9)", "bureau lab", "lab"),
    ("sure", "?x IN (1)", "", "lab"),
    ("at", f"?x = {time}", "bureau", "bureau"),
    ("at", f"?x IN ({time})", "", "bureau"),
    ("at", f"?x NOT IN ({time})", "bureau", ""),
):
    query = f"{PREFIXES} SELECT ?who {{ ?who :{of} ?x FILTER({test}) }} ORDER BY ?who"
    found = [" ".join(row[0].rsplit("/")[-1] for row in graph.query(query)), " ".join(row[0].value.rsplit("/")[-1] for row in store.query(query))]
    print(f"{test}: rdflib {found[0] or 'nobody'}; pyoxigraph {found[1] or 'nobody'}")
    assert found == [first, second]
PY
