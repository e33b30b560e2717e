"""What is in the graph, kind by kind: a row for each actor, incident and source, with how many claims concern it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...ontology.acts import is_blame
from ..identity.representatives import Representatives
from ..store.facts import Facts
from .names import key_of

Row = Mapping[str, object]


def actors(facts: Facts, shown: Representatives) -> list[Row]:
    """Return a row for each actor, in order of name; those that are the same are one.

    `claims` counts what it said, `blamed` the claims of others that blame it.
    """
    said = Counter(speaker for claim in facts.claims.values() for speaker in claim.speakers)
    blamed: Counter[str] = Counter()
    for claim in facts.claims.values():
        charges = [facts.allegations[iri] for iri in claim.about if iri in facts.allegations]
        if is_blame(claim.act, [charge.role for charge in charges]):
            blamed.update({charge.accused for charge in charges} - set(claim.speakers))
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
        if shown.representative(iri) == iri
    )
    return _by_name(rows)


def incidents(facts: Facts, _: Representatives) -> list[Row]:
    """Return a row for each incident, in order of name, with the days from and to which it went on."""
    counts = Counter(_incidents_of(facts))
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
    )
    return _by_name(rows)


def sources(facts: Facts, _: Representatives) -> list[Row]:
    """Return a row for each source, in order of title."""
    counts = Counter(iri for claim in facts.claims.values() for iri in claim.made_in)
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
    )
    return _by_name(rows)


@dataclass(frozen=True, slots=True)
class Inventory:
    """How a kind of thing is listed: its rows, what people are shown of each, and what programs get beside it."""

    rows: Callable[[Facts, Representatives], list[Row]]
    shown: tuple[str, ...]
    more: tuple[str, ...]


#: What can be listed so.
INVENTORIES: Final = {
    "actors": Inventory(actors, ("name", "kind", "claims", "blamed", "key"), ("iri",)),
    "incidents": Inventory(incidents, ("name", "kind", "from", "claims", "key"), ("to", "iri")),
    "sources": Inventory(sources, ("name", "publisher", "published", "claims", "key"), ("url", "iri")),
}


def _incidents_of(facts: Facts) -> Iterable[str]:
    """Yield the incident of each claim, once a claim."""
    for claim in facts.claims.values():
        about = {facts.allegations[iri].incident for iri in claim.about if iri in facts.allegations}
        yield from about | ({claim.incident} if claim.incident else set())


def _by_name(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["name"]).casefold(), str(row["iri"])))


def _day(date: object) -> str | None:
    return str(date) if date is not None else None
