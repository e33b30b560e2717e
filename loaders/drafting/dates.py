"""Dates that an article tells by its own: "last Friday", "vergangene Woche", as open as the words leave them (EDTF)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from .article import Article, heads
from .grammar.clauses import Clauses
from .grammar.language import Language, Match
from .grammar.text import Token, sentences

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
#: How many words may stand between a verb and when it was said: a weekday is said of the saying more than of the deed.
_NEAR, _NEAR_WEEKDAY = 4, 12


class Calendar:
    """What words say of days, as seen from the day of an article."""

    def __init__(self, language: Language, published: date | None) -> None:
        # Days before the first year cannot be counted back to.
        self.published = published if published and published.year > date.min.year else None
        self._words = {
            kind: {word: number for number, each in enumerate(written, start=1) for word in each}
            for kind, written in language.dates.items()
        }
        self._compounds = language.capital_nouns

    def on(self, clauses: Clauses, match: Match) -> str:
        """Return when something was said, by the words next to its verb; else what is known: by the article's day."""
        best: tuple[int, str] | None = None
        own = clauses.segment(match.start)
        for start, end, written in self.find(clauses.tokens):
            distance = min(abs(start - match.end), abs(match.start - end))
            same = clauses.segment(start) == own or start in (match.end + 1, match.end + 2)
            quoted = clauses.tokens[start].quoted
            near = _NEAR_WEEKDAY if self._is_weekday(clauses.words[end - 1]) else _NEAR
            if same and not quoted and distance <= near and (best is None or distance < best[0]):
                best = distance, written
        if best is not None:
            return best[1]
        return f"..{self.published}" if self.published else "unknown"

    def find(self, tokens: Iterable[Token]) -> list[tuple[int, int, str]]:
        """Return the dates that words name: from which, to after which, and in EDTF."""
        words = [token.lower for token in tokens]
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(words):
            read = (
                self._numeric(words, at)
                or self._month_day(words, at)
                or self._month(words, at)
                or self._relative(words, at)
            )
            if read is None:
                at += 1
            else:
                start, end, written = read
                found.append((start, end, written))
                at = end
        return found

    def _is(self, kind: str, words: list[str], at: int) -> int:
        return self._words[kind].get(words[at], 0) if 0 <= at < len(words) else 0

    # ------------------------------------------------------------------------------------------------- named dates

    def _numeric(self, words: list[str], at: int) -> tuple[int, int, str] | None:
        parts = words[at].replace("-", ".").split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
        return _read(at, at + 1, year, month, day) if len(year) == 4 else None

    def _month_day(self, words: list[str], at: int) -> tuple[int, int, str] | None:
        """Read a day and a month, in either order, with or without the year."""
        for day_at, month_at in ((at, at + 1), (at, at + 2), (at + 1, at)):
            if day_at == at and month_at == at + 2 and (at + 1 >= len(words) or words[at + 1] not in (".", "of")):
                continue
            month = self._is("months", words, month_at)
            gap = 1 if day_at > month_at and day_at < len(words) and words[day_at] == "." else 0
            day = _number(words, day_at + gap)
            if month and day and 1 <= day <= 31:
                end = max(day_at + gap, month_at) + 1
                while end < len(words) and words[end] in (".", ","):
                    end += 1
                year = _number(words, end)
                if year is not None and 1000 <= year <= 9999:
                    return _read(at, end + 1, year, month, day)
                return self._latest(at, max(day_at + gap, month_at) + 1, month, day)
        return None

    def _latest(self, start: int, end: int, month: int, day: int) -> tuple[int, int, str] | None:
        """Return the last such day up to the article's; nobody tells today what will be said."""
        if self.published is None:
            return None
        for year in range(self.published.year, self.published.year - 9, -1):
            try:
                found = date(year, month, day)
            except ValueError:  # 29 February
                continue
            if found <= self.published:
                return start, end, found.isoformat()
        return None

    def _month(self, words: list[str], at: int) -> tuple[int, int, str] | None:
        month = self._is("months", words, at)
        before = words[at - 1] if at else ""
        if not month or not (self._is("in", words, at - 1) or self._is("last", words, at - 1)):
            return None
        year = _number(words, at + 1)
        if year is not None and 1000 <= year <= 9999:
            return at, at + 2, f"{year:04}-{month:02}"
        if self.published is None or before in self._words["next"]:
            return None
        past = (self.published.year, month) if month <= self.published.month else (self.published.year - 1, month)
        return at, at + 1, f"{past[0]:04}-{past[1]:02}"

    # ---------------------------------------------------------------------------------------------- relative dates

    def _relative(self, words: list[str], at: int) -> tuple[int, int, str] | None:
        today = self.published
        if today is None:
            return None
        if self._is("yesterday", words, at):
            return at, at + 1, (today - _DAY).isoformat()
        if self._is("today", words, at):
            return at, at + 1, today.isoformat()
        last, this = self._is("last", words, at - 1), self._is("this", words, at - 1)
        if self._is("week", words, at) and (last or this):
            monday = today - today.weekday() * _DAY - (_WEEK if last else 0 * _DAY)
            end = monday + 6 * _DAY if last else today
            return at, at + 1, f"{monday}/{end}" if monday != end else monday.isoformat()
        if self._is("month", words, at) and (last or this):
            month = today.replace(day=1) - _DAY if last else today
            return at, at + 1, f"{month:%Y-%m}"
        if self._is("year", words, at) and (last or this):
            return at, at + 1, f"{today.year - bool(last):04}"
        return self._weekday(words, at, today)

    def _weekday(self, words: list[str], at: int, today: date) -> tuple[int, int, str] | None:
        number = self._is("weekdays", words, at) or (self._compound(words[at]) if self._compounds else 0)
        if not number or self._is("next", words, at - 1):
            return None
        day = today - ((today.weekday() - number + 1) % 7) * _DAY
        if self._is("last", words, at - 1):
            return at, at + 1, (day - _WEEK if day == today else day).isoformat()
        if at >= 2 and f"{words[at - 2]} {words[at - 1]}" in ("nacht zum", "nacht auf"):
            return at, at + 1, f"{day - _DAY}/{day}"
        return at, at + 1, day.isoformat()

    def _is_weekday(self, word: str) -> bool:
        return word in self._words["weekdays"] or (self._compounds and bool(self._compound(word)))

    def _compound(self, word: str) -> int:
        """Return the weekday that a compound begins with: "Dienstagabend"."""
        return next((number for name, number in self._words["weekdays"].items() if word.startswith(name)), 0)


def published(article: Article, language: Language) -> date | None:
    """Return the day that an article gives itself, in the lines around its title or at its very beginning."""
    calendar = Calendar(language, None)
    for head in heads(article):
        for sentence in sentences(head, 0, language.words["abbreviations"]):
            for _, _, written in calendar.find(sentence.tokens):
                if len(written) == len("2014-12-27"):
                    return date.fromisoformat(written)
    return None


def _number(words: list[str], at: int) -> int | None:
    if not 0 <= at < len(words):
        return None
    digits = words[at].rstrip("stndrh") if words[at][:1].isdigit() else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


def _read(start: int, end: int, year: int | str, month: int | str, day: int | str) -> tuple[int, int, str] | None:
    try:
        return start, end, date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
