"""What a claim says, as one English sentence that names who said it and asserts nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...ontology.records import Claim
from ..store.facts import Facts

_ROLES = {"carried-out": "carried out"}
_NOUNS = {
    "attribution": "attribution",
    "responsibility": "claim of responsibility",
    "denial": "denial",
    "challenge": "challenge",
    "endorsement": "endorsement",
    "withdrawal": "withdrawal",
    "report": "report",
}


def sentence(claim: Claim, facts: Facts) -> str:
    """One sentence for one claim.

    "FBI attributes Sony Pictures intrusion to North Korea", "Norse doubts the attribution by FBI of …".
    """
    return f"{facts.label(claim.speaker)} {_PREDICATES[claim.act](claim, facts)}"


def role_words(role: str) -> str:
    """A role of an allegation as a verb in the past tense."""
    return _ROLES.get(role, role)


def _listed(iris: Iterable[str], facts: Facts) -> str:
    return " and ".join(facts.label(iri) for iri in iris)


def _incident(claim: Claim, facts: Facts) -> str:
    return facts.label(claim.incident) if claim.incident else "an incident that is not named"


def _roles(claim: Claim, facts: Facts) -> list[str]:
    return sorted({facts.allegations[iri].role for iri in claim.about if iri in facts.allegations})


def _that(claim: Claim, facts: Facts) -> str:
    roles = " or ".join(map(role_words, _roles(claim, facts))) or "carried out"
    return f"that {_listed(claim.accused, facts)} {roles} {_incident(claim, facts)}"


def _attribution(claim: Claim, facts: Facts) -> str:
    if _roles(claim, facts) in ([], ["carried-out"]):
        return f"attributes {_incident(claim, facts)} to {_listed(claim.accused, facts)}"
    return f"alleges {_that(claim, facts)}"


def _responsibility(claim: Claim, facts: Facts) -> str:
    return f"claims responsibility for {_incident(claim, facts)}"


def _denial(claim: Claim, facts: Facts) -> str:
    if set(claim.accused) <= {claim.speaker}:
        return f"denies responsibility for {_incident(claim, facts)}"
    return f"denies {_that(claim, facts)}"


def _challenge(claim: Claim, facts: Facts) -> str:
    return f"doubts {_targets(claim.challenges, facts)}"


def _endorsement(claim: Claim, facts: Facts) -> str:
    return f"backs {_targets(claim.endorses, facts)}"


def _withdrawal(claim: Claim, facts: Facts) -> str:
    return f"withdraws {_targets(claim.withdraws, facts)}"


def _report(claim: Claim, facts: Facts) -> str:
    return f"reports on {_incident(claim, facts)}" if claim.incident else "reports without blaming anyone"


_PREDICATES: dict[str, Callable[[Claim, Facts], str]] = {
    "attribution": _attribution,
    "responsibility": _responsibility,
    "denial": _denial,
    "challenge": _challenge,
    "endorsement": _endorsement,
    "withdrawal": _withdrawal,
    "report": _report,
}


def _targets(iris: Iterable[str], facts: Facts) -> str:
    return " and ".join(_target(iri, facts) for iri in iris) or "a claim that is not recorded"


def _target(iri: str, facts: Facts) -> str:
    if claim := facts.claims.get(iri):
        return f"the {_NOUNS[claim.act]} by {facts.label(claim.speaker)}{_concerning(claim, facts)}"
    if allegation := facts.allegations.get(iri):
        verb = role_words(allegation.role)
        return f"that {facts.label(allegation.accused)} {verb} {facts.label(allegation.incident)}"
    return f"the evidence “{facts.label(iri)}”"


def _concerning(claim: Claim, facts: Facts) -> str:
    if not claim.incident:
        return ""
    if claim.act == "attribution" and claim.accused:
        return f" of {_incident(claim, facts)} to {_listed(claim.accused, facts)}"
    return f" about {_incident(claim, facts)}"
