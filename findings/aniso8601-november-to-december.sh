#!/usr/bin/env bash
# November to December 2014 is over on 12 November.
#
# One would guess: in an interval of ISO 8601 the end may leave out what it shares with the start, and is as precise as the start: 2014-11/12 is
#   November to December.
# What happens: aniso8601 10.0.1 takes what is left out from the whole start, as if that had a day, so that 12 is one: 2014-11-01 to 2014-11-12.
#   2014-01/03 is three days of January. 2014-11-24/28 and 2014-11-24/12-19 are right. In full, 2014-11/2014-12 and 2014/2015, it refuses them, and
#   so leads to the short way of writing.
# Seen: November 2026.
# Why it matters: months are how precisely most campaigns are known. A campaign of two months becomes twelve days, and what happened in the other
#   weeks lies outside it.
# Instead: give both ends with their days; read periods of months with a library for EDTF.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aniso8601==10.0.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import aniso8601

print("aniso8601", importlib.metadata.version("aniso8601"))
for text, start, end in (
    ("2014-11/12", "2014-11-01", "2014-11-12"),
    ("2014-01/03", "2014-01-01", "2014-01-03"),
    ("2014-11-24/28", "2014-11-24", "2014-11-28"),
    ("2014-11-24/12-19", "2014-11-24", "2014-12-19"),
):
    found = tuple(day.isoformat() for day in aniso8601.parse_interval(text))
    print(f"{text}: {found[0]} to {found[1]}")
    assert found == (start, end)
for text in ("2014-11/2014-12", "2014/2015"):
    try:
        print(aniso8601.parse_interval(text))
    except ValueError as error:
        print(f"{text}: {error}")
    else:
        raise AssertionError("no error")
PY
