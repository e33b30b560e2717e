#!/usr/bin/env bash
# A confidence of 0.9 is published as 0.90000000000000002220446049250313080847263336181640625.
#
# One would guess: a slot of the range `decimal` is there so that 0.9 in YAML is 0.9 in RDF, and not what a float makes of it.
# What happens: linkml-runtime 1.12.1 makes the Decimal of the float that the reader of YAML or JSON gives, so that the triple has 53 digits after
#   the point. Written as JSON it is 0.9 again, and the round trip is equal, so that only who asks the graph sees it: `?sure = 0.9` finds nobody,
#   0.7 is less than 0.7 and 0.9 more than 0.9. In quotes, "0.9" is 0.9. 0.5 is right by chance.
# Seen: November 2026.
# Why it matters: thresholds are what a confidence is for. Two data sets with the same figure, one of them loaded from quoted text, are on opposite
#   sides of it.
# Instead: quote decimals in YAML and JSON, or declare the slot as a double and compare with a margin.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cd "$folder"
cat >schema.yaml <<'YAML'
id: http://example.org/schema
name: schema
prefixes:
  linkml: https://w3id.org/linkml/
  ex: http://example.org/
default_prefix: ex
imports: [linkml:types]
classes:
  Claim:
    attributes:
      id: {identifier: true, range: uriorcurie}
      sure: {range: decimal}
YAML
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

import rdflib
from linkml.generators.pythongen import PythonGenerator
from linkml_runtime.dumpers import json_dumper, rdflib_dumper
from linkml_runtime.loaders import yaml_loader
from linkml_runtime.utils.schemaview import SchemaView
from rdflib import URIRef

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("linkml", "linkml-runtime")))
Claim = PythonGenerator("schema.yaml").compile_module().Claim
schema = SchemaView("schema.yaml")
for text, written, rows in (
    ("0.9", "0.90000000000000002220446049250313080847263336181640625", 0),
    ("0.7", "0.6999999999999999555910790149937383830547332763671875", 0),
    ("'0.9'", "0.9", 1),
    ("0.5", "0.5", 1),
):
    claim = yaml_loader.loads(f"id: ex:claim\nsure: {text}", target_class=Claim)
    graph = rdflib.Graph().parse(data=rdflib_dumper.dumps(claim, schemaview=schema), format="turtle")
    (sure,) = graph.objects(predicate=URIRef("http://example.org/sure"))
    found = len(graph.query(f"SELECT ?x {{ ?x ?p ?sure FILTER(?sure = {text.strip(chr(39))}) }}"))
    print(f"sure: {text} is {sure} in RDF, found by its value {found}; as JSON {json_dumper.dumps(claim, inject_type=False).split()[-2]}")
    assert (str(sure), found) == (written, rows)
PY
