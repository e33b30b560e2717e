"""Records put into columns, and these into files, all or nothing; and the values of columns as records have them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from ....ontology.records import Actor, Name, Record
from .files import END, Column, Columns, rows, rows_of
from .kept import FIELDS, READERS, TEXTS, pairs, plain

_VALUES_OF = {kind: attrgetter(*names) for kind, names in FIELDS.items()}
_JSON = json.JSONEncoder(ensure_ascii=False).encode
#: How many records are held in memory before they are written.
_BLOCK = 25_000


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
    return rows(values, codes)


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
                self._file.write(b"%s\t%08x\n" % (END, self._checksum))
                self._file.flush()
                self._temporary.replace(self.path)
        finally:
            self._file.close()
            self._temporary.unlink(missing_ok=True)


def content_of(record: Record, names: Sequence[str]) -> bytes:
    """Return a hash of some fields of a record, by their values as they are kept; see `contents`."""
    kind = type(record).__name__
    values = ((f"{kind}.{name}", getattr(record, name)) for name in names)
    return _hash([plain(pairs(value) if column in TEXTS else value) for column, value in values])


def contents(columns: Columns, kind: type[Record], names: Sequence[str]) -> Iterator[bytes]:
    """Yield the same hash of each record of a kind in a block: equal where the records are, as quads have them."""
    found = (rows_of(columns, f"{kind.__name__}.{name}") for name in names)
    return map(_hash, zip(*found, strict=True))


def _hash(values: Sequence[Any]) -> bytes:
    return blake2b(_JSON(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()
