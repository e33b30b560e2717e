#!/usr/bin/env bash
# "In the 21st century" is New Year of 2100.
#
# One would guess: a time of Wikidata carries its precision, and a converter gives it back, or a text that is as vague; of a century that goes on,
#   at least its beginning.
# What happens: wikibase-sdk 11.6.6 converts the digits alone. Wikidata writes the 21st century as +2100-00-00 with the precision of a century: that
#   becomes 2100-01-01T00:00:00.000Z, and as a "simple day" 2100. The 2010s are 2010, for either. `simplify` does so unless it is told otherwise,
#   and the precision is not in what it gives.
# Seen: November 2026.
# Why it matters: statements of Wikidata that are known to a decade or a century sort before or after all others, those of our century after all
#   that has happened; and nobody who gets the simplified claims can tell that a date was one of a hundred years.
# Instead: `timeConverter: 'none'` and `time.precision`, with the century ending in the year that is written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund wikibase-sdk@11.6.6
cat >convert.mjs <<'JS'
import assert from 'node:assert';
import { simplifyPropertyClaims, wikibaseTimeToSimpleDay } from 'wikibase-sdk';

for (const [name, time, precision, day, iso] of [
  ['the 21st century', '+2100-00-00T00:00:00Z', 7, '2100', '2100-01-01T00:00:00.000Z'],
  ['the year 2100', '+2100-00-00T00:00:00Z', 9, '2100', '2100-01-01T00:00:00.000Z'],
  ['the 2010s', '+2010-00-00T00:00:00Z', 8, '2010', '2010-01-01T00:00:00.000Z'],
  ['the year 2010', '+2010-00-00T00:00:00Z', 9, '2010', '2010-01-01T00:00:00.000Z'],
  ['1 January 2010', '+2010-01-01T00:00:00Z', 11, '2010-01-01', '2010-01-01T00:00:00.000Z'],
]) {
  const value = { time, precision, timezone: 0, before: 0, after: 0, calendarmodel: 'http://www.wikidata.org/entity/Q1985727' };
  const snak = { snaktype: 'value', property: 'P585', datatype: 'time', datavalue: { type: 'time', value } };
  const simple = simplifyPropertyClaims([{ id: 'Q1$1', type: 'statement', rank: 'normal', mainsnak: snak }]);
  console.log(`wikibase-sdk 11.6.6: ${name}: ${simple[0]}, ${wikibaseTimeToSimpleDay(value)}`);
  assert.deepEqual([simple, wikibaseTimeToSimpleDay(value)], [[iso], day]);
}
JS
node convert.mjs
