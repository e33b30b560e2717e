#!/usr/bin/env bash
# A predicate that ends in a slash makes RDF/XML that no parser takes.
#
# One would guess: a writer of RDF/XML refuses what the syntax cannot say (a predicate must end in an XML name), and a writer of
#   XML escapes or refuses control characters. rdflib 7.6.0 raises for the first ("Can't split").
# What happens: pyoxigraph 0.5.13 writes an element with a prefix and no name, <oxprefix: xmlns:oxprefix="…">, and control
#   characters as they are, in RDF/XML and in the SPARQL results in XML. No error is raised, and the file is not XML.
# Seen: November 2026.
# Why it matters: clients such as rdflib's SPARQLStore and SPARQLWrapper ask for XML unless they are told otherwise. One such term in
#   a large answer, and the whole answer is lost to them, with a message about a column of a line.
# Instead: look for both in the bytes that are written, and refuse; or take Turtle and JSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
"$folder/venv/bin/python" - <<'PY'
from xml.etree import ElementTree

import pyoxigraph as ox
import rdflib

print("pyoxigraph", ox.__version__, "rdflib", rdflib.__version__)


def is_xml(text: bytes) -> bool:
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        print("  not XML:", error)
        return False
    return True


def written(predicate: str, text: str) -> bytes:
    triple = ox.Triple(ox.NamedNode("http://example.org/claim"), ox.NamedNode(predicate), ox.Literal(text))
    return ox.serialize([triple], format=ox.RdfFormat.RDF_XML)


for what, predicate, text, fine in (
    ("a name", "http://example.org/says", "it was they", True),
    ("a slash", "http://example.org/says/", "it was they", False),
    ("a control character", "http://example.org/says", "it\x0bwas they", False),
):
    print(what)
    assert is_xml(written(predicate, text)) == fine
results = ox.Store().query('SELECT ("it\\u000Bwas they" AS ?text) {}').serialize(format=ox.QueryResultsFormat.XML)
print("results of a query")
assert not is_xml(results)

graph = rdflib.Graph().parse(data='<http://example.org/claim> <http://example.org/says/> "it was they" .', format="nt")
try:
    graph.serialize(format="xml")
except ValueError as error:
    print("rdflib refuses:", error)
else:
    raise AssertionError("rdflib wrote it")
PY
