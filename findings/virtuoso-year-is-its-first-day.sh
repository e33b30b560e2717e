#!/usr/bin/env bash
# A claim of 2014 is one of 1 January 2014, and says so.
#
# One would guess: "2014"^^xsd:gYear, "2014-01"^^xsd:gYearMonth and "2014-01-01"^^xsd:date are three terms. A thing can have all three, and
#   asking for one finds that one.
# What happens: Virtuoso 7.2.5 (Debian 12) takes all of them, and midnight of that day, for one value. Of several of them at one claim, what came first
#   is kept and the others are dropped, whatever the answer "1 (or less) triples -- done" says. Asking for the day finds the claim of the year, and FILTER
#   hands the day out in place of the year. MONTH of the year is 1. DELETE DATA of the day deletes the year. 1 and true are one value, too.
# Seen: November 2026.
# Why it matters: how precise a date is, is part of what a source said. Years and months pass for days that nobody named, and of two sources for one
#   claim, of which one knows the day, the vaguer one wins if it was first.
# Instead: keep dates as strings beside the typed ones, or the precision in a property of its own, and compare by STR().
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
from asking import both, oxigraph, send, virtuoso

KEPT = (
    (['"2014"^^xsd:gYear', '"2014-01-01"^^xsd:date'], ["2014"]),
    (['"2014-01-01"^^xsd:date', '"2014"^^xsd:gYear'], ["2014-01-01"]),
    (['"2014-12"^^xsd:gYearMonth', '"2014-12-01"^^xsd:date'], ["2014-12"]),
    (['"2014-12-01"^^xsd:date', '"2014-12-01T00:00:00"^^xsd:dateTime'], ["2014-12-01"]),
    (["1", "true"], ["1"]),
)
for n, (literals, expected) in enumerate(KEPT):
    for literal in literals:
        both(f"INSERT DATA {{ GRAPH :kept {{ :claim-{n} :on {literal} }} }}")
    query = f"SELECT ?on {{ GRAPH :kept {{ :claim-{n} :on ?on }} }}"
    found = [value for (value,) in virtuoso(query)]
    print(literals, "->", found)
    assert found == expected and len(oxigraph(query)) == 2
both("""INSERT DATA { GRAPH :g {
    :vague :on "2014"^^xsd:gYear . :month :on "2014-01"^^xsd:gYearMonth . :sure :on "2014-01-01"^^xsd:date } }""")
first = 'SELECT ?claim { GRAPH :g { ?claim :on "2014-01-01"^^xsd:date } } ORDER BY ?claim'
print("claims of 1 January:", virtuoso(first))
assert [name.split("/")[-1] for (name,) in virtuoso(first)] == ["month", "sure", "vague"]
assert oxigraph(first) == [("http://example.org/sure",)]
query = 'SELECT ?on { GRAPH :g { :vague :on ?on %s } }'
same = 'FILTER(?on = "2014-01-01"^^xsd:date)'
print("the vague one:", virtuoso(query % ""), "with the filter:", virtuoso(query % same))
assert virtuoso(query % "") == [("2014",)] and virtuoso(query % same) == [("2014-01-01",)]
assert oxigraph(query % same) == []
(month,) = virtuoso("SELECT (MONTH(?on) AS ?month) { GRAPH :g { :vague :on ?on } }")
print("its month:", month)
assert month == ("1",)
send('DELETE DATA { GRAPH :g { :vague :on "2014-01-01"^^xsd:date } }')
print("after DELETE DATA of the day:", virtuoso(query % ""))
assert virtuoso(query % "") == []
PY
