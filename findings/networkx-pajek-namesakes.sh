#!/usr/bin/env bash
# Two vertices of a Pajek file become one if they have the same name.
#
# One would guess: vertices are told apart by their numbers, for that is what the lines of a Pajek file point to; the name is a label.
# What happens: networkx 3.6.1 makes the label the node's identity. Two vertices called "Anonymous" are one node, their edges are
#   laid together, and an edge between them becomes a loop. No warning. igraph 1.0.0 reads two vertices from the same file. The
#   way out is lossy too: networkx writes the id as the label, so that reading its own file is no test of this.
# Seen: November 2026.
# Why it matters: namesakes are what attribution is about: two groups under one name, or one name two firms give to different groups. Merged,
#   a disputed identity becomes an established one, and who blamed whom for it cannot be told any more.
# Instead: write labels that are unique (name and id), or read with igraph.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import igraph
import networkx

print("networkx", networkx.__version__, "igraph", igraph.__version__)
pathlib.Path("blame.net").write_text(
    '*Vertices 3\n1 "Anonymous"\n2 "Anonymous"\n3 "Bureau"\n*Arcs\n3 1 1\n3 2 1\n1 2 1\n', encoding="utf-8"
)
first = networkx.read_pajek("blame.net")
second = igraph.Graph.Read_Pajek("blame.net")
print("networkx:", sorted(first.nodes), sorted(first.edges()))
print("igraph:", second.vs["name"], second.get_edgelist())
assert sorted(first.nodes) == ["Anonymous", "Bureau"]
assert sorted(first.edges()) == [("Anonymous", "Anonymous"), ("Bureau", "Anonymous"), ("Bureau", "Anonymous")]
assert second.vcount() == 3 and sorted(second.get_edgelist()) == [(0, 1), (2, 0), (2, 1)]
PY
