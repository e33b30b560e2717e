#!/usr/bin/env bash
# Rows of one's own added to the rows of the graph make no rows at all.
#
# One would guess: { pattern } UNION { VALUES … } gives the rows of the pattern and those of VALUES.
# What happens: Virtuoso 7.2.5 (Debian 12) gives an empty answer, without an error, also for two VALUES. With BIND in place of VALUES, the rows are
#   all there. pyoxigraph 0.5.13 gives them either way.
# Seen: November 2026.
# Why it matters: a client adds by VALUES what the graph does not hold, such as the actor asked for next to its aliases. The answer "nobody" is
#   one that such a question can have, so nobody looks twice.
# Instead: BIND in each branch; or VALUES outside of the union.
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
from asking import both, oxigraph, virtuoso

both("INSERT DATA { GRAPH :g { :alias-1 :sameAs :actor . :alias-2 :sameAs :actor } }")
WHOLE = [("actor",), ("alias-1",), ("alias-2",)]
for other, expected in (
    ("VALUES ?who { :actor }", []),
    ("BIND(:actor AS ?who)", WHOLE),
):
    query = f"SELECT ?who {{ {{ GRAPH :g {{ ?who :sameAs :actor }} }} UNION {{ {other} }} }}"
    found, right = (sorted((who.split("/")[-1],) for (who,) in ask(query)) for ask in (virtuoso, oxigraph))
    print(f"UNION {{ {other} }}: virtuoso {found}, oxigraph {right}")
    assert (found, right) == (expected, WHOLE)
both = virtuoso("SELECT ?who { { VALUES ?who { :a } } UNION { VALUES ?who { :b } } }")
print("two VALUES:", both)
assert both == []
PY
