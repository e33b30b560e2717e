#!/usr/bin/env bash
# True, written as 1, is False.
#
# One would guess: XML Schema has two ways to write true, "true" and "1", and whoever reads RDF knows both.
# What happens: owlready2 0.51 compares with "true", so "1"^^xsd:boolean is Python's False. Nothing is raised, and what is saved again is
#   "1" still, so that no comparison of files shows it. "2014-12-19Z"^^xsd:date, as valid, is None, with a traceback printed on the
#   side; a value of type xsd:gYear raises when it is looked at.
# Seen: November 2026.
# Why it matters: SQL databases and R2RML mappings write 1 and 0. Every claim that was withdrawn, every source that was retracted, stands.
# Instead: ask owlready2's own SPARQL or rdflib for "true" and "1" both, or rewrite the file before it is loaded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51 rdflib==7.6.0
cd "$folder"
venv/bin/python - 2>/dev/null <<'PY'
from importlib.metadata import version
from pathlib import Path

import rdflib
from owlready2 import World

print("owlready2", version("owlready2"), "rdflib", version("rdflib"))
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OWL = "http://www.w3.org/2002/07/owl#"


def read(text: str, type_: str) -> tuple[object, object]:
    """A literal as owlready2 and as rdflib have it."""
    lines = (
        f"<urn:x#Claim> {TYPE} <{OWL}Class> .",
        f"<urn:x#says> {TYPE} <{OWL}DatatypeProperty> .",
        f"<urn:x#claim> {TYPE} <urn:x#Claim> .",
        f'<urn:x#claim> <urn:x#says> "{text}"^^<{XSD}{type_}> .',
    )
    file = Path(f"{type_}-{text}.nt")
    file.write_text("\n".join(lines) + "\n")
    world = World()
    world.get_ontology(f"file://{file.resolve()}").load()
    try:
        (mine,) = world["urn:x#claim"].says
    except ValueError as error:
        mine = f"ValueError: {error}"
    literal = rdflib.Graph().parse(file).value(rdflib.URIRef("urn:x#claim"), rdflib.URIRef("urn:x#says"))
    return mine, literal.toPython()


for text, type_ in (("true", "boolean"), ("1", "boolean"), ("0", "boolean"), ("2014-12-19Z", "date"), ("2014", "gYear")):
    print(f"{text} ({type_}): owlready2 {read(text, type_)[0]!r}, rdflib {read(text, type_)[1]!r}")
assert read("true", "boolean") == (True, True)
assert read("1", "boolean") == (False, True)
assert read("2014-12-19Z", "date")[0] is None
assert "Cannot read literal" in str(read("2014", "gYear")[0])
PY
