#!/usr/bin/env bash
# A file that was just written cannot be read.
#
# One would guess: what `write_gexf` writes without complaint, `read_gexf` reads.
# What happens: networkx 3.6.1 writes an edge attribute called `weight` as the weight that GEXF has, also when it is text, and raises a ValueError when it reads it; the whole file is lost.
# Seen: November 2026.
# Why it matters: "weight" is a likely name for how sure somebody is, and that is often said in words.
# Instead: call it something else, or make it a number before writing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1
venv/bin/python - <<'PY'
import io

import networkx

print("networkx", networkx.__version__)
network = networkx.DiGraph()
network.add_edge("bureau", "state", weight="high confidence")
file = io.BytesIO()
networkx.write_gexf(network, file)
print("written:", [line.strip() for line in file.getvalue().decode().splitlines() if "<edge " in line])
try:
    networkx.read_gexf(io.BytesIO(file.getvalue()))
except ValueError as error:
    print("read:", error)
else:
    raise SystemExit("it is read now")
PY
