#!/usr/bin/env bash
# Of three dates none is the latest.
#
# One would guess: MAX and MIN work on text, as in every SQL; dates as 2014-12-19 sort as text, so MAX is the latest day.
# What happens: alasql 4.19.1 takes numbers and Date objects only. Of texts MAX and MIN are undefined: the row comes, without the column, in JSON
#   without a trace. If one cell is a word, the average of a column is undefined, or the word itself where it stands first or alone. ORDER BY and
#   `<` know texts as well as numbers.
# Seen: November 2026.
# Why it matters: "when was each last accused" is the question to a table of claims. All rows come, and where a page shows "none" for what is
#   missing, nobody was accused at all.
# Instead: ORDER BY said DESC with LIMIT 1, or turn the column into Date objects first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund alasql@4.19.1
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import alasql from 'alasql';

const claims = [
  { who: 'Bureau', said: '2014-12-19', sure: 0.9 },
  { who: 'Firm', said: '2014-11-24', sure: 0.4 },
  { who: 'Firm', said: '2014-12-29', sure: 'low' },
];
for (const [query, rows] of [
  ['SELECT MAX(said) AS latest, MIN(said) AS first, COUNT(*) AS n FROM ?', '[{"n":3}]'],
  ['SELECT who, MAX(said) AS latest FROM ? GROUP BY who', '[{"who":"Bureau"},{"who":"Firm"}]'],
  ['SELECT said FROM ? ORDER BY said DESC LIMIT 1', '[{"said":"2014-12-29"}]'],
  ['SELECT who FROM ? WHERE said > "2014-12-01" GROUP BY who', '[{"who":"Bureau"},{"who":"Firm"}]'],
  ['SELECT MAX(sure) AS most FROM ? WHERE who = "Bureau"', '[{"most":0.9}]'],
  ['SELECT AVG(sure) AS average, COUNT(sure) AS n FROM ?', '[{"n":3}]'],
  ['SELECT AVG(sure) AS average FROM ? WHERE said = "2014-12-29"', '[{"average":"low"}]'],
]) {
  const found = JSON.stringify(alasql(query, [claims]));
  console.log(`alasql 4.19.1: ${query}: ${found}`);
  assert.equal(found, rows);
}
JS
node ask.mjs
