#!/usr/bin/env bash
# Who spoke first in a chain has said nothing.
#
# One would guess: in DOT the attributes after `bureau -> paper -> agency` are those of both edges; so it is for edges from a group, `{bureau firm} -> state`.
# What happens: `parseDOTNetwork` of vis-network 10.1.5 gives them to the last edge of the chain alone; the earlier ones have a default or nothing. From a
#   group all have them. And a port is part of the name: bureau:n is another node than bureau. pydot 4.0.1 with networkx 3.6.1 gives both edges of the
#   chain the attributes.
# Seen: November 2026.
# Why it matters: who repeats whom is written as a chain. The source, date and doubt of its first link, the claim itself, are missing; only the last
#   echo has them.
# Instead: write each edge by itself, without ports.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 pydot==4.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --legacy-peer-deps vis-network@10.1.5 vis-data@8.0.6 vis-util@6.0.0 @egjs/hammerjs@2.0.17 component-emitter@2.0.0 keycharm@0.4.0 uuid@13.0.0
cat >said.dot <<'DOT'
digraph {
  bureau -> paper -> agency [said="2014-12-19", source=leak];
  {firm lab} -> state [said="2014-12-29"];
  bureau:n -> state [said="2016"];
}
DOT
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { parseDOTNetwork } from 'vis-network';

const { edges } = parseDOTNetwork(fs.readFileSync('said.dot', 'utf8'));
const found = edges.map((edge) => [edge.from, edge.to, edge.said, edge.source]);
console.log('vis-network 10.1.5:', found);
assert.deepStrictEqual(found, [
  ['bureau', 'paper', undefined, undefined],
  ['paper', 'agency', '2014-12-19', 'leak'],
  ['firm', 'state', '2014-12-29', undefined],
  ['lab', 'state', '2014-12-29', undefined],
  ['bureau:n', 'state', '2016', undefined],
]);
JS
node read.mjs
venv/bin/python -W ignore - <<'PY'
import networkx

edges = networkx.nx_pydot.read_dot("said.dot").edges(data="said")
print("networkx", networkx.__version__, *edges)
assert ("bureau", "paper", '"2014-12-19"') in edges and ("paper", "agency", '"2014-12-19"') in edges
PY
