#!/usr/bin/env bash
# Unit 8200 is New Year of the year 8200, and 90 % is New Year 1990.
#
# One would guess: `cast_date` of csv-parse turns what is a date into a date; the documentation shows "date1" staying as it is, and promises text
#   wherever `Date.parse` finds none.
# What happens: csv-parse 7.0.3 tries every field of every column, and on Node `Date.parse` takes any words before a number: "Bureau 121" is of the
#   year 121, "Room 39" of 2039, "FIN 7" is July 2001, "90 %" is 1990, "0,9" is September 2000. "circa 2014" and "before 2014-12-19" become the
#   exact day, 31 November becomes 1 December. "APT 28" stays text, so that one column holds names and dates. What was written cannot be had back
#   from the date.
# Seen: November 2026.
# Why it matters: units, rooms and groups are named by number. The table loses who it was, and in the columns beside it how sure and how exact.
# Instead: leave `cast_date` off and give `cast` a function that looks at the column's name and at the whole text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat >read.mjs <<'JS'
import assert from 'node:assert';
import { parse } from 'csv-parse/sync';

for (const [text, day] of [
  ['Unit 8200', '8200-01-01'],
  ['Bureau 121', '0121-01-01'],
  ['Room 39', '2039-01-01'],
  ['FIN 7', '2001-07-01'],
  ['FIN7', null],
  ['APT 28', null],
  ['90 %', '1990-01-01'],
  ['0,9', '2000-09-01'],
  ['circa 2014', '2014-01-01'],
  ['before 2014-12-19', '2014-12-19'],
  ['2014-11-31', '2014-12-01'],
]) {
  const [[found]] = parse(`"${text}"`, { cast: true, cast_date: true });
  console.log(`csv-parse 7.0.3: ${text} is`, found);
  if (day === null) assert.equal(found, text);
  else assert.equal(found.toISOString().slice(0, 10), day);
}
JS
TZ=UTC node read.mjs
