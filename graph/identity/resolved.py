"""Facts in which every actor is replaced by the one that stands for it; what was said stays what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ...ontology.records import Actor, Allegation, Claim, Evidence, Incident, Name, Record, Source
from ..store.facts import Facts
from .representatives import Representatives

R = TypeVar("R", bound=Record)

#: The fields of records that refer to actors; the names of actors do so, too.
_REFERENCES: Mapping[type, tuple[str, ...]] = {
    Incident: ("victims", "activity_of"),
    Allegation: ("accused",),
    Claim: ("speakers", "through", "as_told_by", "accused"),
    Source: ("publisher",),
    Evidence: ("held_by",),
}


def resolved(facts: Facts, shown: Representatives) -> Facts:
    """Return the facts with representatives instead of the actors they stand for, whose names they bear as well.

    Without any decision these are the same facts. Takes time linear in them.
    """
    same = shown.same
    if not same:
        return facts
    return replace(
        facts,
        actors={actor.iri: actor for actor in _actors(facts.actors, shown)},
        incidents=_moved(facts.incidents, Incident, same),
        allegations=_moved(facts.allegations, Allegation, same),
        claims=_moved(facts.claims, Claim, same),
        sources=_moved(facts.sources, Source, same),
        evidence=_moved(facts.evidence, Evidence, same),
    )


def _actors(actors: Mapping[str, Actor], shown: Representatives) -> Iterator[Actor]:
    """Yield one actor for each class, which is a part of and speaks for all that its members are and do."""
    same = shown.same
    for iri, actor in actors.items():
        members = [actors[member] for member in shown.members(iri) if member in actors]
        if members[0] is not actor:
            continue
        yield replace(
            actor,
            names=tuple(_name(name, iri, same) for member in members for name in member.names),
            part_of=_all((above for member in members for above in member.part_of), same, iri),
            speaks_for=_all((above for member in members for above in member.speaks_for), same, iri),
            wikidata=next((member.wikidata for member in members if member.wikidata), None),
        )


def _name(name: Name, actor: str, same: Mapping[str, str]) -> Name:
    return replace(name, actor=actor, by=same.get(name.by, name.by) if name.by else None)


def _all(actors: Iterable[str], same: Mapping[str, str], but: str) -> tuple[str, ...]:
    return tuple(sorted({same.get(actor, actor) for actor in actors} - {but}))


def _moved(records: Mapping[str, R], kind: type[R], same: Mapping[str, str]) -> dict[str, R]:
    """Return the records, and new ones for those that refer to somebody for whom another stands."""
    fields = _REFERENCES[kind]

    def moved(record: R) -> R:
        changes: dict[str, Any] = {}
        for name in fields:
            value = getattr(record, name)
            if isinstance(value, tuple):
                if any(actor in same for actor in value):
                    changes[name] = tuple(sorted({same.get(actor, actor) for actor in value}))
            elif value in same:
                changes[name] = same[value]
        return replace(record, **changes) if changes else record

    return {iri: moved(record) for iri, record in records.items()}
