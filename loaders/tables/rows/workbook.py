"""Tables in workbooks of spreadsheet programs (XLSX).

openpyxl reads them: its parser of sheets tells what a cell is written as, which rows are hidden and where a formula has
no result. (python-calamine is ten times as fast, of which a load would keep a tenth, and tells none of this.)
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO

from ....errors import InvalidData, Problem
from ....ontology.records import Skipped
from ...opening.documents import Document, in_words
from .layout import NO_TABLE, SHOW_HIDDEN, TAKEN_FOR_EMPTY, Dialect, Layout, checked, picker
from .reading import TableRow

_LARGEST = 2 << 30
#: All texts of a workbook are held in memory.
_LARGEST_TEXTS = 256 << 20
_LARGEST_RATIO = 250
_HARMLESS = 64 << 20
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_HIDDEN = f"in a workbook{SHOW_HIDDEN}"
#: What of the format of a number is no part of a date: texts, escapes, colours and conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def layouts(document: Document, dialect: Dialect) -> list[Layout]:
    """Return the sheets of a workbook that have a header, which is the first row that is not empty."""
    with _workbook(document) as workbook:
        found = (_layout(sheet, document, dialect) for sheet in _sheets(workbook, dialect))
        return [layout for layout in found if layout]


def left_out(document: Document, read: set[str], hidden: bool) -> Iterator[Skipped]:
    """Yield the sheets that are not read though there is something in them, and why."""
    with _workbook(document) as workbook:
        for sheet in workbook.worksheets:
            if sheet.title not in read and next(_rows(sheet, document), None):
                is_hidden = sheet.sheet_state != "visible" and not hidden
                why = f"is hidden {_HIDDEN}" if is_hidden else NO_TABLE
                yield Skipped(f'the sheet "{sheet.title}" {why}', document.base)


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows of a sheet; their line is the number of the row."""
    document, width = layout.document, len(layout.columns)
    pick = picker(layout, columns)
    with _workbook(document) as workbook:
        read = _rows(workbook[layout.sheet], document, layout.dialect.skip_rows)
        if not layout.dialect.columns:
            next(read, None)
        for row in read:
            beyond = next((cell for cell in row.cells[width:] if cell.strip()), None)
            if row.problem or (row.is_hidden and not layout.dialect.hidden):
                yield TableRow(document.base, row.number, (), row.problem or f"this row is hidden {_HIDDEN}")
            elif beyond is not None:
                reason = f'a cell beyond the last column of the header ("{beyond.strip()[:60]}")'
                yield TableRow(document.base, row.number, (), reason)
            else:
                cells = row.cells + [""] * (width - len(row.cells))
                yield checked(document.base, row.number, pick(cells), columns, _told(row, layout.columns, columns))


def _layout(sheet: Any, document: Document, dialect: Dialect) -> Layout | None:
    first = next(_rows(sheet, document, dialect.skip_rows), None)
    if first is None:
        return None
    names = dialect.columns or tuple(cell.strip() for cell in first.cells)
    return Layout(document, "xlsx", names, dialect, sheet=sheet.title)


def _sheets(workbook: Any, dialect: Dialect) -> Iterator[Any]:
    """Yield the sheets that a mapping means: those that are not hidden, unless it names one or wants them all."""
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible" or dialect.hidden or sheet.title == dialect.sheet:
            yield sheet


def _told(row: _Row, names: Sequence[str], used: Sequence[str]) -> tuple[str, ...]:
    """Return what is to be told of the cells of a row, as far as they are used."""
    at = {place: names[place] for place in row.notes if place < len(names)}
    return tuple(f'"{name}" {row.notes[place]}' for place, name in at.items() if name in used)


# ----------------------------------------------------------------------------------------------------------- opening


@contextmanager
def _workbook(document: Document) -> Iterator[Any]:
    """The workbook, opened for reading row by row. Raises `InvalidData` for what is none or unpacks to too much."""
    import openpyxl

    with document.open() as opened:
        file = opened if opened.seekable() else io.BytesIO(opened.read(_LARGEST))
        try:
            _check(file)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of formats that openpyxl leaves out, which do not matter here
                workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield workbook
            finally:
                workbook.close()
        except InvalidData:
            raise
        except _Refused as error:
            raise InvalidData([Problem(str(error), document.name)]) from None
        except Exception as error:  # openpyxl raises whatever damaged XML leads it to
            message = f"not a workbook that can be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
            raise InvalidData([Problem(f"{message}; save it as XLSX again, or as CSV", document.name)]) from None


class _Refused(Exception):
    """A workbook that is not opened."""


def _check(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if size > _LARGEST or (size > _HARMLESS and size > _LARGEST_RATIO * packed):
            raise _Refused(f"unpacks to {in_words(size)}, which is too much; save it as CSV")
        for member in members:
            if member.filename.endswith("sharedStrings.xml") and member.file_size > _LARGEST_TEXTS:
                raise _Refused(f"has more than {in_words(_LARGEST_TEXTS)} of texts; save it as CSV")
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if b"<!DOCTYPE" in part.read(4096):
                        raise _Refused("has a document type declaration, which no workbook needs; save it again")
    file.seek(0)


# ------------------------------------------------------------------------------------------------------ rows and cells


@dataclass(slots=True)
class _Row:
    """A row that is not empty: its texts, and what is to be told of some of its cells, by their place."""

    number: int
    cells: list[str] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    is_hidden: bool = False
    problem: str = ""


def _rows(sheet: Any, document: Document, skip: int = 0) -> Iterator[_Row]:
    formats = _Formats(sheet.parent)
    with sheet._get_source() as source:
        parser = _parser(sheet, source)
        last = 0
        for number, cells in _quietly(parser.parse()):
            is_hidden = parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
            if not last < number <= _MOST_ROWS:
                problem = f"the number of this row is {number}, after {last}; save the workbook again"
                yield _Row(last + 1, problem=problem)
                continue
            last = number
            if cells and cells[-1]["column"] > _MOST_COLUMNS:
                message = f"a sheet of more than {_MOST_COLUMNS:,} columns; save it as CSV"
                raise InvalidData([Problem(message, document.name, number, 1)])
            row = _Row(number, is_hidden=is_hidden)
            _fill(row, cells, formats)
            if number > skip and (row.notes or any(text.strip() for text in row.cells)):
                yield row


def _parser(sheet: Any, source: BinaryIO) -> Any:
    """openpyxl's parser of sheets, which also tells of formulas without results."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and cell["data_type"] == "n" and element.find(FORMULA_TAG) is not None:
                cell["data_type"] = "f"
            return cell

    book = sheet.parent
    return Parser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


class _Formats:
    """The formats of the cells of a workbook, by their style."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook

    def of(self, style: int) -> str:
        """Return the format in which a cell of this style shows its number."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        number = self._workbook._cell_styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(self._workbook._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _fill(row: _Row, cells: Sequence[dict[str, Any]], formats: _Formats) -> None:
    """Write the texts of cells into a row, and what is to be told of them."""
    for cell in cells:
        place, value = cell["column"] - 1, cell["value"]
        row.cells += [""] * (place + 1 - len(row.cells))
        if cell["data_type"] == "e":
            row.notes[place] = f"has the error {str(value)[:20]}{TAKEN_FOR_EMPTY}"
        elif cell["data_type"] == "f":
            row.notes[place] = f"has a formula without a result{TAKEN_FOR_EMPTY}; save the workbook once more"
        elif isinstance(value, datetime.date):
            row.cells[place] = _date(value, formats.of(cell["style_id"]), row, place)
        else:
            row.cells[place] = _text(value)


def _date(value: datetime.date, written: str, row: _Row, place: int) -> str:
    """Return a date as precise as its cell shows it: a month that is typed in is kept as its first day by these
    programs."""
    shows = _shown(written)
    text = _text(value)
    if "y" not in shows and "d" in shows:
        row.notes[place] = (
            f"shows a day without its year ({written}), for which {text[:4]} is stored; see whether it is"
        )
    if "d" in shows or "y" not in shows:
        return text
    return text[:7] if "m" in shows else text[:4]


@lru_cache(256)
def _shown(written: str) -> frozenset[str]:
    """Return which of year, month and day a format of dates shows."""
    return frozenset(_LITERAL.sub("", written.partition(";")[0]).lower()) & frozenset("ymd")


def _quietly(read: Iterator[Any]) -> Iterator[Any]:
    """Yield what is read, without the warnings of openpyxl that come up meanwhile."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = next(read, None)
        if found is None:
            return
        yield found


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ") if cell.time() != datetime.time() else cell.date().isoformat()
    return str(cell)
