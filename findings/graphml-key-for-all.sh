#!/usr/bin/env bash
# An attribute declared for nodes and edges alike arrives at neither.
#
# One would guess: `<key for="all">`, which GraphML has for attributes that nodes and edges share, is read by whatever reads GraphML.
# What happens: igraph 1.0.0 drops the attribute everywhere, with a warning about the target. graphology-graphml 0.5.2 stops with "Cannot set properties of
#   undefined". networkx 3.6.1 reads it. A file without "all" works in the three, so tests with one's own exports never meet it.
# Seen: November 2026.
# Why it matters: source, date and confidence are the attributes that actors and claims share, and "all" is the honest way to declare them
#   once. They are the ones that go.
# Instead: write two keys, one for nodes and one for edges, with different ids and the same name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund graphology@0.26.0 graphology-graphml@0.5.2 @xmldom/xmldom@0.9.12
cat >blame.graphml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="all" attr.name="confidence" attr.type="int"/>
  <key id="d1" for="edge" attr.name="act" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="bureau"><data key="d0">85</data></node>
    <node id="state"/>
    <edge source="bureau" target="state"><data key="d0">60</data><data key="d1">attribution</data></edge>
  </graph>
</graphml>
XML
venv/bin/python - <<'PY'
import warnings

import igraph
import networkx

first = networkx.read_graphml("blame.graphml")
print("networkx", networkx.__version__, dict(first.nodes(data=True)), list(first.edges(data=True)))
assert first.nodes["bureau"] == {"confidence": 85}
assert first.edges["bureau", "state"] == {"confidence": 60, "act": "attribution"}
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    second = igraph.Graph.Read_GraphML("blame.graphml")
print("igraph", igraph.__version__, [v.attributes() for v in second.vs], [e.attributes() for e in second.es])
print(" ", [str(warning.message).split(" Location")[0] for warning in told])
assert "confidence" not in second.vs.attributes() + second.es.attributes()
assert second.es["act"] == ["attribution"] and told
PY
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import Graph from 'graphology';
import graphml from 'graphology-graphml';

globalThis.DOMParser = DOMParser;
try {
  graphml.parse(Graph, fs.readFileSync('blame.graphml', 'utf8'));
} catch (error) {
  console.log('graphology-graphml 0.5.2:', error.message);
  assert.match(error.message, /Cannot set properties of undefined/);
  process.exit(0);
}
assert.fail('it was read');
JS
node read.mjs
