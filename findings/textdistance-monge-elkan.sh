#!/usr/bin/env bash
# Two names that differ in one letter are 5 % alike; two that differ in the order of words are more than 100 % alike.
#
# One would guess: Monge-Elkan, the measure for names of several words, compares the words and is near 1 for "Fancy Bear" and "FancyBear".
# What happens: textdistance 4.6.3 compares single letters by default. Equal texts are 1 by a shortcut; anything else is close to 0: "Fancy Bear"
#   and "FancyBear" have 0.045, hardly more than "Fancy Bear" and "Lazarus". Asked to compare words (qval=None), the "normalized" similarity of
#   "Fancy Bear" and "Bear Fancy" is 1.125, and that of "APT28" and "APT29" is 2.
# Seen: November 2026.
# Why it matters: a threshold of 0.9 joins equal names and nothing else by default, and joins APT28 with APT29 when set to words. Names of threat groups
#   differ in exactly such a figure.
# Instead: rapidfuzz with a named scorer; whatever is used, test it on pairs that must not be joined.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check textdistance==4.6.3
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import textdistance

print("textdistance", importlib.metadata.version("textdistance"))
words = textdistance.MongeElkan(qval=None)
for first, second, by_letter, by_word in (
    ("Fancy Bear", "Fancy Bear", 1, 1),
    ("Fancy Bear", "FancyBear", 0.045, 1.125),
    ("Fancy Bear", "Lazarus", 0.015, 0.375),
    ("Fancy Bear", "Bear Fancy", 0.05, 1.125),
    ("APT28", "APT29", 0.08, 2),
):
    found = [round(float(measure.normalized_similarity(first, second)), 3) for measure in (textdistance.monge_elkan, words)]
    print(f"{first}, {second}: {found[0]} by letter, {found[1]} by word")
    assert found == [by_letter, by_word]
PY
