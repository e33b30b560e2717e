"""Dates as the Extended Date/Time Format writes them: which days they may mean, and how to say them.

Source: EDTF, levels 0 and 1 (https://www.loc.gov/standards/datetime/), which ISO 8601-2:2019 took over. It says what
can be written, not which days are meant; where it leaves that open, a wide reading is taken, so that nothing is called
certain that is not:

- `2014-12-19`, `2014-12`, `2014`: a day, or any day of a month or year. Years are those from 0001 to 9999.
- `201X`, `20XX`, `2014-XX`, `2014-12-XX`, `2014-XX-XX`: digits that are not known; any day of the decade, century,
  year or month.
- `2014-21` to `2014-24`: spring, summer, autumn, winter, wherever on earth. A summer or winter may begin in the
  December before and end in the March after.
- `2014-11?`, `2014-11~`, `2014-11%`: uncertain, approximate, or both. It may be one day, month, season, year, decade
  (whatever it is) earlier or later.
- `2014-12-19/2014-12-21`: between the first day of the one and the last day of the other. `../2014-12`, `2014-12/..`,
  and the same with nothing in the place of the dots: open at that end. `..2014-12` and `2014-12..` are other ways to
  write these.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import lru_cache

Days = tuple[datetime.date, datetime.date]

#: Where a date that is not known begins and ends.
EARLIEST = datetime.date.min
LATEST = datetime.date.max

_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<doubt>[?~%])?"
)
#: What a date looks like, whether or not there is such a date, for schemas.
_ONE = r"[0-9]{2}([0-9]{2}|[0-9]X|XX)(-([0-9]{2}|XX)(-([0-9]{2}|XX))?)?[?~%]?"
WRITTEN = rf"{_ONE}(/({_ONE}|\.\.)?|\.\.)?|(\.\.)?/?{_ONE}"
#: Dates of EDTF that no calendar here has.
BEYOND = r"(Y-?[0-9]+|-[0-9]{4,}|[0-9]{5,})(-[0-9X]{2}){0,2}[?~%]?"
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_DOUBTS = {"?": "perhaps", "~": "about", "%": "perhaps about"}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_LONGEST = 40
#: What to write, for messages.
WAYS = "YYYY-MM-DD, YYYY-MM or YYYY, or as in 2014-11~, 201X, 2014-12-19/2014-12-21, ..2014-12-19 and 2014-12-19.."


@lru_cache(maxsize=65536)
def read(text: str) -> tuple[str, Days]:
    """Return a date as EDTF writes it, with the first and the last day that it may be; raises ValueError.

    >>> read("..2014-02")[0], read("..2014-02")[1][1]
    ('../2014-02', datetime.date(2014, 2, 28))
    """
    begin, end = _ends(text)
    if end is None:
        return text, _days(text, begin)
    first, last = (_days(text, each) if each not in ("", "..") else (EARLIEST, LATEST) for each in (begin, end))
    if begin in ("", "..") and end in ("", ".."):
        raise ValueError(f"{_shown(text)} is open at both ends; write unknown, or nothing")
    if last[1] < first[0]:
        raise ValueError(f"{_shown(text)} ends before it begins")
    return f"{begin}/{end}", (first[0], last[1])


def looks_like(text: str) -> bool:
    """Return whether a text is written as EDTF writes dates, whether or not `read` can read it."""
    return re.fullmatch(WRITTEN, text) is not None


def _ends(text: str) -> tuple[str, str | None]:
    """Return the two ends of an interval; the second is None where the text is none."""
    if "/" in text:
        begin, _, end = text.partition("/")
        return begin, end
    if text.startswith(".."):
        return "..", text[2:]
    return (text[:-2], "..") if text.endswith("..") else (text, None)


def _days(whole: str, text: str) -> Days:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(_refusal(whole, text))
    try:
        days = _within(*found.group("year", "month", "day"))
        return _widened(days, found) if found["doubt"] else days
    except (ValueError, OverflowError):
        raise ValueError(f"there is no date {text}") from None


def _refusal(whole: str, text: str) -> str:
    if re.fullmatch(BEYOND, text):
        return f"{_shown(whole)}: years before 0001 and after 9999 cannot be kept"
    return f"{_shown(whole)} is not a date; write {WAYS}"


def _within(year: str, month: str | None, day: str | None) -> Days:
    """Return the first and last day of a year (or of several), a season, a month or a day."""
    if "X" in year:
        if month is not None:
            raise ValueError
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return datetime.date(max(first, 1), 1, 1), datetime.date(last, 12, 31)
    number = int(year)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError
        return datetime.date(number, 1, 1), datetime.date(number, 12, 31)
    if int(month) in _SEASONS:
        if day is not None:
            raise ValueError
        return _season(number, int(month))
    if not 1 <= int(month) <= 12:
        raise ValueError
    if day is None or day == "XX":
        return datetime.date(number, int(month), 1), _last_of(number, int(month))
    exact = datetime.date(number, int(month), int(day))
    return exact, exact


def _season(year: int, season: int) -> Days:
    if _SEASONS[season] in ("spring", "autumn"):  # from March in one half of the world, from September in the other
        return datetime.date(year, 3, 1), datetime.date(year, 12, 31)
    return _month(year, 0)[0], _month(year, 15)[1]


def _last_of(year: int, month: int) -> datetime.date:
    if month == 12:
        return datetime.date(year, 12, 31)
    return datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)


def _month(year: int, month: int) -> Days:
    """Return the days of a month; that before January is 0, and that after December 13. What no calendar has is cut."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return (EARLIEST, EARLIEST) if year < 1 else (LATEST, LATEST)
    return datetime.date(year, month, 1), _last_of(year, month)


def _widened(days: Days, found: re.Match[str]) -> Days:
    """Return the days with as many more on each side as what is qualified has: a day, a month, three months, years …"""
    first, last = days
    year, month, day = found.group("year", "month", "day")
    if day not in (None, "XX"):
        one = datetime.timedelta(days=1)
        return max(first, EARLIEST + one) - one, min(last, LATEST - one) + one
    if month not in (None, "XX"):
        months = 3 if int(month) in _SEASONS else 1
        return _month(first.year, first.month - months)[0], _month(last.year, last.month + months)[1]
    years = 10 ** year.count("X")
    return datetime.date(max(first.year - years, 1), 1, 1), datetime.date(min(last.year + years, 9999), 12, 31)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


# ------------------------------------------------------------------------------------------------------ in words


def in_words(text: str, plain: Callable[[str], str] = str) -> str:
    """Return a date that EDTF writes in words; `plain` says a day, month or year. What is not known is empty.

    >>> [in_words(text) for text in ("2014-12", "2014-11~", "../2020-10-19", "2014/2015-03", "2014-22", "201X?")]
    ['2014-12', 'about 2014-11', 'by 2020-10-19', 'between 2014 and 2015-03', 'summer 2014', 'perhaps the 2010s']
    """
    if not text:
        return ""
    begin, end = _ends(text)
    if end is not None:
        if begin in ("", ".."):
            return f"by {in_words(end, plain)}"
        if end in ("", ".."):
            return f"{in_words(begin, plain)} or later"
        return f"between {in_words(begin, plain)} and {in_words(end, plain)}"
    if text[-1:] in _DOUBTS:
        return f"{_DOUBTS[text[-1]]} {in_words(text[:-1], plain)}"
    year, *rest = text.replace("-XX", "").split("-")
    if "X" in year:
        return f"the {year.replace('X', '0')}s" if year.count("X") == 1 else f"{year[:2]}00 to {year[:2]}99"
    season = _SEASONS.get(int(rest[0])) if rest else None
    return f"{season} {year}" if season else plain("-".join((year, *rest)))


def in_english(iso: str) -> str:
    """Return a day, month or year (ISO 8601) in English.

    >>> in_english("2014-12-19")
    '19 December 2014'
    """
    year, month, day = (*iso.split("-"), "", "")[:3]
    words = (str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", str(int(year)))
    return " ".join(filter(None, words))
