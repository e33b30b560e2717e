#!/usr/bin/env bash
# A day plus one day is a day; the same day plus two days is nothing.
#
# One would guess: a SPARQL engine that can add "P1D" to an xsd:date can add "P2D" too, and the names of variables do not matter.
# What happens: pyoxigraph 0.5.13 answers `?on + "P1D"` for every day of a year and `?on + "P2D"` for none. `?d + ?w` works where
#   `?day + ?len` does not, with the same values. No error: the variable is simply unbound, so a FILTER on it drops every row. A sum
#   of a date and a duration is only understood with the date in front, and whether it stays in front seems to hang on
#   the text of the two operands, for both ways of writing the sum give the same answer.
# Seen: November 2026.
# Why it matters: "answered within two days", "denied in the week after", windows around an incident: the query comes back empty, and
#   empty reads as "nobody answered".
# Instead: subtract a negative duration (`?on - "-P2D"^^xsd:dayTimeDuration`), which has an order, or compute the bound outside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
"$folder/venv/bin/python" - <<'PY'
from datetime import date, timedelta

import pyoxigraph

print("pyoxigraph", pyoxigraph.__version__)
store = pyoxigraph.Store()
days = " ".join(f'"{date(2015, 1, 1) + timedelta(n)}"^^xsd:date' for n in range(365))


def bound(variables: str, expression: str) -> int:
    query = (
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (COUNT(?sum) AS ?n) { "
        + variables.replace("DAYS", days)
        + f" BIND({expression} AS ?sum) }}"
    )
    (row,) = store.query(query)
    return int(row["n"].value)


def say(label: str, expected: int, found: int) -> None:
    print(f"{label}: {found} of 365 days have an answer")
    assert found == expected, f"expected {expected}"


length = '"P{}D"^^xsd:dayTimeDuration'
for n, expected in ((1, 365), (2, 0), (3, 0), (4, 0), (5, 365), (14, 365)):
    say(f"?d + {n} days", expected, bound("VALUES ?d { DAYS }", "?d + " + length.format(n)))
    say(f"{n} days + ?d", expected, bound("VALUES ?d { DAYS }", length.format(n) + " + ?d"))
for a, b, expected in (("?d", "?w", 365), ("?day", "?len", 0)):
    values = f"VALUES {a} {{ DAYS }} VALUES {b} {{ {length.format(1)} }}"
    say(f"{a} + {b}, one day", expected, bound(values, f"{a} + {b}"))
say("?d - minus two days", 365, bound("VALUES ?d { DAYS }", '?d - "-P2D"^^xsd:dayTimeDuration'))
PY
