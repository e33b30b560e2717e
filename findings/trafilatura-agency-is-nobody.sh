#!/usr/bin/env bash
# A report by Reuters is by nobody, and one by Clara von der Aue is by two people.
#
# One would guess: what stands in the page's author tag is the author, or is split where it is clearly a list.
# What happens: trafilatura 2.3.1 drops an author of one word (an agency such as "Reuters"), splits at commas and slashes, cuts "von" off as the word for "by" and puts
#   capitals where it finds none: "von der Aue, Clara" is "Der Aue; Clara", "heise online" is "Heise Online".
# Seen: November 2026.
# Why it matters: who said it is one of the four things a claim consists of. News agencies, from which most reports come, vanish first, so that copies of one dispatch
#   look like reports without a common origin.
# Instead: read the author tag yourself and keep it as it stands; use the extracted one for display only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import trafilatura

print("trafilatura", importlib.metadata.version("trafilatura"))
page = """<html><head><title>Report</title><meta name="author" content="{}"></head>
<body><article><h1>Who did it</h1><p>A bureau blamed a state.</p></article></body></html>"""
for author, expected in (
    ("Reuters", None),
    ("AFP/dpa", "AFP; Dpa"),
    ("von der Aue, Clara", "Der Aue; Clara"),
    ("heise online", "Heise Online"),
    ("Jane Doe", "Jane Doe"),
):
    found = trafilatura.extract_metadata(page.format(author)).author
    print(f"{author!r} -> {found!r}")
    assert found == expected
PY
