"""Claims that are not in order, in a document that else is: they go the longer way, with all that they have to do with.

What becomes of a thing there follows from what is said of it and of what it leads to; and that a thing is left out
matters to what refers to it. So these are put into a store of their own, and are what they were among all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from ....ontology.records import Actor, Claim, DataSet, Reliance
from ..records import Found, Reader
from ..things import GraphName, Things
from .fitting import NotPlain
from .shelf import IRI, Node, Shelf
from .statements import KINDS, NAMES, TABLES, properties, quads_of

#: What may be repaired: only these refer to any of these.
REPAIRED = (Claim, Reliance)
#: How large a part of all claims may be repaired so.
_PART = 1 / 2


def affected(shelf: Shelf, classes: Mapping[int, int], doubtful: Iterable[Node]) -> set[int]:
    """Return the keys of doubtful nodes and of all that refer to them, in one step or several; raises `NotPlain` if
    those are most."""
    referring: dict[int, list[int]] = {}
    for kind in REPAIRED:
        for node in shelf.each(TABLES[kind]):
            for target in _targets(node):
                if target in classes and KINDS[classes[target]] in REPAIRED:
                    referring.setdefault(target, []).append(hash(node.iri))
    found: set[int] = set()
    ahead = [hash(node.iri) for node in doubtful]
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += referring.get(key, ())
    if len(found) > max(_PART * sum(shelf.sizes[TABLES[kind]] for kind in REPAIRED), 1_000):
        raise NotPlain
    return found


def repaired(
    shelf: Shelf,
    classes: Mapping[int, int],
    homes: Sequence[GraphName],
    datasets: Mapping[GraphName, DataSet],
    keys: set[int],
) -> dict[tuple[GraphName, str], Found]:
    """Return what becomes of the nodes with these keys, by graph and IRI; `homes` has the graphs by places."""
    things = Things(_store(shelf, classes, homes, keys), {graph: dataset.name for graph, dataset in datasets.items()})
    things.borrowed = {graph: dataset.uses_actors_of for graph, dataset in datasets.items()}
    reader = Reader(things)
    reader.check()
    described = (thing for kind in REPAIRED for graph in datasets for thing in things.each(kind, graph))
    return {
        (thing.graph, thing.node.value): reader.found(thing) for thing in described if hash(thing.node.value) in keys
    }


def _store(shelf: Shelf, classes: Mapping[int, int], homes: Sequence[GraphName], keys: Iterable[int]) -> ox.Store:
    """Return a store with what is said of nodes, and of all that they lead to."""
    store, known = ox.Store(), properties()
    seen: set[int] = set()
    ahead = [*keys]
    while ahead:
        key = ahead.pop()
        if key in seen or key not in classes:
            continue
        seen.add(key)
        kind = KINDS[classes[key]]
        for table in (TABLES[kind], NAMES) if kind is Actor else (TABLES[kind],):
            shelf.index(table, "key")
            for node in shelf.of(table, key):
                store.extend(quads_of(node, homes[node.place], known))
                ahead += _targets(node)
    return store


def _targets(node: Node) -> list[int]:
    """Return the keys of what a node leads to."""
    said: Sequence[Any] = node.said
    return [hash(said[place + 2]) for place in range(0, len(said), 3) if said[place + 1] == IRI]
