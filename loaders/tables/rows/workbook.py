"""Tables in workbooks of spreadsheet programs (XLSX)."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from ....errors import InvalidData, Problem
from ...opening.documents import Document, in_words
from .layout import Layout, checked
from .reading import TableRow

_LARGEST = 2 << 30
#: All texts of a workbook are held in memory.
_LARGEST_TEXTS = 256 << 20
_LARGEST_RATIO = 250
_HARMLESS = 64 << 20
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384


def layouts(document: Document) -> list[Layout]:
    """The sheets of a workbook that have a header, which is the first row that is not empty."""
    found: list[Layout] = []
    with _workbook(document) as workbook:
        for sheet in workbook.worksheets:
            header = next((cells for _, cells in _cells(sheet, document)), ())
            names = [cell.strip() for cell in header]
            if any(names):
                found.append(Layout(document, "xlsx", tuple(names), sheet=sheet.title))
    return found


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows of a sheet; their line is the number of the row."""
    document = layout.document
    indexes = [layout.columns.index(column) if column in layout.columns else None for column in columns]
    with _workbook(document) as workbook:
        read = _cells(workbook[layout.sheet], document)
        next(read, None)
        for number, cells in read:
            beyond = next((cell for cell in cells[len(layout.columns) :] if cell.strip()), None)
            if beyond is not None:
                reason = f'a cell beyond the last column of the header ("{beyond.strip()[:60]}")'
                yield TableRow(document.base, number, (), reason)
                continue
            picked = tuple(cells[index] if index is not None and index < len(cells) else "" for index in indexes)
            yield checked(document.base, number, picked, columns)


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


def _cells(sheet: Any, document: Document) -> Iterator[tuple[int, list[str]]]:
    """The number and texts of each row that is not empty."""
    sheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = sheet.iter_rows(values_only=True)
    for number, cells in enumerate(_quietly(read), 1):
        if number > _MOST_ROWS or len(cells) > _MOST_COLUMNS:
            message = f"a sheet of more than {_MOST_ROWS:,} rows or {_MOST_COLUMNS:,} columns; save it as CSV"
            raise InvalidData([Problem(message, document.name, number, 1)])
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, texts


def _quietly(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, without the warnings of openpyxl that come up between them."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = next(rows, None)
        if cells is None:
            return
        yield cells


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
