"""Tables in JSON: an array of objects, wherever it is; or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from ....errors import InvalidData, Problem
from ...opening.documents import Document
from ...opening.jsonevents import CLOSING, OPENING, Event, events
from ...opening.jsonguard import Guard
from ..cells import OBJECT, has_object
from .layout import Dialect, Layout, checked
from .reading import TableRow

_LONGEST_LINE = 1 << 22
_LONGEST_TEXT = 1 << 22
#: How deep rows may be nested, with all that is around them.
DEEPEST = 64
#: How many values one row may hold.
MOST_VALUES = 200_000
#: How deep columns are looked for, and in how many rows.
_DEEPEST_COLUMN = 8
_EXAMPLES = 100
#: In the name of a column: the object around the row.
_AROUND = "../"


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands where a row should, its number or line, from 1, and the objects around it, the nearest first."""

    number: int
    value: Any
    around: tuple[dict[str, Any], ...] = ()


def layout(document: Document, kind: str, dialect: Dialect) -> Layout:
    """Return the table that a document is; its columns are the keys of its first objects, `a.b` for what is inside
    `a`.

    Raises `InvalidData` where none of the first lines can be read, since nothing else is known of the table then.
    """
    names: dict[str, None] = {}
    faults: list[Problem] = []
    try:
        for found in islice(_found(document, kind, dialect), _EXAMPLES):
            if isinstance(found.value, Problem):
                faults.append(Problem(found.value.message, document.name, found.number, 1))
            names |= dict.fromkeys(_keys(found.value, "", _DEEPEST_COLUMN))
            for level, around in enumerate(found.around, 1):
                names |= dict.fromkeys(_AROUND * level + key for key in _keys(around, "", _DEEPEST_COLUMN))
    except InvalidData:
        if not names:
            raise
        # What is wrong further down is told when the rows are read.
    if kind == "jsonl" and faults and not names:
        raise InvalidData(faults)
    return Layout(document, kind, tuple(names), dialect)


def lists(document: Document) -> list[str]:
    """Return where in the object that a document is there are lists, as `at` names these."""
    found: list[str] = []
    path: list[str] = []
    for _, depth, event, value in events(document, longest=_LONGEST_TEXT, deepest=DEEPEST):
        if event == "map_key":
            path[depth - 1 :] = [value]
        elif event == "start_array" and 0 < depth == len(path):
            found.append(".".join(path))
    return list(dict.fromkeys(found))


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows of the table. Their line is that in JSON lines, and else their number in the array."""
    base = layout.document.base
    cells = [_Cell(column) for column in columns]
    for found in _found(layout.document, layout.kind, layout.dialect):
        if isinstance(found.value, Problem):
            yield TableRow(base, found.number, (), found.value.message)
        elif not isinstance(found.value, dict):
            yield TableRow(base, found.number, (), "no object with a key for each column")
        else:
            values = tuple([cell.of(found) for cell in cells])
            yield checked(base, found.number, values, columns, tuple(_notes(values, columns)))


def _notes(cells: Sequence[Any], columns: Sequence[str]) -> Iterator[str]:
    for column, cell in zip(columns, cells, strict=True):
        if has_object(cell) and not any(other.startswith(f"{column}.") for other in columns):
            yield f'"{column}" is an object, and no text; name what is inside it in the mapping, as {column}.KEY'


def _found(document: Document, kind: str, dialect: Dialect) -> Iterator[_Found]:
    return _lines(document, dialect.at) if kind == "jsonl" else _items(document, dialect.at)


# ----------------------------------------------------------------------------------------------------------- documents


def _items(document: Document, at: Sequence[str]) -> Iterator[_Found]:
    read = events(document, longest=_LONGEST_TEXT, deepest=DEEPEST, exact=True)
    inner = (found for value, keys in _outermost(read, tuple(at)) for found in _inside(value, keys, ()))
    for number, (value, around) in enumerate(inner, 1):
        yield _Found(number, value, around)
    for _ in read:
        pass  # whatever follows must be JSON, too


def _outermost(read: Iterator[Event], keys: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Items of the first list on the way to the rows, one by one, and the rest of the way inside each.

    Without any list, it is the object at the end of the way.
    """
    for _, depth, event, value in read:
        if event == "start_array":
            yield from ((item, keys) for item in _values(read))
            return
        if event != "start_map" or not keys:
            yield _built(read, event, value), keys
            return
        if not _went_to(read, keys[0], depth + 1):
            return
        keys = keys[1:]


def _went_to(read: Iterator[Event], key: str, depth: int) -> bool:
    """Go on to the value of a key of the object that has begun; False where it has none."""
    for _, here, event, value in read:
        if here == depth and event == "map_key" and value == key:
            return True
        if here == depth - 1 and event == "end_map":
            return False
    return False


def _values(read: Iterator[Event]) -> Iterator[Any]:
    """Yield the items of the list that has begun."""
    for _, _, event, value in read:
        if event == "end_array":
            return
        yield _built(read, event, value)


def _built(read: Iterator[Event], event: str, value: Any) -> Any:
    """Return what begins with an event; a `Problem` where that is too large to be a row."""
    from ijson.common import ObjectBuilder

    if event not in OPENING:
        return value
    builder: Any = ObjectBuilder()
    builder.event(event, value)
    depth, count = 1, 1
    while depth:
        _, _, event, value = next(read)
        depth += (event in OPENING) - (event in CLOSING)
        count += 1
        if count <= MOST_VALUES:
            builder.event(event, value)
    if count > MOST_VALUES:
        return Problem(f"more than {MOST_VALUES:,} values; if the rows are in it, say where with at: KEY")
    return builder.value


def _inside(
    value: Any, keys: tuple[str, ...], around: tuple[dict[str, Any], ...]
) -> Iterator[tuple[Any, tuple[dict[str, Any], ...]]]:
    """Yield the rows in a value, through the lists on the way to them, and what is around each, the nearest first."""
    if isinstance(value, list):
        for item in value:
            yield from _inside(item, keys, around)
    elif not keys or not isinstance(value, dict):
        yield value, around
    elif keys[0] in value:
        yield from _inside(value[keys[0]], keys[1:], (value, *around))


def _lines(document: Document, at: Sequence[str]) -> Iterator[_Found]:
    with document.open() as file:
        lines = iter(partial(file.readline, _LONGEST_LINE), b"")
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from (_Found(number, value, around) for value, around in _inside(_read(line), tuple(at), ()))


def _read(line: bytes) -> Any:
    if fault := Guard(DEEPEST).fault(line):
        return Problem(fault)
    try:
        return json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        return Problem(f"the byte 0x{line[error.start]:02X} is not UTF-8; save the file as UTF-8")
    except ValueError as error:
        return Problem(f"not valid JSON: {error}")


# --------------------------------------------------------------------------------------------------------------- cells


def _keys(value: Any, prefix: str, depth: int) -> Iterator[str]:
    """Yield the columns that there are in a value, also in the objects of lists."""
    if isinstance(value, list):
        for item in value[:_EXAMPLES]:
            yield from _keys(item, prefix, depth)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield prefix + key
            if depth:
                yield from _keys(inner, f"{prefix}{key}.", depth - 1)


class _Cell:
    """What a column is of a row: `a.b` for what is inside `a`, in each object of a list; `../a` for what is around."""

    def __init__(self, column: str) -> None:
        self._name = column
        while self._name.startswith(_AROUND):
            self._name = self._name.removeprefix(_AROUND)
        self._up = (len(column) - len(self._name)) // len(_AROUND)
        self._path = self._name.split(".")

    def of(self, found: _Found) -> Any:
        """Return the text of a key; several for a list."""
        if self._up > len(found.around):
            return ""
        value = found.around[self._up - 1] if self._up else found.value
        return _texts(value[self._name] if self._name in value else _down(value, self._path))


def _down(value: Any, path: Sequence[str]) -> Any:
    for place, key in enumerate(path):
        if isinstance(value, list):
            return [_down(item, path[place:]) for item in value]
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(_flat(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return OBJECT if value else ""
    return "" if value is None else str(value)


def _flat(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield _texts(value)
