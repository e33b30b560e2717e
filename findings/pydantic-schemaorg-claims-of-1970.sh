#!/usr/bin/env bash
# A claim of 2014 was published on the 1st of January 1970, at half past midnight.
#
# One would guess: `datePublished` of a Claim or ClaimReview, in classes made from schema.org, takes a year of ISO 8601, or refuses it: it is a Date.
# What happens: pydantic2-schemaorg 0.3.0 takes "2014" for the 2014 seconds after 1970: 1970-01-01T00:33:34+00:00, in the object and in its JSON-LD.
#   "1989" is 25 seconds before that. "2014-11", "201X" and "2014-12-19" stay as they are, and so do all other years if a month is with them.
# Seen: November 2026.
# Why it matters: a year is what many claims are known by. They become the oldest of the table, and were made before everything that they are
#   about; search engines that read ClaimReview show the date of the claim.
# Instead: write the year into the JSON afterwards, and look for 1970 in what comes out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydantic2-schemaorg==0.3.0 pydantic==2.14.4
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata
import json

from pydantic2_schemaorg.Claim import Claim
from pydantic2_schemaorg.ClaimReview import ClaimReview

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("pydantic2-schemaorg", "pydantic")))
for kind in (Claim, ClaimReview):
    for given, written in (
        ("2014", "1970-01-01T00:33:34+00:00"),
        ("1989", "1970-01-01T00:33:09+00:00"),
        (2014, "1970-01-01T00:33:34+00:00"),
        ("2014-11", "2014-11"),
        ("201X", "201X"),
        ("2014-12-19", "2014-12-19"),
    ):
        found = json.loads(kind(datePublished=given).json())["datePublished"]
        print(f"{kind.__name__}: {given!r} -> {found}")
        assert found == written
PY
