#!/usr/bin/env bash
# "Between 24 November and 19 December 2014" is from 19 December 2014 until 23 November 2015.
#
# One would guess: the year that stands after the second day is that of both, as in all English; or the period is not understood.
# What happens: compromise-dates 3.9.0 knows no year for the first day, takes the next 24 November after the day that is given for today, sees that
#   it is later than the end, and swaps the two. So the period is all of the year except the days that were meant. "a week after 24 November 2014"
#   is 8 November, "24-25 November 2014" is the 1st, and "not before December 2014" is the last two weeks of November, as "before December 2014" is.
#   With the year after each day it is right.
# Seen: November 2026.
# Why it matters: reports bound what happened by "between … and …". What is certain to have happened within is placed outside, and a statement made
#   during the attack is before it.
# Instead: write the year to every day before parsing; drop periods of more than a few weeks for a person to read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund compromise@14.17.0 compromise-dates@3.9.0
cat >read.mjs <<'JS'
import assert from 'node:assert';
import nlp from 'compromise';
import dates from 'compromise-dates';

nlp.plugin(dates);
for (const [text, start, end] of [
  ['between 24 November and 19 December 2014', '2014-12-19', '2015-11-23'],
  ['between 24 November 2014 and 19 December 2014', '2014-11-24', '2014-12-18'],
  ['a week after 24 November 2014', '2014-11-08', '2014-11-08'],
  ['24-25 November 2014', '2014-11-01', '2014-11-01'],
  ['before December 2014', '2014-11-17', '2014-11-30'],
  ['not before December 2014', '2014-11-17', '2014-11-30'],
  ['24 November 2014', '2014-11-24', '2014-11-24'],
]) {
  const [found] = nlp(text).dates({ today: '2014-12-19', timezone: 'UTC' }).get();
  console.log(`compromise-dates 3.9.0: ${text}: ${found.start.slice(0, 10)} to ${found.end.slice(0, 10)}`);
  assert.deepEqual([found.start.slice(0, 10), found.end.slice(0, 10)], [start, end]);
}
JS
node read.mjs
