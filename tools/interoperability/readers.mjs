// Reads exports with libraries of JavaScript, and prints what arrived: a line of JSON for each.
// node readers.mjs FOLDER     run by compare.py in a folder that has the libraries
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(path.join(process.cwd(), 'here.js'));
const folder = process.argv[2];
const text = (format) => fs.readFileSync(path.join(folder, format), 'utf8');
const version = (name) => JSON.parse(fs.readFileSync(path.join('node_modules', name, 'package.json'), 'utf8')).version;
const counted = (quads) => ({
  statements: quads.length,
  graphs: new Set(quads.map((quad) => quad.graph.value)).size,
  months: quads.filter((quad) => quad.object.datatype?.value.endsWith('#gYearMonth')).length,
});

function byN3(format) {
  const types = { turtle: 'Turtle', ntriples: 'N-Triples', trig: 'TriG', nquads: 'N-Quads', nanopub: 'TriG' };
  return counted(new (require('n3').Parser)({ format: types[format] }).parse(text(format)));
}

async function byJsonLd(format) {
  const jsonld = require('jsonld');
  return counted(await jsonld.toRDF(JSON.parse(text(format))));
}

async function byComunica(format) {
  const { Parser, Store } = require('n3');
  const { QueryEngine } = require('@comunica/query-sparql-rdfjs');
  const store = new Store(new Parser().parse(text(format)));
  const query = 'SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }';
  const rows = await (await new QueryEngine().queryBindings(query, { sources: [store] })).toArray();
  return { statements: Number(rows[0].get('n').value) };
}

const attributes = (edges) =>
  ['claim', 'stated_on', 'withdrawn'].filter((name) => edges.every((edge) => edge[name] !== undefined));

function byGraphology(format) {
  globalThis.DOMParser ??= require('@xmldom/xmldom').DOMParser;
  const Graph = require('graphology').MultiDirectedGraph;
  const graph = require(`graphology-${format}`).parse(Graph, text(format));
  const edges = graph.mapEdges((_, data) => data);
  return { nodes: graph.order, edges: graph.size, attributes: attributes(edges) };
}

function byGexf(format) {
  const read = require('gexf').parse(text(format));
  const named = Object.fromEntries(read.model.edge.map(({ id, title }) => [id, title]));
  const own = ({ attributes: held }) => Object.fromEntries(Object.entries(held).map(([id, value]) => [named[id], value]));
  return { nodes: read.nodes.length, edges: read.edges.length, attributes: attributes(read.edges.map(own)) };
}

function byCytoscape(format) {
  const { window } = new (require('jsdom').JSDOM)('');
  Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser });
  const cytoscape = require('cytoscape');
  require('cytoscape-graphml')(cytoscape, require('jquery'));
  const network = cytoscape({ headless: true });
  network.graphml(text(format));
  const edges = network.edges().map((edge) => edge.data());
  return { nodes: network.nodes().length, edges: edges.length, attributes: attributes(edges) };
}

const readers = [
  ['n3', ['turtle', 'ntriples', 'trig', 'nquads', 'nanopub'], byN3],
  ['jsonld', ['jsonld'], byJsonLd],
  ['@comunica/query-sparql-rdfjs', ['turtle', 'trig'], byComunica],
  ['graphology-graphml', ['graphml'], byGraphology],
  ['graphology-gexf', ['gexf'], byGraphology],
  ['gexf', ['gexf'], byGexf],
  ['cytoscape-graphml', ['graphml'], byCytoscape],
];
for (const [reader, formats, by] of readers) {
  for (const format of formats) {
    let found;
    try {
      found = await by(format);
    } catch (error) {
      found = { error: String(error.message ?? error).replace(/\s+/g, ' ').slice(0, 200) };
    }
    console.log(JSON.stringify({ format, reader, version: version(reader), found }));
  }
}
