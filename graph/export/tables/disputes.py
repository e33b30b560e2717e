"""How the allegations of a graph were received, worked out for some disputes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from ....ontology.records import Actor, Allegation, Claim, Record, Reliance
from ...identity.representatives import Representatives
from ...identity.resolved import resolved
from ...status.assessment import Assessment, assess
from ...store.facts import Facts
from ..waiting.shelf import Shelf

R = TypeVar("R", bound=Record)

#: How many claims are assessed at once, unless what belongs together is more.
_AT_ONCE: Final = 4_000
#: How a place leads to what is there.
_CLAIM, _ALLEGATION, _RELIANCE = "claim at", "allegation at", "reliance at"


class Received(NamedTuple):
    """What is told of an allegation in a row: the label of its status, and its independent origins, from and to."""

    status: str
    low: int
    high: int


def received(assessments: Iterable[Assessment]) -> dict[str, Received]:
    """Return what rows tell of allegations, by IRI."""
    return {
        each.allegation.iri: Received(each.status.label, each.origins.low, each.origins.high) for each in assessments
    }


def assessed(shelf: Shelf, shown: Representatives) -> Iterator[Assessment]:
    """Yield the assessments of all allegations that wait on a shelf, as `assess` makes them of all facts; `shown` tells
    which actors are the same.

    What bears on an allegation is of its incident or is tied to it by a claim, a reliance or a rival (see
    `status.concerning`); what is tied together is assessed together.
    """
    facts = shelf.facts()
    actors = resolved(Facts(actors={actor.iri: _bare(actor) for actor in facts.actors.values()}), shown).actors
    for places in _Ties(shelf).batches():
        part = resolved(_facts_at(places, shelf, facts), shown)
        yield from assess(replace(part, actors=actors))


def _bare(actor: Actor) -> Actor:
    return replace(actor, names=(), description={})


def _facts_at(places: Sequence[str], shelf: Shelf, facts: Facts) -> Facts:
    """Return the facts at some places, with the sources and the evidence that they name; without actors."""

    def there(how: str, records: dict[str, R]) -> dict[str, R]:
        return {iri: records[iri] for place in places for iri in shelf.linked(how, place)}

    part = Facts(
        claims=there(_CLAIM, facts.claims),
        allegations=there(_ALLEGATION, facts.allegations),
        reliances=there(_RELIANCE, facts.reliances),
        incidents={iri: facts.incidents[iri] for iri in places if iri in facts.incidents},
    )
    named = {iri for claim in part.claims.values() for iri in claim.made_in}
    named |= {iri for reliance in part.reliances.values() for iri in (reliance.relying, reliance.on or "")}
    part.sources = {iri: facts.sources[iri] for iri in sorted(named) if iri in facts.sources}
    part.evidence = {iri: facts.evidence[iri] for iri in places if iri in facts.evidence}
    return part


class _Ties:
    """Which places belong together: incidents, and what else claims are tied by, each an IRI. A claim is at its
    incident, and where it has none, at its own IRI."""

    def __init__(self, shelf: Shelf) -> None:
        self._facts = facts = shelf.facts()
        self._above: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._resting: set[str] = set()
        shelf.link((_RELIANCE, self._reliance(each), each.iri) for each in facts.reliances.values())
        shelf.link((_ALLEGATION, self._allegation(each), each.iri) for each in facts.allegations.values())
        shelf.link((_CLAIM, self._claim(each), each.iri) for each in facts.claims.values())

    def batches(self) -> Iterator[list[str]]:
        """Yield all places, those together that belong together, with as many claims as are assessed at once."""
        together: dict[str, list[str]] = {}
        for place in self._sizes:
            together.setdefault(self._root(place), []).append(place)
        batch: list[str] = []
        number = 0
        for places in together.values():
            batch += places
            number += sum(map(self._sizes.__getitem__, places))
            if number >= _AT_ONCE:
                yield batch
                batch, number = [], 0
        if batch:
            yield batch

    def _reliance(self, reliance: Reliance) -> str:
        place = self._place_of(reliance.relying)
        self._resting.add(place)
        if reliance.on is not None:
            self._resting.add(reliance.on)
            self._tie(place, self._place_of(reliance.on))
        self._sizes.setdefault(place, 0)
        return place

    def _allegation(self, allegation: Allegation) -> str:
        self._tie(allegation.incident, *map(self._place_of, allegation.excludes))
        self._sizes.setdefault(allegation.incident, 0)
        return allegation.incident

    def _claim(self, claim: Claim) -> str:
        place = _place(claim)
        resting = (source for source in claim.made_in if source in self._resting)
        answered = {*claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws}
        self._tie(place, *map(self._alleged, claim.about), *map(self._place_of, answered), *claim.evidence, *resting)
        for each in claim.evidence:
            self._sizes.setdefault(each, 0)
        self._sizes[place] = self._sizes.get(place, 0) + 1
        return place

    def _alleged(self, iri: str) -> str:
        allegation = self._facts.allegations.get(iri)
        return iri if allegation is None else allegation.incident

    def _place_of(self, iri: str) -> str:
        """Return where a thing is: a claim or an allegation at its incident, everything else at itself."""
        claim = self._facts.claims.get(iri)
        place = self._alleged(iri) if claim is None else _place(claim)
        self._sizes.setdefault(place, 0)
        return place

    def _tie(self, place: str, *others: str) -> None:
        root = self._root(place)
        for other in others:
            if (joined := self._root(other)) != root:
                self._above[joined] = root

    def _root(self, place: str) -> str:
        above, path = self._above, []
        while (higher := above.get(place)) is not None:
            path.append(place)
            place = higher
        above.update((each, place) for each in path[:-1])
        return place


def _place(claim: Claim) -> str:
    return claim.incident or claim.iri
