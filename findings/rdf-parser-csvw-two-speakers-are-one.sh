#!/usr/bin/env bash
# "Bureau;Firm" is one speaker, and "n/a" another.
#
# One would guess: a parser of CSV on the Web splits a cell at the separator that the metadata give, and leaves out a cell that they call empty.
# What happens: rdf-parser-csvw 1.1.0 knows no separator, and of several texts for "empty" one: with "n/a" and "-" as the metadata's nulls, one of the two
#   is a speaker. "yes" of a column that is yes|no stays "yes", and "0,9" of one with a decimal comma stays "0,9", with the types boolean and decimal, of
#   which both are no values. A day as dd.MM.yyyy is converted. No error and no warning. csvw 4.1.1 reads all of it as the metadata say.
# Seen: November 2026.
# Why it matters: joint statements are lists in one cell. Two who said it together become a third who never spoke, and gaps become somebody who
#   has said more than all others.
# Instead: count the speakers that have the separator in their names or are called like a gap; bring tables to one value a cell before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvw==4.1.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rdf-parser-csvw@1.1.0 n3@2.13.12
cat >said.csv <<'CSV'
id,who,day,denied,sure
1,Bureau;Firm,19.12.2014,yes,"0,9"
2,n/a,07.01.2015,no,"0,1"
3,-,08.01.2015,no,"0,1"
CSV
cat >said.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "said.csv", "tableSchema": {"columns": [
  {"name": "id", "titles": "id"},
  {"name": "who", "titles": "who", "separator": ";", "null": ["n/a", "-"]},
  {"name": "day", "titles": "day", "datatype": {"base": "date", "format": "dd.MM.yyyy"}},
  {"name": "denied", "titles": "denied", "datatype": {"base": "boolean", "format": "yes|no"}},
  {"name": "sure", "titles": "sure", "datatype": {"base": "decimal", "format": {"decimalChar": ","}}}
]}}
JSON
cat >metadata.ttl <<'TTL'
@prefix csvw: <http://www.w3.org/ns/csvw#> .
[] a csvw:Table ; csvw:url <said.csv> ; csvw:tableSchema [ csvw:column (
  [ csvw:name "id" ; csvw:title "id" ]
  [ csvw:name "who" ; csvw:title "who" ; csvw:separator ";" ; csvw:null "n/a", "-" ]
  [ csvw:name "day" ; csvw:title "day" ; csvw:datatype [ csvw:base "date" ; csvw:format "dd.MM.yyyy" ] ]
  [ csvw:name "denied" ; csvw:title "denied" ; csvw:datatype [ csvw:base "boolean" ; csvw:format "yes|no" ] ]
  [ csvw:name "sure" ; csvw:title "sure" ; csvw:datatype [ csvw:base "decimal" ; csvw:format [ csvw:decimalChar "," ] ] ]
) ] .
TTL
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { Parser, Store } from 'n3';
import CsvwParser from 'rdf-parser-csvw';

const baseIRI = 'http://example.org/said.csv';
const metadata = new Store(new Parser({ baseIRI }).parse(fs.readFileSync('metadata.ttl', 'utf8')));
const cells = {};
for await (const { predicate, object } of new CsvwParser({ metadata, baseIRI }).import(Readable.from([fs.readFileSync('said.csv', 'utf8')]))) {
  const [, name] = predicate.value.split('said.csv#');
  if (name) (cells[name] ??= []).push(object.value);
}
console.log('rdf-parser-csvw 1.1.0:', cells);
assert.ok(cells.who.includes('Bureau;Firm') && cells.who.length === 2 && (cells.who.includes('n/a') || cells.who.includes('-')));
assert.deepEqual([cells.day[0], cells.denied, cells.sure], ['2014-12-19', ['yes', 'no', 'no'], ['0,9', '0,1', '0,1']]);
JS
node read.mjs
venv/bin/python - <<'PY'
import importlib.metadata

from csvw.metadata import Table

rows = list(Table.from_file("said.csv-metadata.json"))
print("csvw", importlib.metadata.version("csvw") + ":", *rows)
assert [row["who"] for row in rows] == [["Bureau", "Firm"], None, None] and [row["denied"] for row in rows] == [True, False, False]
assert str(rows[0]["day"])[:10] == "2014-12-19" and str(rows[0]["sure"]) == "0.9"
PY
