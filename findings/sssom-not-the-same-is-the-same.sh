#!/usr/bin/env bash
# "Not the same group" is published as "the same group".
#
# One would guess: a mapping with the predicate modifier Not, SSSOM's way to say that two things are not the same, stays a denial in every format
#   that the toolkit writes, or is left out with a warning.
# What happens: sssom 0.4.21 keeps the modifier in TSV, JSON and RDF. As OWL it writes the plain statement lazarus skos:exactMatch bluenoroff beside
#   an annotation that says "negated", so that everybody who asks the graph for matches gets it. As FHIR the two are "equivalent", as OntoPortal
#   JSON skos:exactMatch, without any sign of a Not; `collapse` and `dataframe_to_ptable` take the confidence of the denial for that of the match.
# Seen: November 2026.
# Why it matters: two firms disagree on whether two groups are one. The one that is surest that they are not becomes the best witness that they are,
#   and all that is said of one is said of the other.
# Instead: take rows with a predicate modifier out before any export but TSV, JSON and RDF; look whether a plain match came of one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sssom==0.4.21 sssom-schema==1.1.0a5 linkml-runtime==1.12.1 linkml==1.12.1 pandas==3.1.1
cd "$folder"
{
  printf '#mapping_set_id: http://example.org/set\n#license: http://example.org/licence\n#curie_map:\n#  ex: http://example.org/\n'
  printf '%s\t' subject_id predicate_id predicate_modifier object_id mapping_justification author_id
  printf 'confidence\n'
  printf '%s\t' ex:lazarus skos:exactMatch Not ex:bluenoroff semapv:ManualMappingCuration ex:firm
  printf '0.9\n'
} >said.tsv
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

from rdflib import URIRef
from sssom.parsers import parse_sssom_table
from sssom.util import collapse, dataframe_to_ptable
from sssom.writers import to_fhir_json, to_json, to_ontoportal_json, to_owl_graph, to_rdf_graph

print("sssom", importlib.metadata.version("sssom"))
said = parse_sssom_table("said.tsv")
(row,) = said.df.to_dict("records")
print("read:", row)
assert row["predicate_modifier"] == "Not" and to_json(said)["mappings"][0]["predicate_modifier"] == "Not"
match = (
    URIRef("http://example.org/lazarus"),
    URIRef("http://www.w3.org/2004/02/skos/core#exactMatch"),
    URIRef("http://example.org/bluenoroff"),
)
for name, graph, there in (("RDF", to_rdf_graph(said), False), ("OWL", to_owl_graph(said), True)):
    print(f"{name}: lazarus skos:exactMatch bluenoroff: {match in graph}")
    assert (match in graph) is there
target = to_fhir_json(said)["group"][0]["element"][0]["target"][0]
print("FHIR:", target["code"], target["equivalence"])
assert target["equivalence"] == "equivalent" and "Not" not in str(target)
portal = to_ontoportal_json(said)
print("OntoPortal:", portal)
assert portal[0]["relation"] == [str(match[1])] and "Not" not in str(portal)
(one,) = collapse(said.df).to_dict("records")
print("collapse:", one, "ptable:", dataframe_to_ptable(said.df))
assert one["confidence"] == 0.9 and dataframe_to_ptable(said.df)[0][4] == 0.9
PY
