#!/usr/bin/env bash
# "The ministry was <mark>not</mark> sure" is cleaned to "The ministry was sure".
#
# One would guess: `allowedTags`, "HTML tags to keep in output", is about tags; of one that is not kept the words are left, as sanitize-html,
#   DOMPurify and bleach have it.
# What happens: @extractus/article-extractor 9.0.1 (npm) takes the words away with the tag, and its own list lacks tags that articles are made of: q, cite, time, mark, ins, del,
#   s, dfn, dt, kbd. A term in <dt> is gone and its description stays, so that a list of who accuses whom is a list of the accused. With
#   `allowedTags` one replaces the list and does not add to it. @mozilla/readability 0.6.0 keeps all of it.
# Seen: November 2026.
# Why it matters: a quotation, a date, a "not" and a correction are where attribution is. What is left is a whole sentence, so nobody looks.
# Instead: take these tags out of the page, not their words, before it is read, or use readability.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @extractus/article-extractor@9.0.1 @mozilla/readability@0.6.0 linkedom@0.18.15
cat >words.mjs <<'JS'
import assert from 'node:assert';
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';

const rest = 'It was the answer to what this newspaper had asked about the attack on the studio, and it has not been changed since. '.repeat(4);
const words = (html) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').replace(/ (?=[,.:])/g, '').replace(rest.trim(), '').trim();
for (const [given, expected] of [
  ['<p>The ministry was <mark>not</mark> sure who had done it.', 'The ministry was sure who had done it.'],
  ['<p>It wrote to us on <time>19 December</time> about it.', 'It wrote to us on about it.'],
  ['<p>It named <del>insiders</del> <ins>North Korea</ins> for it.', 'It named for it.'],
  ['<p>It wrote: <q>We have no proof and never said so</q>, no more.', 'It wrote:, no more.'],
  ['<p>It said so to <cite>The Example</cite>, not to us.', 'It said so to, not to us.'],
  ['<dl><dt>The firm accuses</dt><dd>Insiders</dd></dl><p>', 'Insiders'],
  ['<p>It was <em>not</em> sure.', 'It was not sure.'],
]) {
  const page = `<html lang="en"><head><title>Who did it to the studio</title></head><body><article><h1>Who did it</h1>${given} ${rest}</p></article></body></html>`;
  const found = words((await extractFromHtml(page, 'https://example.org/a')).content);
  const other = words(new Readability(parseHTML(page).document).parse().content);
  console.log('article-extractor:', found, '| readability:', other);
  assert.equal(found, expected);
  for (const word of words(given).split(' ')) assert(other.includes(word), other);
}
JS
node words.mjs
