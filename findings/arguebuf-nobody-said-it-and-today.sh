#!/usr/bin/env bash
# What a bureau said in 2014, nobody said today.
#
# One would guess: a reader of AIF, the interchange format of arguments, keeps its locutions, which say who said what, or says that it cannot; what has
#   no time has none.
# What happens: arguebuf 2.7.2 drops the L and YA nodes, in AIF the speaker with the words and the act of asserting, without a warning; the statement
#   is there, with no participant. Nodes of which the file gives no time get that of the reading, and are written with it into AIF again, beside
#   others which keep theirs. Attacks and supports are right.
# Seen: November 2026.
# Why it matters: who asserted and who denied is in the locutions alone. What is left is a debate without speakers, in which most of the nodes are
#   of the day on which it was converted, later than every answer to them.
# Instead: read the L and YA nodes from the JSON oneself, keep them by the id of the node, and take no time from a node that has none there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arguebuf==2.7.2
cd "$folder"
cat >said.json <<'JSON'
{"nodes": [
  {"nodeID": "1", "type": "I", "text": "A state did it", "timestamp": "2014-12-19 10:00:00"},
  {"nodeID": "2", "type": "I", "text": "It did not", "timestamp": ""},
  {"nodeID": "3", "type": "CA", "text": "Default Conflict", "timestamp": ""},
  {"nodeID": "4", "type": "L", "text": "Bureau : A state did it", "timestamp": "2014-12-19 10:00:00"},
  {"nodeID": "5", "type": "YA", "text": "Asserting", "timestamp": "2014-12-19 10:00:00"},
  {"nodeID": "6", "type": "L", "text": "State : It did not", "timestamp": "2014-12-20 10:00:00"},
  {"nodeID": "7", "type": "YA", "text": "Asserting", "timestamp": "2014-12-20 10:00:00"}],
 "edges": [
  {"edgeID": "1", "fromID": "2", "toID": "3"}, {"edgeID": "2", "fromID": "3", "toID": "1"},
  {"edgeID": "3", "fromID": "4", "toID": "5"}, {"edgeID": "4", "fromID": "5", "toID": "1"},
  {"edgeID": "5", "fromID": "6", "toID": "7"}, {"edgeID": "6", "fromID": "7", "toID": "2"}],
 "locutions": []}
JSON
venv/bin/python -W ignore - <<'PY' 2>errors
import datetime
import importlib.metadata
import warnings

import arguebuf

print("arguebuf", importlib.metadata.version("arguebuf"))
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    graph = arguebuf.load.file("said.json")
    written = arguebuf.dump.aif(graph)
print("warnings:", len(told), "nodes:", sorted(graph.nodes), "participants:", dict(graph.participants))
assert not told and sorted(graph.nodes) == ["1", "2", "3"] and not graph.participants
assert [(edge.source.id, edge.target.id) for edge in graph.edges.values()] == [("2", "3"), ("3", "1")]
assert "Bureau" not in str(written) and "L" not in {node["type"] for node in written["nodes"]}
days = {node["nodeID"]: node["timestamp"][:10] for node in written["nodes"]}
print("written again:", days)
assert days["1"] == "2014-12-19" and days["2"] >= datetime.date(2026, 1, 1).isoformat()
PY
test ! -s errors
