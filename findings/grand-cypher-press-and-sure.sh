#!/usr/bin/env bash
# "The press, or firms that are sure" leaves out the press.
#
# One would guess: AND binds closer than OR, as in all query languages, Cypher among them.
# What happens: grand-cypher 1.2.0 reads `a.kind = "press" OR a.kind = "firm" AND r.sure > 80` as (press OR firm) AND sure: a paper that is 10 % sure
#   is not found. Written the other way round, and with brackets, it is. And `(a)-[r]-(b)`, any link of the two, finds only pairs of which each
#   blames the other: on a graph in which nobody blames back it finds nobody.
# Seen: November 2026.
# Why it matters: the question runs and its answer is a plausible one, with some sources missing. "Who has to do with whom?" has the answer "nobody".
# Instead: brackets around each AND; ask for both directions one after the other, or make the graph one without directions.
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
for who, kind in (("bureau", "state"), ("lab", "firm"), ("paper", "press"), ("land", "state")):
    graph.add_node(who, name=who, kind=kind)
for who, sure in (("bureau", 90), ("lab", 60), ("paper", 10)):
    graph.add_edge(who, "land", sure=sure)
for question, answer in (
    ('MATCH (a)-[r]->(b) WHERE a.kind = "press" OR a.kind = "firm" AND r.sure > 80 RETURN a.name', []),
    ('MATCH (a)-[r]->(b) WHERE a.kind = "firm" AND r.sure > 80 OR a.kind = "press" RETURN a.name', ["paper"]),
    ('MATCH (a)-[r]->(b) WHERE (a.kind = "firm" AND r.sure > 80) OR a.kind = "press" RETURN a.name', ["paper"]),
    ("MATCH (a)-[r]-(b) RETURN a.name", []),
    ("MATCH (a)-[r]->(b) RETURN a.name", ["bureau", "lab", "paper"]),
):
    found = GrandCypher(graph).run(question)["a.name"]
    print(question, "->", found)
    assert found == answer
graph.add_edge("land", "lab", sure=50)
found = GrandCypher(graph).run("MATCH (a)-[r]-(b) RETURN a.name, b.name")
print("the land blames the lab:", found)
assert sorted(found["a.name"]) == ["lab", "land"]
PY
