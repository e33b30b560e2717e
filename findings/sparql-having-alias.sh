#!/usr/bin/env bash
# HAVING on the name that SELECT has just given: three engines agree on an empty answer.
#
# One would guess: `SELECT (COUNT(?claim) AS ?claims) ... GROUP BY ?actor HAVING (?claims > 1)` either works, as in MySQL, SQLite and DuckDB,
#   or is refused, as in PostgreSQL.
# What happens: rdflib 7.6.0, pyoxigraph 0.5.13 and comunica 5.4.1 all accept it and all answer nothing. HAVING is
#   applied before the names of SELECT exist, so `?claims` is unbound there, the comparison is an error, and every group goes.
#   The same name is fine in ORDER BY, one line further down.
# Seen: November 2026.
# Why it matters: "who was blamed by more than one source?" is the question these graphs are asked. Three engines that agree look
#   like a proof that the answer is "nobody".
# Instead: repeat the expression (`HAVING (COUNT(?claim) > 1)`), or FILTER outside a subquery.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
(cd "$folder" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12)
cat >"$folder/claims.ttl" <<'TTL'
@prefix : <http://example.org/> .
:one :blames :state . :two :blames :state . :three :blames :state . :four :blames :insiders .
TTL
cat >"$folder/alias.rq" <<'RQ'
PREFIX : <http://example.org/>
SELECT ?actor (COUNT(?claim) AS ?claims) { ?claim :blames ?actor } GROUP BY ?actor HAVING (?claims > 1)
RQ
cat >"$folder/repeated.rq" <<'RQ'
PREFIX : <http://example.org/>
SELECT ?actor (COUNT(?claim) AS ?claims) { ?claim :blames ?actor } GROUP BY ?actor HAVING (COUNT(?claim) > 1)
RQ
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import pyoxigraph
import rdflib

turtle = pathlib.Path("claims.ttl").read_text()
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
graph = rdflib.Graph().parse(data=turtle, format="turtle")
for name, expected in (("alias", 0), ("repeated", 1)):
    query = pathlib.Path(name + ".rq").read_text()
    found = [len(list(graph.query(query))), len(list(store.query(query)))]
    print(f"{name}: rdflib {rdflib.__version__} {found[0]} rows, pyoxigraph {pyoxigraph.__version__} {found[1]} rows")
    assert found == [expected, expected]
PY
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { QueryEngine } from '@comunica/query-sparql-rdfjs';
import { Parser, Store } from 'n3';

const store = new Store(new Parser().parse(fs.readFileSync('claims.ttl', 'utf8')));
for (const [name, expected] of [['alias', 0], ['repeated', 1]]) {
  const rows = await (await new QueryEngine().queryBindings(fs.readFileSync(name + '.rq', 'utf8'), { sources: [store] })).toArray();
  console.log(`${name}: comunica 5.4.1 ${rows.length} rows`);
  assert.equal(rows.length, expected);
}
JS
node ask.mjs
