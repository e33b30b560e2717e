#!/usr/bin/env bash
# A month after 31 January is 3 March.
#
# One would guess: the rule of XML Schema, which XPath and SPARQL point to for adding months to a date: the day is cut to the last of
#   the month, so 31 January 2015 plus one month is 28 February.
# What happens: comunica 5.4.1 lets the day run over into the next month, as the Date of its host language does: 3 March. A month
#   before 31 March is 3 March as well, and a year after 29 February is 1 March. rdflib 7.6.0 gives 28 February each time.
# Seen: November 2026.
# Why it matters: windows such as "within a month of the incident" and the bounds of month-precise dates are made by adding months. An answer
#   of 1 March falls inside the window in one engine and outside in the other.
# Instead: add to the first of the month and take a day off, or compute bounds before they are stored.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import { QueryEngine } from '@comunica/query-sparql-rdfjs';
import { Store } from 'n3';

const engine = new QueryEngine();
for (const [sum, expected] of [
  ['"2015-01-31"^^xsd:date + "P1M"^^xsd:yearMonthDuration', '2015-03-03'],
  ['"2015-03-31"^^xsd:date - "P1M"^^xsd:yearMonthDuration', '2015-03-03'],
  ['"2016-02-29"^^xsd:date + "P1Y"^^xsd:yearMonthDuration', '2017-03-01'],
]) {
  const query = `PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (${sum} AS ?answer) {}`;
  const [row] = await (await engine.queryBindings(query, { sources: [new Store()] })).toArray();
  console.log(`comunica 5.4.1: ${sum} = ${row.get('answer')?.value}`);
  assert.equal(row.get('answer')?.value, expected);
}
JS
node ask.mjs
venv/bin/python - <<'PY'
import rdflib

for left, sign, right, expected in (
    ("2015-01-31", "+", "P1M", "2015-02-28"),
    ("2015-03-31", "-", "P1M", "2015-02-28"),
    ("2016-02-29", "+", "P1Y", "2017-02-28"),
):
    query = f"""PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ("{left}"^^xsd:date {sign} "{right}"^^xsd:yearMonthDuration AS ?answer) {{}}"""
    ((answer,),) = rdflib.Graph().query(query)
    print(f"rdflib {rdflib.__version__}: {left} {sign} {right} = {answer}")
    assert str(answer) == expected
PY
