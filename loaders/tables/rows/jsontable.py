"""Tables in JSON: an array of objects, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from ....errors import InvalidData, Problem
from ...opening.documents import Document
from .layout import Layout, checked
from .reading import TableRow

_LONGEST_LINE = 1 << 22
_DEEPEST = 5
#: So many objects are looked at to learn which keys there are.
_EXAMPLES = 100


def layout(document: Document, kind: str) -> Layout:
    """The table that a document is; its columns are the keys of its first objects, `a.b` for what is inside `a`."""
    names: dict[str, None] = {}
    for _, _, value in islice(_objects(document, kind), _EXAMPLES):
        names |= dict.fromkeys(_keys(value, "", _DEEPEST))
    return Layout(document, kind, tuple(names))


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows of the table. Those of an array have no line; what is said of them names their number."""
    base = layout.document.base
    for number, line, value in _objects(layout.document, layout.kind):
        item = "" if line else f"item {number}: "
        if isinstance(value, Problem):
            yield TableRow(base, line, (), item + value.message)
        elif not isinstance(value, dict):
            yield TableRow(base, line, (), f"{item}no object with a key for each column")
        else:
            row = checked(base, line, tuple(_cell(value, column) for column in columns), columns)
            yield row if row.problem is None else TableRow(base, line, (), item + row.problem)


def _objects(document: Document, kind: str) -> Iterator[tuple[int, int, Any]]:
    """Number, line (0: not known) and content of each."""
    return _lines(document) if kind == "jsonl" else _items(document)


def _items(document: Document) -> Iterator[tuple[int, int, Any]]:
    import ijson

    with document.open() as file:
        try:
            for number, value in enumerate(ijson.items(file, "item"), 1):
                yield number, 0, value
        except (ijson.JSONError, UnicodeError, ValueError, RecursionError) as error:
            message = f"not valid JSON: {' '.join(str(error).split())[:200]}"
            raise InvalidData([Problem(message, document.name)]) from None


def _lines(document: Document) -> Iterator[tuple[int, int, Any]]:
    with document.open() as file:
        lines = iter(partial(file.readline, _LONGEST_LINE), b"")
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, number, _read(line)


def _read(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        return Problem(f"the byte 0x{line[error.start]:02X} is not UTF-8; save the file as UTF-8")
    except RecursionError:
        return Problem("nested too deeply")
    except ValueError as error:
        return Problem(f"not valid JSON: {error}")


def _keys(value: Any, prefix: str, depth: int) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        yield prefix + key
        if depth:
            yield from _keys(inner, f"{prefix}{key}.", depth - 1)


def _cell(value: dict[str, Any], column: str) -> Any:
    """The text of a key; several for a list."""
    if column in value:
        return _texts(value[column])
    here: Any = value
    for part in column.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return _texts(here)


def _texts(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(text for item in value if isinstance(text := _texts(item), str))
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, dict) else str(value)
