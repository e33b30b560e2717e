"""Dates that keep their precision: a day, a month, a year, or unknown (None).

A partial date is the interval of days it may mean. Two intervals are compared in two ways, *certainly* and
*possibly*; a date that is not known lies anywhere, so nothing is certain about it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from ..errors import QueryError

#: How much earlier than in UTC a day begins in the east of the world.
_EASTERNMOST = datetime.timedelta(hours=14)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)

#: Where a date that is not known begins and ends.
EARLIEST = datetime.date.min
LATEST = datetime.date.max


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: `earliest` and `latest` are the first and last day it may be.

    >>> PartialDate.parse("2014-02").latest
    datetime.date(2014, 2, 28)
    """

    earliest: datetime.date
    latest: datetime.date

    @staticmethod
    @lru_cache(maxsize=65536)
    def parse(text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601); raises ValueError for anything else."""
        match = _DATE.match(text)
        if not match:
            raise ValueError(f"{text!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            if year is None:
                raise ValueError
            if month is None:
                return PartialDate(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
            if day is None:
                last = calendar.monthrange(year, month)[1]
                return PartialDate(datetime.date(year, month, 1), datetime.date(year, month, last))
            exact = datetime.date(year, month, day)
        except (ValueError, calendar.IllegalMonthError):
            raise ValueError(f"there is no date {text}") from None
        return PartialDate(exact, exact)

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`."""
        if self.earliest == self.latest:
            return "day"
        return "month" if self.earliest.month == self.latest.month else "year"

    def __str__(self) -> str:
        return self.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


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

    >>> moment = datetime.datetime(2024, 1, 31, 12, tzinfo=datetime.UTC)
    >>> not_recorded(moment, PartialDate.parse("2024-02"), moment)
    'before it was said (2024-02)'
    """
    if said is not None and said.earliest > datetime.date.min:
        begins = datetime.datetime.combine(said.earliest, datetime.time.min, datetime.UTC)
        if recorded.astimezone(datetime.UTC) + _EASTERNMOST < begins:
            return f"before it was said ({said})"
    return f"later than now ({now.isoformat(timespec='seconds')})" if recorded > now else ""


# ------------------------------------------------------------------------------------------------ as of when


def public_day(when: str | datetime.date) -> datetime.date:
    """Return the day that an as-of date means: of a month or year, its last. Raises `QueryError` for any other."""
    if isinstance(when, datetime.datetime):
        return when.date()
    if isinstance(when, datetime.date):
        return when
    try:
        return PartialDate.parse(when).latest
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
        return recorded_moment(PartialDate.parse(when).latest)
    except ValueError:
        pass  # no date, but perhaps a time
    try:
        return recorded_moment(datetime.datetime.fromisoformat(when))
    except ValueError:
        raise QueryError(f"{when!r} is not a time; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ") from None
