#!/usr/bin/env bash
# Two attributes of a graph share one name in the file, because GML has no underscore.
#
# One would guess: attributes keep their names, or a name that the format cannot hold is refused.
# What happens: igraph 1.0.0 takes every character out of a name that is neither letter nor digit, and puts "igraph" in front of a leading digit,
#   as GML's grammar wants it. It does not look whether the new name is taken: `stated_on` and `statedon` are both written as
#   `statedon`, twice in one node. igraph reads back one of the two. networkx 3.6.1 makes a list of them, and itself writes the
#   underscores that igraph will not.
# Seen: November 2026.
# Why it matters: `first_seen`, `stated_on`, `madeIn`/`made_in`: keys come back under other names, so a script that asks for `stated_on` finds no
#   dates at all, and two columns can be poured into one.
# Instead: GraphML, which names its keys apart from their ids; or rename before writing and check that names stay different.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check igraph==1.0.0 networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PY'
import pathlib

import igraph
import networkx

print("igraph", igraph.__version__, "networkx", networkx.__version__)
graph = igraph.Graph(directed=True)
graph.add_vertices(1, attributes={"stated_on": ["2014-12-19"], "statedon": ["a radio station"], "2nd_name": ["Bureau"]})
graph.write_gml("blame.gml")
print(pathlib.Path("blame.gml").read_text(encoding="utf-8").split("\n", 1)[1])
read = igraph.Graph.Read_GML("blame.gml").vs[0].attributes()
print("igraph reads", read)
assert sorted(read) == ["id", "igraph2ndname", "statedon"]
(other,) = dict(networkx.read_gml("blame.gml", label="id").nodes(data=True)).values()
print("networkx reads", other)
assert other == {"statedon": ["2014-12-19", "a radio station"], "igraph2ndname": "Bureau"}
PY
