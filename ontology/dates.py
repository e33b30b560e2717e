"""Dates that keep their precision: a day, a month, a year, what EDTF can write, or unknown (None).

A partial date is the interval of days it may mean (`edtf` says which). Two intervals are compared in two ways,
*certainly* and *possibly*; a date that is not known lies anywhere, so nothing is certain about it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

from ..errors import QueryError
from . import edtf
from .edtf import EARLIEST as EARLIEST
from .edtf import LATEST as LATEST

#: How much earlier than in UTC a day begins in the east of the world.
_EASTERNMOST = datetime.timedelta(hours=14)
_DAY = datetime.timedelta(days=1)
_LENGTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: `earliest` and `latest` are the first and last day it may be.

    Where it is open they are `EARLIEST` and `LATEST`. `edtf` is how it is written, where the two days do not say it.

    >>> PartialDate.parse("2014-02").latest
    datetime.date(2014, 2, 28)
    """

    earliest: datetime.date
    latest: datetime.date
    edtf: str = ""

    @staticmethod
    @lru_cache(maxsize=65536)
    def parse(text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` (ISO 8601), or EDTF (see `edtf.read`); raises ValueError for anything
        else."""
        written, days = edtf.read(text)
        plain = PartialDate(*days)
        return plain if str(plain) == written else PartialDate(*days, written)

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`; `edtf` for what is none of these."""
        if self.edtf:
            return "edtf"
        first, last = self.earliest, self.latest
        if first == last:
            return "day"
        if first.day == 1 and first.year == last.year and (last + _DAY if last != LATEST else EARLIEST).day == 1:
            if first.month == last.month:
                return "month"
            if (first.month, last.month) == (1, 12):
                return "year"
        return "edtf"

    @property
    def words(self) -> str:
        """The date as lists show it: `2014-12-19`, `about 2014-11`, `by 2020-10-19`."""
        return edtf.in_words(str(self))

    def __str__(self) -> str:
        if self.edtf:
            return self.edtf
        length = _LENGTHS.get(self.precision)
        if length:
            return self.earliest.isoformat()[:length]
        begin = ".." if self.earliest == EARLIEST else self.earliest.isoformat()
        return f"{begin}/{'..' if self.latest == LATEST else self.latest.isoformat()}"


def earliest(date: PartialDate | None) -> datetime.date:
    """The first day a date may be; `EARLIEST` when it is not known."""
    return date.earliest if date else EARLIEST


def latest(date: PartialDate | None) -> datetime.date:
    """The last day a date may be; `LATEST` when it is not known."""
    return date.latest if date else LATEST


def certainly_before(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Return whether `a` is strictly before `b`, whatever days they turn out to be."""
    return latest(a) < earliest(b)


def possibly_before(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Return whether `a` may be strictly before `b`."""
    return earliest(a) < latest(b)


def not_recorded(recorded: datetime.datetime, said: PartialDate | None, now: datetime.datetime) -> str:
    """Return why a claim cannot have been recorded then: before it was said, or later than now; empty if it can.

    `recorded` and `now` are in UTC; a day begins 14 hours earlier in the east of the world.

    >>> moment = datetime.datetime(2024, 1, 31, 9, tzinfo=datetime.UTC)
    >>> not_recorded(moment, PartialDate.parse("2024-02"), moment)
    'before it was said (2024-02)'
    """
    if said is not None and said.earliest > datetime.date.min:
        begins = datetime.datetime.combine(said.earliest, datetime.time.min, datetime.UTC)
        if recorded.astimezone(datetime.UTC) + _EASTERNMOST < begins:
            return f"before it was said ({said})"
    return f"later than now ({now.isoformat(timespec='seconds')})" if recorded > now else ""


# ------------------------------------------------------------------------------------------------ as of when


def _calendar(text: str) -> PartialDate:
    """Return a day, month or year; raises ValueError for what is less precise: it would mean two days."""
    date = PartialDate.parse(text)
    if date.precision == "edtf":
        raise ValueError(f"{text!r} is not a day, month or year; write YYYY-MM-DD, YYYY-MM or YYYY")
    return date


def public_day(when: str | datetime.date) -> datetime.date:
    """Return the day that an as-of date means: of a month or year, its last. Raises `QueryError` for any other."""
    if isinstance(when, datetime.datetime):
        return when.date()
    if isinstance(when, datetime.date):
        return when
    try:
        return _calendar(when).latest
    except ValueError as error:
        raise QueryError(str(error)) from None


def recorded_moment(when: str | datetime.date) -> datetime.datetime:
    """Return the moment that a recorded-as-of time means: of a date, its end; UTC unless it says otherwise.

    Raises `QueryError` for what is neither a time nor a date.
    """
    if isinstance(when, datetime.datetime):
        return when.astimezone(datetime.UTC) if when.tzinfo else when.replace(tzinfo=datetime.UTC)
    if isinstance(when, datetime.date):
        return datetime.datetime.combine(when, datetime.time.max, datetime.UTC)
    try:
        return recorded_moment(_calendar(when).latest)
    except ValueError:
        pass  # no date, but perhaps a time
    try:
        return recorded_moment(datetime.datetime.fromisoformat(when))
    except ValueError:
        raise QueryError(f"{when!r} is not a time; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ") from None
