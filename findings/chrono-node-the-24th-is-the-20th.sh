#!/usr/bin/env bash
# In traditional Chinese, 24 November is the 20th, and 2014 is the year 103.
#
# One would guess: what the parser for simplified Chinese reads, that for traditional Chinese of the same library reads as well, and it knows the
#   years of the Republic, 民國, which offices in Taiwan write, as the Japanese one knows the eras; or it takes nothing.
# What happens: chrono-node 2.10.3 (npm) stops after 二十 and 三十, so that 二十四日, the 24th, is the 20th and 31 December the 30th. Of 二〇一四年 it leaves out the zero and what
#   is before it: the year 14. Of 民國103年, which is 2014, the two first characters are left out, and the year is 103, in simplified
#   Chinese too. All are said to be certain. In Japanese, 平成26年 is 2014.
# Seen: November 2026.
# Why it matters: statements from Taipei and Hong Kong are four days early, so that the answer is before the accusation, or nineteen centuries early,
#   at the head of each timeline.
# Instead: read both scripts with `chrono.zh.hans`, and add 1911 to the year after 民國 before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat >days.mjs <<'JS'
import assert from 'node:assert';
import * as chrono from 'chrono-node';

const now = new Date(2026, 10, 30, 12);
const { hans, hant } = chrono.zh;
const read = (parser, text) => {
  const [{ start }, ...more] = parser.parse(text, now);
  assert(['day', 'month', 'year'].every((part) => start.isCertain(part)) && more.length === 0);
  return `${start.get('year')}-${start.get('month')}-${start.get('day')}`;
};
for (const [text, traditional, simplified] of [
  ['國防部於2014年11月24日否認', '2014-11-24', '2014-11-24'],
  ['國防部於二零一四年十二月十九日否認', '2014-12-19', '2014-12-19'],
  ['國防部於二零一四年十一月二十四日否認', '2014-11-20', '2014-11-24'],
  ['國防部於二零一四年十二月三十一日否認', '2014-12-30', '2014-12-31'],
  ['國防部於二〇一四年十二月十九日否認', '14-12-19', '2014-12-19'],
  ['國防部於民國103年11月24日否認', '103-11-24', '103-11-24'],
]) {
  const found = [read(hant, text), read(hans, text)];
  console.log(`chrono-node 2.10.3: ${text}: traditional ${found[0]}, simplified ${found[1]}`);
  assert.deepEqual(found, [traditional, simplified]);
}
assert.equal(read(chrono.ja, '防衛省は平成26年11月24日に否定した'), '2014-11-24');
JS
TZ=UTC node days.mjs
