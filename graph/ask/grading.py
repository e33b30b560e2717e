"""What a reader's rule of trust means in a graph: the names in it are looked up, each with what it grades."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import pyoxigraph as ox

from ...errors import AmbiguousName, InvalidData, Problem, UnknownName
from ...ontology import WB
from ...ontology.records import dataset_iri
from ...ontology.scales import Trust
from ..identity.representatives import Representatives
from ..status.trust import Grades
from ..store.base import QuadStore
from .names import Found, find, told_apart

_SPEAKER = ox.NamedNode(WB.speaker)
_PUBLISHER = ox.NamedNode(WB.publisher)


def grades(store: QuadStore, trust: Trust, shown: Representatives) -> tuple[Grades, list[Problem]]:
    """Return the grades of what a rule names, and where it names what the graph does not have.

    Names are those that are borne in full; an outlet is all that were decided to be the same. Raises `InvalidData` for
    those that may mean several.
    """
    reading = _Names(store, trust, shown)
    found = Grades(
        sources=reading.graded("sources", reading.sources),
        outlets=reading.graded("outlets", reading.outlets),
        claims=reading.graded("datasets", reading.claims),
    )
    if reading.ambiguous:
        raise InvalidData(reading.ambiguous)
    return found, reading.unknown


class _Names:
    def __init__(self, store: QuadStore, trust: Trust, shown: Representatives) -> None:
        self.store = store
        self.trust = trust
        self.shown = shown
        self.unknown: list[Problem] = []
        self.ambiguous: list[Problem] = []

    def graded(self, section: str, meant: Callable[[str], Collection[str]]) -> dict[str, str]:
        """Return the grades of one section of the rule, by the IRIs of what its names mean."""
        named: Mapping[str, str] = getattr(self.trust, section)
        graded: dict[str, str] = {}
        for name, grade in named.items():
            place = self.trust.places.get((section, name), (0, 0))
            try:
                graded.update(dict.fromkeys(meant(name), grade))
            except UnknownName as error:
                self.unknown.append(Problem(f"this grades nothing: {error}", self.trust.file, *place))
            except AmbiguousName as error:
                self.ambiguous.append(Problem(str(error), self.trust.file, *place))
        return graded

    def sources(self, name: str) -> list[str]:
        """Return the sources that are called so; those of different data sets are copies of one."""
        found = find(self.store, name, ["source"])
        if len({each.dataset for each in found}) < len(found):
            raise AmbiguousName(name, told_apart(self.store, found))
        return [each.iri for each in found]

    def outlets(self, name: str) -> list[str]:
        """Return the actor that publishes sources under a name, with all that are the same."""
        found = [each for each in find(self.store, name, ["actor"]) if self._publishes(each)]
        if not found:
            raise UnknownName(name, what="publisher of a source")
        classes = {self.shown.representative(each.iri): each for each in found}
        if len(classes) > 1:
            raise AmbiguousName(name, told_apart(self.store, list(classes.values())))
        return list(self.shown.members(found[0].iri))

    def _publishes(self, actor: Found) -> bool:
        members = map(ox.NamedNode, self.shown.members(actor.iri))
        return any(True for member in members for _ in self.store.find(None, _PUBLISHER, member))

    def claims(self, name: str) -> list[str]:
        """Return the claims of a data set."""
        graph = ox.NamedNode(dataset_iri(name))
        found = [quad.subject for quad in self.store.find(None, _SPEAKER, None, graph)]
        if not found:
            raise UnknownName(name, what="data set with claims")
        return [claim.value for claim in found if isinstance(claim, ox.NamedNode)]
