"""The claims of a graph by what they have, so that any combination of filters is answered, and counted, at once.

A set of claims is a whole number: bit n is set if the claim at place n, in order of date, is in it. So a filter is an
`&` or `|` of numbers. It means what `graph.ask.filtering` says; a test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from ...graph.ask.filtering import Filter, accused_of, incidents_of, matching
from ...graph.store.base import QuadStore
from ...graph.store.clocks import claim_date, claims_by_date
from ...graph.store.facts import Facts
from ...ontology import ID, WB
from ...ontology.records import Claim

#: A set of claims, by their places.
Places = int

_SPEAKER = ox.NamedNode(WB.speaker)
#: The fields by which a claim answers another thing.
ANSWERS: Final = ("responds_to", "challenges", "endorses", "withdraws")


class Claims:
    """The claims of facts, in order of date, and which of them have what.

    `statuses` returns the status of each allegation by its IRI, when it is asked for: they take longer than the rest.
    """

    def __init__(self, store: QuadStore, facts: Facts, statuses: Callable[[], Mapping[str, str]]) -> None:
        self._facts = facts
        self._statuses_of = statuses
        self.iris: Sequence[str] = claims_by_date(facts.claims, facts)
        self.place: Mapping[str, int] = {iri: place for place, iri in enumerate(self.iris)}
        #: The data set of each claim, by name.
        self.dataset = _datasets(store)
        self.everything: Places = (1 << len(self.iris)) - 1
        self._having: dict[str, dict[str, list[int]]] = {
            dimension: self._by(values) for dimension, values in self._dimensions().items()
        }
        self._bits: dict[tuple[str, str], Places] = {}

    def _dimensions(self) -> Mapping[str, Callable[[Claim], Iterable[str]]]:
        facts = self._facts

        def published(claim: Claim) -> Iterable[str]:
            sources = (facts.sources[iri] for iri in claim.made_in if iri in facts.sources)
            return (source.publisher for source in sources if source.publisher)

        def kinds(claim: Claim) -> Iterable[str]:
            return (facts.incidents[iri].kind for iri in incidents_of(claim, facts) if iri in facts.incidents)

        return {
            "act": lambda claim: (claim.act,),
            "form": lambda claim: (claim.form,) if claim.form else (),
            "dataset": lambda claim: (self.dataset.get(claim.iri, ""),),
            "kind": kinds,
            "year": self._year,
            "outlet": published,
            "speaker-kind": lambda claim: (facts.actors[iri].kind for iri in claim.speakers if iri in facts.actors),
            "incident": lambda claim: incidents_of(claim, facts),
            "speaker": lambda claim: claim.speakers,
            "accused": lambda claim: accused_of(claim, facts),
            "source": lambda claim: claim.made_in,
            "allegation": lambda claim: (*claim.about, *(iri for iri in claim.challenges if iri in facts.allegations)),
            "evidence": lambda claim: (*claim.evidence, *(iri for iri in claim.challenges if iri in facts.evidence)),
            "answered": lambda claim: (other for field in ANSWERS for other in getattr(claim, field)),
        }

    def _year(self, claim: Claim) -> Iterable[str]:
        date = claim_date(claim, self._facts)
        known = date is not None and date.earliest.year == date.latest.year
        return (f"{date.earliest.year:04}",) if known and date is not None else ()

    def _by(self, values: Callable[[Claim], Iterable[str]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        claims = self._facts.claims
        for place, iri in enumerate(self.iris):
            for value in {*values(claims[iri])}:
                found[value].append(place)
        return dict(found)

    def values(self, dimension: str) -> Collection[str]:
        """Return the values that claims have of a dimension."""
        return self._statuses.keys() if dimension == "status" else self._having[dimension].keys()

    def having(self, dimension: str, value: str) -> Places:
        """Return the claims that have a value of a dimension."""
        if dimension == "status":
            return self._statuses.get(value, 0)
        key = dimension, value
        if key not in self._bits:
            places = bits(self._having[dimension].get(value, ()), len(self.iris))
            if dimension not in _MANY:
                self._bits[key] = places
            return places
        return self._bits[key]

    def with_(self, dimension: str, value: str) -> list[str]:
        """Return the claims (IRIs) that have a value of a dimension, in order of date."""
        return [self.iris[place] for place in self._having[dimension].get(value, ())]

    def number(self, dimension: str, value: str) -> int:
        """Return how many claims have a value of a dimension."""
        return len(self._having[dimension].get(value, ()))

    @cached_property
    def _statuses(self) -> Mapping[str, Places]:
        """The claims about allegations of each status."""
        labels = self._statuses_of()
        found = self._by(lambda claim: (labels[iri] for iri in claim.about if iri in labels))
        return {label: bits(places, len(self.iris)) for label, places in found.items()}

    def dated(self, wanted: Filter) -> Places:
        """Return the claims of a time: those that pass a filter of `since` and `until`."""
        passing = matching(self._facts, wanted)
        return bits([place for place, iri in enumerate(self.iris) if iri in passing], len(self.iris))

    def at(self, places: Places) -> list[str]:
        """Return the claims (IRIs) of a set, in order of date."""
        return [self.iris[place] for place in places_of(places)]


#: The dimensions of so many values that sets for all of them would not fit in memory: these are made when asked for.
_MANY: Final = frozenset(("incident", "speaker", "accused", "source", "allegation", "evidence", "answered", "outlet"))


def bits(places: Iterable[int], number: int) -> Places:
    """Return the set of these places, of so many."""
    marks = bytearray(-(-number // 8))
    for place in places:
        marks[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def places_of(places: Places) -> list[int]:
    """Return the places that are in a set, in order."""
    text = f"{places:b}"[::-1]
    found: list[int] = []
    place = text.find("1")  # most sets are few of many: what is not in them is passed over at once
    while place >= 0:
        found.append(place)
        place = text.find("1", place + 1)
    return found


def _datasets(store: QuadStore) -> Mapping[str, str]:
    """Return the name of the data set of each claim: what its graph is called."""
    quads = store.find(None, _SPEAKER)
    return {
        quad.subject.value: getattr(quad.graph_name, "value", "").removeprefix(ID)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
    }
