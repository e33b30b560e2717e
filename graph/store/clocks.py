"""What was visible when, on two clocks: the world's (when it was said) and ours (when it was recorded here)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from ...ontology.dates import PartialDate, earliest, latest
from ...ontology.records import Claim
from .facts import Facts

_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_ALWAYS = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def claim_date(claim: Claim, facts: Facts) -> PartialDate | None:
    """Return when a claim was made: the day it was stated, else the earliest publication among its sources; None if
    unknown.

    Of several imprecise publications the earliest lies between the earliest first day and the earliest last day:
    2014 and 2014-12-19 make 2014-01-01 to 2014-12-19. Sources without a date are passed over.
    """
    if claim.stated_on is not None:
        return claim.stated_on
    sources = (facts.sources.get(iri) for iri in claim.made_in)
    published = [source.published for source in sources if source and source.published]
    if not published:
        return None
    return PartialDate(min(date.earliest for date in published), min(date.latest for date in published))


def claims_by_date(claims: Iterable[str], facts: Facts) -> list[str]:
    """Claims, by IRI, in certain date order: the less precise after those they may follow, the undated last."""
    dated = ((claim_date(facts.claims[iri], facts), iri) for iri in claims)
    return [iri for *_, iri in sorted((latest(date), earliest(date), iri) for date, iri in dated)]


def visible(
    facts: Facts,
    *,
    as_of: datetime.date | None = None,
    recorded_as_of: datetime.datetime | None = None,
    possibly: bool = False,
) -> Facts:
    """Return the facts with only the claims that were published by `as_of` and on record at `recorded_as_of`.

    A claim is *certainly* visible when the last day it may have been made is not after `as_of`, and *possibly*
    visible when the first is not; one without a date is not older than its incident. `as_of=None` leaves nothing out,
    `recorded_as_of=None` (else an aware datetime) means what is on record now. A record holds from `recorded_on` on and
    until just before `closed_on`; where one of them is missing, that end is open.

    Of each claim at most one version remains (see `on_record`). It is keyed by the claim's own IRI and carries no
    mark of having been replaced later, so that looking again at what is visible changes nothing.
    """
    claims = on_record(facts.claims.values(), recorded_as_of)
    if as_of is not None:
        edge = _first_day if possibly else _last_day
        claims = {iri: claim for iri, claim in claims.items() if edge(claim, facts) <= as_of}
    return replace(facts, claims=claims)


def _last_day(claim: Claim, facts: Facts) -> datetime.date:
    return latest(claim_date(claim, facts))


def _first_day(claim: Claim, facts: Facts) -> datetime.date:
    """Return the first day on which a claim may have been made; the first of its incident, where nothing else is
    known."""
    date = claim_date(claim, facts)
    if date is not None:
        return date.earliest
    named = (facts.allegations[iri].incident for iri in (*claim.about, *claim.challenges) if iri in facts.allegations)
    incidents = filter(None, map(facts.incidents.get, filter(None, (claim.incident, *named))))
    return min((earliest(incident.occurred_from) for incident in incidents), default=earliest(None))


def on_record(claims: Iterable[Claim], moment: datetime.datetime | None) -> dict[str, Claim]:
    """Return the claims as they were held at a moment (None: now), by the claim's own IRI, without a mark of what came
    later.

    A claim may state since when it is on record, so that versions overlap: the one closed first was held until then.
    """
    found: dict[str, Claim] = {}
    for claim in claims:
        if _held(claim, moment):
            iri = claim.version_of or claim.iri
            known = found.get(iri)
            if known is None or _precedence(claim) < _precedence(known):
                found[iri] = claim
    return {iri: _as_claim(claim) for iri, claim in found.items()}


def _held(claim: Claim, moment: datetime.datetime | None) -> bool:
    if moment is None:
        return claim.closed_on is None
    begun = claim.recorded_on is None or claim.recorded_on <= moment
    return begun and moment < (claim.closed_on or _NEVER)


def _precedence(claim: Claim) -> tuple[datetime.datetime, float]:
    """The least is that of the version closed first; of those closed together, of the one recorded last."""
    return claim.closed_on or _NEVER, -(claim.recorded_on or _ALWAYS).timestamp()


def _as_claim(version: Claim) -> Claim:
    if version.version_of is None and version.closed_on is None:
        return version
    return replace(version, iri=version.version_of or version.iri, version_of=None, closed_on=None)
