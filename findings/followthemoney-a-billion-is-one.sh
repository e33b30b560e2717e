#!/usr/bin/env bash
# A damage of "1 billion" is one dollar, less than that of "81 million", which is 81.
#
# One would guess: a number in words is read with them, or is none, as "$81 million" and "about 81" are none.
# What happens: followthemoney 4.11.2 takes any word behind a number for its unit and leaves it out of the number: `to_number` of "81 million" is 81.0
#   and of "1 billion" 1.0, as it is 90.0 of "90%". "81,000,000" is right. "1,5" and "81.5 million USD" are none.
# Seen: November 2026.
# Why it matters: amounts are copied from articles and indictments as they stand there. What was stolen is sorted and added up with the thousands
#   and millions left out, and there is no sign of it, since a sum that is too small is still a sum.
# Instead: write amounts out before `add`; look for letters in the values of `registry.number`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check followthemoney==4.11.2 rigour==2.6.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

from followthemoney import model, registry

print("followthemoney", importlib.metadata.version("followthemoney"), "rigour", importlib.metadata.version("rigour"))
amounts = {}
for text, number in (
    ("81 million", 81.0),
    ("1 billion", 1.0),
    ("81,000,000", 81e6),
    ("90%", 90.0),
    ("$81 million", None),
    ("81.5 million USD", None),
    ("about 81", None),
):
    payment = model.make_entity("Payment")
    payment.id = "theft"
    payment.add("amountUsd", text)
    (kept,) = payment.get("amountUsd")
    amounts[text] = registry.number.to_number(kept)
    print(f"{text}: {kept!r}, {amounts[text]}")
    assert kept == text and amounts[text] == number
assert amounts["1 billion"] < amounts["81 million"] < amounts["81,000,000"]
PY
