"""The table of claims: a row a claim with all that is known of it, for spreadsheets, statistics and data bases.

What is written is loaded again without loss: its last columns carry the records (see `carriers`). Parquet needs
pyarrow, which the extra `tables` brings.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any, BinaryIO

from ....ontology.json.carried import CHECKED, columns_for, pack, parts
from ....ontology.records import Claim
from ....ontology.texts import counted
from ...identity.representatives import Representatives
from ...status.withdrawn import withdrawn_of
from ..spreadsheet import cell, safe_cell, write_csv
from ..waiting.rows import Waiting, waiting_on_disk
from ..waiting.shelf import ClaimsByDate, Shelf
from .carriers import Loads
from .columns import COLUMNS, PARTED_BY
from .disputes import received
from .rows import Row, rows

if TYPE_CHECKING:
    from ..formats import Material

Told = tuple[int, str, *tuple[str, ...]]

_VALUES = itemgetter(*COLUMNS)


def csv(material: Material, out: BinaryIO) -> Told:
    """Write the table as CSV (RFC 4180, UTF-8); return how many claims it has, and what found no room."""
    with carrying(material) as table:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        try:
            write_csv(table.rows(), table.columns, text)
        finally:
            text.detach()  # leaves the stream to whoever opened it
        return table.told


def xlsx(material: Material, out: BinaryIO) -> Told:
    """Write the table as a workbook, with real dates and numbers; return the same."""
    from .workbook import write

    with carrying(material) as table:
        write(table.rows(), table.columns, out)
        return table.told


def parquet(material: Material, out: BinaryIO) -> Told:
    """Write the table as Parquet, with lists, dates and numbers; return the same. Raises `FormatError` without
    pyarrow."""
    from .arrow import write_parquet

    with carrying(material) as table:
        write_parquet(table.rows(), table.columns, out)
        return table.told


def arrow_file(material: Material, out: BinaryIO) -> Told:
    """Write the same as an Arrow file; return the same. Raises `FormatError` without pyarrow."""
    from .arrow import write_arrow

    with carrying(material) as table:
        write_arrow(table.rows(), table.columns, out)
        return table.told


@contextmanager
def carrying(material: Material) -> Iterator[Carrying]:
    """Make the table with the columns that carry its records."""
    with table_of(material) as (shelf, table), waiting_on_disk(2) as (loaded, packed):
        yield Carrying(table, Loads(shelf), loaded, packed)


@contextmanager
def table_of(material: Material) -> Iterator[tuple[Shelf, Iterator[Row]]]:
    """Make the table without these columns, row by row, of what waits on a shelf."""
    with Shelf.of_store(material.store, material.columns, material.datasets) as shelf:
        told = received(material.assessed(shelf))
        ends: dict[str, list[str]] = {}

        def see(claim: Claim) -> None:
            for iri in claim.withdraws:
                ends.setdefault(iri, []).append(claim.iri)

        ordered, facts = ClaimsByDate(shelf, see), shelf.facts()
        gone = withdrawn_of(facts, ends, Representatives.of(material.store))
        yield shelf, rows(ordered, facts, told, gone, shelf.datasets, shelf.home_of)


class Carrying:
    """The table with the columns that carry its records: how many and which these are is known at the end of it."""

    def __init__(self, table: Iterable[Row], loads: Loads, loaded: Waiting, packed: Waiting) -> None:
        for row in table:
            loaded.put((_VALUES(row), loads.load(row["claim"])))
        self._number, longest = 0, 0
        for values, load in loaded.taken():
            loads.fill(load)
            text = pack(texts(_row(values)), load)
            packed.put((values, text))
            self._number += 1
            longest = max(longest, len(text))
        self._left = loads.left()
        self._packed = packed
        self._carrying = columns_for(longest)
        self.columns = (*COLUMNS, *self._carrying)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, once."""
        for values, text in self._packed.taken():
            yield _row(values) | parts(text, self._carrying)

    @property
    def told(self) -> Told:
        """How many claims there are, and what found no room beside them."""
        remark = f"{counted(self._left, 'record')} that no claim refers to found no room beside so few claims"
        return (self._number, "claims", remark) if self._left else (self._number, "claims")


def _row(values: Iterable[Any]) -> Row:
    return dict(zip(COLUMNS, values, strict=True))


def texts(row: Row) -> dict[str, str]:
    """Return the cells of a row of which its check is made, several values in one."""
    return {name: safe_cell(one_text(row[name])) for name in CHECKED}


def one_text(value: Any) -> str:
    """Return a value as one text; several values are parted, and one that is empty keeps its place.

    >>> one_text(["a", "", "b"]), one_text(None), one_text(True)
    ('a; ; b', '', 'true')
    """
    return PARTED_BY.join(map(cell, value)) if isinstance(value, list) else cell(value)
