#!/usr/bin/env bash
# The review was published "yesterday", though the page says <time datetime="2014-12-19">.
#
# One would guess: the value of a <time> is its `datetime`; so say HTML for microdata and HTML+RDFa for RDFa.
# What happens: extruct 0.18.0 takes `datetime` in microdata and the words that are shown in RDFa, "yesterday" or "19/12/14". It uses pyRdfa, which by itself
#   reads the same page as 2014-12-19 with its type xsd:date, as rdfa-streaming-parser 3.0.2 does: extruct hands it the page as if
#   it were no HTML. A `content` attribute is taken.
# Seen: November 2026.
# Why it matters: of one review, marked up twice, there are two days, and one of them is "yesterday" for ever. Readers that guess dates from words make
#   a day of it: that on which they read.
# Instead: run pyRdfa with `media_type="text/html"`, or take the day from JSON-LD or microdata of the page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check extruct==0.18.0 pyRdfa3==3.6.5 lxml_html_clean==0.4.6
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
from pathlib import Path

import extruct
from pyRdfa import pyRdfa

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("extruct", "pyRdfa3")))
PAGE = """<!doctype html><html lang="en"><head><title>Review</title></head><body>
<div vocab="https://schema.org/" typeof="ClaimReview" itemscope itemtype="https://schema.org/ClaimReview">{}</div></body></html>"""
DAY = "https://schema.org/datePublished"
both = 'property="datePublished" itemprop="datePublished"'
for part, by_rdfa in (
    (f'<time {both} datetime="2014-12-19">yesterday</time>', "yesterday"),
    (f'<time {both} datetime="2014-12-19">19/12/14</time>', "19/12/14"),
    (f'<span {both} content="2014-12-19">yesterday</span>', "2014-12-19"),
):
    page = PAGE.format(part)
    found = extruct.extract(page, base_url="https://example.org/", syntaxes=["rdfa", "microdata"])
    rdfa = next(item[DAY] for item in found["rdfa"] if DAY in item)
    microdata = found["microdata"][0]["properties"]["datePublished"]
    Path("page.html").write_text(page)
    graph = pyRdfa(base="https://example.org/", media_type="text/html").graph_from_source("page.html")
    alone = [str(value) for _, name, value in graph if str(name) == DAY]
    print(f"{part}: RDFa {rdfa}, microdata {microdata}, pyRdfa alone {alone}")
    assert rdfa == [{"@value": by_rdfa}]
    assert microdata == "2014-12-19" and alone == ["2014-12-19"]
PY
