#!/usr/bin/env bash
# One script, two dates: the same line of JavaScript writes German days in a browser, and American ones here.
#
# One would guess: an engine without Intl has no toLocaleDateString, or refuses a locale that it does not know.
# What happens: quickjs-ng 0.17.0.2 takes locale and options, says nothing, and writes 19 December as 12/19/2014 and 11 December as
#   12/11/2014, whatever was asked for; numbers lose their separators. `Intl` is undefined, so only who asks for it is told.
# Seen: November 2026.
# Why it matters: a script that runs in the page and, to make files, in an embedded engine gives two dates for one claim, and the second
#   can be read as another day.
# Instead: words and forms of dates and numbers that are handed in, the same for every engine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quickjs-ng==0.17.0.2
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import quickjs

print("quickjs-ng", importlib.metadata.version("quickjs-ng"))
context = quickjs.Context()
day = 'new Date("2014-12-11T00:00:00Z").toLocaleDateString("de-DE", {month: "long", day: "numeric", year: "numeric", timeZone: "UTC"})'
found = context.eval(day), context.eval('(28630).toLocaleString("de-DE")'), context.eval("typeof Intl")
print(f"11. Dezember 2014 -> {found[0]}; 28.630 -> {found[1]}; Intl is {found[2]}")
assert found == ("12/11/2014", "28630", "undefined"), found
try:
    context.eval('new Date(0).toLocaleDateString("no such locale!")')
    print("a locale that is none is taken as well")
except quickjs.JSException as error:
    raise SystemExit(f"refused now: {error}")
PY
