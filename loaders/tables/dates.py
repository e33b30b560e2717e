"""Dates of tables: by a pattern such as `M/D/YYYY`, or as ISO 8601 and EDTF write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology import edtf
from ...ontology.dates import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKEN = re.compile(r"YYYY|MMMM|MM?|DD?|[^YMD]+")
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MMMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
#: A time of day, of which nothing is kept.
_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to write dates: `YYYY`, `MM` or `M`, `DD` or `D`, `MMMM` for English months; the rest stands as it is."""

    text: str
    regex: re.Pattern[str]

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """Read `D.M.YYYY`, `MMMM YYYY`, `RFC 822`; raises ValueError for what has no year or is no pattern."""
        if text == RFC_822.text:
            return RFC_822
        tokens = _TOKEN.findall(text)
        kinds = [token[0] for token in tokens if token in _TOKENS]
        if "".join(tokens) != text or "Y" not in kinds or len(kinds) != len(set(kinds)):
            raise ValueError(
                f'"{text[:_LONGEST]}" is not a way to write dates; '
                "write YYYY once, and MM, M or MMMM, and DD or D where they are, as in M/D/YYYY"
            )
        if "D" in kinds and "M" not in kinds:
            raise ValueError(f'"{text[:_LONGEST]}" has a day and no month; add MM, M or MMMM')
        regex = "".join(_TOKENS.get(token) or r"\s+".join(map(re.escape, re.split(r"\s+", token))) for token in tokens)
        return cls(text, re.compile(regex + _TIME))

    def read(self, text: str) -> str | None:
        """Return the date as ISO 8601 writes it; None where it is not written in this way."""
        found = self.regex.fullmatch(text)
        if not found:
            return None
        parts = found.groupdict()
        month = parts.get("month")
        if name := parts.get("name"):
            short = name[:3].lower()
            if short not in _MONTHS:
                return None
            month = str(_MONTHS.index(short) + 1)
        numbers = [parts["year"], *(number.zfill(2) for number in (month, parts.get("day")) if number)]
        return "-".join(numbers)


#: A date as in the headers of mails and in feeds, such as `Tue, 09 Mar 2031 14:05:00 +0100`.
RFC_822 = Pattern(
    "RFC 822",
    re.compile(
        r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +)?(?P<day>[0-9]{1,2}) +(?P<name>[A-Z][a-z]{2}) +(?P<year>[0-9]{4})"
        r"(?: +[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?: +(?:[+-][0-9]{4}|[A-Z]{1,4}))?)?"
    ),
)
#: What is a date in any table; workbooks give theirs so.
ISO = tuple(Pattern.parse(text) for text in ("YYYY-MM-DD", "YYYY-MM", "YYYY"))
#: How dates are written where the mapping does not say it.
USUAL = (*ISO, RFC_822)


def read_date(text: str, patterns: Sequence[Pattern], year_if: str | None) -> PartialDate:
    """Return the date that a text is by the first pattern that fits, or else as in ISO 8601 or EDTF (see `edtf.read`).

    `year_if`, as MM-DD, is a day that only means its year.

    Raises ValueError when none fits, or when there is no such day.

    >>> str(read_date("1/1/2017", [Pattern.parse("M/D/YYYY")], "01-01"))
    '2017'
    """
    if len(text) <= _LONGEST:
        for pattern in (*patterns, *ISO):
            iso = pattern.read(text)
            if iso is not None:
                return PartialDate.parse(iso[:4] if year_if is not None and iso[5:] == year_if else iso)
        if edtf.looks_like(text):
            return PartialDate.parse(text)
    ways = " or ".join(pattern.text for pattern in patterns)
    raise ValueError(f'"{text[:_LONGEST]}" is not a date as in {ways}')
