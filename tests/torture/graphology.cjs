// Reads a blame network with graphology and prints its edges as JSON: node graphology.cjs FORMAT FILE, in the root.
const fs = require('node:fs');
const { createRequire } = require('node:module');

const need = createRequire(`${process.cwd()}/here.js`);
globalThis.DOMParser = need('@xmldom/xmldom').DOMParser;
const Graph = need('graphology').MultiDirectedGraph;
const [format, file] = process.argv.slice(2);
const graph = need(`graphology-${format}`).parse(Graph, fs.readFileSync(file, 'utf8'));
const edges = graph.mapEdges((_, data, from, to) => [from, to, data.claim, data.stated_on, data.withdrawn]);
console.log(JSON.stringify(edges));
