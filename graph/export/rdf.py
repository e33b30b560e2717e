"""The graph in the syntaxes of RDF, in an order in which files read well and can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from types import MappingProxyType
from typing import Any, BinaryIO

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS, PREFIXES, RDF, WB
from ..store.base import QuadStore
from . import sorting

_TYPE = RDF + "type"


def turtle(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write all data sets as one graph; return how many statements it has."""
    return write(triples(by_thing(store), store), ox.RdfFormat.TURTLE, out)


def ntriples(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write all data sets as one graph; return how many statements it has."""
    return write(triples(by_thing(store), store), ox.RdfFormat.N_TRIPLES, out)


def trig(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write each data set as a named graph; return how many statements they have."""
    return write(by_thing(store), ox.RdfFormat.TRIG, out)


def nquads(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write each data set as a named graph; return how many statements they have."""
    return write(by_thing(store), ox.RdfFormat.N_QUADS, out)


def by_thing(store: QuadStore, more: Mapping[str, Sequence[ox.Quad]] = MappingProxyType({})) -> Iterator[ox.Quad]:
    """Return the quads data set by data set and thing by thing, without what every store makes for itself; and `more`,
    by the data sets to which it belongs."""
    for name in sorted(store.graphs(), key=lambda node: node.value):
        if name.value not in MADE_GRAPHS and isinstance(name, ox.NamedNode):
            held = filter(_is_passed_on, sorting.quads(store, name))
            added = sorted(more.get(name.value, ()), key=_place)
            yield from merge(held, added, key=_place) if added else held


def _is_passed_on(quad: ox.Quad) -> bool:
    """Return where files were on this computer is nobody else's business."""
    return quad.predicate.value != WB.readFrom


def _place(quad: ox.Quad) -> tuple[str, bool, str, str]:
    return str(quad.subject), quad.predicate.value != _TYPE, quad.predicate.value, str(quad.object)


def triples(quads: Iterable[ox.Quad], store: QuadStore) -> Iterator[ox.Triple]:
    """Yield each statement once, although several data sets of a store may make it: where it comes first.

    A data set alone describes what is under its own IRI.
    """
    before: list[ox.NamedNode] = []
    for graph, of_graph in groupby(quads, key=lambda quad: quad.graph_name):
        own = f"{getattr(graph, 'value', '')}/"
        for quad in of_graph:
            said = quad.subject, quad.predicate, quad.object
            is_own = not before or str(getattr(quad.subject, "value", "")).startswith(own)
            if is_own or not any(ox.Quad(*said, graph_name=other) in store for other in before):
                yield ox.Triple(*said)
        if isinstance(graph, ox.NamedNode):
            before.append(graph)


def write(items: Iterable[ox.Quad | ox.Triple], syntax: ox.RdfFormat, out: BinaryIO) -> tuple[int, str]:
    counted = Counted(items)
    ox.serialize(counted, out, format=syntax, prefixes=PREFIXES)
    return counted.count, "statements"


class Counted:
    """Items, counted as they pass."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = items
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.count += 1
            yield item
