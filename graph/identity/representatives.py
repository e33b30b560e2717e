"""Who stands for whom: the actors that were decided to be the same, and which of them is shown for all.

The graph `IDENTITIES` holds the decisions that are in force (`resolution` makes them). Nothing here needs more of the
graph than those, so that a look-up by name stays quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from ...ontology import ID, RDF, REPRESENTATIVES_GRAPH, WB, owner_of
from ..store.base import QuadStore
from ..store.coding import coded_among

#: The named graph of the decisions that are in force. It is no data set that anybody loaded.
IDENTITIES = ID + "identities"

_GRAPH = ox.NamedNode(IDENTITIES)
_COMPARES = ox.NamedNode(WB.compares)
_NAMING = ox.NamedNode(WB.naming)
_ACTOR = ox.NamedNode(WB.Actor)
_TYPE = ox.NamedNode(RDF + "type")
_SHOWN_AS = ox.NamedNode(WB.shownAs)
_REPRESENTATIVES = ox.NamedNode(REPRESENTATIVES_GRAPH)


class Representatives:
    """Classes of actors that are the same; each is shown as the first of its members.

    `same` maps every other member to the first, so that it is empty when nothing was decided.
    """

    def __init__(self, classes: Iterable[Collection[str]] = ()) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        self.same: dict[str, str] = {}
        for members in map(tuple, classes):
            self._classes[members[0]] = members
            self.same.update(dict.fromkeys(members[1:], members[0]))

    @classmethod
    def of(cls, store: QuadStore) -> Representatives:
        """Return the classes by all decisions in force in a store; the first of each is that with the most names."""
        pairs: dict[str, list[str]] = defaultdict(list)
        for quad in store.find(None, _COMPARES, None, _GRAPH):
            pairs[str(quad.subject)].append(_value(quad.object))
        return cls(most_named_first(store, members) for members in connected(pairs.values()))

    @classmethod
    def by(cls, same: Mapping[str, str]) -> Representatives:
        """Return the classes in which each actor has this one for its first member; as `same` of these classes."""
        classes: dict[str, list[str]] = defaultdict(list)
        for actor, first in same.items():
            classes[first].append(actor)
        return cls((first, *others) for first, others in classes.items())

    def representative(self, actor: str) -> str:
        """Return the actor (IRI) that is shown for this one: itself if it is the same as no other."""
        return self.same.get(actor, actor)

    def members(self, actor: str) -> tuple[str, ...]:
        """Return all actors that are the same as this one, itself among them; the representative first."""
        shown = self.representative(actor)
        return self._classes.get(shown, (shown,))


def shown_quads(store: QuadStore) -> list[ox.Quad]:
    """Return the graph `REPRESENTATIVES_GRAPH` for what is in a store: as whom each actor is shown, most as themselves.

    So that a query can ask for all that is said of somebody under whichever name. Takes time linear in the actors.
    """
    shown = Representatives.of(store)
    actors = {quad.subject for quad in store.find(None, _TYPE, _ACTOR) if isinstance(quad.subject, ox.NamedNode)}
    return [ox.Quad(actor, _SHOWN_AS, _shown(actor, shown), _REPRESENTATIVES) for actor in actors]


def _shown(actor: ox.NamedNode, shown: Representatives) -> ox.NamedNode:
    other = shown.same.get(actor.value)
    return actor if other is None else ox.NamedNode(other)


def members_of(store: QuadStore, actor: str) -> tuple[str, ...]:
    """Return all actors that are the same as this one (IRI), itself among them; the representative first."""
    return most_named_first(store, reached(actor, lambda iri: _compared_with(store, iri)))


def most_named_first(store: QuadStore, actors: Iterable[str]) -> tuple[str, ...]:
    """Actors with the most names first, so that who is shown for a class is the one of whom most is known; by IRI.

    Those whom people recorded come before those of data sets that a machine coded.
    """
    alone = tuple(actors)
    if len(alone) < 2:
        return alone
    counted = {iri: sum(1 for _ in store.find(None, _NAMING, ox.NamedNode(iri))) for iri in alone}
    coded = coded_among(store, filter(None, map(owner_of, counted)))
    return tuple(sorted(counted, key=lambda iri: (owner_of(iri) in coded, -counted[iri], iri)))


def connected(groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the sets of things that are connected by standing in one group, directly or through others."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for first, *others in groups:
        neighbours[first].extend(others)
        for other in others:
            neighbours[other].append(first)
    seen: set[str] = set()
    found = []
    for thing in neighbours:
        if thing not in seen:
            found.append(reached(thing, neighbours.__getitem__))
            seen.update(found[-1])
    return found


def reached(start: str, step: Callable[[str], Iterable[str]]) -> list[str]:
    """Return a thing and all that steps lead to from it, each once; nearest first."""
    found = {start: None}
    pending = [start]
    for thing in pending:
        fresh = [other for other in dict.fromkeys(step(thing)) if other not in found]
        found.update(dict.fromkeys(fresh))
        pending.extend(fresh)
    return pending


def _compared_with(store: QuadStore, actor: str) -> Iterator[str]:
    for decision in store.find(None, _COMPARES, ox.NamedNode(actor), _GRAPH):
        for quad in store.find(decision.subject, _COMPARES, None, _GRAPH):
            yield _value(quad.object)


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
