"""Which actors of a store bear the same names, and what is needed of them to compare them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.quads import TYPE, from_quads, search_names
from ...ontology.records import Actor
from ..store.base import QuadStore

_ACTOR = ox.NamedNode(WB.Actor)
_KIND = ox.NamedNode(WB.kind)
_NAMING = ox.NamedNode(WB.naming)
_SEARCH_NAME = ox.NamedNode(WB.searchName)
_WIKIDATA = ox.NamedNode(WB.wikidata)

#: Names of several things, and names in several data sets. The engine counts what it need not decode.
_SHARED = "SELECT ?name { GRAPH ?g { ?thing wb:searchName ?name } } GROUP BY ?name HAVING(COUNT(DISTINCT ?thing) > 1)"
_ACROSS = "SELECT ?name { GRAPH ?g { ?thing wb:searchName ?name } } GROUP BY ?name HAVING(COUNT(DISTINCT ?g) > 1)"

#: Actors (IRIs) and the data set (IRI) that describes each; the first if several do.
Homes = dict[str, str]


def shared_names(store: QuadStore) -> Iterator[tuple[str, Homes]]:
    """Yield the folded names that several actors bear, with those who do; the unnamed are not called, but described."""
    unnamed = ox.Literal("unnamed")
    for name, homes in _bearers(store, _SHARED):
        graphs = ((ox.NamedNode(iri), ox.NamedNode(graph)) for iri, graph in homes.items())
        named = {node.value: graph.value for node, graph in graphs if ox.Quad(node, _KIND, unnamed, graph) not in store}
        if len(named) > 1:
            yield name, named


def comparable(store: QuadStore, also: Iterable[str] = ()) -> Iterator[tuple[Actor, str]]:
    """Return the actors that may be the same as one of another data set, and some `also` (IRIs), with their data sets.

    They share a name, are items of Wikidata, or are states, which may also be the same in one data set. With them come
    those who give them names.
    """
    homes: Homes = {}
    for _, bearers in _bearers(store, _ACROSS):
        homes |= _in_several(bearers)
    homes |= _homes(store.find(None, _KIND, ox.Literal("state")))
    homes |= _in_several(_homes(store.find(None, _WIKIDATA)))
    homes |= _described(store, also)
    found = {iri: _actor(store, iri, dataset) for iri, dataset in sorted(homes.items())}
    namers = {name.by for actor in found.values() for name in actor.names if name.by} - found.keys()
    for iri, dataset in sorted(_described(store, namers).items()):
        found[iri], homes[iri] = _actor(store, iri, dataset), dataset
    return ((actor, homes[iri]) for iri, actor in found.items())


def comparable_of(
    described: Iterable[tuple[str, Iterable[Actor]]], also: Iterable[str] = ()
) -> Iterator[tuple[Actor, str]]:
    """Return what `comparable` does of actors that were all read already, data set (IRI) by data set."""
    known: dict[str, Actor] = {}
    homes: Homes = {}
    bearers: dict[str, Homes] = defaultdict(dict)
    for dataset, actors in described:
        for actor in actors:
            known.setdefault(actor.iri, actor)
            homes.setdefault(actor.iri, dataset)
            for name in search_names(actor):
                bearers[name].setdefault(actor.iri, dataset)
    found = {iri for alike in bearers.values() for iri in _in_several(alike)}
    found |= {iri for iri, actor in known.items() if actor.kind == "state"}
    found |= _in_several({iri: homes[iri] for iri, actor in known.items() if actor.wikidata}).keys()
    found |= known.keys() & set(also)
    found |= known.keys() & {name.by for iri in found for name in known[iri].names if name.by}
    return ((known[iri], homes[iri]) for iri in sorted(found))


def _bearers(store: QuadStore, query: str) -> Iterator[tuple[str, Homes]]:
    for row in store.wider.select(query):
        homes = _homes(store.find(None, _SEARCH_NAME, row["name"]))
        yield row["name"].value, {iri: graph for iri, graph in homes.items() if _is_actor(store, iri, graph)}


def _homes(quads: Iterable[ox.Quad]) -> Homes:
    """Return the subjects of quads with their graphs."""
    found: Homes = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            graph = quad.graph_name.value
            found[quad.subject.value] = min(graph, found.get(quad.subject.value, graph))
    return found


def _described(store: QuadStore, actors: Iterable[str]) -> Homes:
    """Return those of the actors that the store has."""
    quads = (quad for iri in actors for quad in store.find(ox.NamedNode(iri), TYPE, _ACTOR))
    return _homes(quads)


def _is_actor(store: QuadStore, iri: str, graph: str) -> bool:
    return ox.Quad(ox.NamedNode(iri), TYPE, _ACTOR, ox.NamedNode(graph)) in store


def _in_several(homes: Homes) -> Homes:
    """Return the actors, if they are of more than one data set."""
    return homes if len(set(homes.values())) > 1 else {}


def _actor(store: QuadStore, iri: str, dataset: str) -> Actor:
    node, graph = ox.NamedNode(iri), ox.NamedNode(dataset)
    quads = list(store.find(node, None, None, graph))
    for naming in store.find(None, _NAMING, node, graph):
        quads += store.find(naming.subject, None, None, graph)
    (found,) = [record for record in from_quads(quads) if isinstance(record, Actor)]
    return found
