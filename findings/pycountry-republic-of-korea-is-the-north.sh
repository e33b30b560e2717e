#!/usr/bin/env bash
# The Republic of Korea is North Korea, Hamas is the Bahamas, and "none" is Italy.
#
# One would guess: the search of an ISO 3166 library gives a state first by a name that is just its own, and finds nothing for what is no place.
# What happens: pycountry 26.2.16 looks whether the text is anywhere inside the name, comment or official name of a country or of its provinces, and
#   gives points for being near the beginning. "Republic of Korea" stands in "Democratic People's Republic of Korea" as well; that comes first.
#   "Niger" is Nigeria. Hamas is in Bahamas, "none" in an Italian province, "state" in the United States, NATO in a district of Bangladesh. The
#   points are not handed out, so that a lucky find looks like a sure one.
# Seen: November 2026.
# Why it matters: the first result of `search_fuzzy` is what scripts take to turn "who was accused" into a code. South Korea's statements become
#   North Korea's, and groups become states.
# Instead: `lookup`, which knows whole names and codes only, with a table of your own for the rest; or let a person choose.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import pycountry

print("pycountry", importlib.metadata.version("pycountry"))
for text, code in (
    ("Republic of Korea", "KP"),
    ("Niger", "NG"),
    ("Hamas", "BS"),
    ("none", "IT"),
    ("state", "US"),
    ("NATO", "BD"),
):
    found = pycountry.countries.search_fuzzy(text)
    print(f"{text}: {', '.join(country.name for country in found[:3])}")
    assert found[0].alpha_2 == code
assert pycountry.countries.lookup("Niger").alpha_2 == "NE"
PY
