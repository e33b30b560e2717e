#!/usr/bin/env bash
# The morning of 24 November 2014 is today.
#
# One would guess: chrono reads "24 November 2014", and "the morning of" before it adds an hour at the most.
# What happens: chrono-node 2.10.3 (npm) takes the whole of "night of 24 November 2014" for one date, and that is the day on which it is read. Day, month and year of the text
#   are nowhere in the result, though they are in its `text`. "morning of", "afternoon of" and "evening of" do the same, and of "night of 24 to 25
#   November 2014" both ends are today. Without these words, with "in the night from", and in German it is 2014.
# Seen: November 2026.
# Why it matters: "in the morning of" is how the hour of an attack is told. The claim is new each time the file is read, and the words that are shown
#   next to the day look as if it had been read from them.
# Instead: take the result only if `start.isCertain('day')` and `isCertain('year')`, or remove the words before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat >night.mjs <<'JS'
import assert from 'node:assert';
import * as chrono from 'chrono-node';

const now = new Date(2026, 10, 30, 12);
const day = (found) => found && `${found.get('year')}-${found.get('month')}-${found.get('day')}`;
for (const [text, whole, start, end] of [
  ['It happened on 24 November 2014', 'on 24 November 2014', '2014-11-24'],
  ['It happened on the morning of 24 November 2014', 'morning of 24 November 2014', '2026-11-30'],
  ['It happened on the evening of 24 November 2014', 'evening of 24 November 2014', '2026-11-30'],
  ['It happened on the night of November 24, 2014', 'night of November 24, 2014', '2026-11-30'],
  ['the afternoon of 2014-11-24', 'afternoon of 2014-11-24', '2026-11-30'],
  ['the night of 24 to 25 November 2014', 'night of 24 to 25 November 2014', '2026-11-30', '2026-11-30'],
  ['the nights of 24 to 25 November 2014', '24 to 25 November 2014', '2014-11-24', '2014-11-25'],
]) {
  const [found, ...more] = chrono.parse(text, now);
  console.log(`chrono-node 2.10.3: ${text} -> "${found.text}" is ${day(found.start)}${found.end ? ` to ${day(found.end)}` : ''}, certain: ${found.start.isCertain('year')}`);
  assert.deepEqual([found.text, day(found.start), day(found.end) ?? undefined, more.length], [whole, start, end, 0]);
  assert.equal(found.start.isCertain('year'), start !== '2026-11-30');
}
JS
TZ=UTC node night.mjs
