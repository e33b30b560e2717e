"""When the claims of a fact file were made, public and recorded: what of it cannot be, and what is hardly meant so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ...errors import Problem
from ...ontology.dates import LATEST, PartialDate, certainly_before, earliest, not_recorded, possibly_before
from ..yaml.marks import Path
from .check import Review
from .schema import ClaimEntry

#: How a claim refers to others, as errors say it.
REFERENCES = {
    "responds_to": "responds to",
    "challenges": "challenges",
    "endorses": "endorses",
    "withdraws": "withdraws",
}
#: How long before all of its sources a claim may be dated: what is printed a month later was seldom secret meanwhile.
_LONG = timedelta(days=31)


def date_problems(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield what is wrong with the dates of a claim."""
    yield from _said(review, path, claim)
    yield from _public(review, path, claim)
    yield from _recorded(review, path, claim)


def date_warnings(review: Review) -> Iterator[Problem]:
    """Yield the claims that are dated long before anything in which they can be read, where nothing says that they
    were public by then: for whoever asks what was known, they would be.
    """
    for path, claim in review.claims:
        dates = _published(review, claim)
        if claim.on is None or claim.public is not None or not dates:
            continue
        first = min(dates, key=earliest)
        if claim.on.latest <= LATEST - _LONG and claim.on.latest + _LONG <= first.earliest:
            message = (
                f"said on {claim.on}, long before anything in which it stands was published ({first}): it counts as "
                f"public from {claim.on} on; write public: {first} if it became known then, or public: {claim.on} if "
                "it was said in the open"
            )
            yield review.warning((*path, "on"), message)


def known(review: Review, keys: Iterable[str]) -> list[ClaimEntry]:
    """Return the claims with these keys, of those that there are."""
    return [review.case.claims[key] for key in keys if key in review.case.claims]


def _said(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    for key, published in _dated_sources(review, claim):
        if certainly_before(published, claim.on):
            message = f'said on {claim.on}, after "{key}" in which it stands was published ({published})'
            yield review.problem((*path, "on"), message, value=True)
    for relation, verb in REFERENCES.items():
        for other in known(review, getattr(claim, relation)):
            early = certainly_before(claim.on, other.on)
            if relation == "withdraws":  # what takes back another claim comes after it, not on the same day
                early = not possibly_before(other.on, claim.on)
            if early:
                message = f'said on {claim.on}, not after "{other.id}" ({other.on}), which it {verb}'
                yield review.problem((*path, "on"), message, value=True)


def _public(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    if certainly_before(claim.public, claim.on):
        message = f"public on {claim.public}, before it was said ({claim.on})"
        yield review.problem((*path, "public"), message, value=True)
    for key, published in _dated_sources(review, claim):
        if certainly_before(published, claim.public):
            message = f'public on {claim.public}, after "{key}" in which it stands was published ({published})'
            yield review.problem((*path, "public"), message, value=True)


def _recorded(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield a time of recording that cannot be: who gives it would say what was known when it was not."""
    if claim.recorded is not None:
        reason = not_recorded(claim.recorded, claim.on or claim.public or _first(review, claim), review.received)
        if reason:
            message = f"recorded {reason}; leave it out, and it is the time of loading"
            yield review.problem((*path, "recorded"), message, value=True)


def _first(review: Review, claim: ClaimEntry) -> PartialDate | None:
    """Return when the first of a claim's sources was published; None if that is not known of all of them."""
    dates = _published(review, claim)
    return min(dates, key=earliest) if len(dates) == len(claim.source) else None


def _published(review: Review, claim: ClaimEntry) -> list[PartialDate]:
    return [published for _, published in _dated_sources(review, claim)]


def _dated_sources(review: Review, claim: ClaimEntry) -> Iterator[tuple[str, PartialDate]]:
    """Yield the sources of a claim of which it is known when they were published, with when."""
    for key in claim.source:
        source = review.case.facts.sources.get(key)
        if source and source.published:
            yield key, source.published
