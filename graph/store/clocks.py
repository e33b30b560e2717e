"""What was visible when, on two clocks: the world's (when it was public) and ours (when it was recorded here)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ...ontology.dates import PartialDate, earliest, latest
from ...ontology.records import Claim
from .facts import Facts

_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_ALWAYS = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def claim_date(claim: Claim, facts: Facts) -> PartialDate | None:
    """Return when a claim was made: the day it was stated, else when it became public, else the earliest publication
    among its sources; None if unknown.

    Of several imprecise publications the earliest lies between the earliest first day and the earliest last day:
    2014 and 2014-12-19 make 2014-01-01 to 2014-12-19. Sources without a date are passed over.
    """
    return claim.stated_on or claim.public_on or _first(list(_published(claim, facts)))


def public(claim: Claim, facts: Facts) -> PartialDate | None:
    """Return when a claim was public, as far as its dates and those of its sources tell; None if they do not.

    Source: what stands in a source that was published on 20 December was public by then, although it is dated
    "December". See `public_by`.
    """
    return public_by(claim, list(_published(claim, facts)))


def public_by(claim: Claim, published: Collection[PartialDate]) -> PartialDate | None:
    """Return when a claim was public, if its sources that are dated were `published` so.

    It is the day on which it became public, or else on which it was stated, but no later than the last day on which the
    earliest of its sources may have been published. A day on which it became public is taken at its word: what is
    dated later bounds it, what is dated earlier does not.
    """
    said = claim.public_on or claim.stated_on
    if said is None or not published:
        return said or _first(published)
    by = min(date.latest for date in published)
    if claim.public_on is not None:
        by = max(by, said.earliest)
    return said if said.latest <= by else PartialDate(min(said.earliest, by), by)


def _first(published: Collection[PartialDate]) -> PartialDate | None:
    if not published:
        return None
    return PartialDate(min(date.earliest for date in published), min(date.latest for date in published))


def _published(claim: Claim, facts: Facts) -> Iterator[PartialDate]:
    for iri in claim.made_in:
        source = facts.sources.get(iri)
        if source is not None and source.published is not None:
            yield source.published


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
    """Return the facts with only the claims that were public by `as_of` and on record at `recorded_as_of`.

    A claim is *certainly* visible when the last day on which it may have become public (see `public`) is not after
    `as_of`, and *possibly* visible when the first is not; one without a date is not older than what it is about.
    `as_of=None` leaves nothing out,
    `recorded_as_of=None` (else an aware datetime) means what is on record now. A record holds from `recorded_on` on and
    until just before `closed_on`; where one of them is missing, that end is open.

    Of each claim at most one version remains (see `on_record`). It is keyed by the claim's own IRI and carries no
    mark of having been replaced later, so that looking again at what is visible changes nothing.
    """
    claims = on_record(facts.claims.values(), recorded_as_of)
    if as_of is not None:
        shown = _possibly_public if possibly else _certainly_public
        claims = {iri: claim for iri, claim in claims.items() if shown(claim, facts, as_of)}
    return replace(facts, claims=claims)


# Both say no more than `public` does, without making a date of each claim: that takes twice as long.


def _certainly_public(claim: Claim, facts: Facts, day: datetime.date) -> bool:
    said = claim.public_on or claim.stated_on
    if said is not None and said.latest <= day:
        return True
    return not _said_later(claim, day) and _in_print(claim, facts, day)


def _possibly_public(claim: Claim, facts: Facts, day: datetime.date) -> bool:
    said = claim.public_on or claim.stated_on
    if said is None:
        return first_public(claim, facts) <= day
    return said.earliest <= day or (not _said_later(claim, day) and _in_print(claim, facts, day))


def _said_later(claim: Claim, day: datetime.date) -> bool:
    """Return whether a claim says that it became public later, whatever its sources say."""
    return claim.public_on is not None and claim.public_on.earliest > day


def _in_print(claim: Claim, facts: Facts, day: datetime.date) -> bool:
    """Return whether a source of a claim was certainly published by a day."""
    for iri in claim.made_in:
        source = facts.sources.get(iri)
        if source is not None and source.published is not None and source.published.latest <= day:
            return True
    return False


def first_public(claim: Claim, facts: Facts) -> datetime.date:
    """Return the first day on which a claim may have been public; `EARLIEST` if nothing tells.

    One without a date is not older than what it is about.
    """
    known = public(claim, facts)
    return known.earliest if known is not None else not_before(claim, facts)


def not_before(claim: Claim, facts: Facts) -> datetime.date:
    """Return the day before which nobody can have made a claim without a date: the first of its incidents."""
    dates = (facts.incidents[iri].occurred_from for iri in incidents_behind(claim, facts))
    return min(map(earliest, dates), default=earliest(None))


def incidents_behind(claim: Claim, facts: Facts) -> set[str]:
    """Return the incidents (those that `facts` describe) that a claim is about, or else what it refers to."""
    pending, seen = [claim], {claim.iri}
    found: set[str] = set()
    for one in pending:
        alleged = (facts.allegations[iri].incident for iri in (*one.about, *one.challenges) if iri in facts.allegations)
        own = {iri for iri in (*alleged, one.incident or "") if iri in facts.incidents}
        found |= own
        if not own:
            others = {*one.responds_to, *one.challenges, *one.endorses, *one.withdraws} & facts.claims.keys() - seen
            seen |= others
            pending += [facts.claims[iri] for iri in sorted(others)]
    return found


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
