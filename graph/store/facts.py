"""All records of a graph (or of what was visible at some time) by IRI: what status and the analyses compute over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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
)


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
        kinds: dict[type, dict[str, Record | DataSet]] = {
            Actor: facts.actors,  # type: ignore[dict-item]  # each dict gets only its own kind of record
            Incident: facts.incidents,  # type: ignore[dict-item]
            Allegation: facts.allegations,  # type: ignore[dict-item]
            Claim: facts.claims,  # type: ignore[dict-item]
            Source: facts.sources,  # type: ignore[dict-item]
            Evidence: facts.evidence,  # type: ignore[dict-item]
            Reliance: facts.reliances,  # type: ignore[dict-item]
            Identity: facts.identities,  # type: ignore[dict-item]
            DataSet: facts.datasets,  # type: ignore[dict-item]
        }
        for record in records:
            kinds[type(record)][record.iri] = record
        return facts

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
