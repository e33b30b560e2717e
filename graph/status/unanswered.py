"""What is missing on record about an allegation: an answer, an origin, evidence that can be seen, a date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...ontology.acts import DECLINING
from ...ontology.records import Allegation, Claim
from ...ontology.wording import joint
from ..store.clocks import claim_date, claims_by_date
from ..store.facts import Facts
from .claims import ClaimIndex, certainly_said
from .independence import Provenance
from .provenance import support
from .status import Vector, label, vectors

#: What can be missing, each with the columns that say so.
MISSING: Final = {
    "answer": ("no_answer_from", "no_comment"),
    "origin": ("unknown_origins",),
    "evidence": ("undisclosed_evidence",),
    "date": ("undated_sources",),
}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What is not on record about one allegation that somebody makes, by the live `claims` (IRIs) that do.

    `is_answered`: whether the accused, or who speaks for it, denied it, claimed responsibility or doubted it; a denial
    by what the accused is part of answers as far as it covers it (see `status`). `no_comment` are the claims (IRIs) by
    which they declined to say anything, in order. `origins` are the speakers and pieces of evidence (IRIs) of unknown
    provenance behind it (see `independence`), `evidence` what is cited for it and not disclosed, and `sources` those
    that carry it and have no date. `status` is the label.
    """

    allegation: Allegation
    status: str
    claims: tuple[str, ...]
    is_answered: bool
    no_comment: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def missing(self) -> frozenset[str]:
        """What is missing, as keys of `MISSING`."""
        lacks = {
            "answer": not self.is_answered,
            "origin": bool(self.origins),
            "evidence": bool(self.evidence),
            "date": bool(self.sources),
        }
        return frozenset(what for what, lacking in lacks.items() if lacking)

    def as_dict(self, facts: Facts) -> dict[str, Any]:
        """Return the row for JSON and CSV; its keys are `COLUMNS`."""
        accused = facts.label(self.allegation.accused)
        return {
            "incident": facts.label(self.allegation.incident),
            "accused": accused,
            "role": self.allegation.role,
            "status": self.status,
            "no_answer_from": None if self.is_answered else accused,
            "no_comment": [_told(facts, iri) for iri in self.no_comment],
            "unknown_origins": [facts.label(iri) for iri in self.origins],
            "undisclosed_evidence": [facts.label(iri) for iri in self.evidence],
            "undated_sources": [facts.label(iri) for iri in self.sources],
            "allegation": self.allegation.iri,
        }


#: The keys of `Unanswered.as_dict`, in order.
COLUMNS: Final = (
    *("incident", "accused", "role", "status"),
    *(column for columns in MISSING.values() for column in columns),
    "allegation",
)


def unanswered(facts: Facts, incidents: Collection[str] | None = None) -> list[Unanswered]:
    """Return the allegations about which something is missing, by incident and accused.

    Over the live claims of `facts`, those visible at some time; `incidents` (IRIs) keeps only those about these. An
    allegation that nobody makes any more, or only on a condition, is left out. Takes time linear in the claims.
    """
    facts = certainly_said(facts)
    provenance = Provenance(facts)
    index = provenance.claims
    received = vectors(index)
    heard = answered(index, received)
    declined = [claim for claim in facts.claims.values() if claim.act in DECLINING and index.is_live(claim)]
    found = (
        _looked_at(provenance, declined, allegation, label(received[iri]), iri in heard)
        for iri, allegation in facts.allegations.items()
        if (received[iri].attributed or received[iri].self_claimed)
        and (incidents is None or allegation.incident in incidents)
    )
    return sorted((each for each in found if each.missing), key=lambda each: _order(each.allegation, facts))


def _order(allegation: Allegation, facts: Facts) -> tuple[str, ...]:
    names = facts.label(allegation.incident), facts.label(allegation.accused)
    return names[0], allegation.incident, names[1], allegation.role, allegation.iri


def _looked_at(
    provenance: Provenance, declined: Collection[Claim], allegation: Allegation, status: str, is_answered: bool
) -> Unanswered:
    facts, index = provenance.facts, provenance.claims
    made = sorted(index.live_claims(allegation.iri), key=lambda claim: claim.iri)
    cited = dict.fromkeys(iri for claim in made for iri in index.evidence(claim) if iri in facts.evidence)
    carriers = dict.fromkeys(iri for claim in made for iri in claim.made_in if iri in facts.sources)
    return Unanswered(
        allegation,
        status,
        claims=tuple(claim.iri for claim in made),
        is_answered=is_answered,
        no_comment=tuple(claims_by_date(_no_comments(index, declined, allegation, made), facts)),
        origins=tuple(dict.fromkeys(_unknown(provenance, allegation))),
        evidence=tuple(iri for iri in cited if facts.evidence[iri].disclosed is False),
        sources=tuple(iri for iri in carriers if facts.sources[iri].published is None),
    )


def _unknown(provenance: Provenance, allegation: Allegation) -> Iterator[str]:
    """Yield the speakers and pieces of evidence of unknown provenance; a word has the IRIs of all who gave it."""
    for root in sorted(support(provenance, allegation.iri).unknown):
        yield from root.iri.split() if root.kind == "word" else [root.iri]


def answered(index: ClaimIndex, received: Mapping[str, Vector]) -> set[str]:
    """Return the allegations (IRIs) that the accused, or who speaks for it, answered (see `Unanswered`), of those that
    live claims make; `received` is what `vectors` returns. Takes time linear in the claims."""
    own = {iri for iri, vector in received.items() if vector.self_claimed or vector.denied}
    return own.union(_doubted(index))


def _doubted(index: ClaimIndex) -> Iterator[str]:
    """Yield the allegations that the accused challenged, themselves or by a live claim that makes them."""
    facts = index.facts
    for target, challenges in index.challenging.items():
        claim = facts.claims.get(target)
        made = index.asserted(claim) if claim and index.is_live(claim) else ()
        doubting = [challenge for challenge in challenges if index.is_live(challenge)]
        for allegation in filter(None, map(facts.allegations.get, (target, *made))):
            if any(index.speaks_as(challenge.speakers, allegation.accused) for challenge in doubting):
                yield allegation.iri


def _no_comments(
    index: ClaimIndex, declined: Collection[Claim], allegation: Allegation, made: Collection[Claim]
) -> Iterator[str]:
    """Yield those of the claims by which somebody declined to comment that are of the accused, or of one that speaks
    for it, and concern the allegation."""
    targets = {claim.iri for claim in made}
    for claim in declined:
        if index.speaks_as(claim.speakers, allegation.accused):
            named = {*claim.responds_to, *claim.about}
            if named & {*targets, allegation.iri} or (not named and claim.incident == allegation.incident):
                yield claim.iri


def _told(facts: Facts, iri: str) -> str:
    claim = facts.claims[iri]
    return f"{joint(map(facts.label, claim.speakers))} ({claim_date(claim, facts) or 'undated'})"
