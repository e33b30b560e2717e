#!/usr/bin/env bash
# The German name is the English one, and comes out as it.
#
# One would guess: "Lazarus"@de = "Lazarus"@en is false, in a filter on VALUES as well as on the graph.
# What happens: Virtuoso 7.2.5 (Debian 12) compares terms that are in the query by their text alone. FILTER(?name = "Lazarus"@en) on VALUES lets
#   all languages through and, in the answer, puts "Lazarus"@en in their place; so does sameTerm. `!=` is right, so that both `=` and `!=`
#   hold of one row; terms of the graph are compared with their language.
# Seen: November 2026.
# Why it matters: lists of names are sent along with queries to find aliases, and a query tried on VALUES is another in use. Who is
#   called what in which language is told wrong by an answer that has the asked-for tag on it.
# Instead: write !(?name != "Lazarus"@en), which is right, or compare in the client.
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
from asking import oxigraph, send, virtuoso

send('INSERT DATA { GRAPH :g { :a :name "Lazarus"@en . :b :name "Lazarus"@de . :c :name "Lazarus" } }')
NAMES = 'VALUES (?who ?name) { (:a "Lazarus"@en) (:b "Lazarus"@de) (:c "Lazarus") }'


def found(pattern, test):
    answer = send(f"SELECT ?who ?name {{ {pattern} FILTER({test}) }} ORDER BY ?who")
    return [(row["who"]["value"].split("/")[-1], row["name"].get("xml:lang", "")) for row in answer["results"]["bindings"]]


for pattern, test, expected in (
    (NAMES, '?name = "Lazarus"@en', [("a", "en"), ("b", "en"), ("c", "en")]),
    (NAMES, '?name != "Lazarus"@en', [("b", "de"), ("c", "")]),
    (NAMES, 'sameTerm(?name, "Lazarus"@en)', [("a", "en"), ("b", "en"), ("c", "en")]),
    (NAMES, '!(?name != "Lazarus"@en)', [("a", "en")]),
    ("GRAPH :g { ?who :name ?name }", '?name = "Lazarus"@en', [("a", "en")]),
):
    print(f"{pattern} FILTER({test}):", found(pattern, test))
    assert found(pattern, test) == expected
assert oxigraph(f'SELECT ?who {{ {NAMES} FILTER(?name = "Lazarus"@en) }}') == [("http://example.org/a",)]
(same,) = virtuoso('SELECT ("Lazarus"@de = "Lazarus"@en AS ?same) {}')
print('"Lazarus"@de = "Lazarus"@en:', same)
assert same == ("1",)
PY
