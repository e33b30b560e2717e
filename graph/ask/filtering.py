"""Which claims are asked for: the same conditions for every listing and export."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ...errors import QueryError
from ...ontology.acts import is_blame
from ...ontology.dates import EARLIEST, PartialDate
from ...ontology.records import Claim
from ..status.assessment import assess
from ..store.clocks import claim_date, not_before
from ..store.facts import Facts

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What claims must have: all conditions that are given must hold, and of the values of one any of them.

    `incidents`, `actors` (who speak or are accused) and `outlets` (that published a source) are IRIs; `acts`, `forms`
    and `kinds` (of incidents) are as fact files write them, `statuses` labels of allegations that a claim is about.
    `among` are the claims (IRIs) of data sets. What may have been said on or after `since` and on or before `until` was
    said in that time; what has no date was not.
    """

    incidents: Collection[str] = _NONE
    actors: Collection[str] = _NONE
    acts: Collection[str] = _NONE
    forms: Collection[str] = _NONE
    outlets: Collection[str] = _NONE
    kinds: Collection[str] = _NONE
    statuses: Collection[str] = _NONE
    among: Collection[str] = _NONE
    since: datetime.date | None = None
    until: datetime.date | None = None


def between(since: Iterable[str], until: Iterable[str]) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of all that is within some dates (EDTF); None where there are none.

    Raises `QueryError` for what is no date, and where no day is within all.
    """
    try:
        first = max((PartialDate.parse(text).earliest for text in since), default=None)
        last = min((PartialDate.parse(text).latest for text in until), default=None)
    except ValueError as error:
        raise QueryError(str(error)) from None
    if first and last and last < first:
        raise QueryError(f"no day is in {first} or later and in {last} or before: until ends before since begins")
    return first, last


def matching(facts: Facts, wanted: Filter) -> frozenset[str]:
    """Return the IRIs of the claims that meet all conditions. Takes time linear in the claims; statuses are computed
    only where they are asked for."""
    given = {each.name: value for each in fields(Filter) if (value := getattr(wanted, each.name))}
    tests = [_CONDITIONS[name](value, facts) for name, value in given.items()]
    return frozenset(iri for iri, claim in facts.claims.items() if all(test(claim) for test in tests))


def incidents_of(claim: Claim, facts: Facts) -> Iterator[str]:
    """Yield the incidents that a claim is about, itself or through what it answers; one may come several times."""
    yield from _about(claim, facts)
    for other in (*claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws):
        if other in facts.claims:
            yield from _about(facts.claims[other], facts)
        elif other in facts.allegations:
            yield facts.allegations[other].incident


def _about(claim: Claim, facts: Facts) -> Iterator[str]:
    if claim.incident:
        yield claim.incident
    yield from (facts.allegations[iri].incident for iri in claim.about if iri in facts.allegations)


def actors_of(claim: Claim, facts: Facts) -> Iterator[str]:
    """Yield who speaks and who is accused; one may come several times."""
    yield from claim.speakers
    yield from accused_of(claim, facts)


def accused_of(claim: Claim, facts: Facts) -> Iterator[str]:
    """Yield who is accused in what a claim is about; one may come several times."""
    yield from claim.accused
    yield from (facts.allegations[iri].accused for iri in claim.about if iri in facts.allegations)


def blamed_by(claim: Claim, facts: Facts) -> set[str]:
    """Return whom a claim blames: nobody where it denies or doubts, or claims responsibility."""
    charges = [facts.allegations[iri] for iri in claim.about if iri in facts.allegations]
    blames = is_blame(claim.act, [charge.role for charge in charges])
    return {charge.accused for charge in charges} - set(claim.speakers) if blames else set()


def _outlets_of(claim: Claim, facts: Facts) -> Iterator[str]:
    sources = (facts.sources[iri] for iri in claim.made_in if iri in facts.sources)
    yield from (source.publisher for source in sources if source.publisher)


def _kinds_of(claim: Claim, facts: Facts) -> Iterator[str]:
    yield from (facts.incidents[iri].kind for iri in incidents_of(claim, facts) if iri in facts.incidents)


_Test = Callable[[Claim], bool]


def _any_of(values_of: Callable[[Claim, Facts], Iterator[str]]) -> Callable[[Any, Facts], _Test]:
    return lambda wanted, facts: lambda claim: any(value in wanted for value in values_of(claim, facts))


def _with_status(labels: Collection[str], facts: Facts) -> _Test:
    allegations = {each.allegation.iri for each in assess(facts) if each.status.label in labels}
    return lambda claim: any(iri in allegations for iri in claim.about)


def _since(day: datetime.date, facts: Facts) -> _Test:
    return lambda claim: (date := claim_date(claim, facts)) is not None and date.latest >= day


def _until(day: datetime.date, facts: Facts) -> _Test:
    def said(claim: Claim) -> bool:
        date = claim_date(claim, facts)
        if date is None:
            return False
        return (date.earliest if date.earliest > EARLIEST else not_before(claim, facts)) <= day

    return said


#: What tests a claim, by the field of `Filter`.
_CONDITIONS: Mapping[str, Callable[[Any, Facts], _Test]] = {
    "incidents": _any_of(incidents_of),
    "actors": _any_of(actors_of),
    "acts": lambda wanted, _: lambda claim: claim.act in wanted,
    "forms": lambda wanted, _: lambda claim: claim.form in wanted,
    "outlets": _any_of(_outlets_of),
    "kinds": _any_of(_kinds_of),
    "statuses": _with_status,
    "among": lambda wanted, _: lambda claim: claim.iri in wanted,
    "since": _since,
    "until": _until,
}
