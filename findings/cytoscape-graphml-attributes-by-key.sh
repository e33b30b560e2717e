#!/usr/bin/env bash
# What was not taken back counts as taken back.
#
# One would guess: `edge.data("withdrawn")` of a GraphML is false where the file says so.
# What happens: cytoscape-graphml 1.0.6 keeps attributes under the ids of the keys (`d1`) and all of them as text, so that "false" is truthy: the selector `[?d1]` finds the edge.
# Seen: November 2026.
# Why it matters: filters by truth values select every claim, and names of attributes depend on the program that wrote the file.
# Instead: translate ids and types by the file's `<key>` elements, or pass the network on as JSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cytoscape@3.35.0 cytoscape-graphml@1.0.6 jsdom@24.1.3 jquery@3.7.1
cat >read.cjs <<'JS'
const assert = require('node:assert');
const { window } = new (require('jsdom').JSDOM)('');
Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser });
const cytoscape = require('cytoscape');
require('cytoscape-graphml')(cytoscape, require('jquery'));
console.warn = () => {};

const network = cytoscape({ headless: true });
network.graphml(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="edge" attr.name="act" attr.type="string"/><key id="d1" for="edge" attr.name="withdrawn" attr.type="boolean"/>
<graph edgedefault="directed"><node id="bureau"/><node id="state"/>
<edge id="e" source="bureau" target="state"><data key="d0">attribution</data><data key="d1">false</data></edge></graph></graphml>`);
const data = network.edges()[0].data();
console.log('cytoscape-graphml 1.0.6', data);
assert.equal(data.act, undefined);
assert.equal(data.d0, 'attribution');
assert.equal(data.d1, 'false');
assert.ok(data.d1, 'which counts as true');
assert.equal(network.edges('[?d1]').length, 1);
JS
node read.cjs
