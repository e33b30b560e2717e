#!/usr/bin/env bash
# A shape for all claims never looks at a denial.
#
# One would guess: `sh:targetClass :Claim` reaches instances of its subclasses, when the data say what is a subclass of what: SHACL promises it.
# What happens: shacl-engine 1.1.2 finds none of them, and reports that the data conform. `sh:class :Claim` is wrong the other way: a value
#   that is a :Denial is a violation. rdf-validate-shacl 0.6.5 and pySHACL 0.40.1 follow the subclasses in both.
# Seen: November 2026.
# Why it matters: models of attribution are built this way: attribution, denial and challenge are kinds of claim, and the shapes stand on
#   the claim. The report says "conforms" because nothing was looked at, and "conforms" is what a build waits for.
# Instead: name each class as a target, or add the types of the superclasses to the data before validating. In any engine, keep
#   one record that must fail.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 @zazuko/env@3.0.1 n3@2.13.12
cat >target.ttl <<'TTL'
@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:shape a sh:NodeShape ; sh:targetClass :Claim ; sh:property [ sh:path :speaker ; sh:minCount 1 ] .
TTL
cat >class.ttl <<'TTL'
@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:shape a sh:NodeShape ; sh:targetSubjectsOf :answers ; sh:property [ sh:path :answers ; sh:class :Claim ] .
TTL
cat >data.ttl <<'TTL'
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Denial rdfs:subClassOf :Claim .
:no a :Denial .
:reply :answers :no .
TTL
venv/bin/python - <<'PY'
import importlib.metadata

import pyshacl
from rdflib import Graph

print("pyshacl", importlib.metadata.version("pyshacl"))
for shapes, expected in (("target.ttl", False), ("class.ttl", True)):
    conforms, _, _ = pyshacl.validate(Graph().parse("data.ttl"), shacl_graph=Graph().parse(shapes))
    print(shapes, "conforms:", conforms)
    assert conforms is expected
PY
cat >validate.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import rdf from '@zazuko/env';
import { Parser } from 'n3';
import Zazuko from 'rdf-validate-shacl';
import { Validator } from 'shacl-engine';

const read = (name) => rdf.dataset(new Parser().parse(fs.readFileSync(name, 'utf8')));
const data = read('data.ttl');
for (const [name, right] of [['target.ttl', false], ['class.ttl', true]]) {
  const first = (await new Zazuko(read(name), { factory: rdf }).validate(data)).conforms;
  const second = (await new Validator(read(name), { factory: rdf }).validate({ dataset: data })).conforms;
  console.log(name, 'conforms: rdf-validate-shacl 0.6.5', first, 'shacl-engine 1.1.2', second);
  assert.equal(first, right);
  assert.equal(second, !right);
}
JS
node validate.mjs
