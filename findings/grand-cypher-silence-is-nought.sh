#!/usr/bin/env bash
# Who gave no confidence was 0 % sure.
#
# One would guess: AVG, COUNT of a property and comparisons leave out what is not there, as Cypher says: the mean of 90, 10 and nothing is 50.
# What happens: in grand-cypher 1.2.0, which asks graphs of networkx in Cypher, it is 33.3: the sum of what there is by the number of all rows.
#   COUNT(r.sure) is 3. NOT r.sure > 50 and r.sure <> 90 find the claim without a confidence, too, where r.sure < 50 does not. MIN and MAX are right.
# Seen: November 2026.
# Why it matters: most sources do not say how sure they are. Each of them pulls the mean down as if it had said "not at all", and is counted among
#   those that are not sure.
# Instead: WHERE NOT r.sure IS NULL in each question about it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check grand-cypher==1.2.0 networkx==3.6.1
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

import networkx
from grandcypher import GrandCypher

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("grand-cypher", "networkx")))
graph = networkx.DiGraph()
for who in ("bureau", "firm", "paper", "state"):
    graph.add_node(who, name=who)
graph.add_edge("bureau", "state", sure=90)
graph.add_edge("firm", "state", sure=10)
graph.add_edge("paper", "state")
for question, answer in (
    ("RETURN b.name, AVG(r.sure)", [100 / 3]),
    ("WHERE NOT r.sure IS NULL RETURN b.name, AVG(r.sure)", [50]),
    ("RETURN b.name, COUNT(r.sure)", [3]),
    ("RETURN b.name, MIN(r.sure)", [10]),
    ("WHERE NOT r.sure > 50 RETURN a.name", ["firm", "paper"]),
    ("WHERE r.sure <> 90 RETURN a.name", ["firm", "paper"]),
    ("WHERE r.sure < 50 RETURN a.name", ["firm"]),
):
    found = list(GrandCypher(graph).run("MATCH (a)-[r]->(b) " + question).values())[-1]
    print(question, "->", found)
    assert all(abs(one - two) < 1e-9 if isinstance(two, float) else one == two for one, two in zip(found, answer, strict=True))
PY
