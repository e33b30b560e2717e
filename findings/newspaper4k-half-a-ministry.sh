#!/usr/bin/env bash
# A statement of the Ministry of Justice and Security is by the Ministry of Justice.
#
# One would guess: what the author tag of a page says is the author, whole; or it is taken apart where it is clearly a list of people.
# What happens: newspaper4k 0.9.6 cuts at "and" and at commas, and drops parts of one word: the Ministry of Justice and Security is the Ministry of
#   Justice, the Foreign, Commonwealth and Development Office the "Development Office", the Ministry of Foreign and European Affairs two authors,
#   "Ministry of Foreign" and "European Affairs". "Aue, Clara; Doe, Jane" is one author called "Clara; Doe", "Unit 8200" nobody. The same names in
#   JSON-LD come as they are, but "Reuters" is nobody in both.
# Seen: November 2026.
# Why it matters: who says it is half of an attribution, and ministries write what others quote. What is left is mostly the name of a body that
#   exists, and did not say it.
# Instead: take the author from JSON-LD, or read the meta tag yourself, and cut nothing that is not a list by its syntax.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check newspaper4k==0.9.6 lxml-html-clean==0.4.6
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata
import json

from newspaper import Article

print("newspaper4k", importlib.metadata.version("newspaper4k"))
said = "The statement of Friday says who is held responsible for the attack on the company, and on what evidence it rests. " * 8


def authors(head):
    """Read the authors of a page that has this in its head."""
    page = Article("http://example.org/statement.html", language="en")
    page.download(input_html=f"<html lang=en><head>{head}</head><body><article><h1>Statement</h1><p>{said}</p></article></body></html>")
    page.parse()
    return page.authors


for name, by_tag in (
    ("Ministry of Justice and Security", ["Ministry of Justice"]),
    ("Foreign, Commonwealth and Development Office", ["Development Office"]),
    ("Ministry of Foreign and European Affairs", ["Ministry of Foreign", "European Affairs"]),
    ("Health and Human Services", ["Human Services"]),
    ("Aue, Clara; Doe, Jane", ["Clara; Doe"]),
    ("Unit 8200", []),
    ("Reuters", []),
):
    about = {"@context": "https://schema.org", "@type": "NewsArticle", "author": {"@type": "Organization", "name": name}}
    found = authors(f'<meta name="author" content="{name}">')
    linked = authors(f'<script type="application/ld+json">{json.dumps(about)}</script>')
    print(f"{name}: {found}; in JSON-LD {linked}")
    assert found == by_tag and linked == ([] if name == "Reuters" else [name])
PY
