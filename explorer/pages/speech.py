"""The words of the pages in the reader's language: one file a language, beside those that the view already has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ...graph.view.engine import words as view_words
from ...ontology.acts import ACTS
from ...ontology.edtf import in_words

_WORDS: Final = Path(__file__).parent / "words"
#: The languages that there are words in, the server's own first.
LANGUAGES: Final = ("en", "de")


@dataclass(frozen=True, slots=True)
class Speech:
    """A language with its words: `own` are those of the pages, `view` those of the view and its pictures."""

    lang: str
    own: dict[str, Any]
    view: dict[str, Any]

    def __call__(self, key: str, *parts: object, **named: object) -> str:
        """Return a text of the pages by its dotted key, with its gaps filled. Raises `KeyError`."""
        return str(_found(self.own, key)).format(*parts, **named)

    def many(self, key: str, number: int) -> str:
        """Return a number with what it counts: "1 claim", "12 claims"."""
        one, many = _found(self.own, f"counted.{key}")
        return str(one if number == 1 else many).format(self.number(number))

    def number(self, number: int) -> str:
        """Return a whole number as the language writes it."""
        return f"{number:,}".replace(",", self.view["pictures"]["group"])

    def term(self, group: str, key: str) -> str:
        """Return what the view calls a value of ours, such as a status or a kind; the value itself where it has no
        word for it: a new one is shown, and not lost."""
        found = self.view["page"].get(group, {}).get(key)
        if found is None and group == "acts" and key in ACTS:
            return ACTS[key].noun
        return str(found["name"] if isinstance(found, dict) else found or key)

    def means(self, group: str, key: str) -> str:
        """Return what the view says that such a value means; nothing where it does not say."""
        found = self.view["page"].get(group, {}).get(key)
        if found is None and group == "acts" and key in ACTS:
            return ACTS[key].means
        return str(found["says"] if isinstance(found, dict) else found or "")

    def role(self, role: str) -> str:
        """Return what somebody of this role is said to have done."""
        return str(self.own["roles"].get(role, role))

    def date(self, written: str) -> str:
        """Return a date (EDTF), as precise as it is, in words; nothing for nothing.

        >>> speech("de").date("2014-12-19"), speech("en").date("2014-11~"), speech("en").date("2014/2015")
        ('19. Dezember 2014', 'about November 2014', 'between 2014 and 2015')
        """
        if self.lang == "en":
            return in_words(written, self._day)
        return _dated(written, self.view["page"]["dates"], self._day)

    def _day(self, iso: str) -> str:
        year, month, day = (*iso.split("-"), "", "")[:3]
        if not month:
            return str(int(year))
        name = self.own["months"][int(month) - 1]
        pattern: str = self.own["day" if day else "month"]
        return pattern.format(day=int(day or 0), month=name, year=int(year))

    def joint(self, names: Sequence[str]) -> str:
        """Return several names as one: "FBI with CISA and NSA"."""
        first, *others = names or [""]
        page = self.view["page"]
        return f"{first} {page['with']} {_and(page).join(others)}" if others else first

    def listed(self, names: Sequence[str]) -> str:
        """Return several names, one after the other: "Kremlin and Russia"."""
        return _and(self.view["page"]).join(names)


@lru_cache(maxsize=len(LANGUAGES))
def speech(lang: str) -> Speech:
    """Return one of `LANGUAGES`."""
    own: dict[str, Any] = json.loads((_WORDS / f"{lang}.json").read_text("utf-8"))
    return Speech(lang, own, view_words(lang))


def _and(page: dict[str, Any]) -> str:
    return f" {page['and']} "


def _found(words: Any, key: str) -> Any:
    for step in key.split("."):
        words = words[step]
    return words


def _dated(written: str, words: dict[str, Any], day: Any) -> str:
    """Return a date in words of the view, as its page says them."""
    if not written:
        return ""
    begin, end = _ends(written)
    if end is not None:
        if begin == "":
            return _filled(words["by"], _dated(end, words, day))
        if end == "":
            return _filled(words["orLater"], _dated(begin, words, day))
        return _filled(words["between"], _dated(begin, words, day), _dated(end, words, day))
    if written[-1] in words["doubts"]:
        return f"{words['doubts'][written[-1]]} {_dated(written[:-1], words, day)}"
    year, *rest = written.replace("-XX", "").split("-")
    if year.endswith("XX"):
        return _filled(words["century"], f"{year[:2]}00", f"{year[:2]}99")
    if "X" in year:
        return _filled(words["decade"], year.replace("X", "0"))
    season = words["seasons"].get(rest[0]) if rest else None
    return f"{season} {year}" if season else str(day("-".join((year, *rest))))


def _ends(written: str) -> tuple[str, str | None]:
    if "/" in written:
        begin, end = written.split("/", 1)
        return begin.replace("..", ""), end.replace("..", "")
    if written.startswith(".."):
        return "", written[2:]
    return (written[:-2], "") if written.endswith("..") else (written, None)


def _filled(text: str, *parts: str) -> str:
    return str(text).format(*parts)
