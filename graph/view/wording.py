"""What claims and allegations of a graph say, as English that names who said it and asserts nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...ontology import wording
from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.records import Allegation, Claim
from ..store.facts import Facts


def sentence(claim: Claim, facts: Facts) -> str:
    """Return one sentence for one claim.

    "FBI attributes Sony Pictures intrusion to North Korea", "Norse challenges the attribution by FBI of …".
    """
    answers = ACTS[claim.act].answers
    return wording.claim(
        claim.act,
        speakers(claim, facts),
        incident=facts.label(claim.incident) if claim.incident else "",
        charges=list(_charges(claim, facts)),
        answered=_listed(getattr(claim, answers) if answers else (), facts),
        outcome=claim.outcome,
    )


def speakers(claim: Claim, facts: Facts) -> str:
    """Return those who made a claim as one: "FBI with CISA and NSA"."""
    return wording.joint(map(facts.label, claim.speakers))


def alleged(allegation: Allegation, facts: Facts) -> str:
    """Return what an allegation alleges: "that Mossfield is the origin of Green Ring campaign"."""
    accused, incident = facts.label(allegation.accused), facts.label(allegation.incident)
    return f"that {wording.proposition(accused, allegation.role, incident)}"


def roles_of(claim: Claim, facts: Facts) -> list[str]:
    """Return the roles of which the allegations that a claim is about speak."""
    return [facts.allegations[iri].role for iri in claim.about if iri in facts.allegations]


def _charges(claim: Claim, facts: Facts) -> Iterator[wording.Charge]:
    """Yield the accused, each in the roles of which the allegations speak."""
    about = [facts.allegations[iri] for iri in claim.about if iri in facts.allegations]
    for accused in claim.accused:
        roles = dict.fromkeys(allegation.role for allegation in about if allegation.accused == accused)
        yield from ((facts.label(accused), role) for role in roles or (DEFAULT_ROLE,))


def _listed(iris: Iterable[str], facts: Facts) -> str:
    return " and ".join(_spoken(iri, facts) for iri in iris)


def _spoken(iri: str, facts: Facts) -> str:
    if claim := facts.claims.get(iri):
        incident = facts.label(claim.incident) if claim.incident else ""
        return wording.spoken(claim.act, speakers(claim, facts), incident, [*map(facts.label, claim.accused)])
    if allegation := facts.allegations.get(iri):
        return alleged(allegation, facts)
    return wording.evidence_named(facts.label(iri))
