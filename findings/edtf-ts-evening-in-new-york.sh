#!/usr/bin/env bash
# Half past eleven at night in New York is certainly before one in the morning in Seoul, which was twelve hours earlier.
#
# One would guess: a time with an offset is the moment that it names. EDTF has offsets on its lowest level.
# What happens: @edtf-ts/core 0.4.2 reads the offset, writes it back, and leaves it out of its count. 2014-11-24T23:30:00-05:00 is half past eleven in
#   UTC for `min` and `max`, and "before" 2014-11-25T01:00:00+09:00, which is the afternoon of the 24th. It is also before, and not equal to, the
#   same moment in UTC, 2014-11-25T04:30:00Z; the answer is YES and not MAYBE.
# Seen: November 2026.
# Why it matters: claims and answers within a day of each other, from two continents, change places: whoever answered has spoken first.
# Instead: bring times to UTC before they are parsed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @edtf-ts/core@0.4.2
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import { FuzzyDate, parse } from '@edtf-ts/core';

const night = '2014-11-24T23:30:00-05:00';
const { value } = parse(night);
const first = new Date(Number(value.min)).toISOString();
console.log('@edtf-ts/core 0.4.2:', night, 'is', first, 'offset', value.timezone);
assert.equal(first, '2014-11-24T23:30:00.000Z');
assert.equal(value.timezone, '-05:00');
assert.equal(new Date(night).toISOString(), '2014-11-25T04:30:00.000Z');
const read = (text) => FuzzyDate.parse(text).value ?? FuzzyDate.parse(text);
for (const other of ['2014-11-25T01:00:00+09:00', '2014-11-25T04:30:00Z']) {
  const found = [read(night).isBefore(read(other)), read(night).equals(read(other))];
  console.log('and', other, 'before, equal:', ...found, 'as dates of JavaScript:', new Date(night) - new Date(other));
  assert.deepEqual(found, ['YES', 'NO']);
  assert.ok(new Date(night) >= new Date(other));
}
JS
node ask.mjs
