#!/usr/bin/env bash
# A network with a truth value, written by networkx as GraphML, is refused by rustworkx.
#
# One would guess: GraphML that declares an attribute as boolean has `true` or `false` in it, as XML Schema spells them, and two libraries of graphs
#   for Python exchange it.
# What happens: networkx 3.6.1 declares attr.type="boolean" and writes Python's words, "True" and "False". networkx reads both spellings; rustworkx
#   0.18.1 reads only what the standard has, and fails at the first edge.
# Seen: November 2026.
# Why it matters: whether a claim was withdrawn is such an attribute. The file looks right in the program that wrote it, and is of no use in the next.
# Instead: put the text in small letters before it is written (go through the elements of `nx.GraphMLWriter`), or write numbers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 rustworkx==0.18.1
cd "$folder"
venv/bin/python - <<'PY'
import networkx as nx
import rustworkx as rx

network = nx.MultiDiGraph()
network.add_edge("bureau", "state", act="attribution", withdrawn=False)
nx.write_graphml(network, "network.graphml")
text = open("network.graphml", encoding="utf-8").read()
print(nx.__version__, rx.__version__)
print(text[text.index("<edge") : text.index("</edge>")])
assert 'attr.type="boolean"' in text and ">False<" in text
assert [data["withdrawn"] for *_, data in nx.read_graphml("network.graphml").edges(data=True)] == [False]
try:
    rx.read_graphml("network.graphml")
except Exception as error:
    print(type(error).__name__, error)
else:
    raise AssertionError("rustworkx reads it")
with open("network.graphml", "w", encoding="utf-8") as file:
    file.write(text.replace(">False<", ">false<"))
(read,) = rx.read_graphml("network.graphml")
print(read.edges())
assert read.edges()[0]["withdrawn"] is False
PY
