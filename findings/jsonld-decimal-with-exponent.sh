#!/usr/bin/env bash
# A confidence declared as a decimal becomes a literal that is no decimal.
#
# One would guess: with `"@type": "xsd:decimal"` in the context, the number 0.7 becomes "0.7"^^xsd:decimal.
# What happens: PyLD 3.3.0, jsonld.js 9.0.0, jsonld-streaming-parser 5.0.1 and pyoxigraph 0.5.13 all write "7.0E-1"^^xsd:decimal. The standard has them print
#   any number with a fraction as a double first and put the type on afterwards; but a decimal has no exponent. In pyoxigraph, FILTER
#   and sums then skip the value as no number at all. rdflib 7.6.0 alone writes "0.7". Whole numbers are safe.
# Seen: November 2026.
# Why it matters: confidences and likelihoods are kept as decimals on purpose, to avoid doubles. In the graph they fail `sh:datatype xsd:decimal`,
#   and "confidence above 0.5" finds none of them.
# Instead: write such numbers as strings in JSON-LD, or declare xsd:double.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyLD==3.3.0 pyoxigraph==0.5.13 rdflib==7.6.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0 jsonld-streaming-parser@5.0.1
cat >claim.jsonld <<'JSON'
{"@context": {"confidence": {"@id": "http://example.org/confidence", "@type": "http://www.w3.org/2001/XMLSchema#decimal"}},
 "@id": "http://example.org/claim", "confidence": 0.7}
JSON
venv/bin/python - <<'PY'
import importlib.metadata
import json
import pathlib

import pyld
import pyoxigraph
import rdflib

text = pathlib.Path("claim.jsonld").read_text()
expected = '"7.0E-1"^^<http://www.w3.org/2001/XMLSchema#decimal>'
first = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
print("PyLD", importlib.metadata.version("PyLD"), first.strip())
assert expected in first
store = pyoxigraph.Store()
store.load(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
(quad,) = store
print("pyoxigraph", pyoxigraph.__version__, quad.object)
assert str(quad.object) == expected
above = len(list(store.query("SELECT * { ?claim ?p ?confidence FILTER(?confidence > 0.5) }")))
print("  above 0.5:", above)
assert above == 0
((_, _, other),) = rdflib.Graph().parse(data=text, format="json-ld")
print("rdflib", rdflib.__version__, other.n3())
assert str(other) == "0.7"
PY
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import jsonld from 'jsonld';
import { JsonLdParser } from 'jsonld-streaming-parser';

const text = fs.readFileSync('claim.jsonld', 'utf8');
const quads = await jsonld.toRDF(JSON.parse(text));
console.log('jsonld.js 9.0.0', quads[0].object.value, quads[0].object.datatype.value);
const streamed = await new Promise((resolve, reject) => {
  const parser = new JsonLdParser();
  parser.on('data', resolve).on('error', reject);
  parser.end(text);
});
console.log('jsonld-streaming-parser 5.0.1', streamed.object.value, streamed.object.datatype.value);
for (const { object } of [quads[0], streamed]) {
  assert.equal(object.value, '7.0E-1');
  assert.match(object.datatype.value, /decimal$/);
}
JS
node read.mjs
