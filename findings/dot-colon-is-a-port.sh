#!/usr/bin/env bash
# Two actors with a colon in their ids are one, and an actor called "graph" is none.
#
# One would guess: a writer of DOT files quotes whatever the format would read as something else.
# What happens: networkx 3.6.1 with pydot 4.0.1 writes `misp:apt28` and `misp:apt29` without quotes. In DOT a colon starts a port, so both
#   are the node `misp`, at two of its corners; and since the graph is a strict one, Graphviz (16.1.0, in @viz-js/viz 3.31.0) joins the two
#   edges into one and keeps the label of the last. A lone node called "graph" becomes a statement on defaults and is gone.
# Seen: November 2026.
# Why it matters: prefixed names are how RDF, MISP and STIX ids are shortened. All actors of one vocabulary fall together
#   in the picture, and two rival accusations become one arrow.
# Instead: number the nodes n1, n2, ... and put the name into the label, in quotes of your own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 pydot==4.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @viz-js/viz@3.31.0
venv/bin/python - <<'PY'
import importlib.metadata
import pathlib

import networkx

print("networkx", networkx.__version__, "pydot", importlib.metadata.version("pydot"))
graph = networkx.DiGraph()
graph.add_edge("bureau", "misp:apt28", label="accuses")
graph.add_edge("bureau", "misp:apt29", label="clears")
graph.add_node("graph", kind="group")
assert (graph.number_of_nodes(), graph.number_of_edges()) == (4, 2)
text = networkx.nx_pydot.to_pydot(graph).to_string()
print(text)
pathlib.Path("blame.dot").write_text(text, encoding="utf-8")
PY
cat >draw.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { instance } from '@viz-js/viz';

const graphviz = await instance();
const drawn = graphviz.renderJSON(fs.readFileSync('blame.dot', 'utf8'));
const nodes = drawn.objects.map((node) => node.name);
const edges = drawn.edges.map((edge) => [nodes[edge.tail], edge.label, nodes[edge.head], edge.headport]);
console.log('Graphviz', graphviz.graphvizVersion, 'nodes', nodes, 'edges', edges);
assert.deepEqual(nodes, ['bureau', 'misp']);
assert.deepEqual(edges, [['bureau', 'clears', 'misp', 'apt29']]);
JS
node draw.mjs
