"""All records of a graph (or of what was visible at some time) by IRI: what status and the analyses compute over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
    owner_of,
)

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Facts:
    """Records by IRI. A claim's IRI here is that of the claim, also when an earlier version of it is meant."""

    actors: dict[str, Actor] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    allegations: dict[str, Allegation] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    reliances: dict[str, Reliance] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    datasets: dict[str, DataSet] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record | DataSet]) -> Facts:
        """Sort records into their kinds."""
        facts = cls()
        kinds = facts.by_kind
        for record in records:
            kinds[type(record)][record.iri] = record
        return facts

    @property
    def by_kind(self) -> Mapping[type, dict[str, Any]]:
        """The records of each kind, by IRI."""
        return {
            Actor: self.actors,
            Incident: self.incidents,
            Allegation: self.allegations,
            Claim: self.claims,
            Source: self.sources,
            Evidence: self.evidence,
            Reliance: self.reliances,
            Identity: self.identities,
            DataSet: self.datasets,
        }

    def __contains__(self, iri: object) -> bool:
        """Return whether something is here that claims are made of or refer to."""
        kinds = (self.claims, self.actors, self.incidents, self.allegations, self.sources, self.evidence)
        return any(iri in kind for kind in kinds)

    def label(self, iri: str) -> str:
        """Return what to call a thing; the end of its IRI when it has no label."""
        for kind in (self.actors, self.incidents, self.claims, self.sources, self.allegations, self.evidence):
            record = kind.get(iri)
            if record is not None and record.label:
                return record.label
        return iri.rsplit("/", 1)[-1]


def read_by_people(facts: Facts) -> Facts:
    """Return the facts without the claims that a machine coded, and without what is there for these alone.

    That is what only they are about, and all of the data sets in which they are that no other claim refers to. Takes
    time linear in the facts.
    """
    coded = [claim for claim in facts.claims.values() if claim.coding]
    if not coded:
        return facts
    left = {iri: claim for iri, claim in facts.claims.items() if not claim.coding}
    used = set(_used(left.values(), facts))
    alone = {iri for claim in coded for iri in _referred(claim)} - used
    homes = {owner_of(claim.iri) for claim in coded} - {None, *map(owner_of, left)}

    def kept(records: Mapping[str, R]) -> dict[str, R]:
        return {
            iri: record
            for iri, record in records.items()
            if iri in used or (iri not in alone and owner_of(iri) not in homes)
        }

    return replace(
        facts,
        actors={iri: actor for iri, actor in facts.actors.items() if iri in used or owner_of(iri) not in homes},
        incidents=kept(facts.incidents),
        allegations=kept(facts.allegations),
        claims=left,
        sources=kept(facts.sources),
        evidence=kept(facts.evidence),
        reliances=kept(facts.reliances),
    )


def _referred(claim: Claim) -> Iterator[str]:
    yield from (*claim.speakers, *claim.accused, *claim.about, *claim.made_in, *claim.evidence)
    if claim.incident:
        yield claim.incident


def _used(claims: Iterable[Claim], facts: Facts) -> Iterator[str]:
    """Yield what claims refer to, and what that refers to."""
    for claim in claims:
        yield from _referred(claim)
        yield from (*claim.through, *claim.as_told_by)
        for iri in claim.about:
            if (allegation := facts.allegations.get(iri)) is not None:
                yield from (allegation.accused, allegation.incident)
        for iri in claim.made_in:
            if (source := facts.sources.get(iri)) is not None and source.publisher:
                yield source.publisher
