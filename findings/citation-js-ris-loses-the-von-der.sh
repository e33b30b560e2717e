#!/usr/bin/env bash
# Clara von der Aue leaves as Clara Aue, and a period as its first day.
#
# One would guess: what CSL-JSON knows of a source and RIS has a field for, arrives in RIS; so says the round trip through the same library.
# What happens: @citation-js/plugin-ris 0.8.2 writes family and given name only: "von der Aue" is "Aue", and so is "bin Aue", while a "Jr." stays.
#   Of a period the first day is the date, "about 2014" is 2014, and a date in words is none. Read again by the same plugin they stay so. BibLaTeX
#   from the same library keeps the name and the period.
# Seen: November 2026.
# Why it matters: RIS is what reference managers and archives take. The author of the report is somebody else there, sorted and searched under
#   another letter, and two people of one family are one.
# Instead: put the particle into `family` before it is written and take it out again after, or hand over CSL-JSON or BibLaTeX.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2 @citation-js/plugin-bibtex@0.8.2
cat >pass.mjs <<'JS'
import assert from 'node:assert';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';

const clara = { family: 'Aue', given: 'Clara' };
const period = [[2014, 11, 24], [2014, 12, 19]];
for (const [author, issued, name, day, biblatex] of [
  [{ ...clara, 'non-dropping-particle': 'von der' }, { 'date-parts': period }, 'Aue, Clara', '2014/11/24/', ['von der Aue, Clara', '2014-11-24/2014-12-19']],
  [{ ...clara, 'dropping-particle': 'bin' }, { 'date-parts': [[2014]], circa: true }, 'Aue, Clara', '2014///'],
  [{ ...clara, suffix: 'Jr.' }, { literal: 'before December 2014' }, 'Aue, Clara, Jr.', undefined],
]) {
  const cite = new Cite([{ id: 'x', type: 'report', title: 'Who', author: [author], issued }]);
  const ris = cite.format('ris');
  const field = (tag) => new RegExp(`^${tag} {2}- (.*?)\\r?$`, 'm').exec(ris)?.[1];
  console.log('plugin-ris 0.8.2:', JSON.stringify(author), JSON.stringify(issued), 'is', field('AU'), 'of', field('DA'));
  assert.deepEqual([field('AU'), field('DA')], [name, day]);
  if (name === 'Aue, Clara') assert.deepEqual(new Cite(ris).data[0].author, [clara]);
  for (const part of biblatex ?? []) assert(cite.format('biblatex').includes(part), part);
}
JS
node pass.mjs
