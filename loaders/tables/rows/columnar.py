"""The rows of tables in files of columns: Parquet and Arrow."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ...opening.columnar import PARQUET, columns, kind_of, opened, pyarrow
from ...opening.documents import Document
from ..cells import OBJECT
from .layout import Dialect, Layout, all_brief, checked, picker
from .reading import TableRow


def layouts(document: Document, kind: str, dialect: Dialect) -> list[Layout]:
    """Return the one table of a file of columns. Raises as `columns` does."""
    return [Layout(document, kind, columns(document), dialect)]


def first_rows(document: Document, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of some columns, row by row, as long as they are asked for. Raises as `columns` does."""
    (layout,) = layouts(document, kind_of(document.head) or PARQUET, Dialect())
    return (tuple(row.cells) for row in rows(layout, wanted) if not row.problem)


def rows(layout: Layout, wanted: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows; their line is the number of the row. A list is a cell of several values."""
    document = layout.document
    names = [name for name in dict.fromkeys(wanted) if name in layout.columns]
    read = Layout(document, layout.kind, tuple(names), layout.dialect)
    pick = picker(read, wanted)
    number = 0
    with opened(document, layout.kind) as file:
        for batch in file.batches(names):
            cells, distinct = zip(*map(_texts, batch.columns), strict=True) if names else ((), ())
            brief = all_brief(distinct)
            for row in zip(*cells, strict=True) if names else ([()] * batch.num_rows):
                number += 1
                if brief:
                    yield TableRow(document.base, number, pick(row), None, True)
                else:
                    yield checked(document.base, number, tuple(pick(row)), wanted)


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
