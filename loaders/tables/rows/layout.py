"""One table of a document, and its rows as far as they can be read at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ....ontology.patterns import UNWRITABLE
from ...opening.documents import Document
from .reading import TableRow

#: The most characters of a cell, as of Python's reader of CSV.
LONGEST_CELL = 131_072
#: The most characters of a row that is brief.
_BRIEF = 4096


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of a document, as it may be read: what it is written in, and its columns."""

    document: Document
    kind: str
    columns: tuple[str, ...]
    delimiter: str = ","
    sheet: str | None = None


def checked(file: str, line: int, cells: Sequence[Any], columns: Sequence[str]) -> TableRow:
    """A row of these cells, or a row that says why they cannot be read."""
    try:
        whole = "".join(cells)
    except TypeError:  # lists of texts
        whole = "".join(map(_text, cells))
    if len(whole) > LONGEST_CELL:
        for column, cell in zip(columns, cells, strict=True):
            if len(_text(cell)) > LONGEST_CELL:
                reason = f'"{column}" has {len(_text(cell)):,} characters; at most {LONGEST_CELL:,} are read'
                return TableRow(file, line, (), reason)
    if not whole.isprintable() and UNWRITABLE.search(whole):
        return TableRow(file, line, (), _unreadable(cells, columns))
    return TableRow(file, line, cells, None, len(whole) <= _BRIEF)


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else "".join(cell)


def _unreadable(cells: Sequence[Any], columns: Sequence[str]) -> str:
    for column, cell in zip(columns, cells, strict=True):
        if found := UNWRITABLE.search(_text(cell)):
            code = ord(found[0])
            if 0xDC80 <= code <= 0xDCFF:
                return (
                    f'"{column}" has the byte 0x{code - 0xDC00:02X}, which is not UTF-8; save the table as UTF-8, '
                    "or write its encoding into the mapping (encoding: cp1252)"
                )
            return f'"{column}" has the character U+{code:04X}, which no text may hold; delete it'
    return "a character that no text may hold"
