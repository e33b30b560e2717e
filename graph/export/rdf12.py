"""The graph in RDF 1.2, where what is alleged is a triple term: a statement that is spoken of and not made.

After https://www.w3.org/TR/rdf12-concepts/ (reifiers). Beside all that `rdf` writes, each allegation and each claim
that puts it forward `rdf:reifies` the term (accused, role, incident). Denials and doubts do not, they are `wb:about`
the allegation: a reader who takes every reifier for support is not misled. Nothing asserts the statement itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

import pyoxigraph as ox

from ...ontology import RDF, ROLE, WB
from ...ontology.acts import ACTS, DEFAULT_ROLE
from ..store.base import QuadStore
from .rdf import by_thing, triples, write

_REIFIES = ox.NamedNode(RDF + "reifies")
_TYPE = ox.NamedNode(RDF + "type")


def turtle(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write all data sets as one graph; return how many statements it has."""
    return write(triples(by_thing(store, _reifications(store)), store), ox.RdfFormat.TURTLE, out)


def trig(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write each data set as a named graph; return how many statements they have."""
    return write(by_thing(store, _reifications(store)), ox.RdfFormat.TRIG, out)


def _reifications(store: QuadStore) -> dict[str, list[ox.Quad]]:
    """Return what is alleged, by the data set whose claim or allegation it is."""
    alleged = dict(_alleged(store))
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for subject, graph, allegation in _reifiers(store):
        if allegation in alleged:
            found[graph.value].append(ox.Quad(subject, _REIFIES, alleged[allegation], graph))
    return found


def _alleged(store: QuadStore) -> Iterator[tuple[ox.NamedNode, ox.Triple]]:
    """Return each allegation with what it says, as a triple; those that are complete."""
    for quad in store.find(predicate=_TYPE, object=ox.NamedNode(WB.Allegation)):
        allegation = quad.subject
        accused, incident, role = (
            next((quad.object for quad in store.find(allegation, ox.NamedNode(name))), None)
            for name in (WB.accused, WB.incident, WB.role)
        )
        if isinstance(allegation, ox.NamedNode) and isinstance(accused, ox.NamedNode) and incident is not None:
            said = role.value if isinstance(role, ox.Literal) else DEFAULT_ROLE
            yield allegation, ox.Triple(accused, ox.NamedNode(ROLE + said), incident)


def _reifiers(store: QuadStore) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]:
    """Return who stands for an allegation: itself, and the claims that put it forward; subject, graph, allegation."""
    for quad in store.find(predicate=_TYPE, object=ox.NamedNode(WB.Allegation)):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            yield quad.subject, quad.graph_name, quad.subject
    for act in (act for act in ACTS.values() if act.does == "alleges"):
        for quad in store.find(predicate=_TYPE, object=ox.NamedNode(act.class_)):
            for about in store.find(quad.subject, ox.NamedNode(WB.about), graph=_named(quad.graph_name)):
                if isinstance(about.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject, _named(quad.graph_name), about.object


def _named(graph: object) -> ox.NamedNode:
    if not isinstance(graph, ox.NamedNode):
        raise TypeError(f"a data set is a named graph, not {graph}")
    return graph
