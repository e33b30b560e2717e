#!/usr/bin/env bash
# Attributes have other names in each file.
#
# One would guess: an attribute of an edge is read under its title: `edge.attributes.act`.
# What happens: gexf 0.2.6 (npm) keeps it under the id that the file happens to give it (`edge.attributes[0]`). Two files that say the same differ, and the same name in two files is another thing.
# Seen: November 2026.
# Why it matters: code that was tried with one file takes the role for the act in the next one, without an error.
# Instead: translate by `model.edge` of each file, or read with graphology-gexf, which has the titles.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund gexf@0.2.6
cat >read.cjs <<'JS'
const assert = require('node:assert');
const gexf = require('gexf');

const edge = (first, second) => `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed">
<attributes class="edge"><attribute id="${first}" title="act" type="string"/><attribute id="${second}" title="role" type="string"/></attributes>
<nodes><node id="bureau" label="Bureau"/><node id="state" label="State"/></nodes>
<edges><edge id="0" source="bureau" target="state"><attvalues><attvalue for="${first}" value="attribution"/>
<attvalue for="${second}" value="ordered"/></attvalues></edge></edges></graph></gexf>`;
const read = [edge(0, 1), edge(1, 0)].map((text) => gexf.parse(text).edges[0].attributes);
console.log('gexf 0.2.6', read);
assert.deepEqual(read, [{ 0: 'attribution', 1: 'ordered' }, { 1: 'attribution', 0: 'ordered' }]);
JS
node read.cjs
