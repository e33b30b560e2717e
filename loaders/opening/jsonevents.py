"""JSON of any size, event by event, with the line of each: what reads it need not hold it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

from ...errors import InvalidData, Problem
from .documents import Document
from .jsonguard import Guard, Surrogates

OPENING = ("start_map", "start_array")
CLOSING = ("end_map", "end_array")

_BLOCK = 1 << 16
#: How deep containers are nested at most, where nothing else is said.
DEEPEST = 1000

#: Line (from 1), depth, and ijson's event and value. A container begins and ends at one depth.
Event = tuple[int, int, str, Any]


def events(
    document: Document, *, longest: int, deepest: int = DEEPEST, exact: bool = False, several: bool = False
) -> Iterator[Event]:
    """Yield all that a document holds.

    `longest` is how many bytes one text, or a run of blanks, may have, and `deepest` how deep containers may be nested
    in each other. Numbers are floats or, where they are to be `exact`, whole numbers and decimals. Half a surrogate
    pair is U+FFFF. With `several` there may be more than one value, as in JSON lines. Raises `InvalidData` for what
    exceeds the limits, before a parser sees it, and for what is no JSON.
    """
    import ijson

    found = ijson.sendable_list()
    parser = ijson.basic_parse_coro(found, use_float=not exact, multiple_values=several)
    line, depth, silent = 1, 0, 0
    for line, chunk in _guarded(document, Guard(deepest)):
        try:
            if chunk:  # nothing means the end to it
                parser.send(chunk)
        except (ijson.JSONError, ValueError, StopIteration) as error:
            refuse(document, line, f"this is not JSON: {_what(error)}")
        for event, value in found:
            depth -= event in CLOSING
            yield line, depth, event, value
            depth += event in OPENING
        silent = 0 if found else silent + len(chunk)
        if silent > longest:
            refuse(document, line, f"a text, or a run of blanks, is longer than {longest:,} bytes")
        del found[:]
    try:
        parser.close()
    except (ijson.JSONError, ValueError) as error:
        refuse(document, line, f"the file ends too early: {_what(error)}")


def _guarded(document: Document, guard: Guard) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a document, long ones in pieces, with their numbers, each looked at before it is given out."""
    surrogates = Surrogates()
    line = 1
    with document.open() as file:
        chunk = file.readline(_BLOCK).removeprefix(codecs.BOM_UTF8)
        while chunk:
            if fault := guard.fault(chunk):
                refuse(document, line, fault)
            yield line, surrogates.marked(chunk)
            line += chunk.endswith(b"\n")
            chunk = file.readline(_BLOCK)
    yield line, surrogates.rest()


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


#: What the parser says, and what it means; anything else is not told in its words.
_MEANT = {
    "invalid string in json text": "a word other than true, false and null; a text stands in quotation marks",
    "invalid char in json text": "a character that cannot stand there",
    "invalid character inside string": "a control character in a text; write it as \\u and four digits",
    "inside a string, '\\' occurs before": "a backslash before a character that needs none",
    "invalid (non-hex) character occurs after '\\u'": "a \\u without four hexadecimal digits",
    "invalid bytes in UTF8 string": "bytes that are not UTF-8",
    "malformed number": "a number that breaks off",
    "probable comment": "a comment, which JSON does not have",
    "premature EOF": "something is still open",
    "trailing garbage": "something follows after the end of the value",
    "invalid object key": "a key must be a text in quotation marks",
    "object key and value must be separated": "a colon is missing after a key",
    "after array element": "a comma or a closing ] is missing",
    "after key and value": "a comma or a closing } is missing",
    "unallowed token": "a comma, bracket or colon that is too many, or a value that is missing",
    "numeric": "a number that is too large",
    "integer overflow": "a number that is too large",
    "floating point": "a number that is too large",
}


def _what(error: Exception) -> str:
    """Return what the parser has found, in our words."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return next((meant for found, meant in _MEANT.items() if found in text), "it breaks the syntax of JSON")
