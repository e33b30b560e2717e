#!/usr/bin/env bash
# "high" and 1 is 1, and what stood before "high" does not count.
#
# One would guess: a word among numbers is an error, which leaves the sum without a value (SPARQL), or is passed over.
# What happens: in Virtuoso 7.2.5 (Debian 12) a sum starts anew at a word: of 10, 20, "high", 40, 50 it is 90. It is 110 if "high" comes first, and nothing
#   if it comes last. The mean of the same five is 30 in VALUES, and 24 in a graph, where "high" counts as 0. "high" + 1 is 1, "high" * 2 is 0,
#   "high" > 15 is true, and xsd:integer by STRDT of "high" is 0. pyoxigraph 0.5.13 gives no value, and leaves "high" as it is.
# Seen: November 2026.
# Why it matters: confidences come as figures and as words. One word in a column gives a sum and an average that look like numbers of that column,
#   and differ with the order of the rows. "Confidence above 15" finds the words.
# Instead: FILTER(isNumeric(?confidence)) before every sum and comparison.
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
from asking import PREFIXES, oxigraph, send, store, virtuoso

for words, expected in (
    ('10 20 "high" 40 50', [("90", "30")]),
    ('10 20 40 50 "high"', [(None, "30")]),
    ('"high" 10 20 40 50', [("110", "30")]),
):
    query = f"SELECT (SUM(?confidence) AS ?sum) (AVG(?confidence) AS ?mean) {{ VALUES ?confidence {{ {words} }} }}"
    found = virtuoso(query), oxigraph(query)
    print(f"sum and mean of {words}: virtuoso {found[0]}, oxigraph {found[1]}")
    assert found == (expected, [(None, None)])
send('INSERT DATA { GRAPH :g { :a :confidence 10 . :b :confidence 20 . :c :confidence "high" . :d :confidence 40 . :e :confidence 50 } }')
mean = virtuoso("SELECT (AVG(?confidence) AS ?mean) { GRAPH :g { ?claim :confidence ?confidence } }")
print("mean in a graph:", mean)
assert mean == [("24",)]
store.update(PREFIXES + 'INSERT DATA { GRAPH :g { :c :confidence "high" } }')
query = """SELECT (?word + 1 AS ?one) (?word * 2 AS ?two) (?word > 15 AS ?above) (STRDT(STR(?word), xsd:integer) AS ?typed)
{ GRAPH :g { :c :confidence ?word } }"""
print('"high" + 1, * 2, > 15, as integer:', virtuoso(query), oxigraph(query))
assert virtuoso(query) == [("1", "0", "1", "0")]
assert oxigraph(query) == [(None, None, None, "high")]
numbers = virtuoso('SELECT (SUM(?x) AS ?sum) { VALUES ?x { 10 20 "high" 40 50 } FILTER(isNumeric(?x)) }')
print("with isNumeric:", numbers)
assert numbers == [("120",)]
PY
