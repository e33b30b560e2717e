"""What a claim need not say, because what it answers says it: whom a denial by a spokesman is about; whom and what a
doubt or a decision is about.

Such a claim becomes what it would be if that had been written. Where it may be several things, it says what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...ontology.acts import DECIDING, DEFAULT_ROLE, DENYING, DOUBTING
from .case import AllegationKey, Case
from .schema import ClaimEntry

_Found = Mapping[str, list[AllegationKey]]


def completed(case: Case) -> Case:
    """Return a case whose claims say whom and what they are about, as far as that is implied; raises `TooMany`."""
    unclear: dict[str, str] = {}

    def complete(claim: ClaimEntry, found: _Found) -> ClaimEntry:
        try:
            return claim.model_copy(update=_implied(case, claim, found))
        except _UnclearError as error:
            unclear[claim.id] = str(error)
            return claim

    meant, _ = case.followed(complete)
    claims = [meant[claim.id] if case.claims[claim.id] is claim else claim for claim in case.facts.claims]
    return replace(case, facts=case.facts.model_copy(update={"claims": claims}), unclear=unclear)


class _UnclearError(ValueError):
    """Raised where several things may be meant."""


def _implied(case: Case, claim: ClaimEntry, found: _Found) -> dict[str, object]:
    """Return the fields that a claim leaves to others; raises `_UnclearError`."""
    if claim.act in DENYING and not claim.accused:
        return _principal(case, claim, found)
    if claim.act in DOUBTING | DECIDING and not claim.challenges and not (claim.accused and claim.incident):
        return _answered(case, claim, found)
    return {}


def _principal(case: Case, claim: ClaimEntry, found: _Found) -> dict[str, object]:
    """Return for whom a speaker denies something of which it is not accused itself: for the one of those for whom it
    speaks that is, by what it responds to, or else by any claim about the incident."""
    responded = {key.accused for key in _meant(case.referred(claim), claim, found)}
    in_incident = case.accused_in.get(claim.incident or "", frozenset())
    spoken_for = case.spoken_for(claim.by)
    for accused, accusing in ((responded, "what it responds to accuses"), (in_incident, "claims about it accuse")):
        if not accused.isdisjoint(claim.by):
            return {}
        principals = sorted(spoken_for & accused)
        if len(principals) > 1:
            told = f"{_and(claim.by)} may speak here for {_and(principals)}, whom {accusing}"
            raise _UnclearError(f'{told}; name the "accused"')
        if principals:
            return {"accused": principals}
    return {}


def _answered(case: Case, claim: ClaimEntry, found: _Found) -> dict[str, object]:
    """Return whom and what a doubt or a decision is about: what the claims to which it responds are about, if that is
    one thing. A decision that names no role is on all of them."""
    things: dict[tuple[str, tuple[str, ...], str | None], None] = {}
    for other in case.answered(claim):
        alleged: dict[tuple[str, str | None], dict[str, None]] = defaultdict(dict)
        for key in _meant([other], claim, found):
            alleged[key.incident, claim.role or (key.role if claim.act in DOUBTING else None)][key.accused] = None
        things |= {(incident, tuple(accused), role): None for (incident, role), accused in alleged.items()}
    if len(things) > 1:
        told = ", or about ".join(f"{_and(accused)} in {_what(incident, role)}" for incident, accused, role in things)
        raise _UnclearError(f'this {claim.act} may be about {told}; name the "accused" and the "incident"')
    meant = next(iter(things), None)
    return (
        dict(zip(("incident", "accused", "role"), (meant[0], list(meant[1]), meant[2]), strict=True)) if meant else {}
    )


def _what(incident: str, role: str | None) -> str:
    return f'"{incident}"' + (f" ({role})" if role and role != DEFAULT_ROLE else "")


def _meant(claims: Iterable[ClaimEntry], claim: ClaimEntry, found: _Found) -> list[AllegationKey]:
    """Return what some claims are about, as far as a claim that answers them does not say otherwise."""
    return [
        key
        for other in claims
        for key in found.get(other.id, ())
        if (not claim.accused or key.accused in claim.accused) and claim.incident in (None, key.incident)
    ]


def _and(keys: Iterable[str]) -> str:
    return " and ".join(f'"{key}"' for key in keys)
