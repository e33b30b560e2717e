#!/usr/bin/env bash
# Four of five claims were answered: that is a share of 0.
#
# One would guess: COUNT(?answer) / COUNT(?claim) is 0.8, for SPARQL says that the quotient of two integers is a decimal.
# What happens: Virtuoso 7.2.5 (Debian 12) cuts the quotient off as C does: 0, with the type integer. SUM(IF(…, 1, 0)) / COUNT(*) is 0
#   as well, and 7 / 2 is 3. AVG(IF(…, 1, 0)) is 0.8. pyoxigraph 0.5.13 answers 0.8 each time.
# Seen: November 2026.
# Why it matters: "what share of the blamed answered, of the claims are confident?" is asked by dividing counts. Every share below one is
#   0, which is a plausible answer, and a share of one is right, so that a test with one claim passes.
# Instead: divide by 1.0 * the count, or take AVG(IF(…, 1, 0)).
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
from asking import both, oxigraph, virtuoso

claims = " ".join(f":claim-{n} :by :bureau . " + (f":answer-{n} :to :claim-{n} . " if n < 5 else "") for n in range(1, 6))
both(f"INSERT DATA {{ GRAPH :g {{ {claims} }} }}")
pattern = "FROM :g WHERE { ?claim :by :bureau OPTIONAL { ?answer :to ?claim } }"
for share, expected in (
    ("COUNT(?answer) / COUNT(?claim)", "0"),
    ("SUM(IF(BOUND(?answer), 1, 0)) / COUNT(*)", "0"),
    ("COUNT(?answer) / (1.0 * COUNT(?claim))", "0.8"),
    ("AVG(IF(BOUND(?answer), 1, 0))", "0.8"),
):
    query = f"SELECT ({share} AS ?share) {pattern}"
    found = virtuoso(query), oxigraph(query.replace("FROM :g ", ""))
    print(f"{share}: virtuoso {found[0]}, oxigraph {found[1]}")
    assert found == ([(expected,)], [("0.8",)])
(seven,) = virtuoso("SELECT (7 / 2 AS ?half) {}")
print("7 / 2:", seven)
assert seven == ("3",)
PY
