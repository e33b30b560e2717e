"""How a table is written, by the mapping and by what was found in the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from ....ontology.patterns import UNWRITABLE
from ...opening.documents import Document
from .reading import TableRow

#: The most characters of a cell, as of Python's reader of CSV.
LONGEST_CELL = 131_072
#: The most characters of a row that is brief.
_BRIEF = 4096
_HALF_A_PAIR = 0xFFFF
_LEFT_OUT = "; the whole row is left out"
#: What a row says that a mapping could help with.
SHOW_HIDDEN = "; write hidden: yes into the mapping to read it all the same"
NAME_ENCODING = ", or write its encoding into the mapping (encoding: cp1252)"
QUOTE_NONE = ", or quote: none into the mapping"
QUOTE_ALL = "; write quote: '\"' into the mapping if they are not meant"
NO_TABLE = "has not the columns of any table of the mapping"
#: What is said of a cell that has no value, but something else.
TAKEN_FOR_EMPTY = " and is taken for empty"
_WITHOUT_MAPPING = {
    SHOW_HIDDEN: "; show it, or delete it",
    NAME_ENCODING: "",
    QUOTE_NONE: "",
    QUOTE_ALL: "; save it as CSV if they are not meant",
    NO_TABLE: "is not read: claims are in the first sheet that has their columns, and what they name in sheets called"
    " actors, incidents, sources and evidence; move it there, or into a file of its own",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a mapping says that a table is written.

    Where it names `columns`, there is no header. A `quote` that is empty means that nothing is quoted; None that it is
    as usual with the delimiter. `at` are the keys under which the rows of JSON are.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    comment: str | None = None
    skip_rows: int = 0
    columns: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    sheet: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of a document, as it may be read: what it is written in, and its columns."""

    document: Document
    kind: str
    columns: tuple[str, ...]
    dialect: Dialect = Dialect()
    delimiter: str = ","
    sheet: str | None = None


def picker(layout: Layout, columns: Sequence[str]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what takes the cells of some columns out of a row; a column that is not there is empty."""
    places = [layout.columns.index(column) if column in layout.columns else None for column in columns]
    found = [place for place in places if place is not None]
    if len(found) < len(places):
        return lambda cells: tuple("" if place is None else cells[place] for place in places)
    if len(found) == 1:
        return lambda cells: (cells[found[0]],)
    return itemgetter(*found)


def checked(
    file: str, line: int, cells: Sequence[Any], columns: Sequence[str], notes: tuple[str, ...] = ()
) -> TableRow:
    """Return a row of these cells, or a row that says why they cannot be read."""
    try:
        whole = "".join(cells)
    except TypeError:  # lists of texts
        whole = "".join(map(_text, cells))
    if len(whole) > LONGEST_CELL:
        for column, cell in zip(columns, cells, strict=True):
            if len(_text(cell)) > LONGEST_CELL:
                reason = f'"{column}" has {len(_text(cell)):,} characters; at most {LONGEST_CELL:,} are read{_LEFT_OUT}'
                return TableRow(file, line, (), reason)
    if not whole.isprintable() and UNWRITABLE.search(whole):
        return TableRow(file, line, (), _unreadable(cells, columns))
    return TableRow(file, line, cells, None, len(whole) <= _BRIEF, notes)


def all_brief(columns: Iterable[Collection[Any]]) -> bool:
    """Return whether rows of these columns are in order and brief, whichever of the cells stand together: as most are,
    who need not be looked at one by one."""
    longest = 0
    for cells in columns:
        texts = list(map(_text, cells))
        longest += max(map(len, texts), default=0)
        whole = "".join(texts)
        if longest > _BRIEF or (not whole.isprintable() and UNWRITABLE.search(whole)):
            return False
    return True


def without_mapping(told: str) -> str:
    """Return what is told of a table that is read without a mapping."""
    for advice, instead in _WITHOUT_MAPPING.items():
        told = told.replace(advice, instead)
    return told


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else "".join(cell)


def _unreadable(cells: Sequence[Any], columns: Sequence[str]) -> str:
    for column, cell in zip(columns, cells, strict=True):
        if found := UNWRITABLE.search(_text(cell)):
            return f'"{column}" has {_named(ord(found[0]))}{_LEFT_OUT}'
    return f"a character that no text may hold{_LEFT_OUT}"


def _named(code: int) -> str:
    """Return what a character is that no text may hold, and what to do about it."""
    if 0xDC80 <= code <= 0xDCFF:
        return f"the byte 0x{code - 0xDC00:02X}, which is not UTF-8; save the table as UTF-8{NAME_ENCODING}"
    if code == _HALF_A_PAIR or 0xD800 <= code <= 0xDFFF:
        return "half a surrogate pair, or U+FFFF, which no text may hold; delete it"
    return f"the character U+{code:04X}, which no text may hold; delete it"
