#!/usr/bin/env bash
# The usual act of a claim is no act at all.
#
# One would guess: an edge without a value has the default that its GraphML key declares: that is what the default is for.
# What happens: networkx 3.6.1 does not give it to the edge. It puts the defaults into two dictionaries of the graph (`graph["edge_default"]`), which no algorithm,
#   no writer to another format and no data frame looks at; asked for the edge's attribute it has none. igraph 1.0.0 fills the
#   default in. So the same file has an attribute on all edges or on the exceptions only.
# Seen: November 2026.
# Why it matters: editors write the commonest value as the default. Counting acts in networkx finds the denials and none of the attributions
#   they deny.
# Instead: after reading, set the defaults on every node and edge that lacks them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
cd "$folder"
venv/bin/python - <<'PY'
import pathlib
from collections import Counter

import igraph
import networkx

print("networkx", networkx.__version__, "igraph", igraph.__version__)
pathlib.Path("blame.graphml").write_text(
    """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="edge" attr.name="act" attr.type="string"><default>attribution</default></key>
  <graph edgedefault="directed">
    <node id="bureau"/><node id="firm"/><node id="state"/>
    <edge source="bureau" target="state"/>
    <edge source="firm" target="state"/>
    <edge source="state" target="bureau"><data key="d0">denial</data></edge>
  </graph>
</graphml>""",
    encoding="utf-8",
)
first = networkx.read_graphml("blame.graphml")
acts = Counter(data.get("act") for _, _, data in first.edges(data=True))
print("networkx:", dict(acts), first.graph)
assert acts == {None: 2, "denial": 1}
assert first.graph["edge_default"] == {"act": "attribution"}
second = Counter(igraph.Graph.Read_GraphML("blame.graphml").es["act"])
print("igraph:", dict(second))
assert second == {"attribution": 2, "denial": 1}
PY
