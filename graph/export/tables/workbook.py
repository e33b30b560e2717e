"""The table of claims as a workbook of a spreadsheet program (XLSX)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from ....ontology.patterns import UNWRITABLE
from ..spreadsheet import cell
from ..waiting.room import in_words
from .columns import COLUMNS, PARTED_BY
from .rows import Row

if TYPE_CHECKING:
    from openpyxl import Workbook

#: The first day that a workbook can hold as a date; spreadsheets count the days from there, and one that never was.
_FIRST_DAY = datetime.date(1900, 3, 1)
#: The most characters of a cell, in units of UTF-16.
_LONGEST = 32_767
#: How wide columns are, in characters: those of long texts and those of what people do not read are narrow.
_WIDTHS = {"date": 12, "flag": 11, "integer": 11, "number": 14}
_USUAL_WIDTH = 24


def write(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows as the sheet `claims`: days as dates, numbers as numbers, and no text as a formula."""
    from lxml.etree import SerialisationError
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "B2"
    for place, name in enumerate(columns, 1):
        width = _WIDTHS.get(COLUMNS[name].type, _USUAL_WIDTH) if name in COLUMNS else _WIDTHS["flag"]
        sheet.column_dimensions[get_column_letter(place)].width = width

    def written(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value=None)
        if isinstance(value, datetime.date):
            made.value, made.number_format = value, "yyyy-mm-dd"
        elif isinstance(value, str):
            made.value = value
            made.data_type = "s"  # whatever it begins with: openpyxl takes what begins with = for a formula
        else:
            made.value = value
        return made

    with in_words(SerialisationError), _ended(sheet):  # rows wait in a temporary file
        sheet.append(columns)
        for row in rows:
            sheet.append([written(_plain(row.get(name))) for name in columns])
        sheet.close()
    _save(book, out)


@contextmanager
def _ended(sheet: Any) -> Iterator[None]:
    """End what writes a sheet where it failed, which fails again: else Python says so when it clears it away."""
    try:
        yield
    except BaseException:
        for writing in (sheet._rows, sheet._writer and sheet._writer.xf):
            with suppress(Exception):
                writing.close()
        raise


def _save(book: Workbook, out: BinaryIO) -> None:
    """Write a workbook, and let go of its archive where that fails: it would be ended when Python clears it away, to an
    output that does not take it."""
    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(out, "w", ZIP_DEFLATED)
    try:
        ExcelWriter(book, archive).save()
    except BaseException:
        archive.fp = None
        raise


def _plain(value: Any) -> Any:
    """Return what a cell can hold: a day, a number, true or false, or a text."""
    if isinstance(value, datetime.date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    text = PARTED_BY.join(map(cell, value)) if isinstance(value, list) else cell(value)
    return _shortened(UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)) or None


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"
