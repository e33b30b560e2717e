"""Tables of claims that whoblamed wrote (`export -f csv|xlsx|parquet|arrow`), back as they were.

Their last columns carry the records (see `ontology.json.carried`). What people read stands before them, and is not read
back: a row that was changed is loaded as it was written, and told.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ..errors import FormatError, InvalidData, Problem
from ..ontology.json import decode
from ..ontology.json.carried import CHECKED, RECORD, carries, check, joined, unpack
from ..ontology.patterns import is_slug
from ..ontology.records import Batch, DataSet, Record, Skipped, Stream, as_read, dataset_iri
from .opening.documents import Document, hash_of, places
from .owned import of_its_own
from .tables.rows.format import COLUMNAR, kind_of, layouts
from .tables.rows.format import rows as rows_of
from .tables.rows.layout import Dialect, Layout

FORMAT = "claims"
_NEEDED = frozenset((RECORD, *CHECKED))
_CHANGED = "this row was changed since whoblamed wrote it, and is loaded as it was written; changes are not read"


def recognises(document: Document) -> bool:
    """Return whether a document is a table of claims of ours."""
    kind = kind_of(document)
    if kind not in ("csv", "xlsx", *COLUMNAR):
        return False
    if kind == "csv" and RECORD.encode() not in document.head[:4096]:
        return False
    with suppress(InvalidData, FormatError):  # what is wrong is told by what reads it
        return _layout(document, kind) is not None
    return False


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return the data sets that tables carry.

    Raises `InvalidData` for a table that cannot be read, and when `dataset` would name several data sets.
    """
    carried = _Carried()
    for document in documents:
        for line, cells in _rows(document):
            carried.add(document, line, cells)
    if dataset is not None and len(carried.records) > 1:
        message = f"the table holds {len(carried.records)} data sets, which cannot all be called {dataset!r}"
        raise InvalidData([Problem(f"{message}; leave out --dataset", documents[0].name)])
    if not carried.records:
        raise InvalidData([Problem("none of the rows carries a record", documents[0].name)])
    return carried.batches(documents, dataset)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A record as JSON, and the row that carries it."""

    document: Document
    line: int
    plain: Any

    def skipped(self, reason: str) -> Skipped:
        return Skipped(reason, self.document.base, self.line)


@dataclass(slots=True)
class _Carried:
    """What all rows carry, by the name of the data set, and what is to be told of them."""

    records: dict[str, list[_Piece]] = field(default_factory=lambda: defaultdict(list))
    told: list[Skipped] = field(default_factory=list)

    def add(self, document: Document, line: int, cells: dict[str, str]) -> None:
        try:
            said, found = unpack(joined(cells))
        except ValueError as error:
            self.told.append(Skipped(str(error), document.base, line))
            return
        if said != check(cells):
            self.told.append(Skipped(_CHANGED, document.base, line))
        for name, records in found.items():
            if is_slug(name):
                self.records[name] += [_Piece(document, line, plain) for plain in records]
            else:
                self.told.append(Skipped("it carries records of a data set without a name", document.base, line))

    def batches(self, documents: Sequence[Document], dataset: str | None) -> list[Batch]:
        found = []
        for number, (name, pieces) in enumerate(sorted(self.records.items())):
            described = _described(documents, name, dataset or name, pieces)
            told = () if number else tuple(self.told)
            found.append(Batch(described, Stream(partial(_records, name, described, pieces, told))))
        return found


def _records(
    name: str, dataset: DataSet, pieces: Sequence[_Piece], told: Sequence[Skipped]
) -> Iterator[Record | Skipped]:
    yield from told
    for piece in pieces:
        try:
            record = decode(json.dumps(piece.plain))
            if not isinstance(record, DataSet):
                yield of_its_own(record, name, dataset)
        except ValueError as error:
            yield piece.skipped(str(error))


def _described(documents: Sequence[Document], own: str, name: str, pieces: Sequence[_Piece]) -> DataSet:
    """Return a data set as it was read here, with what its rows say of it."""
    sha256 = hash_of(documents)
    origin = ", ".join(document.base for document in documents)
    read_from = places(documents)
    for said in filter(None, map(_says_of_itself, pieces)):
        if said.name == own:
            read = as_read(said, origin=origin, format=FORMAT, sha256=sha256, read_from=read_from)
            return replace(read, iri=dataset_iri(name), name=name)
    plain = DataSet(iri=dataset_iri(name), name=name, origin=origin, format=FORMAT, sha256=sha256)
    return replace(plain, read_from=read_from)


def _says_of_itself(piece: _Piece) -> DataSet | None:
    """Return the description of a data set that a row carries, if it is one."""
    if isinstance(piece.plain, dict) and "dataset" in piece.plain:
        with suppress(ValueError):
            record = decode(json.dumps(piece.plain))
            return record if isinstance(record, DataSet) else None
    return None


# ------------------------------------------------------------------------------------------------------------ the rows


def _rows(document: Document) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their numbers: what they carry, and the cells that are checked."""
    layout = _layout(document, kind_of(document) or "csv")
    if layout is None:
        raise InvalidData([Problem(f'there is no column "{RECORD}"; was it taken out?', document.name)])
    columns = [name for name in layout.columns if name in CHECKED or carries(name)]
    for row in rows_of(layout, columns):
        if row.problem:
            raise InvalidData([Problem(row.problem, document.name, row.line, 1)])
        yield row.line, dict(zip(columns, map(_text, row.cells), strict=True))


def _layout(document: Document, kind: str) -> Layout | None:
    """Return the table of a document that has our columns."""
    found = layouts(document, kind, Dialect())
    return next((layout for layout in found if set(layout.columns) >= _NEEDED), None)


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)
