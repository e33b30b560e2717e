"""Records by columns, in files of which a few columns can be read quickly.

Each line of a file is a piece of one column: its name (`Claim.speakers`), a tab, and as JSON its distinct values and
for each row the number of its value; where most values differ, the values row by row and null. The pieces of a column
follow each other as the records did, so that a file of any size is written in constant memory. JSON, so that a file
that someone tampered with can be wrong but cannot do anything. The last line has a checksum of those before it: a file
that was cut short, or that never reached the disk, is known, and is made again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from ...ontology.records import Actor, Name, Record, digest
from .kept import ALL, FIELDS, READERS, TEXTS, pairs, plain

#: Distinct values and the number of each row's value; or all values and None.
Column = tuple[list[Any], list[int] | None]
#: Columns by name: `Claim.speakers`.
Columns = dict[str, Column]

_VALUES_OF = {kind: attrgetter(*names) for kind, names in FIELDS.items()}
_SUFFIX = ".columns-9"
_JSON = json.JSONEncoder(ensure_ascii=False).encode
#: What the last line begins with.
_END = b"end\t"
#: How many records are held in memory before they are written.
_BLOCK = 100_000


def columns_of(records: Iterable[Record]) -> Columns:
    """Return the columns of some records, as they are kept."""
    tables = _Tables()
    for record in records:
        tables.add(record)
    return tables.columns()


class _Tables:
    """Collects records by columns."""

    def __init__(self) -> None:
        self._rows: dict[type, list[tuple[Any, ...]]] = {kind: [] for kind in FIELDS}

    def add(self, record: Record) -> None:
        kind = type(record)
        self._rows[kind].append(_VALUES_OF[kind](record))
        if kind is Actor:
            self._rows[Name] += map(_VALUES_OF[Name], record.names)  # type: ignore[union-attr]  # an actor has names

    def columns(self) -> Columns:
        found: Columns = {}
        for kind, names in FIELDS.items():
            columns = zip(*self._rows[kind], strict=True) if self._rows[kind] else repeat((), len(names))
            for name, values in zip(names, columns, strict=True):
                column = f"{kind.__name__}.{name}"
                found[column] = _coded(list(map(pairs, values)) if column in TEXTS else values)
        return dict(sorted(found.items()))


def _coded(values: Sequence[Any]) -> Column:
    distinct = dict.fromkeys(values)
    if len(distinct) * 2 > len(values):
        return [plain(value) for value in values], None
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    return [plain(value) for value in distinct], list(map(numbers.__getitem__, values))


def values_of(columns: Columns, as_text: bool = False) -> dict[str, list[Any]]:
    """Return the values of columns, row by row as records have them; with `as_text` dates and times stay what files
    have."""
    readers = {} if as_text else READERS
    return {name: _decoded(column, readers.get(name)) for name, column in columns.items()}


def _decoded(column: Column, read: Callable[[str], Any] | None) -> list[Any]:
    values, codes = column
    if read:
        values = [None if value is None else read(value) for value in values]
    elif values and isinstance(values[0], list):
        values = [tuple(value) for value in values]
    return _rows(values, codes)


def file_of(folder: Path, graph: str) -> Path:
    """Return where the columns of a data set are kept."""
    return folder / (digest(graph) + _SUFFIX)


def write(columns: Columns, path: Path) -> None:
    """Keep columns, all or nothing; raises OSError. The folder is made if need be, but not the one that holds it."""
    with Writer(path) as writer:
        writer.write(columns)


class Writer:
    """Keeps the columns of records that come one by one, all or nothing; a context manager. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        self._tables = _Tables()
        self._waiting = 0

    def __enter__(self) -> Writer:
        self.path.parent.mkdir(exist_ok=True)
        self._file = self._temporary.open("xb")
        self._checksum = 0
        return self

    def add(self, record: Record) -> None:
        """Keep a record."""
        self._tables.add(record)
        self._waiting += 1
        if self._waiting == _BLOCK:
            self._flush()

    def write(self, columns: Columns) -> None:
        """Keep columns, after what was kept before; those of kinds of which there are no records need no line."""
        for name, column in columns.items():
            if column[0]:
                self._line(f"{name}\t{_JSON(column)}\n".encode())

    def _line(self, line: bytes) -> None:
        self._file.write(line)
        self._checksum = crc32(line, self._checksum)

    def _flush(self) -> None:
        self.write(self._tables.columns())
        self._tables, self._waiting = _Tables(), 0

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                if self._waiting or not self._file.tell():
                    self._flush()
                self._file.write(b"%s%08x\n" % (_END, self._checksum))
                self._file.flush()
                self._temporary.replace(self.path)
        finally:
            self._file.close()
            self._temporary.unlink(missing_ok=True)


def read(path: Path, wanted: Collection[str] = ALL) -> Columns | None:
    """Return the columns in a file that are `wanted`, or None when the file is damaged; raise FileNotFoundError."""
    pieces: dict[str, list[Column]] = {name: [] for name in wanted}
    checksum, stated = 0, b""
    try:
        with path.open("rb") as file:
            for line in file:
                if line.startswith(_END):
                    stated = line.removeprefix(_END).strip()
                    continue
                checksum = crc32(line, checksum)
                end = line.find(b"\t")
                name = line[:end].decode()
                if name in pieces:
                    values, codes = json.loads(line[end:])
                    pieces[name].append((values, codes))
        found = {name: _joined(parts) for name, parts in pieces.items()}
    except (ValueError, TypeError):  # no JSON, no UTF-8, or something else than two values
        return None
    return found if stated == b"%08x" % checksum else None


def _joined(pieces: list[Column]) -> Column:
    """Return one column of its pieces; without any, nobody has it."""
    if not pieces:
        return [], None
    if len(pieces) == 1:
        return pieces[0]
    if any(codes is None for _, codes in pieces):
        return [value for values, codes in pieces for value in _rows(values, codes)], None
    numbers: dict[Any, int] = {}
    rows: list[int] = []
    for values, codes in pieces:
        keys = map(_frozen, values)
        renumbered = [numbers.setdefault(key, len(numbers)) for key in keys]
        rows += map(renumbered.__getitem__, codes or ())
    return list(map(_thawed, numbers)), rows


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return frozenset(value.items()) if isinstance(value, dict) else value


def _thawed(key: Any) -> Any:
    if isinstance(key, tuple):
        return list(map(_thawed, key))
    return dict(key) if isinstance(key, frozenset) else key


def _rows(values: list[Any], codes: list[int] | None) -> list[Any]:
    return values if codes is None else [values[code] for code in codes]
