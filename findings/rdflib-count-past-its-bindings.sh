#!/usr/bin/env bash
# A count of one actor's claims is, at a server, that of everybody's.
#
# One would guess: graph.query(…, initBindings={"who": actor}) means the same whether the graph is in memory or at a SPARQL server.
# What happens: SPARQLStore of rdflib 7.6.0 puts the bindings as VALUES behind the query, where SPARQL joins them to the groups when those have been made. COUNT, MAX
#   and the like without GROUP BY ?who run over all actors. The answer has one row, a plausible figure, and no error. In memory, the same
#   call counts the claims of the one. LIMIT and ORDER BY are not concerned.
# Seen: November 2026.
# Why it matters: a program is tried on a graph in memory and put before a server later. "How often was this actor blamed?" is then answered,
#   for each actor, with the number of all claims.
# Instead: GROUP BY ?who, or write the actor into the query.
set -euo pipefail
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 oxigraph==0.5.13
cd "$folder"
port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
cat >claims.ttl <<'TTL'
@prefix : <http://example.org/> .
:claim-1 :blames :state . :claim-2 :blames :state . :claim-3 :blames :firm .
TTL
venv/bin/oxigraph load --location store --file claims.ttl 2>/dev/null
venv/bin/oxigraph serve-read-only --location store --bind "127.0.0.1:$port" 2>/dev/null &
server=$!
venv/bin/python - "http://127.0.0.1:$port/query" <<'PY'
import sys
import time
import urllib.error
import urllib.request

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

print("rdflib", rdflib.__version__, "oxigraph 0.5.13")
address = sys.argv[1]
for _ in range(300):
    try:
        urllib.request.urlopen(f"{address}?query=ASK%7B%7D")
        break
    except urllib.error.URLError:
        time.sleep(0.1)
remote = rdflib.Graph(SPARQLStore(address))
memory = rdflib.Graph().parse("claims.ttl")
PREFIX = "PREFIX : <http://example.org/> "
for query, there, here in (
    ("SELECT (COUNT(?claim) AS ?n) { ?claim :blames ?who }", [3], [1]),
    ("SELECT (COUNT(?claim) AS ?n) { ?claim :blames ?who } GROUP BY ?who", [1], [1]),
):
    found = []
    for graph in (remote, memory):
        rows = graph.query(PREFIX + query, initBindings={"who": rdflib.URIRef("http://example.org/firm")})
        found.append([row["n"].toPython() for row in rows])
    print(f"{query}: at a server {found[0]}, in memory {found[1]}")
    assert found == [there, here]
PY
