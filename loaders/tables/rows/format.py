"""The rows of a table, whatever it is written in: CSV, a workbook, JSON, or columns."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from ....ontology.records import Skipped
from ...opening.columnar import ARROW, PARQUET
from ...opening.columnar import kind_of as kind_of_columns
from ...opening.documents import Document
from . import columnar, delimited, jsontable, workbook
from .layout import Dialect, Layout
from .reading import TableRow

_TABLE_ENDINGS = (".csv", ".tsv", ".tab")
#: The kinds of tables whose columns have names and types of their own.
COLUMNAR = (PARQUET, ARROW)
_LINE_ENDINGS = (".jsonl", ".ndjson")
#: How JSON begins: an object, or an array of something that no column is called like.
_ARRAY = re.compile(rb'\[\s*[\[{\]"]')


def kind_of(document: Document) -> str | None:
    """`xlsx`, `json`, `jsonl`, `parquet`, `arrow` or `csv`, by how a document begins and what it is called; None for
    none of them."""
    head = document.head
    if kind := kind_of_columns(head):
        return kind
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if b"[Content_Types].xml" in head or b"xl/" in head else None
    base = document.base.lower()
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if _ARRAY.match(start):
        return "json"
    if start.startswith(b"{"):
        second = start.partition(b"\n")[2].lstrip()
        return "jsonl" if base.endswith(_LINE_ENDINGS) or second.startswith(b"{") else "json"
    return "csv" if base.endswith(_TABLE_ENDINGS) else None


def layouts(document: Document, kind: str, dialect: Dialect) -> list[Layout]:
    """Return the tables that a document may be read as. Raises `InvalidData` when it cannot be read at all."""
    if kind == "xlsx":
        return workbook.layouts(document, dialect)
    if kind in ("json", "jsonl"):
        return [jsontable.layout(document, kind, dialect)]
    if kind in COLUMNAR:
        return columnar.layouts(document, kind, dialect)
    return delimited.layouts(document, dialect)


def rows(layout: Layout, columns: Sequence[str]) -> Iterator[TableRow]:
    """Return the rows of a table, with the cells of these columns. Raises `InvalidData` when it breaks off."""
    if layout.kind == "xlsx":
        return workbook.rows(layout, columns)
    if layout.kind in ("json", "jsonl"):
        return jsontable.rows(layout, columns)
    if layout.kind in COLUMNAR:
        return columnar.rows(layout, columns)
    return delimited.rows(layout, columns)


def left_out(read: Sequence[Layout]) -> Iterator[Skipped]:
    """Yield what is in a document beside the tables that are read of it: the other sheets of a workbook."""
    if read[0].kind == "xlsx":
        sheets = {layout.sheet for layout in read if layout.sheet is not None}
        yield from workbook.left_out(read[0].document, sheets, any(layout.dialect.hidden for layout in read))
