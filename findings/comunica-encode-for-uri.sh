#!/usr/bin/env bash
# ENCODE_FOR_URI that does not encode for a URI.
#
# One would guess: ENCODE_FOR_URI escapes whatever is reserved, above all "/", "?", "#" and "&": that is its definition in XPath, and what
#   makes it safe to put a name into one segment of an IRI.
# What happens: comunica 5.4.1 leaves just these as they are, and escapes only what could not stand in a URI at all, blanks and letters
#   outside ASCII. rdflib 7.6.0 and pyoxigraph 0.5.13 escape all of it. A name with "#" even cuts the IRI in two.
# Seen: November 2026.
# Why it matters: CONSTRUCT queries mint the IRIs of actors from their names. "AC/DC" becomes a folder and a file, "Gang #2" shares its
#   document with "Gang #1", and the IRIs made by two engines from one table do not meet when the graphs are merged.
# Instead: mint IRIs outside the query, or REPLACE the reserved characters yourself first and test in each engine that runs it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12
cat >ask.rq <<'RQ'
SELECT (ENCODE_FOR_URI("Gang #2/unit?a&b: Pjöngjang 1") AS ?answer) {}
RQ
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { QueryEngine } from '@comunica/query-sparql-rdfjs';
import { Store } from 'n3';

const [row] = await (await new QueryEngine().queryBindings(fs.readFileSync('ask.rq', 'utf8'), { sources: [new Store()] })).toArray();
console.log('comunica 5.4.1:', row.get('answer').value);
assert.equal(row.get('answer').value, 'Gang%20#2/unit?a&b:%20Pj%C3%B6ngjang%201');
JS
node ask.mjs
venv/bin/python - <<'PY'
import pathlib

import pyoxigraph
import rdflib

query = pathlib.Path("ask.rq").read_text()
expected = "Gang%20%232%2Funit%3Fa%26b%3A%20Pj%C3%B6ngjang%201"
((first,),) = rdflib.Graph().query(query)
(row,) = pyoxigraph.Store().query(query)
print("rdflib", rdflib.__version__ + ":", first)
print("pyoxigraph", pyoxigraph.__version__ + ":", row[0].value)
assert str(first) == row[0].value == expected
PY
