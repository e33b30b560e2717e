#!/usr/bin/env bash
# How many nodes part two neighbours? None; three; four; two; minus one.
#
# One would guess: the smallest cut between two nodes has as many members as there are independent ways between them (Menger), or is refused where
#   the two are joined by an edge, which no cut of nodes can break.
# What happens: networkx 3.6.1 answers an empty set for the cut, as for two nodes with no way between them, and 3 for the node connectivity of the same pair. igraph 1.0.0
#   refuses at first, and has three other answers by a parameter: 4 (the number of nodes in the graph), 2, and -1.
# Seen: November 2026.
# Why it matters: "on how few origins does this claim rest?" is this question. A report that cites the origin directly AND by two newspapers gets "nothing
#   needs to fail", the answer for a claim that rests on nothing.
# Instead: split off the direct edge first, count it by itself, and ask for the cut of the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
cd "$folder"
venv/bin/python - <<'PY'
import igraph
import networkx

print("networkx", networkx.__version__, "igraph", igraph.__version__)
edges = [("report", "origin"), ("report", "paper"), ("paper", "origin"), ("report", "agency"), ("agency", "origin")]
graph = networkx.DiGraph(edges)
cut = networkx.minimum_node_cut(graph, "report", "origin")
ways = networkx.node_connectivity(graph, "report", "origin")
parted = networkx.minimum_node_cut(networkx.DiGraph([("report", "paper"), ("agency", "origin")]), "report", "origin")
print("networkx: cut", cut, "connectivity", ways, "cut of two that are not joined", parted)
assert cut == parted == set() and ways == 3
other = igraph.Graph.TupleList(edges, directed=True)
ends = other.vs.find("report").index, other.vs.find("origin").index
try:
    other.vertex_connectivity(*ends)
except igraph.InternalError as error:
    print("igraph:", str(error).split(": ")[-1])
else:
    raise AssertionError("answered")
for choice, expected in (("number_of_nodes", 4), ("ignore", 2), ("negative", -1)):
    found = other.vertex_connectivity(*ends, neighbors=choice)
    print(f"igraph, neighbors={choice}: {found}")
    assert found == expected
graph.remove_edge("report", "origin")
print("without the direct edge:", sorted(networkx.minimum_node_cut(graph, "report", "origin")))
assert networkx.minimum_node_cut(graph, "report", "origin") == {"agency", "paper"}
PY
