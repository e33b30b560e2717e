#!/usr/bin/env bash
# One actor with a beginning makes the whole network one of time.
#
# One would guess: an attribute called `start` is an attribute like others.
# What happens: networkx 3.6.1 takes `start` and `end` of nodes and edges for the times at which they exist in GEXF, and calls the whole graph dynamic for one of them. A month is written where the format wants a day.
# Seen: November 2026.
# Why it matters: viewers show of a dynamic graph what exists at a moment: an actor that was founded later vanishes with all that it said.
# Instead: call it something else (`founded`, `stated_on`), and write months as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1
venv/bin/python - <<'PY'
import io
import re

import networkx

print("networkx", networkx.__version__)
modes = {}
for name in ("start", "stated_on"):
    network = networkx.DiGraph()
    network.add_edge("bureau", "state", claim="1")
    network.nodes["bureau"][name] = "2014-12"
    file = io.BytesIO()
    networkx.write_gexf(network, file)
    text = file.getvalue().decode()
    modes[name] = (re.search('mode="(\\w+)" name=', text)[1], re.search("<node id=.bureau.[^>]*>", text)[0])
print(modes)
assert modes["start"] == ("dynamic", '<node id="bureau" label="bureau" start="2014-12" />')
assert modes["stated_on"][0] == "static"
PY
