"""The table of claims for programs that compute: columns of Arrow, and Parquet files of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from ....errors import FormatError
from .columns import COLUMNS, Type
from .rows import Row

#: What brings pyarrow.
INSTALL = "pip install 'whoblamed[tables]'"
#: How many rows become columns at once, and how many times as many stand together in a file.
_BATCH, _GROUP = 1024, 16


def arrow() -> Any:
    """Return pyarrow; raises `FormatError`, with what to do, where it is not installed."""
    try:
        import pyarrow
    except ImportError:
        raise FormatError(f"this needs pyarrow; install it: {INSTALL}") from None
    return pyarrow


def table(rows: Iterable[Row], columns: Sequence[str]) -> Any:
    """Return rows as a `pyarrow.Table` with the types of their columns; what is in no column of ours is text."""
    return arrow().Table.from_batches(_batches(rows, columns), _schema(columns))


def write_parquet(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows as a Parquet file, a group of rows at a time; raises `FormatError` without pyarrow."""
    arrow()
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(out, _schema(columns), compression="zstd") as writer:
        for group in _groups(rows, columns):
            writer.write_table(group)


def write_arrow(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows as an Arrow file (Feather, version 2), a group at a time; raises `FormatError` without pyarrow."""
    arrow()
    import pyarrow.ipc

    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_file(out, _schema(columns), options=options) as writer:
        for group in _groups(rows, columns):
            writer.write_table(group.combine_chunks())


def _groups(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[Any]:
    """Yield rows as tables of `_GROUP` batches: at least one, if there is no row."""
    pa, schema = arrow(), _schema(columns)
    batches = _batches(rows, columns)
    first = True
    while (group := list(islice(batches, _GROUP))) or first:
        yield pa.Table.from_batches(group, schema)
        first = False


def _batches(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[Any]:
    """Yield rows as record batches: of objects of Python there are no more than one has."""
    pa, schema = arrow(), _schema(columns)
    waiting = iter(rows)
    while some := list(islice(waiting, _BATCH)):
        made = [{name: _plain(_type(name), row.get(name)) for name in columns} for row in some]
        yield pa.RecordBatch.from_pylist(made, schema=schema)


def _schema(columns: Sequence[str]) -> Any:
    pa = arrow()
    types = _types(pa)
    return pa.schema([pa.field(name, types[_type(name)]) for name in columns])


def write_file(made: Any, format: str, out: BinaryIO) -> None:
    """Write a `pyarrow.Table` as `parquet` or `arrow`, packed with Zstandard."""
    arrow()
    if format == "parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(made, out, compression="zstd")
        return
    import pyarrow.ipc

    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_file(out, made.schema, options=options) as writer:
        writer.write_table(made)


def _type(name: str) -> Type:
    return COLUMNS[name].type if name in COLUMNS else "text"


def _types(pa: Any) -> dict[Type, Any]:
    return {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "date": pa.date32(),
        "integer": pa.int32(),
        "number": pa.float64(),
        "flag": pa.bool_(),
    }


def _plain(type_: Type, value: Any) -> Any:
    """Return a value as a column of its type takes it."""
    if type_ == "number" and value is not None:
        return float(value)
    return value
