#!/usr/bin/env bash
# Claims sorted by their act lose the act.
#
# One would guess: JSON-LD 1.1's property-based index (`"@container": "@index", "@index": "act"`) turns the keys of the map into values of `act`, which the
#   context's vocabulary makes an IRI like every other term.
# What happens: PyLD 3.3.0 leaves the name of the property as it is written, "act", also where the context defines it; to_rdf then drops it, since it is no IRI. All
#   else of the entries is there. jsonld.js 9.0.0 and pyoxigraph 0.5.13 write the act. PyLD does too when the context spells out the whole IRI.
# Seen: November 2026.
# Why it matters: a map by act, by speaker or by country is the natural form for people. The graph then holds claims that are neither accusation nor
#   denial.
# Instead: a full IRI behind `@index`; and compare the number of statements with a second processor.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyLD==3.3.0 pyoxigraph==0.5.13
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0
claims() {
  echo "{\"@context\": {\"@version\": 1.1, \"@vocab\": \"http://example.org/\", \"claims\": {\"@container\": \"@index\", \"@index\": \"$1\"}},"
  echo ' "@id": "http://example.org/case", "claims": {"denial": {"@id": "http://example.org/no", "on": "2014-12-20"}}}'
}
claims act >term.jsonld
claims http://example.org/act >whole.jsonld
venv/bin/python - <<'PY'
import importlib.metadata
import json
import pathlib

import pyld
import pyoxigraph

for name, expected in (("term", 2), ("whole", 3)):
    text = pathlib.Path(name + ".jsonld").read_text()
    first = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"}).strip().split("\n")
    second = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD))
    print(name, "PyLD", importlib.metadata.version("PyLD"), first)
    print(name, "pyoxigraph", pyoxigraph.__version__, [str(quad) for quad in second])
    assert len(first) == expected and len(second) == 3
    assert any("denial" in line for line in first) is (expected == 3)
PY
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import jsonld from 'jsonld';

for (const name of ['term', 'whole']) {
  const quads = await jsonld.toRDF(JSON.parse(fs.readFileSync(name + '.jsonld', 'utf8')));
  console.log(name, 'jsonld.js 9.0.0', quads.map((quad) => [quad.predicate.value, quad.object.value]));
  assert.equal(quads.length, 3);
}
JS
node read.mjs
