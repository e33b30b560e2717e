"""Tables in lines of delimited cells: CSV, TSV and their like."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from ....errors import InvalidData, Problem
from ....ontology.texts import counted
from ...opening.documents import Document
from .layout import LONGEST_CELL, QUOTE_ALL, QUOTE_NONE, Dialect, Layout, checked, picker
from .reading import TableRow

_LONGEST_LINE = 1 << 22
_DELIMITERS = (",", "\t", ";", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: The line by which spreadsheet programs are told the delimiter.
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
#: So many characters that follow an odd quotation mark are read again.
_MOST_AGAIN = 64 << 20
_IN_QUOTES = re.compile(r'\s*".*"\s*', re.DOTALL)


def layouts(document: Document, dialect: Dialect) -> list[Layout]:
    """Return the tables that a text may be read as, one for each delimiter that it may have."""
    said = dialect.delimiter or _said(document, dialect)
    found: list[Layout] = []
    for delimiter in (said,) if said else _DELIMITERS:
        cells = _first_row(document, delimiter, dialect)
        if dialect.columns and len(cells) == len(dialect.columns):
            found.append(Layout(document, "csv", dialect.columns, dialect, delimiter))
        elif cells and not dialect.columns:
            found.append(Layout(document, "csv", tuple(cell.strip() for cell in cells), dialect, delimiter))
    return found


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows of the table, with the cells of these columns. Raises `InvalidData` when it breaks off."""
    document, dialect, width = layout.document, layout.dialect, len(layout.columns)
    pick = picker(layout, columns)
    quoted = _Quoted(columns) if _quote(layout.delimiter, dialect) is None and dialect.quote is None else None
    with document.open() as file:
        text = io.TextIOWrapper(file, _encoding(document, dialect), errors="surrogateescape", newline="")
        is_header = not dialect.columns
        for line, cells, problem in _Rows(document, text, layout.delimiter, dialect):
            if problem:
                yield TableRow(document.base, line, (), problem)
            elif is_header:
                is_header = False
            elif len(cells) != width and (len(cells) < width or any(map(str.strip, cells[width:]))):
                number = f"{counted(len(cells), 'cell')} where the header has {width}"
                yield TableRow(document.base, line, (), f"{number}; a text with the delimiter in it needs quotes")
            else:
                picked = pick(cells)
                yield checked(document.base, line, picked, columns, quoted.notes(picked) if quoted else ())


class _Quoted:
    """Tells once that cells stand in quotation marks, where these are taken for what they are."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._told = False

    def notes(self, cells: Sequence[str]) -> tuple[str, ...]:
        if self._told:
            return ()
        found = next(
            (name for name, cell in zip(self._columns, cells, strict=True) if _IN_QUOTES.fullmatch(cell)), None
        )
        self._told = found is not None
        what = (
            f'"{found}" and perhaps other cells stand in quotation marks, which are read as they are in tab-separated'
        )
        return () if found is None else (f"{what} files{QUOTE_ALL}",)


# ------------------------------------------------------------------------------------------------------------- reading


class _Rows:
    """The rows of a text that are not empty: line, cells, and instead of these why they cannot be read.

    Where a quotation mark is odd, only its line is lost: those that were taken for the rest of the cell are read again.
    """

    def __init__(self, document: Document, text: TextIO, delimiter: str, dialect: Dialect) -> None:
        quote = _quote(delimiter, dialect)
        self._document = document
        self._encoding = _encoding(document, dialect)
        self._lines = _Lines(text, dialect)
        self._reader = (
            csv.reader(self._lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
            if quote is None
            else csv.reader(self._lines, delimiter=delimiter, quotechar=quote, strict=True)
        )

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while True:
            self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._lines.first, [], self._lines.again(_what(error))
                continue
            except UnicodeError as error:
                message = f"not to be read as {self._encoding} from here on: {error}"
                raise InvalidData([Problem(message, self._document.name, self._lines.first, 1)]) from None
            if any(cells) and any(map(str.strip, cells)):
                yield self._lines.first, cells, ""


class _Lines:
    """The lines of a text for the reader of CSV, without those before the table and those that are comments."""

    def __init__(self, text: TextIO, dialect: Dialect) -> None:
        self._text = text
        self._skip = dialect.skip_rows
        self._comment = dialect.comment
        self._number = 0
        self._taken: list[tuple[int, str]] = []
        self._ahead: list[tuple[int, str]] = []
        self._again = 0

    def begin(self) -> None:
        """A row begins with the next line."""
        self._taken = []

    @property
    def first(self) -> int:
        """The number of the line in which the row begins."""
        return self._taken[0][0] if self._taken else self._number + 1

    def again(self, problem: str) -> str:
        """Give the lines of a row that cannot be read again, but for the first, and say what is wrong with that."""
        rest = self._taken[1:]
        self._again += sum(len(line) for _, line in rest)
        if self._again <= _MOST_AGAIN:
            self._ahead += reversed(rest)
        elif rest:
            problem += f"; with it the lines to {rest[-1][0]} are left out"
        return problem

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while True:
            number, line = self._ahead.pop() if self._ahead else self._read()
            if not line:
                raise StopIteration
            if number <= self._skip or (self._comment and not self._taken and line.startswith(self._comment)):
                continue
            self._taken.append((number, line))
            return line

    def _read(self) -> tuple[int, str]:
        line = self._text.readline(_LONGEST_LINE)
        self._number += 1
        if self._number == 1 and _SEP.fullmatch(line):
            self._skip += 1
            return 1, line
        return self._number, line


def _what(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return f"a cell of more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"
    if "unexpected end" in said:
        return f"a quotation mark is never closed; write two for one that is meant{QUOTE_NONE}"
    if "expected after" in said:
        return f"a quotation mark is closed in the middle of a cell; write two for one that is meant{QUOTE_NONE}"
    return f"not to be read as CSV: {said}"


# ------------------------------------------------------------------------------------------------- how it is written


def _quote(delimiter: str, dialect: Dialect) -> str | None:
    """Return the quotation mark; None where nothing is quoted, which is usual where tabs delimit."""
    if dialect.quote is not None:
        return dialect.quote or None
    return None if delimiter == "\t" else '"'


def _encoding(document: Document, dialect: Dialect) -> str:
    return dialect.encoding or next((name for bom, name in _BOMS if document.head.startswith(bom)), "utf-8")


def _said(document: Document, dialect: Dialect) -> str | None:
    """Return the delimiter that the first line says, if it does."""
    found = _SEP.fullmatch(_head(document, dialect).readline())
    return found[1] if found else None


def _head(document: Document, dialect: Dialect) -> io.StringIO:
    try:
        text = codecs.getincrementaldecoder(_encoding(document, dialect))("replace").decode(document.head)
    except UnicodeError:
        text = ""
    return io.StringIO(text, newline="")


def _first_row(document: Document, delimiter: str, dialect: Dialect) -> list[str]:
    """Return the cells of the first line that has any; nothing if that is no line of a table."""
    head = _head(document, dialect)
    cells = _first(document, head, delimiter, dialect)
    if head.read(1) or document.size == len(document.head):
        return cells
    with document.open() as file:  # the line may go on beyond the head
        text = io.TextIOWrapper(file, _encoding(document, dialect), errors="replace", newline="")
        return _first(document, text, delimiter, dialect)


def _first(document: Document, text: TextIO, delimiter: str, dialect: Dialect) -> list[str]:
    found = next(iter(_Rows(document, text, delimiter, dialect)), None)
    return found[1] if found else []
