"""The table of claims: a row a claim with all that is known of it, for spreadsheets, statistics and data bases.

What is written is loaded again without loss: its last columns carry the records (see `carriers`). Parquet needs
pyarrow, which the extra `tables` brings.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ....ontology.json.carried import columns_for, pack, parts
from ....ontology.records import DataSet, Record
from ....ontology.texts import counted
from ...loading.held import records
from ...store.base import QuadStore
from ..spreadsheet import cell, safe_cell, write_csv
from .carriers import loads
from .columns import COLUMNS, PARTED_BY
from .rows import Row

Told = tuple[int, str, *tuple[str, ...]]


def csv(rows: Iterable[Row], store: QuadStore, beside: Path | None, datasets: Sequence[DataSet], out: BinaryIO) -> Told:
    """Write the table as CSV (RFC 4180, UTF-8); return how many claims it has, and what found no room."""
    table = Carrying(rows, store, beside, datasets)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        write_csv(table.rows, table.columns, text)
    finally:
        text.detach()  # leaves the stream to whoever opened it
    return table.told


def xlsx(
    rows: Iterable[Row], store: QuadStore, beside: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> Told:
    """Write the table as a workbook, with real dates and numbers; return the same."""
    from .workbook import write

    table = Carrying(rows, store, beside, datasets)
    write(table.rows, table.columns, out)
    return table.told


def parquet(
    rows: Iterable[Row], store: QuadStore, beside: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> Told:
    """Write the table as Parquet, with lists, dates and numbers; return the same. Raises `FormatError` without
    pyarrow."""
    from .arrow import write_parquet

    table = Carrying(rows, store, beside, datasets)
    write_parquet(table.rows, table.columns, out)
    return table.told


def arrow_file(
    rows: Iterable[Row], store: QuadStore, beside: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> Told:
    """Write the same as an Arrow file; return the same. Raises `FormatError` without pyarrow."""
    from .arrow import write_arrow

    table = Carrying(rows, store, beside, datasets)
    write_arrow(table.rows, table.columns, out)
    return table.told


class Carrying:
    """The table with the columns that carry its records."""

    def __init__(self, rows: Iterable[Row], store: QuadStore, beside: Path | None, datasets: Sequence[DataSet]) -> None:
        self.rows = list(rows)
        described = {dataset.name: sorted(records(store, dataset.iri, beside), key=_iri) for dataset in datasets}
        carried, self._left = loads([row["claim"] for row in self.rows], described)
        packed = [pack(texts(row), load) for row, load in zip(self.rows, carried, strict=True)]
        more = columns_for(max(map(len, packed), default=0))
        self.columns = (*COLUMNS, *more)
        for row, text in zip(self.rows, packed, strict=True):
            row.update(parts(text, more))

    @property
    def told(self) -> Told:
        """How many claims there are, and what found no room beside them."""
        number = len(self.rows)
        remark = f"{counted(self._left, 'record')} that no claim refers to found no room beside so few claims"
        return (number, "claims", remark) if self._left else (number, "claims")


def texts(row: Row) -> dict[str, str]:
    """Return the cells of a row as text, several values in one."""
    return {name: safe_cell(one_text(value)) for name, value in row.items()}


def one_text(value: Any) -> str:
    """Return a value as one text; several values are parted, and one that is empty keeps its place.

    >>> one_text(["a", "", "b"]), one_text(None), one_text(True)
    ('a; ; b', '', 'true')
    """
    return PARTED_BY.join(map(cell, value)) if isinstance(value, list) else cell(value)


def _iri(record: Record | DataSet) -> str:
    return record.iri
