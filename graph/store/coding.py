"""Claims that a machine coded, apart from those that people read: they count only where somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ...ontology import WB
from .base import QuadStore

_COUNT = "SELECT (COUNT(DISTINCT ?claim) AS ?n) { %s }"
_CODED = "?claim wb:coding ?coding"
_CODING = ox.NamedNode(WB.coding)


def machine_coded(store: QuadStore, dataset: str | None = None) -> int:
    """Return how many claims of a store, or of one of its data sets (an IRI), a machine coded."""
    if not store.uses(_CODING):
        return 0
    if store.whole is not store:
        home = None if dataset is None else ox.NamedNode(dataset)
        return len({quad.subject for quad in store.find(None, _CODING, None, home)})
    text = _COUNT % (_CODED if dataset is None else f"GRAPH ?dataset {{ {_CODED} }}")
    bound = {} if dataset is None else {"dataset": ox.NamedNode(dataset)}
    return int(next(iter(store.select(text, bound).rows())).n)


def coded_among(store: QuadStore, datasets: Iterable[str]) -> set[str]:
    """Return those of some data sets (IRIs) in which are claims that a machine coded; a look-up for each."""
    if not store.uses(_CODING):
        return set()
    return {home for home in datasets if next(store.find(predicate=_CODING, graph=ox.NamedNode(home)), None)}
