#!/usr/bin/env bash
# "The group {{em|did not}} do it" is "The group do it".
#
# One would guess: a template that only dresses its words leaves them in the text, or one is told of what was left out.
# What happens: wtf_wikipedia 10.4.2 drops the templates that it does not know with all that is in them. Among those are {{em}} and {{strong}}, which
#   Wikipedia has for stress, {{smallcaps}} and {{percent}}; {{small}}, {{nowrap}} and {{lang}} it knows. The speaker of {{blockquote}} is gone, where
#   that of {{quote}} stays. Stress by quotes, ''not'', is kept. The templates are still in `templates()`.
# Seen: November 2026.
# Why it matters: the word that is stressed is "not" more often than any other. What is left is a whole sentence that says the opposite of the
#   article, or a quotation that nobody has said.
# Instead: replace these templates by their words before parsing, or make parsers for them (`wtf.extend`); look for words of `templates()` that are not
#   in the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund wtf_wikipedia@10.4.2
cat >read.mjs <<'JS'
import assert from 'node:assert';
import wtf from 'wtf_wikipedia';

for (const [source, text] of [
  ['The group {{em|did not}} do it.', 'The group do it.'],
  ['It was {{strong|not}} the group.', 'It was the group.'],
  ["It was ''not'' the group.", 'It was not the group.'],
  ['It was {{small|not}} the group.', 'It was not the group.'],
  ['{{smallcaps|Unit 74455}} and insiders did it.', 'and insiders did it.'],
  ['Only {{percent|10}} believe it.', 'Only believe it.'],
  ['{{blockquote|text=It was them.|author=Bureau}}', '"It was them."'],
  ['{{quote|text=It was them.|author=Bureau}}', '"It was them."\n\n- Bureau'],
]) {
  const document = wtf(source);
  console.log('wtf_wikipedia 10.4.2:', source, '->', JSON.stringify(document.text()));
  assert.equal(document.text(), text);
}
JS
node read.mjs
