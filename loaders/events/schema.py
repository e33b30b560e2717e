"""The schema of event mappings: which columns of a table of coded events say who accused whom, and what codes mean.

What entries mean to each other is checked in `mapping`. See docs/events.md.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from ...ontology.acts import ALLEGING, DENYING
from ..yaml.values import Flag, Key, Language, Listed, Slug, Url, Words, Written, one_of

#: What an event may be: that somebody alleges something, of another or of itself, or denies it.
EVENT_ACTS = tuple(sorted(ALLEGING | DENYING))
#: How a day may be written.
DAY_FORMATS = ("YYYYMMDD", "YYYY-MM-DD")
#: What the name of a column, and the text of a cell that is compared, may be: they become part of a query.
_PLAIN = re.compile(r"[^\"'`\\\x00-\x1f\x7f]{1,100}")
_MOST_ADDRESSES = 100


def _plain(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        raise ValueError("write 1 to 100 characters, none of them a quotation mark, backslash or control character")
    return text


Plain = Annotated[str, Written(_plain, {"type": ["string", "number", "boolean"]})]


def _addresses(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) > _MOST_ADDRESSES:
        raise ValueError(f'"{text[:60]}" is not a number of addresses; write one from 0 to {_MOST_ADDRESSES}')
    return int(text)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Entry):
    """The coder's table, as a source is cited."""

    title: Words
    url: Url | None = None


class LayoutEntry(_Entry):
    """How files are written: with a header, or without one and then with these columns in their order."""

    header: Flag = True
    columns: Annotated[list[Plain], Listed()] = []


class DayEntry(_Entry):
    """The day on which it was said."""

    column: Plain
    format: Annotated[str, one_of(DAY_FORMATS)] = "YYYY-MM-DD"


class ChoiceEntry(_Entry):
    """One way to find a text: what a column has, or what a lookup makes of it, or `value` where the column has any."""

    column: Plain | None = None
    lookup: Key | None = None
    value: Plain | None = None


class ActorEntry(_Entry):
    """Who speaks or is accused: of several ways to find the name and kind, the first that finds something."""

    name: Annotated[list[ChoiceEntry], Listed(least=1)]
    kind: Annotated[list[ChoiceEntry], Listed(least=1)]


class ActEntry(_Entry):
    """What a code stands for: which act, and what it is about, in words that accuse nobody."""

    act: Annotated[str, one_of(EVENT_ACTS)]
    matter: Words


class EventMapping(_Entry):
    """A table of coded events, of which one coder is the source."""

    events: Slug
    title: Words
    about: Words | None = None
    licence: Words | None = None
    lang: Language = ""
    coder: Words
    source: SourceEntry
    layouts: dict[Key, LayoutEntry]
    missing: Annotated[list[Plain], Listed()] = []
    lookups: dict[Key, dict[Plain, Words]] = {}
    id: Plain
    day: DayEntry
    code: Annotated[list[Plain], Listed(least=1, most=3, single=True)]
    acts: dict[Plain, ActEntry]
    speaker: ActorEntry
    accused: ActorEntry
    address: Plain | None = None
    addresses: Annotated[int, Written(_addresses, {"type": "integer", "minimum": 0, "maximum": _MOST_ADDRESSES})] = 5
