"""The objects of a STIX bundle, read one by one: whatever the size of the file, one object at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..opening.documents import Document
from ..opening.jsonevents import CLOSING, OPENING, events, refuse

#: Stands for an object that is larger or deeper than one may be.
TOO_LARGE: Final = object()
MAX_DEPTH = 64
MAX_VALUES = 200_000
#: In bytes: how long one text may be, or a run of blanks.
MAX_TEXT = 1 << 26

#: In the member "objects" of the bundle, which is an object itself.
_DEPTH = 2


def objects(document: Document) -> Iterator[tuple[int, Any]]:
    """The items of the member `objects`, with the line (from 1) in which each begins; `TOO_LARGE` for such an item.

    Raises `InvalidData` when the document is no JSON object, or cannot be read to its end.
    """
    from ijson.common import ObjectBuilder

    key, in_objects, start, values = "", False, 0, 0
    builder: Any = None
    for line, depth, event, value in events(document, longest=MAX_TEXT):
        if depth == 0 and event not in ("start_map", "end_map"):
            refuse(document, line, "a STIX bundle is a JSON object; this is something else")
        if depth == 1 and event == "map_key":
            key = value
        elif depth == 1:
            in_objects = key == "objects" and event == "start_array"
        elif in_objects:
            if depth == _DEPTH and event not in CLOSING:
                builder, start, values = ObjectBuilder(), line, 0
            values += 1
            if builder is not None and (values > MAX_VALUES or depth > MAX_DEPTH):
                builder = None
            if builder is not None:
                builder.event(event, value)
            if depth == _DEPTH and event not in OPENING:
                yield start, TOO_LARGE if builder is None else builder.value
