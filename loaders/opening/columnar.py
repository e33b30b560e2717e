"""Files of columns: Parquet, and Arrow as a file (Feather) or a stream. pyarrow reads them, in batches."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO, Final

from ...errors import FormatError, InvalidData, Problem
from .documents import Document, in_words

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


def columns(document: Document) -> tuple[str, ...]:
    """Return the names of the columns of a file of columns. Raises `InvalidData` when it cannot be read, and
    `FormatError` without pyarrow."""
    with opened(document, kind_of(document.head) or PARQUET) as file:
        return tuple(file.schema.names)


def metadata(document: Document) -> dict[bytes, bytes]:
    """Return what a file of columns says of itself. Raises as `columns` does."""
    with opened(document, kind_of(document.head) or PARQUET) as file:
        return dict(file.schema.metadata or {})


def pyarrow(module: str = "pyarrow") -> Any:
    """Return pyarrow, or a module of it; raises `FormatError`, with what to install, where it is not."""
    try:
        return import_module(module)
    except ImportError:
        raise FormatError(f"reading Parquet and Arrow needs pyarrow; install it: {_INSTALL}") from None


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
def opened(document: Document, kind: str) -> Iterator[_Parquet | _Arrow]:
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
