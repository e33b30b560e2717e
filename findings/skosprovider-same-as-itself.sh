#!/usr/bin/env bash
# The firm's Lazarus, which the firm says is the bureau's Hidden Cobra, is the same as itself.
#
# One would guess: `matches` of a concept are the IRIs of what it matches in other vocabularies; so says the documentation of the library.
# What happens: skosprovider_rdf 1.3.0 looks whether the other concept has a number (dcterms:identifier) in the file, and if so gives the number:
#   `exact: ['1']`. In a file with both vocabularies, each of which counts from 1, that is the number of the firm's own concept. Saved again, it is
#   <1>, an IRI relative to wherever the file lies. A match that is not described in the file, or has no number, keeps its IRI.
# Seen: November 2026.
# Why it matters: which of one firm's groups is which of another's is what such lists are for. The match is there, can be followed, and leads to the
#   same concept or to a page that does not exist.
# Instead: one file for each vocabulary, so that the other side is unknown; or take the matches from the graph itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check skosprovider_rdf==1.3.0 skosprovider==1.5.1 rdflib==7.6.0
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

from rdflib import Graph
from rdflib.namespace import SKOS
from skosprovider.skos import ConceptScheme
from skosprovider_rdf.providers import RDFProvider
from skosprovider_rdf.utils import rdf_dumper

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("skosprovider_rdf", "skosprovider", "rdflib")))
text = """
@prefix : <http://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
:firm a skos:ConceptScheme .
:bureau a skos:ConceptScheme .
:lazarus a skos:Concept ; skos:inScheme :firm ; dct:identifier "1" ; skos:prefLabel "Lazarus"@en ; skos:exactMatch :cobra .
:cobra a skos:Concept ; skos:inScheme :bureau ; NUMBER skos:prefLabel "Hidden Cobra"@en .
"""
for number, match in (('dct:identifier "1" ;', "1"), ("", "http://example.org/cobra")):
    graph = Graph().parse(data=text.replace("NUMBER", number), format="turtle")
    provider = RDFProvider({"id": "firm"}, graph, concept_scheme=ConceptScheme("http://example.org/firm"))
    concept = provider.get_by_id("1")
    saved = [str(other) for other in rdf_dumper(provider).objects(None, SKOS.exactMatch)]
    print(concept.uri, "matches", concept.matches["exact"], "saved as", saved)
    assert concept.uri == "http://example.org/lazarus" and concept.matches["exact"] == saved == [match]
    assert [found["uri"] for found in provider.get_all()] == ["http://example.org/lazarus"]
PY
