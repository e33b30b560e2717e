#!/usr/bin/env bash
# Read and written again, every attribution is a denial.
#
# One would guess: in DOT a line `edge [act=denial]` holds for the edges after it; a library that reads DOT and writes it keeps that, or writes the
#   attribute to each edge.
# What happens: ts-graphviz 3.0.7 has one set of defaults for a graph. What comes last in the file is kept and written first, so that it holds for
#   all edges. The attributions at the top of the file, which are told so by a line of their own, are denials like those at its end. There is no
#   error and no warning. pydot 4.0.1 keeps all lines where they are.
# Seen: November 2026.
# Why it matters: files that are written by hand are made of such blocks: first who accuses, then who denies. After a tool has sorted or coloured
#   one, the accusers deny.
# Instead: write attributes to each edge and node; take defaults for what is only drawn and is the same in all of the graph.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydot==4.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ts-graphviz@3.0.7
cat >said.dot <<'DOT'
digraph {
  edge [act=attribution];
  bureau -> state;
  firm -> insiders;
  edge [act=denial];
  state -> bureau;
}
DOT
cat >pass.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { fromDot, toDot } from 'ts-graphviz';

const written = toDot(fromDot(fs.readFileSync('said.dot', 'utf8')));
console.log('ts-graphviz 3.0.7:', written);
const order = ['denial', '"bureau" -> "state"', '"firm" -> "insiders"', '"state" -> "bureau"'];
const places = order.map((text) => written.indexOf(text));
assert(places.every((place, index) => place > (places[index - 1] ?? -1)), places);
assert(!written.includes('attribution'));
JS
node pass.mjs
venv/bin/python - <<'PY'
import importlib.metadata

import pydot

print("pydot", importlib.metadata.version("pydot"))
(graph,) = pydot.graph_from_dot_file("said.dot")
written = graph.to_string()
print(written)
assert written.index("attribution") < written.index("bureau -> state") < written.index("firm -> insiders")
assert written.index("firm -> insiders") < written.index("denial") < written.index("state -> bureau")
PY
