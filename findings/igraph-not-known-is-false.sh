#!/usr/bin/env bash
# Whether it was denied is not known; saved once, it was not.
#
# One would guess: None is missing, and GraphML, in which an edge need not have every attribute, has no value there; or saving refuses it.
# What happens: igraph 1.0.0 writes false for a missing truth value and the word "None" for a missing text, and reads them so; only a missing number
#   comes back as not a number. In a graph with one None among its truth values `select(denied=False)` finds one edge before and two after. There is
#   no warning, not even where all of them are errors. networkx 3.6.1 refuses to write None.
# Seen: November 2026.
# Why it matters: "denied" is true, false, or nobody knows, and the last is the most frequent. After one save the accused have all admitted by
#   silence, and somebody called None is in the list of speakers.
# Instead: write truth as text, "yes", "no" and "", as a type of its own; look for None in every attribute before saving.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check igraph==1.0.0 networkx==3.6.1
cd "$folder"
venv/bin/python -W error - <<'PY'
import math

import igraph
import networkx

print("igraph", igraph.__version__, "networkx", networkx.__version__)
graph = igraph.Graph([(0, 1), (0, 2), (0, 3)], directed=True)
graph.es["denied"] = [True, False, None]
graph.es["speaker"] = ["Bureau", "Firm", None]
graph.es["sure"] = [0.9, 0.4, None]
assert len(graph.es.select(denied=False)) == 1
graph.save("said.graphml")
edges = igraph.Graph.Read("said.graphml").es
print(edges["denied"], edges["speaker"], edges["sure"])
assert edges["denied"] == [True, False, False] and edges["speaker"] == ["Bureau", "Firm", "None"]
assert edges["sure"][:2] == [0.9, 0.4] and math.isnan(edges["sure"][2])
assert len(edges.select(denied=False)) == 2
other = networkx.DiGraph()
other.add_edge("a", "b", denied=None)
try:
    networkx.write_graphml(other, "other.graphml")
except networkx.NetworkXError as error:
    print("networkx:", error)
else:
    raise AssertionError("networkx wrote None")
PY
