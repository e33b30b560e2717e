#!/usr/bin/env bash
# The 2010s are 2010, and "since November" has no date.
#
# One would guess: dates in BibLaTeX are EDTF, and citation-js has places for "about", seasons and open ends in CSL-JSON, so they arrive there or
#   stay as text.
# What happens: @citation-js/plugin-bibtex 0.8.2 reads `201X` as 2010, `2014-12~` and `2014-12-19?` as exact, the autumn `2014-23` as the year,
#   without a word. Periods it keeps, but writes one with an open end (`2014-11/..`) as no date at all. Going the other way, `circa` and `season` of
#   CSL-JSON are not written. The author "others", which means that there are more, becomes an organisation called "others".
# Seen: November 2026.
# Why it matters: bibliographies of reports pass through this on their way to web pages. How sure a date is goes first, and "some time in the
#   decade" becomes the earliest of all sources.
# Instead: keep the date as it was written in a note, and compare the fields of both files.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2
cat >pass.mjs <<'JS'
import assert from 'node:assert';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';

const date = (bib) => /\bdate = \{(.*)\}/.exec(bib)?.[1] ?? 'none';
for (const [text, read, written] of [
  ['201X', '{"date-parts":[[2010]]}', '2010'],
  ['2014-12~', '{"date-parts":[[2014,12]]}', '2014-12'],
  ['2014-12-19?', '{"date-parts":[[2014,12,19]]}', '2014-12-19'],
  ['2014-23', '{"date-parts":[[2014]]}', '2014'],
  ['2014-11/..', '{"date-parts":[[2014,11],null]}', 'none'],
  ['2014-11-24/2014-12-19', '{"date-parts":[[2014,11,24],[2014,12,19]]}', '2014-11-24/2014-12-19'],
]) {
  const cite = new Cite(`@report{x, author = {{Bureau} and others}, title = {Who}, date = {${text}}}`);
  const issued = JSON.stringify(cite.data[0].issued);
  const out = cite.format('biblatex');
  console.log(`plugin-bibtex 0.8.2: ${text} is read as ${issued} and written as ${date(out)}`);
  assert.deepEqual([issued, date(out)], [read, written]);
  assert.deepEqual(cite.data[0].author.map((author) => author.family ?? author.literal), ['Bureau', 'others']);
  assert(out.includes('{others}'));
}
for (const [issued, written] of [
  [{ 'date-parts': [[2014, 12]], circa: true }, '2014-12'],
  [{ 'date-parts': [[2014]], season: 3 }, '2014'],
]) {
  const out = new Cite([{ id: 'x', type: 'report', title: 'Who', issued }]).format('biblatex');
  console.log(`${JSON.stringify(issued)} is written as ${date(out)}`);
  assert.equal(date(out), written);
}
JS
node pass.mjs
