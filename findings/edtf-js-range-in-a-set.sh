#!/usr/bin/env bash
# "One of the months from November to December" ends in November.
#
# One would guess: the latest moment of the EDTF set `[2014-11..2014-12]` is the end of December.
# What happens: edtf 4.11.1 for JavaScript takes the FIRST month of a range for the upper bound of the set or list: 30 November, while
#   walking through the very same value gives both months. `[2014-11-24,2014-12-01..2014-12-19]` has 20 members and ends on 1 December, so 18 of
#   its own members are later than its end. And members that are not in order give a set that ends before it begins.
# Seen: November 2026.
# Why it matters: sets are how EDTF writes "on one of these days": what a source leaves open. Intervals made from min and max, for a
#   timeline or a test of "before", cut the possible days off, and a claim counts as certainly earlier than it is.
# Instead: take the bounds from the members themselves, not from `max` of the whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund edtf@4.11.1
cat >bounds.mjs <<'JS'
import assert from 'node:assert';
import edtf from 'edtf';

const day = (moment) => new Date(moment).toISOString().slice(0, 10);
for (const [text, first, last, members, late] of [
  ['[2014-11..2014-12]', '2014-11-01', '2014-11-30', 2, 1],
  ['{2014,2015-03..2015-05}', '2014-01-01', '2015-03-31', 4, 2],
  ['[2014-11-24,2014-12-01..2014-12-19]', '2014-11-24', '2014-12-01', 20, 18],
  ['[2014-12-19,2014-11-24]', '2014-12-19', '2014-11-24', 2, 1],
]) {
  const date = edtf(text);
  const all = [...date];
  const after = all.filter((member) => member.max > date.max).length;
  console.log(`edtf 4.11.1: ${text} is ${day(date.min)} to ${day(date.max)}; ${after} of its ${all.length} members end later`);
  assert.deepEqual([day(date.min), day(date.max), all.length, after], [first, last, members, late]);
}
JS
node bounds.mjs
