"""Rows as CSV that people open in a spreadsheet (RFC 4180): no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TextIO

#: How many lines are put together before they are passed on.
_PIECE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: TextIO) -> int:
    """Write a line of headings and one for each row, as they come; return how many rows there were.

    `columns` are the keys to write, in order. `out` must leave line ends as they are (`newline=""`).
    """
    writer = csv.writer(out)
    count = 0
    for count, line in enumerate(_lines(rows, columns)):  # noqa: B007 - the last one is how many, after the headings
        writer.writerow(line)
    return count


def csv_pieces(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Yield what `write_csv` writes, some lines at a time."""
    lines = _lines(rows, columns)
    while some := list(islice(lines, _PIECE)):
        file = io.StringIO(newline="")
        csv.writer(file).writerows(some)
        yield file.getvalue()


def _lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[Sequence[str]]:
    yield columns
    for row in rows:
        values = map(row.get, columns)
        yield ["" if value is None else safe_cell(cell(value)) for value in values]


def to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return what `write_csv` writes."""
    return "".join(csv_pieces(rows, columns))


def safe_cell(text: str) -> str:
    """Return a cell that a spreadsheet does not evaluate; numbers stay numbers."""
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def cell(value: Any) -> str:
    """Return a value as the text of one cell."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell(item)}" for key, item in value.items())
    return str(value)
