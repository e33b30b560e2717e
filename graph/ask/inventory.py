"""What is in the graph, kind by kind: a row for each actor, incident and source, with how many claims concern it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...ontology.records import Claim
from ..identity.representatives import Representatives
from ..store.facts import Facts
from .filtering import actors_of, blamed_by, incidents_of
from .names import key_of

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: facts, who stands for whom, and which claims (IRIs; None: all, and whatever there is)."""

    facts: Facts
    shown: Representatives
    wanted: Collection[str] | None = None

    @property
    def claims(self) -> list[Claim]:
        """The claims that are asked about."""
        claims = self.facts.claims.values()
        return [claim for claim in claims if self.wanted is None or claim.iri in self.wanted]


def actors(asked: Asked) -> list[Row]:
    """Return a row for each actor, in order of name; those that are the same are one.

    `claims` counts what it said, `blamed` the claims of others that blame it.
    """
    facts = asked.facts
    concerned = Counter(actor for claim in asked.claims for actor in set(actors_of(claim, facts)))
    said = Counter(speaker for claim in asked.claims for speaker in claim.speakers)
    blamed = Counter(actor for claim in asked.claims for actor in blamed_by(claim, facts))
    rows = (
        {
            "name": actor.label,
            "kind": actor.kind,
            "claims": said[iri],
            "blamed": blamed[iri],
            "key": key_of(iri),
            "iri": iri,
        }
        for iri, actor in facts.actors.items()
        if asked.shown.representative(iri) == iri and _is_listed(iri, concerned, asked)
    )
    return _by_name(rows)


def incidents(asked: Asked) -> list[Row]:
    """Return a row for each incident, in order of name, with the days from and to which it went on."""
    facts = asked.facts
    counts = Counter(iri for claim in asked.claims for iri in set(incidents_of(claim, facts)))
    rows = (
        {
            "name": incident.label,
            "kind": incident.kind,
            "from": _day(incident.occurred_from),
            "to": _day(incident.occurred_to),
            "claims": counts[iri],
            "key": key_of(iri),
            "iri": iri,
        }
        for iri, incident in facts.incidents.items()
        if _is_listed(iri, counts, asked)
    )
    return _by_name(rows)


def sources(asked: Asked) -> list[Row]:
    """Return a row for each source, in order of title."""
    facts = asked.facts
    counts = Counter(iri for claim in asked.claims for iri in claim.made_in)
    rows = (
        {
            "name": source.label,
            "publisher": facts.label(source.publisher) if source.publisher else None,
            "published": _day(source.published),
            "claims": counts[iri],
            "url": source.url,
            "key": key_of(iri),
            "iri": iri,
        }
        for iri, source in facts.sources.items()
        if _is_listed(iri, counts, asked)
    )
    return _by_name(rows)


@dataclass(frozen=True, slots=True)
class Inventory:
    """How a kind of thing is listed: its rows, what people are shown of each, and what programs get beside it."""

    rows: Callable[[Asked], list[Row]]
    shown: tuple[str, ...]
    more: tuple[str, ...]


#: What can be listed so.
INVENTORIES: Final = {
    "actors": Inventory(actors, ("name", "kind", "claims", "blamed", "key"), ("iri",)),
    "incidents": Inventory(incidents, ("name", "kind", "from", "claims", "key"), ("to", "iri")),
    "sources": Inventory(sources, ("name", "publisher", "published", "claims", "key"), ("url", "iri")),
}


def _is_listed(iri: str, counts: Counter[str], asked: Asked) -> bool:
    """Return whether a thing is listed: all are, unless only certain claims are asked about."""
    return asked.wanted is None or counts[iri] > 0


def _by_name(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["name"]).casefold(), str(row["iri"])))


def _day(date: object) -> str | None:
    return str(date) if date is not None else None
