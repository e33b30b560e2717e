#!/usr/bin/env bash
# Three claims between two actors, in both directions, are one line.
#
# One would guess: `Network().from_nx(graph)` draws the graph that it is given: a directed one with its arrows, a MultiDiGraph with all
#   its edges.
# What happens: pyvis 0.3.2 asks the graph nothing. A Network is undirected unless it is told, and an undirected one keeps the first
#   edge between two nodes: later claims, and the answer of the accused, are dropped with their titles, without a word. What is left
#   points from whoever came first.
# Seen: November 2026.
# Why it matters: who blamed whom is drawn so in a line of code. What is lost is what was said later, and every "no, it was you".
# Instead: Network(directed=True), and count: len(net.edges) == graph.number_of_edges().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyvis==0.3.2 networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PY'
from importlib.metadata import version

import networkx as nx
from pyvis.network import Network

print("pyvis", version("pyvis"), "networkx", version("networkx"))
claims = nx.MultiDiGraph()
claims.add_edge("Arden", "Belmont", title="Arden blames Belmont, 19 December")
claims.add_edge("Arden", "Belmont", title="Arden blames Belmont again, 7 January")
claims.add_edge("Belmont", "Arden", title="Belmont blames Arden, 20 December")


def drawn(**how: bool) -> list[str]:
    net = Network(**how)
    net.from_nx(claims)
    return [edge["title"] for edge in net.edges]


print("drawn by default:", drawn())
print("drawn with directed=True:", drawn(directed=True))
assert drawn() == ["Arden blames Belmont, 19 December"]
assert len(drawn(directed=True)) == 3
PY
