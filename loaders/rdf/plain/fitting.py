"""Whether the records of a document fit each other, as those of one in order do; others are read the longer way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ....ontology.acts import (
    ACTS,
    BACKING,
    BY_ACCUSED,
    CRITICISING,
    DECIDING,
    DENYING,
    DOUBTING,
    NAMING_ACCUSED,
    WITHDRAWING,
    acts_with,
)
from ....ontology.dates import certainly_before
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    Identity,
    Incident,
    Reliance,
)
from ..claims import OWN
from ..things import LONGEST_CHAIN


class NotPlain(Exception):
    """Raised for a document that is not in order as it stands."""


def fits(record: Any, found: Mapping[type, Any]) -> bool:
    """Return whether the shapes allow a record beside the others that were `found`, and it has what is derived.

    Those are the allegations and claims by IRI, and the actors that are part of others or speak for some.
    """
    fit = _FITS.get(type(record))
    return fit is None or fit(record, found)


def _actor_fits(actor: Actor, _: Any) -> bool:
    return actor.iri not in (*actor.part_of, *actor.speaks_for)


def _incident_fits(incident: Incident, _: Any) -> bool:
    return not certainly_before(incident.occurred_to, incident.occurred_from)


def _allegation_fits(allegation: Allegation, found: Mapping[type, Any]) -> bool:
    rivals = (found[Allegation][iri] for iri in allegation.excludes)
    return all(rival.incident == allegation.incident and rival.iri != allegation.iri for rival in rivals)


def _claim_fits(claim: Claim, found: Mapping[type, Any]) -> bool:
    if any(getattr(claim, name) and claim.act not in acts_with(name) for name in OWN):
        return False
    if claim.closed_on and claim.recorded_on and claim.closed_on < claim.recorded_on:
        return False
    if claim.coded_rows is not None and claim.coding is None:
        return False
    if not set(claim.speakers).isdisjoint(claim.as_told_by):
        return False
    if claim.role and claim.act not in DENYING | DECIDING:
        return False
    if claim.act in NAMING_ACCUSED | DECIDING and not _says_whom(claim, found):
        return False
    if claim.act in NAMING_ACCUSED:
        return _may_accuse(claim, found)
    if claim.act in DOUBTING:
        return bool(claim.challenges)
    if claim.act in BACKING:
        return bool(claim.endorses)
    if claim.act in WITHDRAWING:
        return bool(claim.withdraws) and all(_may_withdraw(claim, found[Claim][iri], found) for iri in claim.withdraws)
    if claim.act in DECIDING | CRITICISING and bool(claim.about) != (claim.act in DECIDING):
        return False
    kind = ACTS[claim.act]
    whole = not kind.needs or any(all(getattr(claim, name) for name in names) for names in kind.needs)
    return whole and (not claim.accused or "accused" in kind.may)


def _says_whom(claim: Claim, found: Mapping[type, Any]) -> bool:
    """Return whether a claim says whom it is about, and for what, as its allegations do."""
    alleged = [found[Allegation][iri] for iri in claim.about]
    if not alleged or {each.accused for each in alleged} != set(claim.accused):
        return False
    return {each.incident for each in alleged} == {claim.incident}


def _may_accuse(claim: Claim, found: Mapping[type, Any]) -> bool:
    """Return whether the speaker of a claim is one who can say so."""
    accused = set(claim.accused)
    behind = {*claim.speakers, *_reached(claim.speakers, found[Actor])}
    return accused <= behind if claim.act in BY_ACCUSED else not behind & accused


def _may_withdraw(claim: Claim, target: Claim, found: Mapping[type, Any]) -> bool:
    behind = {*target.speakers, *_reached(target.speakers, found[Actor], wholes=True)}
    return not behind.isdisjoint(claim.speakers)


def _reached(start: Iterable[str], actors: Mapping[str, Actor], *, wholes: bool = False) -> Iterator[str]:
    """Yield the actors for whom some actors speak, in one step or several; `wholes`: or of which they are a part."""
    seen: set[str] = set()
    ahead = list(start)
    while ahead and len(seen) < LONGEST_CHAIN:
        actor = actors.get(ahead.pop())
        for other in (*actor.speaks_for, *(actor.part_of if wholes else ())) if actor else ():
            if other not in seen:
                seen.add(other)
                ahead.append(other)
                yield other


_FITS: dict[type, Callable[[Any, Mapping[type, Any]], bool]] = {
    Actor: _actor_fits,
    Incident: _incident_fits,
    Allegation: _allegation_fits,
    Claim: _claim_fits,
    Reliance: lambda reliance, _: reliance.on != reliance.relying,
    Identity: lambda identity, _: len(identity.actors) == 2,
}
