"""The second clock: what a newer version of a data set does to what was recorded before.

A claim that is still there unchanged keeps the time at which it was recorded. One that has changed or disappeared is
closed: its earlier version is kept, with the interval in which it was held, apart from what is held now. Only claims
have versions; other things are kept when they disappear, because earlier versions of claims may refer to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ..loaders.quads import from_quads, to_quads
from ..loaders.records import Claim, Record

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Revision:
    """What is `held` from now on, and what is `closed`: earlier versions of claims, and other records that are gone."""

    held: list[Record]
    closed: list[Record]

    @property
    def closed_claims(self) -> int:
        """How many claims the newer version closes."""
        return sum(isinstance(record, Claim) for record in self.closed)


def revise(old: Iterable[Record], new: Iterable[Record], now: datetime) -> Revision:
    """Bring `new` in place of `old`, both the records of one data set.

    `now` (UTC) is later than any time at which the data set was changed before. A claim that states since when it is
    recorded keeps that.
    """
    before = {record.iri: record for record in old}
    held = [_held(record, before.get(record.iri), now) for record in new]
    current = {record.iri: record for record in held}
    closed = [
        _close(record, now) if isinstance(record, Claim) else record
        for record in before.values()
        if record.iri not in current or (isinstance(record, Claim) and current[record.iri] != record)
    ]
    return Revision(held, closed)


def _held(record: Record, before: Record | None, now: datetime) -> Record:
    if not isinstance(record, Claim):
        return record
    if isinstance(before, Claim):
        record = _canonical(record)
        if record in (before, replace(before, recorded_on=None)):
            return before
    return record if record.recorded_on else replace(record, recorded_on=now)


def _canonical(record: Claim) -> Claim:
    """The claim as it reads back from quads, so that versions compare equal exactly when their quads are."""
    (same,) = [found for found in from_quads(to_quads(record, "urn:x-whoblamed:canonical")) if isinstance(found, Claim)]
    return same


def _close(claim: Claim, now: datetime) -> Claim:
    return replace(claim, iri=f"{claim.iri}/version/{now.strftime(_STAMP)}", version_of=claim.iri, closed_on=now)
