"""Tables in files of columns: Parquet, and Arrow as a file (Feather) or a stream. pyarrow reads them, in batches."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from typing import Any, BinaryIO, Final

from ....errors import FormatError, InvalidData, Problem
from ...opening.documents import Document, in_words
from ..cells import OBJECT
from .layout import Dialect, Layout, all_brief, checked, picker
from .reading import TableRow

PARQUET: Final = "parquet"
ARROW: Final = "arrow"
#: How files of columns begin. A stream of Arrow has no name of its own: a continuation, a length, and a message.
_BEGINNINGS: Final = ((b"PAR1", PARQUET), (b"ARROW1", ARROW), (b"\xff\xff\xff\xff", ARROW))
#: What takes more in memory than this is a trap, whatever its size on disk.
_MOST_BYTES: Final = 8 << 30
#: How many rows are held at once.
_BATCH: Final = 4096
_INSTALL: Final = "pip install 'whoblamed[tables]'"


def kind_of(head: bytes) -> str | None:
    """Return `parquet` or `arrow`, by how a file begins; None for anything else."""
    return next((kind for start, kind in _BEGINNINGS if head.startswith(start)), None)


def layouts(document: Document, kind: str, dialect: Dialect) -> list[Layout]:
    """Return the one table of a file of columns. Raises `InvalidData` when it cannot be read, and `FormatError` without
    pyarrow."""
    return [Layout(document, kind, columns(document), dialect)]


def columns(document: Document) -> tuple[str, ...]:
    """Return the names of the columns of a file of columns. Raises as `layouts` does."""
    with _opened(document, kind_of(document.head) or PARQUET) as file:
        return tuple(file.schema.names)


def metadata(document: Document) -> dict[bytes, bytes]:
    """Return what a file of columns says of itself. Raises as `layouts` does."""
    with _opened(document, kind_of(document.head) or PARQUET) as file:
        return dict(file.schema.metadata or {})


def first_rows(document: Document, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of some columns, row by row, as long as they are asked for. Raises as `layouts` does."""
    (layout,) = layouts(document, kind_of(document.head) or PARQUET, Dialect())
    return (tuple(row.cells) for row in rows(layout, wanted) if not row.problem)


def rows(layout: Layout, wanted: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows; their line is the number of the row. A list is a cell of several values."""
    document = layout.document
    names = [name for name in dict.fromkeys(wanted) if name in layout.columns]
    read = Layout(document, layout.kind, tuple(names), layout.dialect)
    pick = picker(read, wanted)
    number = 0
    with _opened(document, layout.kind) as file:
        for batch in file.batches(names):
            cells, distinct = zip(*map(_texts, batch.columns), strict=True) if names else ((), ())
            brief = all_brief(distinct)
            for row in zip(*cells, strict=True) if names else ([()] * batch.num_rows):
                number += 1
                if brief:
                    yield TableRow(document.base, number, pick(row), None, True)
                else:
                    yield checked(document.base, number, tuple(pick(row)), wanted)


def pyarrow(module: str = "pyarrow") -> Any:
    """Return pyarrow, or a module of it; raises `FormatError`, with what to install, where it is not."""
    try:
        return import_module(module)
    except ImportError:
        raise FormatError(f"reading Parquet and Arrow needs pyarrow; install it: {_INSTALL}") from None


# ------------------------------------------------------------------------------------------------------------ the file


class _Parquet:
    def __init__(self, file: BinaryIO) -> None:
        self._file = pyarrow("pyarrow.parquet").ParquetFile(file)
        self.schema: Any = self._file.schema_arrow

    def batches(self, wanted: list[str]) -> Iterator[Any]:
        told = self._file.metadata
        size = sum(
            group.column(place).total_uncompressed_size
            for group in map(told.row_group, range(told.num_row_groups))
            for place in range(group.num_columns)
            if group.column(place).path_in_schema.partition(".")[0] in wanted
        )
        if size > _MOST_BYTES:
            raise ValueError(f"its columns would take {in_words(size)}; at most {in_words(_MOST_BYTES)} are read")
        for batch in self._file.iter_batches(batch_size=_BATCH, columns=wanted):
            yield batch.select(wanted)


class _Arrow:
    def __init__(self, file: BinaryIO, head: bytes) -> None:
        ipc = pyarrow("pyarrow.ipc")
        self._is_file = head.startswith(b"ARROW1")
        self._file = ipc.open_file(file) if self._is_file else ipc.open_stream(file)
        self.schema: Any = self._file.schema

    def batches(self, wanted: list[str]) -> Iterator[Any]:
        numbers = range(self._file.num_record_batches) if self._is_file else ()
        found = map(self._file.get_batch, numbers) if self._is_file else self._file
        for batch in found:
            chosen = batch.select(wanted)
            for start in range(0, chosen.num_rows, _BATCH):
                yield chosen.slice(start, _BATCH)


@contextmanager
def _opened(document: Document, kind: str) -> Iterator[_Parquet | _Arrow]:
    """Open a document that can be read from its end; raises `InvalidData` for what pyarrow cannot read."""
    pa = pyarrow()
    try:
        with _seekable(document) as file:
            yield _Parquet(file) if kind == PARQUET else _Arrow(file, document.head)
    except (ValueError, OSError, KeyError, pa.ArrowException) as error:
        if isinstance(error, InvalidData):
            raise
        what = "Parquet" if kind == PARQUET else "Arrow"
        message = f"not to be read as {what}: {' '.join(str(error).split())[:200]}"
        raise InvalidData([Problem(message, document.name)]) from None


@contextmanager
def _seekable(document: Document) -> Iterator[BinaryIO]:
    """Open a document; one that is packed is unpacked into a file first, since its columns are found from its end."""
    with document.open() as file:
        if document.path is not None:
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy


# ----------------------------------------------------------------------------------------------------------- the cells


def _texts(column: Any) -> tuple[list[Any], list[Any]]:
    """Return the values of a column as cells, and each of the cells at least once: most columns repeat themselves, and
    equal cells are one object, which is compared faster."""
    if _repeats(column.type):
        coded = column.dictionary_encode()
        if len(coded.dictionary) * 2 <= len(column):
            distinct = [*_cells(coded.dictionary), ""]
            numbers = coded.indices.fill_null(len(distinct) - 1).to_pylist()
            return list(map(distinct.__getitem__, numbers)), distinct
    cells = _cells(column)
    return cells, cells


def _repeats(kind: Any) -> bool:
    """Return whether values of a type of Arrow can be told apart by Arrow itself, all that are written otherwise."""
    types = pyarrow("pyarrow.types")
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_integer(kind) or types.is_date(kind))


def _cells(column: Any) -> list[Any]:
    values: list[Any] = column.to_pylist()
    write = _writer(column.type)
    return ["" if value is None else value if write is None else write(value) for value in values]


def _writer(kind: Any) -> Callable[[Any], Any] | None:
    """Return what makes a cell of a value of a type of Arrow; None for texts, which are cells."""
    types = pyarrow("pyarrow.types")
    if types.is_dictionary(kind):
        return _writer(kind.value_type)
    if types.is_string(kind) or types.is_large_string(kind) or kind == pyarrow().string_view():
        return None
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        inner = _writer(kind.value_type) or str
        return lambda values: tuple("" if value is None else inner(value) for value in values)
    return _written


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else "" if value != value else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return OBJECT if isinstance(value, dict | list) else str(value)
