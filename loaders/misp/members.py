"""The JSON of galaxy files, read piece by piece: of files of more than 8 MiB, one cluster at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..opening.documents import Document
from ..opening.jsonevents import CLOSING, OPENING, events, events_of_head, refuse

MAX_DEPTH = 20
#: For one cluster: how many values it may hold. The largest of the public galaxies have some hundreds.
MAX_VALUES = 50_000
#: In bytes: how long one text may be, or a run of blanks.
MAX_TEXT = 1_000_000
#: In bytes: the largest file of which all is kept in memory; no public galaxy of actors is larger.
_SMALL = 8 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the object that a file is, or one item of a member that is a list; `line` counts from 1."""

    line: int
    key: str
    value: Any


class Contents:
    """The members of a document, to go through as often as need be: those of a small one are kept, and read once."""

    def __init__(self, document: Document) -> None:
        size = document.path.stat().st_size if document.path else document.size
        self._document = document
        self._is_small = size is not None and size <= _SMALL
        self._kept: tuple[Member, ...] | None = None

    def __iter__(self) -> Iterator[Member]:
        if self._is_small and self._kept is None:
            self._kept = tuple(members(self._document))
        return members(self._document) if self._kept is None else iter(self._kept)


def members(document: Document) -> Iterator[Member]:
    """Yield the members of the object that a document is, lists item by item; the items of one that is a list have no
    key.

    Raises `InvalidData` for what is neither, and for what is nested deeper, larger or longer than any galaxy.
    """
    from ijson.common import ObjectBuilder

    key, base, line, values = "", 1, 0, 0
    builder: Any = None
    for here, depth, event, value in events(document, longest=MAX_TEXT, deepest=MAX_DEPTH):
        if depth == 0:
            if event not in OPENING and event not in CLOSING:
                refuse(document, here, "a galaxy is a JSON object; this is something else")
        elif builder is None and depth == 1 and event == "map_key":
            key, base = value, 1
        elif builder is None and depth == 1 and event == "start_array":
            base = 2
        elif builder is None and depth == base:
            if event not in OPENING:
                yield Member(here, key, value)
                continue
            builder, line, values = ObjectBuilder(), here, 0
        if builder is None:
            continue
        builder.event(event, value)
        values += 1
        if values > MAX_VALUES:
            refuse(document, line, f"what begins here holds more than {MAX_VALUES} values, which no galaxy does")
        if depth == base and event in CLOSING:
            yield Member(line, key, builder.value)
            builder = None


def glimpse(head: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of the object that a file is, and of the first item of its `values`, as far as its head has
    them."""
    outer: list[str] = []
    inner: list[str] = []
    depth = first = 0
    for event, value in events_of_head(head):
        depth -= event in CLOSING
        if event == "map_key" and depth == 1:
            outer.append(value)
        elif event == "map_key" and depth == 3 and outer[-1:] == ["values"] and first == 1:
            inner.append(value)
        first += event == "start_map" and depth == 2 and outer[-1:] == ["values"]
        depth += event in OPENING
    return frozenset(outer), frozenset(inner)
