#!/usr/bin/env bash
# Nobody speaks for an actor whom the graph does not mention, not even the actor.
#
# One would guess: a path with `*` or `?` has zero steps too, so it always reaches its own start; SPARQL says so for terms that are not in the graph as well.
# What happens: pyoxigraph 0.5.13 leaves the start out when the graph does not hold it: `:alone :partOf* ?unit` has no answer, and neither has
#   `ASK { :alone :partOf* :alone }`. For any actor that stands in some triple, as anything at all, the start is there. rdflib 7.6.0 gives it always.
# Seen: November 2026.
# Why it matters: "the accused or one that it is part of" is asked with such a path, and the accused often come from outside: a list of sanctioned
#   names, a VALUES block. Those the graph does not know yet fall out of the table instead of being listed with nothing beside them.
# Instead: a UNION of the start itself, with the VALUES in both branches, and a path with `+`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PY'
import pyoxigraph
import rdflib

print("pyoxigraph", pyoxigraph.__version__, "rdflib", rdflib.__version__)
turtle = "@prefix : <http://example.org/> . :unit :partOf :agency . :agency :partOf :state ."
store = pyoxigraph.Store()
store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
graph = rdflib.Graph().parse(data=turtle, format="turtle")
for where, first, second in (
    (":unit :partOf* ?of", 3, 3),
    (":state :partOf* ?of", 1, 1),
    (":alone :partOf* ?of", 0, 1),
    (":alone :partOf? ?of", 0, 1),
    ("VALUES ?who { :unit :alone } ?who :partOf* ?of", 3, 4),
    ("{ VALUES ?who { :unit :alone } BIND(?who AS ?of) } UNION { VALUES ?who { :unit :alone } ?who :partOf+ ?of }", 4, 4),
):
    query = f"PREFIX : <http://example.org/> SELECT ?of {{ {where} }}"
    found = len(list(store.query(query))), len(list(graph.query(query)))
    print(f"{where}: pyoxigraph {found[0]}, rdflib {found[1]}")
    assert found == (first, second)
PY
