#!/usr/bin/env bash
# What an article has struck out is said again.
#
# One would guess: words inside <del> or <s> are left out of the text, or marked, as <ins> and <del> are how HTML shows a correction.
# What happens: trafilatura 2.3.1 writes them as running text, with the correction behind them: "<del>North Korea</del> <ins>Insiders</ins> did it" is "North Korea
#   Insiders did it", in the text and in the JSON. Markdown and XML output do mark what was struck out; none marks what was put in.
# Seen: November 2026.
# Why it matters: the struck-out words are just those that the outlet no longer stands by. Read by a person or a model, the text now blames both, and
#   a hash of it vouches for a statement that was withdrawn.
# Instead: remove <del>, <s> and <strike> from the page first, and record that there was a correction.
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
filler = "The bureau has looked at the traces for several weeks and has made its finding public in the capital. " * 6
for before, after in (("<del>", "</del>"), ("<s>", "</s>"), ("<strike>", "</strike>")):
    page = f"""<html><head><title>Report</title></head><body><article><h1>Who did it</h1>
    <p>{before}North Korea{after} <ins>Insiders</ins> did it.</p><p>{filler}</p></article></body></html>"""
    for form, mark in (("txt", ""), ("json", ""), ("markdown", "~~"), ("xml", "</del>")):
        text = trafilatura.extract(page, output_format=form)
        said = f"North Korea{mark} Insiders did it."
        print(f"{before} {form}: {said}")
        assert said in text
PY
