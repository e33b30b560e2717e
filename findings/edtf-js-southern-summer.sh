#!/usr/bin/env bash
# Summer in the southern hemisphere is July to September.
#
# One would guess: EDTF codes 29 to 32 (spring to winter, southern hemisphere) lie half a year from the northern ones, 25 to 28.
# What happens: edtf 4.11.1 for JavaScript counts the quarters backwards instead of moving them by two: northern spring, summer, autumn and winter
#   are the first to the fourth, southern ones the fourth to the first. So southern summer is July to September and southern winter
#   January to March, each in the middle of its opposite, and a southern year runs in reverse. In print, any season is its first day.
# Seen: November 2026.
# Why it matters: "last summer" in an Australian or Brazilian source is placed half a year from the incident. Whoever then orders claims has the
#   answer before the question.
# Instead: resolve seasons yourself, by the source's country, and write the months.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund edtf@4.11.1
cat >seasons.mjs <<'JS'
import assert from 'node:assert';
import edtf, { format } from 'edtf';

const months = (code) => {
  const season = edtf(`2014-${code}`);
  return [season.min, season.max].map((moment) => new Date(moment).toISOString().slice(5, 7)).join('-');
};
const names = ['spring', 'summer', 'autumn', 'winter'];
const north = names.map((_, n) => months(25 + n));
const south = names.map((_, n) => months(29 + n));
names.forEach((name, n) => console.log(`edtf 4.11.1: ${name}, north ${north[n]}, south ${south[n]}`));
assert.deepEqual(north, ['01-03', '04-06', '07-09', '10-12']);
assert.deepEqual(south, ['10-12', '07-09', '04-06', '01-03']);
console.log('winter 2014 in print:', format(edtf('2014-24'), 'en'));
assert.equal(format(edtf('2014-24'), 'en'), '10/1/2014');
JS
node seasons.mjs
