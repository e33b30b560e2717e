#!/usr/bin/env bash
# 30 February is a valid day for three SHACL engines of four.
#
# One would guess: `sh:datatype xsd:date` refuses "2014-02-30", for SHACL says that ill-formed literals of the datatype are violations.
# What happens: rdf-validate-shacl 0.6.5, shacl-engine 1.1.2 and pyrudof 0.3.35 all let it pass, as well as 29 February 2015:
#   the first two look at the shape of the text, pyrudof not even at that ("unknown" is a day). pySHACL 0.40.1 refuses both, but also
#   "-0044-03-15" and "12014-03-15", which are valid days, and which the other three accept.
# Seen: November 2026.
# Why it matters: a graph that "conforms" holds days that do not exist. The next tool (a parser, a store, a spreadsheet) drops them or makes
#   them 2 March, and the claim loses its place in the order of who spoke first.
# Instead: check the calendar when the record is made; do not count on the report of one engine for it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0 pyrudof==0.3.35
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 @zazuko/env@3.0.1 n3@2.13.12
cat >shape.ttl <<'TTL'
@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:dated a sh:NodeShape ; sh:targetNode :claim ; sh:property [ sh:path :on ; sh:datatype xsd:date ] .
TTL
number=0
for day in 2014-02-28 2014-02-30 2015-02-29 -0044-03-15 12014-03-15 unknown; do
  number=$((number + 1))
  echo "<http://example.org/claim> <http://example.org/on> \"$day\"^^<http://www.w3.org/2001/XMLSchema#date> ." >"$number.ttl"
done
venv/bin/python - <<'PY'
import importlib.metadata
import logging
import pathlib

import pyrudof
import pyshacl
from rdflib import Graph

logging.disable()
for package in ("pyshacl", "pyrudof"):
    print(package, importlib.metadata.version(package))
shape = pathlib.Path("shape.ttl").read_text()
rudof = pyrudof.Rudof(pyrudof.RudofConfig())
found = {"pyshacl": [], "pyrudof": []}
for number in range(1, 7):
    data = pathlib.Path(f"{number}.ttl").read_text()
    print(data.strip())
    conforms, _, _ = pyshacl.validate(Graph().parse(data=data), shacl_graph=Graph().parse(data=shape))
    found["pyshacl"].append(conforms)
    rudof.reset_all()
    rudof.read_data(data)
    rudof.read_shacl(shape)
    found["pyrudof"].append(rudof.validate_shacl().conforms)
print(found)
assert found["pyshacl"] == [True, False, False, False, False, False]
assert found["pyrudof"] == [True] * 6
PY
cat >validate.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import rdf from '@zazuko/env';
import { Parser } from 'n3';
import Zazuko from 'rdf-validate-shacl';
import { Validator } from 'shacl-engine';

const read = (name) => rdf.dataset(new Parser().parse(fs.readFileSync(name, 'utf8')));
const shape = read('shape.ttl');
const found = { 'rdf-validate-shacl 0.6.5': [], 'shacl-engine 1.1.2': [] };
for (let number = 1; number <= 6; number += 1) {
  const data = read(`${number}.ttl`);
  found['rdf-validate-shacl 0.6.5'].push((await new Zazuko(shape, { factory: rdf }).validate(data)).conforms);
  found['shacl-engine 1.1.2'].push((await new Validator(shape, { factory: rdf }).validate({ dataset: data })).conforms);
}
console.log(found);
for (const answers of Object.values(found)) assert.deepEqual(answers, [true, true, true, true, true, false]);
JS
node validate.mjs
