"""The rows of a table, whatever it is written in: CSV, a workbook, or JSON."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from ....errors import InvalidData, Problem
from ....ontology.counting import counted
from ...opening.documents import Document
from . import jsontable, workbook
from .layout import LONGEST_CELL, Layout, checked
from .reading import TableRow

_LONGEST_LINE = 1 << 22
_DELIMITERS = (",", "\t", ";", "|")
_TABLE_ENDINGS = (".csv", ".tsv", ".tab")
_LINE_ENDINGS = (".jsonl", ".ndjson")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def kind_of(document: Document) -> str | None:
    """`xlsx`, `json`, `jsonl` or `csv`, by how a document begins and what it is called; None for none of them."""
    head = document.head
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if b"[Content_Types].xml" in head or b"xl/" in head else None
    base = document.base.lower()
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"]"):
        return "json"
    if start.startswith(b"{"):
        second = start.partition(b"\n")[2].lstrip()
        return "jsonl" if base.endswith(_LINE_ENDINGS) or second.startswith(b"{") else None
    return "csv" if base.endswith(_TABLE_ENDINGS) else None


def layouts(document: Document, kind: str, encoding: str | None = None) -> list[Layout]:
    """The tables that a document may be read as. Raises `InvalidData` when it cannot be read at all."""
    if kind == "xlsx":
        return workbook.layouts(document)
    if kind in ("json", "jsonl"):
        return [jsontable.layout(document, kind)]
    return [
        Layout(document, kind, columns, delimiter)
        for delimiter in _DELIMITERS
        if (columns := _header(document, delimiter, encoding))
    ]


def rows(layout: Layout, columns: Sequence[str], encoding: str | None = None) -> Iterator[TableRow]:
    """The rows of a table, with the cells of these columns. Raises `InvalidData` when it breaks off."""
    if layout.kind == "xlsx":
        return workbook.rows(layout, columns)
    if layout.kind in ("json", "jsonl"):
        return jsontable.rows(layout, columns)
    return _csv_rows(layout, columns, encoding)


# ----------------------------------------------------------------------------------------------------------------- CSV


def _encoding(document: Document, encoding: str | None) -> str:
    return encoding or next((name for bom, name in _BOMS if document.head.startswith(bom)), "utf-8")


def _header(document: Document, delimiter: str, encoding: str | None) -> tuple[str, ...]:
    """The names in the first line that has any; nothing if that is no line of a table."""
    try:
        text = codecs.getincrementaldecoder(_encoding(document, encoding))("replace").decode(document.head)
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                return tuple(cell.strip() for cell in cells)
    except (csv.Error, UnicodeError):
        pass
    return ()


def _csv_rows(layout: Layout, columns: Sequence[str], encoding: str | None) -> Iterator[TableRow]:
    document = layout.document
    pick = _picker([layout.columns.index(column) if column in layout.columns else None for column in columns])
    with document.open() as file:
        text = io.TextIOWrapper(file, _encoding(document, encoding), errors="surrogateescape", newline="")
        lines = iter(partial(text.readline, _LONGEST_LINE), "")
        reader = csv.reader(lines, delimiter=layout.delimiter)
        width, is_header = len(layout.columns), True
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                reason = f"not to be read as CSV: {error}"
                if "field limit" in str(error):
                    reason = f"a cell of more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"
                yield TableRow(document.base, line, (), reason)
                continue
            except UnicodeError as error:
                message = f"not to be read as {_encoding(document, encoding)} from here on: {error}"
                raise InvalidData([Problem(message, document.name, line, 1)]) from None
            if not any(cells) or not any(map(str.strip, cells)):
                continue
            if is_header:
                is_header = False
            elif len(cells) != width and (len(cells) < width or any(map(str.strip, cells[width:]))):
                number = f"{counted(len(cells), 'cell')} where the header has {width}"
                yield TableRow(document.base, line, (), f"{number}; a text with the delimiter in it needs quotes")
            else:
                yield checked(document.base, line, pick(cells), columns)


def _picker(indexes: Sequence[int | None]) -> Any:
    """What takes the used cells out of a row; a column that is not there is empty."""
    if None in indexes:
        return lambda cells: tuple("" if index is None else cells[index] for index in indexes)
    if len(indexes) == 1:
        return lambda cells: (cells[indexes[0]],)
    return itemgetter(*indexes)
