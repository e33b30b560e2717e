#!/usr/bin/env bash
# A statement of the afternoon of 19 December 2014, from half past one to half past three, has been going on until today.
#
# One would guess: in an interval of ISO 8601 the end may leave out what it shares with the start; 2014-12-19T13:30/15:30 is two hours, in the
#   standard's own manner. A library that does not know this says that the interval is invalid, as luxon says of open ends.
# What happens: luxon 3.7.2 reads the end by itself, and what it lacks it takes from today: half past three this afternoon. `isValid` is true.
#   2014-11-24/12-19, until 19 December, ends at noon in a time zone of nineteen hours behind Greenwich, today or tomorrow. With an end in full, or
#   as a duration, it is right.
# Seen: November 2026.
# Why it matters: intervals say when something can have been done or said. These overlap with everything since, are longer each day, and the page
#   made of them changes without a change of the data.
# Instead: write both ends in full; refuse an interval whose end is shorter than its start and does not begin with P.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund luxon@3.7.2
cat >ends.mjs <<'JS'
import assert from 'node:assert';
import { Interval, Settings } from 'luxon';

Settings.defaultZone = 'utc';
for (const today of ['2026-11-29', '2030-01-15']) {
  Settings.now = () => Date.parse(`${today}T08:00:00Z`);
  for (const [text, end] of [
    ['2014-12-19T13:30/15:30', `${today}T15:30`],
    ['2014-12-19T13:30/2014-12-19T15:30', '2014-12-19T15:30'],
    ['2014-12-19T13:30/PT2H', '2014-12-19T15:30'],
    ['2014-11-24/12-19', `${today}T07:00`],
    ['2014-11-24/2014-12-19', '2014-12-19T00:00'],
    ['2014-11-24/..', null],
  ]) {
    const interval = Interval.fromISO(text);
    const found = interval.isValid ? interval.end.toFormat("yyyy-MM-dd'T'HH:mm") : null;
    console.log(`luxon 3.7.2 on ${today}: ${text} ends ${found ?? 'nowhere: it is invalid'}`);
    assert.equal(found, end);
  }
}
JS
node ends.mjs
