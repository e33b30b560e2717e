#!/usr/bin/env bash
# A claim that was saved with its date is loaded without it.
#
# One would guess: what the dumper of LinkML writes as RDF, its loader reads; `date_or_datetime` is one of the types that come with it.
# What happens: linkml-runtime 1.12.1 writes such a value as "2014-12-19"^^linkml:DateOrDatetime and reads it as nothing, as it does with
#   xsd:gYearMonth, without an error or warning and also if it is told to complain of what it cannot map. A slot of the range `date` comes back. Of
#   two dates at a slot for one, it takes one of them and says nothing; and `date_or_datetime` holds any text, "2014-11-31" and "x" included, where
#   `date` refuses them.
# Seen: November 2026.
# Why it matters: the type is what one takes if some statements have a time and some only a day. After one round trip none has either, and all are
#   valid, since a date need not be there.
# Instead: two slots, `date` and `datetime`; count the values before and after.
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
      when: {range: date_or_datetime}
      day: {range: date}
YAML
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

from linkml.generators.pythongen import PythonGenerator
from linkml_runtime.dumpers import rdflib_dumper
from linkml_runtime.loaders import rdflib_loader
from linkml_runtime.utils.schemaview import SchemaView

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("linkml", "linkml-runtime")))
Claim = PythonGenerator("schema.yaml").compile_module().Claim
schema = SchemaView("schema.yaml")


def read(turtle):
    """Read what is said of one claim, as strictly as the loader can."""
    return rdflib_loader.loads(turtle, schemaview=schema, target_class=Claim, ignore_unmapped_predicates=False)


for text in ("2014-12-19", "2014-12-19T10:30:00"):
    written = rdflib_dumper.dumps(Claim(id="ex:claim", when=text, day="2014-12-19"), schemaview=schema)
    back = read(written)
    print(f"{text}: in the file {text in written}, read again {back.when}; day {back.day}")
    assert f'"{text}"^^linkml:DateOrDatetime' in written and back.when is None and str(back.day) == "2014-12-19"
start = "@prefix ex: <http://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\nex:claim a ex:Claim ; ex:day"
for end, days in ((' "2014-11"^^xsd:gYearMonth .', {"None"}), (' "2014-11-24"^^xsd:date, "2014-12-19"^^xsd:date .', {"2014-11-24", "2014-12-19"})):
    found = str(read(start + end).day)
    print(f"day{end} {found}")
    assert found in days
for text in ("2014-11-31", "x"):
    print("when:", Claim(id="ex:claim", when=text).when)
    try:
        Claim(id="ex:claim", day=text)
    except ValueError as error:
        print("day:", error)
    else:
        raise AssertionError("no error")
PY
