#!/usr/bin/env bash
# "Next Friday" in German is the Friday before; "two days later" is two days ago.
#
# One would guess: what works in English works in German, or is not found.
# What happens: dateparser 1.5.0 does not know the German words for next and later. Its search leaves them out of the match and
#   reads what is left: "Freitag" alone is the Friday before, "zwei Tage" alone is two days ago. English gets both right. Parsing the
#   whole phrase (dateparser.parse) gives None, so tests written with parse never show what search does.
# Seen: November 2026.
# Why it matters: an announcement turns into a statement of the past, and an answer given after an accusation turns into one given before it.
#   Order is what tells a denial from a claim that nobody had answered yet.
# Instead: look at the words left and right of each match, and refuse the date if one of them changes its direction.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
venv/bin/python - <<'PY'
import datetime
import importlib.metadata

import dateparser
from dateparser.search import search_dates

print("dateparser", importlib.metadata.version("dateparser"))
settings = {"RELATIVE_BASE": datetime.datetime(2014, 12, 24, 15)}
for language, phrase, sentence, expected in (
    ("en", "next Friday", "He will answer next Friday.", "2014-12-26"),
    ("de", "nächsten Freitag", "Er will nächsten Freitag antworten.", "2014-12-19"),
    ("en", "two days later", "Two days later they objected.", "2014-12-26"),
    ("de", "zwei Tage später", "Man widersprach zwei Tage später.", "2014-12-22"),
):
    parsed = dateparser.parse(phrase, languages=[language], settings=settings)
    ((words, moment),) = search_dates(sentence, languages=[language], settings=settings)
    print(f"{language}: {sentence} -> {words!r} = {moment.date()}; parse({phrase!r}) = {parsed and parsed.date()}")
    assert str(moment.date()) == expected, expected
    assert (parsed is None) == (language == "de")
PY
