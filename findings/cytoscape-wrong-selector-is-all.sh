#!/usr/bin/env bash
# A selector that cannot be read selects everything.
#
# One would guess: a selector with a mistake in it throws, or selects nothing.
# What happens: cytoscape 3.35.0 prints a line on the console and goes on with the part that it could read: for `[kind = denial]` (no quotes), `[ok = false]`
#   and `[rdf:type = "Denial"]` that is nothing, so every node and edge matches; `node[...]` is all nodes. A wrong id (`#http://...`) matches
#   none, so one cannot count on either. The question "is it this?" (`is`) is answered yes for all as well.
# Seen: November 2026.
# Why it matters: selectors choose what is hidden, marked as denied, or removed. Made from data with a name or a prefix in it, they style the whole graph as
#   denied, or empty it.
# Instead: filter with a function (`cy.elements().filter((e) => e.data("kind") === "denial")`), never with text put together from data.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cytoscape@3.35.0
cat >select.mjs <<'JS'
import assert from 'node:assert';
import cytoscape from 'cytoscape';

console.log('cytoscape', cytoscape.version);
const warnings = [];
console.warn = (text) => warnings.push(text);
const graph = cytoscape({
  headless: true,
  elements: [
    { data: { id: 'bureau', kind: 'agency', ok: true } },
    { data: { id: 'state', kind: 'state', ok: false } },
    { data: { id: 'no', source: 'state', target: 'bureau', kind: 'denial' } },
  ],
});
for (const [selector, expected, told] of [
  ['[kind = "denial"]', ['no'], 0],
  ['[kind = denial]', ['bureau', 'state', 'no'], 1],
  ['[ok = false]', ['bureau', 'state', 'no'], 1],
  ['node[ok = false]', ['bureau', 'state'], 1],
  ['[rdf:type = "Denial"]', ['bureau', 'state', 'no'], 1],
  ['#http://example.org/state', [], 1],
]) {
  warnings.length = 0;
  const found = graph.$(selector).map((element) => element.id());
  console.log(selector, '->', found, warnings.length ? '(a line on the console)' : '');
  assert.deepEqual(found, expected);
  assert.equal(warnings.length > 0, told > 0);
}
graph.remove('[kind = denial]');
console.log('left after removing [kind = denial]:', graph.elements().length);
assert.equal(graph.elements().length, 0);
JS
node select.mjs
