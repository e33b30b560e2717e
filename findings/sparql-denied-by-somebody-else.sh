#!/usr/bin/env bash
# Claims that nobody denied: those are among them that somebody other than the speaker denied.
#
# One would guess: what stands in { } of its own is worked out by itself and then joined, as SPARQL says, so that a name inside of MINUS does not
#   know what the same name is outside of the braces.
# What happens: ?claim :by ?who { ?claim :blames ?whom MINUS { ?claim :denied ?who } } takes away each claim that anybody denied; pyoxigraph 0.5.13
#   does so. rdflib 7.6.0 takes away what the speaker itself denied, as if the braces were not there, and does so in a SELECT of its own, too.
#   sparqlalgebrajs 5.0.2 and @traqula/algebra-sparql-1-1 1.3.1, by which much that is written in JavaScript reads and writes queries, read this one
#   rightly and write it without these braces, so that whoever gets it answers another question; with OPTIONAL they do the same.
# Seen: November 2026.
# Why it matters: "what stands unchallenged?" is asked so, and queries are put together from parts in braces. The answer has the challenged
#   claims in it, as if nobody had denied them.
# Instead: other names inside of MINUS than outside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sparqlalgebrajs@5.0.2 \
  @traqula/parser-sparql-1-1@1.3.1 @traqula/generator-sparql-1-1@1.3.1 @traqula/algebra-sparql-1-1@1.3.1
cat >said.ttl <<'TTL'
@prefix : <http://example.org/> .
:one :by :bureau ; :blames :state ; :denied :state .
:two :by :firm ; :blames :insiders .
:three :by :paper ; :blames :firm ; :denied :paper .
TTL
write() {
  printf 'PREFIX : <http://example.org/> SELECT ?claim ?who WHERE { ?claim :by ?who { %s } }' "$2" >"$1.rq"
}
write minus '?claim :blames ?whom MINUS { ?claim :denied ?who }'
write optional '?claim :blames ?whom OPTIONAL { ?claim :denied ?who }'
write select 'SELECT ?claim { ?claim :blames ?whom MINUS { ?claim :denied ?who } }'
cat >write.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { toAlgebra, toAst } from '@traqula/algebra-sparql-1-1';
import { Generator } from '@traqula/generator-sparql-1-1';
import { Parser } from '@traqula/parser-sparql-1-1';
import { toSparql, translate } from 'sparqlalgebrajs';

for (const name of ['minus', 'optional', 'select']) {
  const query = fs.readFileSync(`${name}.rq`, 'utf8');
  const traqula = (text) => toAlgebra(new Parser().parse(text));
  for (const [tool, read, written] of [
    ['sparqlalgebrajs', translate, toSparql(translate(query))],
    ['traqula', traqula, new Generator().generate(toAst(traqula(query)))],
  ]) {
    const same = JSON.stringify(read(written)) === JSON.stringify(read(query));
    console.log(tool, name, 'read again it is the same:', same);
    assert.equal(same, name === 'select');
    fs.writeFileSync(`${name}.${tool}.rq`, written);
  }
}
JS
node write.mjs
venv/bin/python - <<'PY'
import pathlib

import pyoxigraph
import rdflib

graph = rdflib.Graph().parse("said.ttl")
store = pyoxigraph.Store()
store.load(path="said.ttl")


def ask(name, engine):
    """Ask the query of a file and give the claims that are found."""
    text = pathlib.Path(name + ".rq").read_text()
    rows = graph.query(text) if engine == "rdflib" else (row["claim"].value for row in store.query(text))
    return sorted(str(row.claim if engine == "rdflib" else row).rsplit("/")[-1] for row in rows)


print("rdflib", rdflib.__version__, "pyoxigraph", pyoxigraph.__version__)
for name, right, rdflib_says, wrong in (
    ("minus", ["two"], ["one", "two"], ["one", "two"]),
    ("optional", ["three", "two"], ["three", "two"], ["one", "three", "two"]),
    ("select", ["two"], ["one", "two"], ["two"]),
):
    for engine, file, answer in (
        ("pyoxigraph", name, right),
        ("rdflib", name, rdflib_says),
        ("pyoxigraph", name + ".sparqlalgebrajs", wrong),
        ("pyoxigraph", name + ".traqula", wrong),
    ):
        found = ask(file, engine)
        print(engine, file + ":", *found)
        assert found == answer
PY
