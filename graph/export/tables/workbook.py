"""The table of claims as a workbook of a spreadsheet program (XLSX)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any, BinaryIO

from ....ontology.patterns import UNWRITABLE
from ..spreadsheet import cell
from .columns import COLUMNS, PARTED_BY
from .rows import Row
from .waiting import in_words

#: The first day that a workbook can hold as a date; spreadsheets count the days from there, and one that never was.
_FIRST_DAY = datetime.date(1900, 3, 1)
#: The most characters of a cell, in units of UTF-16.
_LONGEST = 32_767
#: How wide columns are, in characters: those of long texts and those of what people do not read are narrow.
_WIDTHS = {"date": 12, "flag": 11, "integer": 11, "number": 14}
_USUAL_WIDTH = 24


def write(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows as the sheet `claims`: days as dates, numbers as numbers, and no text as a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "B2"
    for place, name in enumerate(columns, 1):
        width = _WIDTHS.get(COLUMNS[name].type, _USUAL_WIDTH) if name in COLUMNS else _WIDTHS["flag"]
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append(columns)

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

    with in_words(*_failing()):  # rows wait in a temporary file
        for row in rows:
            sheet.append([written(_plain(row.get(name))) for name in columns])
        sheet.close()
    book.save(out)


def _failing() -> tuple[type[Exception], ...]:
    """Return what openpyxl raises where there is no room, beside OSError."""
    from openpyxl.xml import LXML

    if not LXML:
        return ()
    etree: Any = import_module("lxml.etree")
    return (etree.SerialisationError,)


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
