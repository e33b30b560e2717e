#!/usr/bin/env bash
# Every row of the table is a denial, whatever its column "kind" says.
#
# One would guess: a condition of a YARRRML mapping is applied, or refused; YARRRML has conditions for subjects and for single properties.
# What happens: morph-kgc 2.10.0 reads YARRRML and leaves conditions out, both at the mapping and at a property, and goes on without a word. "If kind
#   is denial, the speaker denies" becomes "the speaker denies". yatter 2.0.4, which makes RML of YARRRML for other engines, does the same;
#   in what @rmlio/yarrrml-parser 1.12.2 makes of the same file the comparison stands.
# Seen: November 2026.
# Why it matters: claims and denials come in one table, told apart by a column, and conditions are how a mapping tells them apart. All who
#   accused somebody have denied it, in a graph that is valid and of the expected size.
# Instead: split the table first, or name the kind by a template (ex:$(kind)); count the denials in the table and in the graph.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check morph-kgc==2.10.0 pandas==2.3.3 rdflib==7.2.1
python3 -m venv other
other/bin/pip install --quiet --disable-pip-version-check yatter==2.0.4 ruamel.yaml==0.18.17 rdflib==7.6.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @rmlio/yarrrml-parser@1.12.2
cat >said.csv <<'CSV'
id,who,kind
1,bureau,claim
2,state,denial
3,firm,claim
CSV
cat >said.yml <<'YAML'
prefixes:
  ex: "http://example.org/"
  idlab-fn: "https://w3id.org/imec/idlab/function#"
  grel: "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
mappings:
  statement:
    sources: [['said.csv~csv']]
    s: ex:statement/$(id)
    po:
      - [ex:by, $(who)]
      - p: ex:deniedBy
        o: $(who)
        condition:
          function: idlab-fn:equal
          parameters: [[grel:valueParameter, $(kind)], [grel:valueParameter2, "denial"]]
  denial:
    sources: [['said.csv~csv']]
    s: ex:statement/$(id)
    condition:
      function: idlab-fn:equal
      parameters: [[grel:valueParameter, $(kind)], [grel:valueParameter2, "denial"]]
    po: [[a, ex:Denial]]
YAML
printf '[CONFIGURATION]\nlogging_level=WARNING\n[said]\nmappings: said.yml\n' >said.ini
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

import morph_kgc
from rdflib import RDF, Namespace

print("morph-kgc", importlib.metadata.version("morph-kgc"))
ex = Namespace("http://example.org/")
graph = morph_kgc.materialize("said.ini")
denied = sorted(map(str, graph.objects(None, ex.deniedBy)))
print("denied by:", denied, "denials:", len(list(graph.subjects(RDF.type, ex.Denial))))
assert denied == ["bureau", "firm", "state"] and len(list(graph.subjects(RDF.type, ex.Denial))) == 3
PY
other/bin/python -W ignore - <<'PY'
import importlib.metadata
import pathlib

import yatter
from ruamel.yaml import YAML

mapping = yatter.translate(YAML(typ="safe", pure=True).load(pathlib.Path("said.yml")))
print("yatter", importlib.metadata.version("yatter"), "compares kind:", "kind" in mapping, "says Denial:", "Denial" in mapping)
assert "kind" not in mapping and "ex:Denial" in mapping and "ex:deniedBy" in mapping
PY
npx yarrrml-parser -i said.yml >said.rml.ttl
grep -m 1 'function#equal' said.rml.ttl
