#!/usr/bin/env bash
# 2014 or 2016 is certainly before 2015, and certainly after it.
#
# One would guess: a library whose answers are yes, no, maybe and unknown says "maybe" of "one of these years", as it does of 201X.
# What happens: @edtf-ts/core 0.4.2 answers YES to both questions of [2014,2016] (one of the two) and 2015, as of {2014,2016} (both), and
#   `isDefinitelyBefore` is true. One of the months of 2014, [2014-01..2014-12], is certainly before June, after June and equal to June. Of
#   [..2014], 2014 or some earlier year, 2000 is certainly earlier.
# Seen: November 2026.
# Why it matters: what is told is told of all the members that could be meant, if it holds of any. Who spoke first, whether a denial came after a
#   claim, has the answer that one asked for, with "definitely" on it.
# Instead: ask both ways and take two times YES for a maybe; ask each of `values` by itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @edtf-ts/core@0.4.2
cat >ask.mjs <<'JS'
import assert from 'node:assert';
import { FuzzyDate } from '@edtf-ts/core';

const read = (text) => FuzzyDate.parse(text).value ?? FuzzyDate.parse(text);
for (const [one, other, before, after, equal] of [
  ['[2014,2016]', '2015', 'YES', 'YES', 'NO'],
  ['{2014,2016}', '2015', 'YES', 'YES', 'NO'],
  ['[2014-01..2014-12]', '2014-06', 'YES', 'YES', 'YES'],
  ['[..2014]', '2000', 'NO', 'YES', 'NO'],
  ['201X', '2015', 'MAYBE', 'MAYBE', 'MAYBE'],
]) {
  const [a, b] = [read(one), read(other)];
  const found = [a.isBefore(b), b.isBefore(a), a.equals(b)];
  console.log('@edtf-ts/core 0.4.2:', one, other, 'before, after, equal:', ...found, 'definitely before:', a.isDefinitelyBefore(b));
  assert.deepEqual(found, [before, after, equal]);
  assert.equal(a.isDefinitelyBefore(b), before === 'YES');
}
JS
node ask.mjs
