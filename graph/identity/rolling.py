"""Rolling up: which actors count as a state, because they are its organs or speak for it.

This is for counting and drawing who blames whom. What follows from who said something (a status, whether a withdrawal
takes effect) is never computed from actors that are rolled up: one agency cannot take back what another one said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from ...ontology import WB
from ..store.base import QuadStore
from .representatives import Representatives, reached

_PART_OF = ox.NamedNode(WB.partOf)
_SPEAKS_FOR = ox.NamedNode(WB.speaksFor)
_KIND = ox.NamedNode(WB.kind)


def rolled_up(store: QuadStore, shown: Representatives) -> Representatives:
    """Return the same representatives, except that each state also stands for those who count as it (see `states`)."""
    return Representatives.by(counted_as(shown.same, states(store, shown)))


def counted_as(same: Mapping[str, str], states: Mapping[str, str]) -> dict[str, str]:
    """Return who is counted as whom, where `same` maps actors to who stands for them, and `states` those to states."""
    return {**{actor: states.get(shown, shown) for actor, shown in same.items()}, **states}


def states(store: QuadStore, shown: Representatives) -> dict[str, str]:
    """Return the state that each representative (IRI) counts as; who counts as nobody else is left out.

    An agency counts as the state of which it is part or for which it speaks, directly or through others. Whoever is no
    agency counts as the state for which they speak, and not as one of which they are merely part: an officer who is
    accused, a citizen, a company or a group that is said to belong to a state is not that state. Where this leads to
    several states, nobody knows which, and to none.
    """
    kinds = _Kinds(store, shown)
    above: dict[str, list[str]] = defaultdict(list)
    for actor, over in _relations(store, kinds, shown):
        above[actor].append(over)
    found = {
        actor: {iri for iri in reached(actor, lambda iri: above.get(iri, ())) if kinds[iri] == "state"}
        for actor in above
    }
    return {actor: next(iter(over)) for actor, over in sorted(found.items()) if len(over) == 1}


def _relations(store: QuadStore, kinds: _Kinds, shown: Representatives) -> Iterator[tuple[str, str]]:
    """Yield who is rolled up into whom, step by step; a state is rolled up no further."""
    for predicate in (_PART_OF, _SPEAKS_FOR):
        for quad in store.find(None, predicate):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                actor, over = shown.representative(quad.subject.value), shown.representative(quad.object.value)
                counts = predicate == _SPEAKS_FOR or kinds[actor] == "agency"
                if counts and kinds[actor] != "state" and actor != over:
                    yield actor, over


class _Kinds(dict[str, str]):
    """The kinds of representatives, each looked up once."""

    def __init__(self, store: QuadStore, shown: Representatives) -> None:
        self._store = store
        self._shown = shown

    def __missing__(self, actor: str) -> str:
        members = map(ox.NamedNode, self._shown.members(actor))
        quads = (quad for member in members for quad in self._store.find(member, _KIND))
        self[actor] = next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")
        return self[actor]
