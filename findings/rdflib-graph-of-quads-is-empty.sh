#!/usr/bin/env bash
# A graph that was read without an error is empty.
#
# One would guess: `Graph().parse` of N-Quads, TriG or JSON-LD with named graphs reads all statements into the one graph, or says that it cannot.
# What happens: rdflib 7.6.0 keeps the statements of the default graph only, without a warning: of N-Quads none, of TriG what stands outside of graphs.
# Seen: November 2026.
# Why it matters: whoever publishes who said what keeps each source in a graph of its own. Read so, nobody ever said anything, and no query fails.
# Instead: read into `rdflib.Dataset()`, and count what arrived.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rdflib==7.6.0
venv/bin/python - <<'PY'
import rdflib

print("rdflib", rdflib.__version__)
files = {
    "nquads": "<urn:claim> <urn:by> <urn:bureau> <urn:set> .\n",
    "trig": "<urn:set> <urn:is> <urn:loaded> . GRAPH <urn:set> { <urn:claim> <urn:by> <urn:bureau> . }",
    "json-ld": '{"@id": "urn:set", "@graph": [{"@id": "urn:claim", "urn:by": {"@id": "urn:bureau"}}]}',
}
held = {name: len(rdflib.Graph().parse(data=text, format=name)) for name, text in files.items()}
print("Graph:", held)
assert held == {"nquads": 0, "trig": 1, "json-ld": 0}
whole = {}
for name, text in files.items():
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=name)
    whole[name] = len(list(dataset.quads((None, None, None, None))))
print("Dataset:", whole)
assert whole == {"nquads": 1, "trig": 2, "json-ld": 1}
PY
