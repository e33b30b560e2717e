#!/usr/bin/env bash
# Of two claims about one group the first is gone, and the denials are claims like any other.
#
# One would guess: a reader of DOT, in which edges between two nodes may be many and a line may say something of all edges after it, keeps both, or says
#   that it does not.
# What happens: ngraph.fromdot 7.1.0 keeps the last of the edges between two nodes alone, with its attributes. A graph that is made with `multigraph`
#   beforehand has all. Defaults for edges and nodes (`edge [act=denial]`) are read and dropped, with either. No error, no warning.
# Seen: November 2026.
# Why it matters: two reports on one accused are two edges. What is drawn is the later line, often the one that only repeats; what was to be said of all
#   edges by one line is said of none.
# Instead: pass a graph with `multigraph: true`, and write attributes to each edge.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ngraph.fromdot@7.1.0 ngraph.graph@20.1.2
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fromDot from 'ngraph.fromdot';
import createGraph from 'ngraph.graph';

const dot = `digraph {
  edge [act=attribution];
  bureau -> lazarus [date="2014-12-19"];
  bureau -> lazarus [date="2014-12-29"];
  edge [act=denial];
  lazarus -> bureau [date="2015-01-07"];
}`;
const links = (graph) => {
  const found = [];
  graph.forEachLink((link) => void found.push(`${link.fromId} to ${link.toId} ${JSON.stringify(link.data)}`));
  return found;
};
const one = fromDot(dot);
console.log('ngraph.fromdot 7.1.0:', links(one));
assert.deepEqual(links(one), ['bureau to lazarus {"date":"2014-12-29"}', 'lazarus to bureau {"date":"2015-01-07"}']);
const many = fromDot(dot, createGraph({ multigraph: true }));
console.log('with multigraph:', links(many));
assert.deepEqual(links(many), ['bureau to lazarus {"date":"2014-12-19"}', ...links(one)]);
JS
node read.mjs
