"""JSON of any size, event by event, with the line of each: what reads it need not hold it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

from ...errors import InvalidData, Problem
from .documents import Document

OPENING = ("start_map", "start_array")
CLOSING = ("end_map", "end_array")

_BLOCK = 1 << 16

#: Line (from 1), depth, and ijson's event and value. A container begins and ends at one depth.
Event = tuple[int, int, str, Any]


def events(document: Document, *, longest: int, deepest: int | None = None) -> Iterator[Event]:
    """All that a document holds.

    `longest` is how many bytes one text, or a run of blanks, may have, and `deepest` how deep containers may be nested
    in each other. Raises `InvalidData` for what exceeds that, and for what is no JSON.
    """
    import ijson

    found = ijson.sendable_list()
    # Whole numbers become floats: those of thousands of digits would break the parser, which is written in C.
    parser = ijson.basic_parse_coro(found, use_float=True)
    line, depth, silent = 1, 0, 0
    with document.open() as file:
        chunk = file.readline(_BLOCK).removeprefix(codecs.BOM_UTF8)
        while chunk:
            try:
                parser.send(chunk)
            except (ijson.JSONError, ValueError, StopIteration) as error:
                refuse(document, line, f"this is not JSON: {_what(error)}")
            for event, value in found:
                depth -= event in CLOSING
                yield line, depth, event, value
                depth += event in OPENING
                if deepest is not None and depth > deepest:
                    refuse(document, line, f"nested deeper than {deepest} levels")
            silent = 0 if found else silent + len(chunk)
            if silent > longest:
                refuse(document, line, f"a text, or a run of blanks, is longer than {longest:,} bytes")
            del found[:]
            line += chunk.endswith(b"\n")
            chunk = file.readline(_BLOCK)
    try:
        parser.close()
    except (ijson.JSONError, ValueError) as error:
        refuse(document, line, f"the file ends too early: {_what(error)}")


def events_of_head(head: bytes) -> list[tuple[str, Any]]:
    """Event and value of what can be parsed of the head of a document, which ends somewhere in the middle."""
    import ijson

    found = ijson.sendable_list()
    parser = ijson.basic_parse_coro(found, use_float=True)
    with suppress(ijson.JSONError, ValueError, StopIteration):
        parser.send(head.removeprefix(codecs.BOM_UTF8))
    return list(found)


def refuse(document: Document, line: int, message: str) -> NoReturn:
    """Say what is wrong with a line of a document."""
    raise InvalidData([Problem(message, document.name, line, 1)])


def _what(error: Exception) -> str:
    """The first line of what the parser says; the others draw an arrow."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.partition("\n")[0][:200] or "it has more than one value"
