"""The STIX objects of a document, read one by one: whatever the size of the file, one object at a time is in memory.

People keep them in many shapes, and all are read alike: in a bundle, in what a TAXII server sends, in the answer of
another interface (`{"data": …}`), in a list, one a line, one alone, and bundles in any of these. What only holds
objects is none itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..opening.documents import Document
from ..opening.jsonevents import CLOSING, OPENING, Event, events, refuse

#: Stands for an object that is larger or deeper than one may be.
TOO_LARGE: Final = object()
MAX_DEPTH = 64
MAX_VALUES = 200_000
#: In bytes: how long one text may be, or a run of blanks.
MAX_TEXT = 1 << 26

#: The member of bundles and envelopes that holds objects. Where it is no list, as in `observed-data`, it holds none.
_HOLDING = "objects"
#: The members in which interfaces of the web put what they answer, a bundle, an object or a list. They have no type.
_ANSWERING = frozenset(("data", "result", "results", "response", "items", "bundle", "bundles"))
#: The members of an envelope of TAXII 2.1; one of an empty page has no objects, and may have nothing.
_OF_ENVELOPES = frozenset((_HOLDING, "more", "next"))


def objects(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield each object of a document with the line (from 1) in which it begins; `TOO_LARGE` for such an object.

    What is no object but stands where one should is yielded as it is. Raises `InvalidData` when the document is no
    JSON, or holds something else than objects and lists of them, and when it cannot be read to its end.
    """
    stream = events(document, longest=MAX_TEXT, several=True)
    for event in stream:
        line, _, kind, _ = event
        if kind == "start_array":
            yield from _listed(stream, event)
        elif kind == "start_map":
            yield from _object(stream, event)
        else:
            refuse(document, line, "STIX is a JSON object, or a list of them; this is something else")


def _listed(stream: Iterator[Event], begin: Event) -> Iterator[tuple[int, Any]]:
    """Yield the objects of a list, whose first event is `begin`."""
    for event in stream:
        if event[1] == begin[1]:
            return
        yield from _object(stream, event)


def _object(stream: Iterator[Event], begin: Event) -> Iterator[tuple[int, Any]]:
    """Yield the object whose first event is `begin`, or the objects that it holds."""
    from ijson.common import ObjectBuilder

    start, top, kind, scalar = begin
    if kind not in OPENING:
        yield start, scalar
        return
    builder: Any = ObjectBuilder()
    builder.event(kind, scalar)
    key, values, holds, is_typed = "", 0, False, False
    for event in stream:
        _, depth, kind, value = event
        if depth == top + 1:
            if kind == "map_key":
                key = value
                is_typed = is_typed or key == "type"
            elif _may_hold(key, kind, is_typed) and depth < MAX_DEPTH:
                holds = True
                yield from (_listed if kind == "start_array" else _object)(stream, event)
                continue
        values += 1
        if builder is not None:
            if values > MAX_VALUES or depth > MAX_DEPTH:
                builder = None
            else:
                builder.event(kind, value)
        if depth == top and kind in CLOSING:
            break
    found = TOO_LARGE if builder is None else builder.value
    if not _only_holds(found, holds, top):
        yield start, found


def _may_hold(key: str, kind: str, is_typed: bool) -> bool:
    """Return whether there may be objects in a member whose value begins so, of something that has a type or not."""
    return kind == "start_array" if key == _HOLDING else key in _ANSWERING and kind in OPENING and not is_typed


def _only_holds(found: Any, holds: bool, depth: int) -> bool:
    """Return whether what was read is a bundle or an envelope, and no object."""
    if not isinstance(found, dict) or found.get("type") not in (None, "bundle"):
        return False
    is_empty = _HOLDING not in found and ("type" in found or (depth == 0 and found.keys() <= _OF_ENVELOPES))
    return holds or is_empty
