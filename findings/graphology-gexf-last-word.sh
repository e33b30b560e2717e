#!/usr/bin/env bash
# "Alleged until December, then denied" is read as "denied".
#
# One would guess: a reader of GEXF, whose speciality is graphs in time, keeps the times, or says that it cannot.
# What happens: graphology-gexf 0.13.2 keeps the last value of each attribute, without its dates, and drops start and end of nodes and edges. Values that stand in
#   the file in another order give another answer: what is last in the file wins, not what is last in time. Nothing is told. networkx 3.6.1
#   keeps all values with their dates.
# Seen: November 2026.
# Why it matters: who accused when, and what the accused said later, is all there is in such a graph. What web viewers built on this reader
#   show is one state, picked by the order of lines.
# Instead: write the states that matter as attributes of their own (status_2014_12), or as one edge for each claim with its date as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund graphology@0.26.0 graphology-gexf@0.13.2 @xmldom/xmldom@0.9.12
write() {
  cat <<XML
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="directed" mode="dynamic" timeformat="date">
    <attributes class="node" mode="dynamic"><attribute id="0" title="status" type="string"/></attributes>
    <nodes>
      <node id="insiders" label="Insiders" start="2014-11-24" end="2015-06-01"><attvalues>$1$2</attvalues></node>
      <node id="firm" label="Firm"/>
    </nodes>
    <edges><edge id="claim" source="firm" target="insiders" start="2014-12-29" end="2015-02-01"/></edges>
  </graph>
</gexf>
XML
}
early='<attvalue for="0" value="alleged" start="2014-11-24" end="2014-12-01"/>'
late='<attvalue for="0" value="denied" start="2014-12-01" end="2015-06-01"/>'
write "$early" "$late" >forward.gexf
write "$late" "$early" >backward.gexf
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import Graph from 'graphology';
import gexf from 'graphology-gexf';

globalThis.DOMParser = DOMParser;
for (const [name, status] of [['forward', 'denied'], ['backward', 'alleged']]) {
  const graph = gexf.parse(Graph, fs.readFileSync(`${name}.gexf`, 'utf8'));
  console.log('graphology-gexf 0.13.2:', name, graph.getNodeAttributes('insiders'), graph.getEdgeAttributes('claim'));
  assert.deepEqual(graph.getNodeAttributes('insiders'), { label: 'Insiders', status });
  assert.deepEqual(graph.getEdgeAttributes('claim'), {});
}
JS
node read.mjs
venv/bin/python - <<'PY'
import networkx

for name in ("forward", "backward"):
    graph = networkx.read_gexf(name + ".gexf")
    print("networkx", networkx.__version__, name, graph.nodes["insiders"], graph.edges["firm", "insiders"])
    assert sorted(graph.nodes["insiders"]["status"]) == [
        ("alleged", "2014-11-24", "2014-12-01"),
        ("denied", "2014-12-01", "2015-06-01"),
    ]
    assert graph.edges["firm", "insiders"]["start"] == "2014-12-29"
PY
