#!/usr/bin/env bash
# <q>North Korea did it</q>, said the ministry. Without the quotation marks, the paper says so.
#
# One would guess: a converter of HTML to text or Markdown writes quotation marks for <q>, for every browser shows them, and HTML forbids to write them
#   into the page next to <q>.
# What happens: turndown 7.2.5, html-to-text 10.0.1, node-html-markdown 2.0.0 and defuddle 0.19.4 keep the words and no marks. So do html-text 0.7.1 and
#   resiliparse 2.0.1 in Python, and trafilatura 2.3.1, which puts a line break after the quotation. html2text 2025.4.15, inscriptis 2.7.6 and markdownify 1.2.3
#   write the marks. A <blockquote> is still one in all of the Markdown.
# Seen: November 2026.
# Why it matters: whose words they are is all that a record of attributions is about. "The ministry wrote: it was North Korea, and it has proof" has two
#   readings, and the marks were what told them apart.
# Instead: put the marks into the page first, or add a rule: `service.addRule('q', { filter: 'q', replacement: (text) => `“${text}”` })`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html-text==0.7.1 resiliparse==2.0.1 trafilatura==2.3.1 lxml_html_clean==0.4.6 \
  html2text==2025.4.15 inscriptis==2.7.6 markdownify==1.2.3
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 html-to-text@10.0.1 node-html-markdown@2.0.0 defuddle@0.19.4 linkedom@0.18.15
cat >page.html <<'HTML'
<!doctype html><html lang="en"><head><title>Who did it</title></head><body><article><p>The ministry wrote: <q>It was North Korea</q>, and it has proof
that it does not show to anybody, as it said when this newspaper asked for it again on Friday and on Monday.</p></article></body></html>
HTML
cat >quotes.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { Defuddle } from 'defuddle/node';
import { convert } from 'html-to-text';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import Turndown from 'turndown';

const page = readFileSync('page.html', 'utf8');
const service = new Turndown();
for (const [name, text] of [
  ['turndown', service.turndown(page)],
  ['html-to-text', convert(page)],
  ['node-html-markdown', NodeHtmlMarkdown.translate(page)],
  ['defuddle', (await Defuddle(page, 'https://example.org/', { markdown: true })).content],
]) {
  const line = text.replace(/\s+/g, ' ');
  console.log(`${name}:`, line.match(/The ministry.*proof/)[0]);
  assert.match(line, /wrote: It was North Korea, and it has proof/);
}
service.addRule('q', { filter: 'q', replacement: (text) => `“${text}”` });
assert.match(service.turndown(page), /wrote: “It was North Korea”, and/);
JS
node quotes.mjs
venv/bin/python - <<'PY'
from pathlib import Path

import html2text
import html_text
import inscriptis
import markdownify
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

page = Path("page.html").read_text()
for name, read, expected in (
    ("html-text", html_text.extract_text, "wrote: It was North Korea, and"),
    ("resiliparse", extract_plain_text, "wrote: It was North Korea, and"),
    ("trafilatura", trafilatura.extract, "wrote: It was North Korea\n, and"),
    ("html2text", html2text.html2text, 'wrote: "It was North Korea", and'),
    ("inscriptis", inscriptis.get_text, 'wrote: "It was North Korea", and'),
    ("markdownify", markdownify.markdownify, 'wrote: "It was North Korea", and'),
):
    text = read(page)
    print(f"{name}: {text[text.index('The ministry') :][:60]!r}")
    assert expected in text, text
PY
