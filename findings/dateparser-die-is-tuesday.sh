#!/usr/bin/env bash
# In German, every "die" at the head of a sentence is a Tuesday, and every "so" a Sunday.
#
# One would guess: a search for dates in a German text finds dates; "die" (the) and "so" (thus) are among its commonest words.
# What happens: dateparser 1.5.0 takes them for the short forms of Dienstag and Sonntag, "Di" and "So", and returns the Tuesday or
#   Sunday before. English has the same with "may", "march" and "sat". Naming the language does not help: it is what makes the words known.
# Seen: November 2026.
# Why it matters: whoever drafts records from articles gets a date for sentences that have none, and a plausible one: within a week of
#   the article. "Die Einheit 61398 war es" becomes a statement of last Tuesday.
# Instead: throw away matches without a digit or a full name of a day or month, and keep the matched words beside the date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
venv/bin/python - <<'PY'
import datetime
import importlib.metadata

from dateparser.search import search_dates

print("dateparser", importlib.metadata.version("dateparser"))
wednesday = datetime.datetime(2014, 12, 24, 15)
for language, sentence, expected in (
    ("de", "Die Einheit 61398 war es.", [("Die", "2014-12-23")]),
    ("de", "Der Sprecher sah es nicht so, das war neu.", [("so", "2014-12-21")]),
    ("en", "They may deny it. He sat down.", [("may", "2014-05-24"), ("sat", "2014-12-20")]),
):
    found = search_dates(sentence, languages=[language], settings={"RELATIVE_BASE": wednesday}) or []
    found = [(words, str(moment.date())) for words, moment in found]
    print(f"{language}: {sentence} -> {found}")
    assert found == expected, expected
PY
