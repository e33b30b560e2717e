#!/usr/bin/env bash
# The firm that blamed a state is blamed by it, and nobody else has said anything.
#
# One would guess: a graph in time that is made as a directed one gives its interactions as they were added, from who acted to whom, and all of them.
# What happens: dynetx 0.3.2 has a firm blame a state from day 1 to 9, the state answer on day 2, and a bureau blame the state on that day.
#   `interactions` has one of the three, from the state to the firm, with the days of the firm. `time_slice`, its JSON and its file of snapshots have
#   the same one, turned round. It is so without an answer, too. On day 2 `number_of_interactions` is 3, and `out_interactions`, the degrees and
#   `stream_interactions` are right.
# Seen: November 2026.
# Why it matters: who blamed whom, and whether the blamed answered, is all that there is in such a graph. What is saved says that the accused has
#   accused its accuser, for as long as it was accused itself, and one accuser fewer is known.
# Instead: `out_interactions` and `stream_interactions`; save with `write_interactions`, and not as snapshots or JSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dynetx==0.3.2 networkx==3.6.1
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

import dynetx
from dynetx.readwrite import json_graph

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("dynetx", "networkx")))
graph = dynetx.DynDiGraph()
graph.add_interaction("firm", "state", t=1, e=10)
graph.add_interaction("state", "firm", t=2)
graph.add_interaction("bureau", "state", t=2)
every, out = graph.interactions(), graph.out_interactions(t=2)
print("interactions:", every, "on day 2:", graph.interactions(t=2), "in number:", graph.number_of_interactions(t=2), "out:", out)
assert every == [("state", "firm", {"t": [[1, 9]]})] and len(graph.interactions(t=2)) == 1 and graph.number_of_interactions(t=2) == 3
assert [pair[:2] for pair in out] == [("firm", "state"), ("state", "firm"), ("bureau", "state")]
sliced = list(graph.time_slice(1).edges())
links = {(link["source"], link["target"]) for link in json_graph.node_link_data(graph)["links"]}
dynetx.write_snapshots(graph, "snapshots")
saved = {tuple(line.split()[:2]) for line in open("snapshots") if line.strip()}
print("day 1:", sliced, "JSON:", links, "snapshots:", saved)
assert sliced == [("state", "firm")] and links == saved == {("state", "firm")}
stream = list(graph.stream_interactions())
print("stream:", stream)
assert [step[:3] for step in stream] == [("firm", "state", "+"), ("state", "firm", "+"), ("bureau", "state", "+"), ("firm", "state", "-")]
PY
