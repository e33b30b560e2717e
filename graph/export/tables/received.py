"""How the allegations of a graph were received, worked out for some disputes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from ....ontology.records import Actor, Claim
from ...identity.representatives import Representatives
from ...identity.resolved import resolved
from ...status.assessment import Assessment, assess
from ...store.facts import Facts
from ..shelf import Shelf

#: How many claims are assessed at once, unless what belongs together is more.
_AT_ONCE: Final = 4_000
#: How a batch leads to what is in it.
_CLAIM, _ALLEGATION, _INCIDENT, _RELIANCE = "claim of batch", "allegation of batch", "incident of batch", "reliance of"


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
    for number in range(_put_into_batches(shelf, facts)):
        part = replace(resolved(_facts_of(shelf, facts, str(number)), shown), actors=actors)
        yield from assess(part)


def _bare(actor: Actor) -> Actor:
    return replace(actor, names=(), description={})


def _facts_of(shelf: Shelf, facts: Facts, number: str) -> Facts:
    """Return the facts of a batch, with the sources and the evidence that it names; without actors."""
    part = Facts(
        claims={iri: facts.claims[iri] for iri in shelf.linked(_CLAIM, number)},
        allegations={iri: facts.allegations[iri] for iri in shelf.linked(_ALLEGATION, number)},
        incidents={iri: facts.incidents[iri] for iri in shelf.linked(_INCIDENT, number)},
        reliances={iri: facts.reliances[iri] for iri in shelf.linked(_RELIANCE, number)},
    )
    named = {iri for claim in part.claims.values() for iri in (*claim.made_in, *claim.evidence, *claim.challenges)}
    named |= {iri for reliance in part.reliances.values() for iri in (reliance.relying, reliance.on or "")}
    part.sources = {iri: facts.sources[iri] for iri in sorted(named) if iri in facts.sources}
    part.evidence = {iri: facts.evidence[iri] for iri in sorted(named) if iri in facts.evidence}
    return part


def _put_into_batches(shelf: Shelf, facts: Facts) -> int:
    """Link batches to what is in them; return how many they are."""
    ties = _Ties(facts)
    numbers: dict[str, int] = {}
    last, room = 0, _AT_ONCE
    for claim in facts.claims.values():
        root = ties.root(ties.place(claim))
        if root not in numbers:
            if ties.sizes[root] > room < _AT_ONCE:
                last, room = last + 1, _AT_ONCE
            numbers[root] = last
            room -= ties.sizes[root]
    if not numbers:
        return 0

    def number(place: str) -> str:
        return str(numbers.get(ties.root(place), last))  # of what nobody speaks of nothing is told

    shelf.link((_CLAIM, number(ties.place(claim)), claim.iri) for claim in facts.claims.values())
    shelf.link((_ALLEGATION, number(each.incident), each.iri) for each in facts.allegations.values())
    shelf.link((_INCIDENT, number(iri), iri) for iri in facts.incidents)
    shelf.link((_RELIANCE, number(ties.place_of(each.relying)), each.iri) for each in facts.reliances.values())
    return last + 1


class _Ties:
    """Which incidents belong together, with what is tied to none by itself: sets of places, each an IRI.

    `sizes` has the number of claims of each, by its root.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._above: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self._resting = {end for each in facts.reliances.values() for end in (each.relying, each.on) if end}
        for allegation in facts.allegations.values():
            self._tie(allegation.incident, map(self.place_of, allegation.excludes))
        for reliance in facts.reliances.values():
            self._tie(self.place_of(reliance.relying), map(self.place_of, filter(None, (reliance.on,))))
        for claim in facts.claims.values():
            self._tie(self.place(claim), self._touched(claim))
        for claim in facts.claims.values():
            root = self.root(self.place(claim))
            self.sizes[root] = self.sizes.get(root, 0) + 1

    def place(self, claim: Claim) -> str:
        return claim.incident or claim.iri

    def place_of(self, iri: str) -> str:
        """Return the place of a thing: of a claim or an allegation that of its incident."""
        if (claim := self._facts.claims.get(iri)) is not None:
            return self.place(claim)
        allegation = self._facts.allegations.get(iri)
        return iri if allegation is None else allegation.incident

    def _touched(self, claim: Claim) -> Iterator[str]:
        yield from map(self.place_of, (*claim.about, *claim.responds_to, *claim.endorses, *claim.withdraws))
        yield from map(self.place_of, claim.challenges)
        yield from claim.evidence
        yield from (source for source in claim.made_in if source in self._resting)

    def _tie(self, place: str, others: Iterable[str]) -> None:
        root = self.root(place)
        for other in others:
            if (joined := self.root(other)) != root:
                self._above[joined] = root

    def root(self, place: str) -> str:
        above = self._above
        path = []
        while (next_ := above.get(place, place)) != place:
            path.append(place)
            place = next_
        above.update((each, place) for each in path[:-1])
        return place
