#!/usr/bin/env bash
# A speaker who is added joins another's statement, and is as sure as that one.
#
# One would guess: two annotations of one axiom in OWL are two, each with what belongs to it; what is added makes a third, or must be told where to.
# What happens: owlready2 0.51 gives an annotation property of a triple from all its annotations at once: `by[attack, blamed, state]` is bureau and
#   firm, `sure[...]` is high and low, in two lists that nothing ties together. "agency" added to the first list is written into the annotation of
#   the bureau or of the firm, whichever was read first, and is as sure as that one for all who read the file. Setting `sure` to ["low"] takes
#   "high" from the bureau and leaves its name.
# Seen: November 2026.
# Why it matters: annotated axioms are how OWL says who claims something and how surely. Whoever adds a speaker gives it the confidence of another
#   speaker, in a file from which one cannot tell that there were two.
# Instead: make the claim an individual of its own with properties; or look for the owl:Axiom by a query and write to that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51 rdflib==7.6.0
cd "$folder"
cat >write.py <<'PY'
"""Write an ontology in which a bureau and a firm blame a state for an attack, each as sure as it is."""

from rdflib import BNode, Graph, Literal, Namespace
from rdflib.namespace import OWL, RDF

ex = Namespace("http://example.org/o#")
graph = Graph()
graph.add((ex[""], RDF.type, OWL.Ontology))
for name, kind in (("blamed", OWL.ObjectProperty), ("by", OWL.AnnotationProperty), ("sure", OWL.AnnotationProperty), ("Thing", OWL.Class)):
    graph.add((ex[name], RDF.type, kind))
for name in ("attack", "state"):
    graph.add((ex[name], RDF.type, ex.Thing))
graph.add((ex.attack, ex.blamed, ex.state))
for who, how in (("bureau", "high"), ("firm", "low")):
    axiom = BNode(who)
    for key, value in ((RDF.type, OWL.Axiom), (OWL.annotatedSource, ex.attack), (OWL.annotatedProperty, ex.blamed), (OWL.annotatedTarget, ex.state)):
        graph.add((axiom, key, value))
    graph.add((axiom, ex.by, Literal(who)))
    graph.add((axiom, ex.sure, Literal(how)))
graph.serialize("said.xml", format="pretty-xml")
PY
venv/bin/python write.py
venv/bin/python -W ignore - <<'PY'
import io

import owlready2
from rdflib import Graph, Namespace
from rdflib.namespace import OWL, RDF

ex = Namespace("http://example.org/o#")


def load():
    """Load the ontology into a world of its own, and give it with the triple that is annotated."""
    ontology = owlready2.World().get_ontology("http://example.org/o#").load(fileobj=open("said.xml", "rb"))
    return ontology, (ontology.attack, ontology.blamed, ontology.state)


def said(ontology):
    """Say for each annotation in the saved file who speaks and how sure that is."""
    file = io.BytesIO()
    ontology.save(file, format="ntriples")
    graph = Graph().parse(data=file.getvalue(), format="nt")
    return sorted(
        (sorted(map(str, graph.objects(axiom, ex.by))), sorted(map(str, graph.objects(axiom, ex.sure))))
        for axiom in graph.subjects(RDF.type, OWL.Axiom)
    )


print("owlready2", owlready2.VERSION)
ontology, triple = load()
print("read:", sorted(ontology.by[triple]), sorted(ontology.sure[triple]), said(ontology))
assert said(ontology) == [(["bureau"], ["high"]), (["firm"], ["low"])]
ontology.by[triple].append("agency")
print("agency added:", said(ontology))
(joined,) = (pair for pair in said(ontology) if "agency" in pair[0])
assert len(joined[0]) == 2 and joined[1] and len(said(ontology)) == 2
ontology, triple = load()
ontology.sure[triple] = ["low"]
print("sure is low:", said(ontology))
assert said(ontology) == [(["bureau"], []), (["firm"], ["low"])]
PY
