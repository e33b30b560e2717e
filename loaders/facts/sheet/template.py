"""Empty spreadsheets to write claims into: their headings, and examples in lines that are not read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from .columns import CLAIMS, OTHERS, Column

#: What the examples say, by column. A line whose first cell begins with # is not read.
EXAMPLES: Final[tuple[dict[str, str], ...]] = (
    {
        "id": "#police-blame-moth",
        "act": "attribution",
        "by": "Police of Arden; Cyber Office of Arden",
        "by_kind": "agency",
        "form": "statement",
        "accused": "Grey Moth",
        "accused_kind": "group",
        "incident": "Harbour outage",
        "incident_kind": "outage",
        "incident_from": "2031-04-02",
        "on": "2031-04-03",
        "source": "What the police found",
        "url": "https://police.example/found",
        "publisher": "Police of Arden",
        "published": "2031-04-03",
        "confidence": "high confidence",
        "summary": "Both say that Grey Moth did it.",
    },
    {
        "id": "#moth-denies",
        "act": "denial",
        "by": "Grey Moth",
        "on": "2031-04-04",
        "source": "Moth speaks",
        "publisher": "The Courier",
        "published": "2031-04-05",
        "responds_to": "police-blame-moth",
        "quote": "we had no part in it",
    },
    {
        "id": "#police-take-back",
        "act": "withdrawal",
        "by": "Police of Arden; Cyber Office of Arden",
        "on": "2031-06",
        "source": "A correction",
        "published": "2031-06-10",
        "withdraws": "police-blame-moth",
    },
)
FORMATS: Final = ("csv", "xlsx")
_MOST_LINES: Final = 2000
_WIDTH: Final = 18


def written(format: str) -> bytes:
    """Return a template in one of `FORMATS`."""
    return {"csv": _csv, "xlsx": _xlsx}[format]()


def _csv() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(CLAIMS))
    writer.writeheader()
    writer.writerows(EXAMPLES)
    return text.getvalue().encode()


def _xlsx() -> bytes:
    """Return a workbook whose cells offer the words that they may have, and whose headings say what they are for."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "claims"
    _headed(sheet, CLAIMS)
    for number, example in enumerate(EXAMPLES, 2):
        for place, column in enumerate(CLAIMS, 1):
            if column in example:
                sheet.cell(number, place, example[column])
    for name, columns in OTHERS.items():
        _headed(book.create_sheet(name), columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _headed(sheet: Any, columns: Mapping[str, Column]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, (name, column) in enumerate(columns.items(), 1):
        letter = get_column_letter(place)
        head = sheet.cell(1, place, name)
        head.font = Font(bold=True)
        head.comment = Comment(f"{column.means}: {', '.join(column.words)}" if column.words else column.means, "")
        sheet.column_dimensions[letter].width = _WIDTH
        listed = ",".join(column.words)
        if listed and len(listed) < 255 and name not in ("by_kind", "accused_kind"):  # the most that a list can be
            offered = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            offered.add(f"{letter}2:{letter}{_MOST_LINES}")
            sheet.add_data_validation(offered)
    sheet.freeze_panes = "B2"
