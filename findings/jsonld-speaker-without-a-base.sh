#!/usr/bin/env bash
# A relative id without a base: no statement, a file on your disk, or a page of example.org.
#
# One would guess: `"by": "bureau"`, read from memory with no base IRI, is an error, or stays relative.
# What happens: jsonld.js 9.0.0 and pyoxigraph 0.5.13 leave the statement out without a word. rdflib 7.6.0 makes it a file of the folder in which
#   the program runs, so the same document has other actors on other machines. PyLD 3.3.0 makes it http://example.org/base/bureau, whatever
#   document it is, and an empty `base` option does not stop it. All other statements of the claim are there in all four.
# Seen: November 2026.
# Why it matters: this is what a short name in a hand-written claim becomes. Who spoke is gone, or is a stranger under a domain that is not
#   yours, and the claims of two organisations meet at that one actor.
# Instead: give a base (option or `@base`) always, or refuse ids without a scheme before parsing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyLD==3.3.0 pyoxigraph==0.5.13 rdflib==7.6.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0
cat >claim.jsonld <<'JSON'
{"@context": {"by": {"@id": "http://example.org/by", "@type": "@id"}, "on": "http://example.org/on"},
 "@id": "http://example.org/claim", "by": "bureau", "on": "2014-12-19"}
JSON
venv/bin/python - <<'PY'
import importlib.metadata
import json
import pathlib

import pyld
import pyoxigraph
import rdflib

text = pathlib.Path("claim.jsonld").read_text()
for options in ({}, {"base": ""}):
    lines = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", **options}).strip().split("\n")
    print("PyLD", importlib.metadata.version("PyLD"), options, lines)
    assert len(lines) == 2 and "<http://example.org/by> <http://example.org/base/bureau> ." in lines[0]
quads = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD))
print("pyoxigraph", pyoxigraph.__version__, [str(quad) for quad in quads])
assert [quad.predicate.value for quad in quads] == ["http://example.org/on"]
graph = rdflib.Graph().parse(data=text, format="json-ld")
(speaker,) = graph.objects(None, rdflib.URIRef("http://example.org/by"))
print("rdflib", rdflib.__version__, speaker)
assert speaker == rdflib.URIRef(pathlib.Path("bureau").absolute().as_uri())
PY
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import jsonld from 'jsonld';

const quads = await jsonld.toRDF(JSON.parse(fs.readFileSync('claim.jsonld', 'utf8')));
console.log('jsonld.js 9.0.0', quads.map((quad) => quad.predicate.value));
assert.deepEqual(quads.map((quad) => quad.predicate.value), ['http://example.org/on']);
JS
node read.mjs
