"""Who is called what by whom: the groups and personas of a graph with their names, for formats that carry names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...ontology.records import Actor, Identity, Name
from ..store.facts import Facts
from .representatives import Representatives
from .resolved import resolved

#: The kinds of actors that others give names to.
_NAMED = ("group", "persona")


@dataclass(frozen=True, slots=True)
class GivenName:
    """A name (`value`) that somebody (IRIs, sorted) gives an actor, and the web addresses where they do."""

    value: str
    givers: tuple[str, ...]
    urls: tuple[str, ...]


class Naming:
    """The names in one graph, and who gives them; actors that are the same are one, under all its names."""

    def __init__(self, facts: Facts, shown: Representatives) -> None:
        self._facts = resolved(facts, shown)
        self._same = shown.same
        #: Those who are named, by label.
        self.named = sorted(
            (actor for actor in self._facts.actors.values() if actor.kind in _NAMED),
            key=lambda actor: (actor.label.casefold(), actor.iri),
        )

    def names(self, actor: Actor) -> list[GivenName]:
        """Return the names of an actor, its label first, each with all who give it."""
        by_value: dict[str, list[Name]] = {actor.label: []}
        for name in sorted(actor.names, key=lambda name: (name.value, name.iri)):
            by_value.setdefault(name.value, []).append(name)
        return [GivenName(value, self._givers(names), self._urls(names)) for value, names in by_value.items()]

    def speaker(self, identity: Identity) -> Actor | None:
        """Return who says that two are the same or similar, if that is known."""
        iri = identity.identified_by or ""
        return self._facts.actors.get(self._same.get(iri, iri))

    def givers(self) -> list[Actor]:
        """Return who gives any of the names, by label."""
        iris = {iri for actor in self.named for given in self.names(actor) for iri in given.givers}
        return sorted((self._facts.actors[iri] for iri in iris), key=lambda actor: (actor.label.casefold(), actor.iri))

    def likenesses(self) -> Iterator[tuple[Identity, Actor, Actor]]:
        """Yield what somebody says of two that are named: that they are the same or similar, with both."""
        known = {actor.iri: actor for actor in self.named}
        for identity in sorted(self._facts.identities.values(), key=lambda identity: identity.iri):
            shown = dict.fromkeys(self._same.get(iri, iri) for iri in identity.actors)
            pair = [known[iri] for iri in shown if iri in known]
            if identity.basis in ("stated", "curated") and identity.verdict != "different" and len(pair) == 2:
                yield identity, pair[0], pair[1]

    def _givers(self, names: Iterable[Name]) -> tuple[str, ...]:
        return tuple(sorted({name.by for name in names if name.by in self._facts.actors and name.by}))

    def _urls(self, names: Iterable[Name]) -> tuple[str, ...]:
        sources = (self._facts.sources.get(name.source or "") for name in names)
        return tuple(sorted({source.url for source in sources if source and source.url}))
