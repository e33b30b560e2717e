#!/usr/bin/env bash
# An edge that says where it comes from is saved without it.
#
# One would guess: attributes called "source", "target" or "id" are refused by a JSON writer that needs these words itself, or are renamed.
# What happens: networkx 3.6.1 overwrites them. node_link_data puts the two nodes of the edge over "source" and "target" and the node over "id"; what the attributes
#   held is in no part of the output. cytoscape_data does the same to source and target, but keeps a node's own "id": the edges
#   then point to names that no node has, and Cytoscape cannot load the file. No warning in either.
# Seen: November 2026.
# Why it matters: in a graph of who blamed whom, "source" is the document in which it was said, and the first name anybody gives to that column.
# Instead: call it "stated_in" or the like; with node_link_data, give other words for its own (source=..., target=..., name=...).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PY'
import json

import networkx

print("networkx", networkx.__version__)
graph = networkx.DiGraph()
graph.add_node("bureau", id="Q8333")
graph.add_edge("bureau", "state", source="wire report", target="officials", on="2014-12-19")
first = json.loads(json.dumps(networkx.node_link_data(graph)))
print("node_link_data:", first["nodes"], first["edges"])
assert first["nodes"] == [{"id": "bureau"}, {"id": "state"}]
assert first["edges"] == [{"source": "bureau", "target": "state", "on": "2014-12-19"}]
back = networkx.node_link_graph(first)
assert back.edges["bureau", "state"] == {"on": "2014-12-19"} and back.nodes["bureau"] == {}
second = networkx.cytoscape_data(graph)["elements"]
ids = [node["data"]["id"] for node in second["nodes"]]
ends = [(edge["data"]["source"], edge["data"]["target"]) for edge in second["edges"]]
print("cytoscape_data: nodes", ids, "edges", ends)
assert ids == ["Q8333", "state"] and ends == [("bureau", "state")]
assert "wire report" not in json.dumps([first, second])
kept = networkx.node_link_data(graph, source="from", target="to", name="node")
print("with words of one's own:", kept["nodes"], kept["edges"])
assert kept["edges"][0]["source"] == "wire report" and kept["nodes"][0]["id"] == "Q8333"
PY
