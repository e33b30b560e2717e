"""How a table of claims carries its records, so that it comes back without loss: what writes it and what reads it.

The cells that people read say less than the records, and cannot be told back. So the last columns hold the records of a
row as JSON, and a check by which the reader sees that somebody changed what stands before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ..records import digest

#: The column that carries records; what is too long for one cell goes on in `record_2` and so on.
RECORD: Final = "record"
#: In characters; a cell of XLSX has at most 32,767 units of UTF-16, of which a character may take two.
LONGEST: Final = 16_000
_GOES_ON: Final = ">"
#: The columns of texts of the claim itself, whose cells are alike in all formats: what a check is made of.
CHECKED: Final = (
    "key",
    "act",
    "speakers",
    "accused",
    "roles",
    "incident",
    "form",
    "summary",
    "quote",
    "condition",
    "outcome",
    "confidence_words",
    "likelihood_words",
    "unit",
    "answers",
    "sources",
    "urls",
)


def check(cells: Mapping[str, str]) -> str:
    """Return the check of a row, of its texts as they stand in the cells, without the marks against formulas."""
    plain = (" ".join(cells.get(name, "").removeprefix("'").split()) for name in CHECKED)
    return digest(*plain)


def pack(cells: Mapping[str, str], records: Mapping[str, Iterable[str]]) -> str:
    """Return what a row carries: its check, and the records as `encode` writes them by the name of their data set."""
    listed = (f",{_quoted(name)}:[{','.join(each)}]" for name, each in records.items())
    return f'{{"check":{_quoted(check(cells))}{"".join(listed)}}}'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def unpack(text: str) -> tuple[str, dict[str, list[Any]]]:
    """Return the check that a row carries, and its records as JSON by data set; raises ValueError for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("what it carries is not JSON; was the cell cut off?") from None
    if not isinstance(found, dict) or not isinstance(found.get("check"), str):
        raise ValueError("what it carries is none of our records")
    said = found.pop("check")
    if not all(isinstance(records, list) for records in found.values()):
        raise ValueError("what it carries is none of our records")
    return said, found


def columns_for(longest: int) -> list[str]:
    """Return the columns that carry texts of at most so many characters."""
    number = max(1, -(-longest // LONGEST))
    return [RECORD, *(f"{RECORD}_{place}" for place in range(2, number + 1))]


def parts(text: str, columns: Sequence[str]) -> dict[str, str]:
    """Return a text in as many cells as it needs; the others are empty.

    What goes on begins with a mark of its own: cut anywhere, it may begin like a formula, and be marked as one.
    """
    pieces = {column: text[place * LONGEST : (place + 1) * LONGEST] for place, column in enumerate(columns)}
    return {name: f"{_GOES_ON}{piece}" if piece and name != RECORD else piece for name, piece in pieces.items()}


def carries(column: str) -> bool:
    """Return whether a column carries records, or their continuation."""
    return column == RECORD or (column.startswith(f"{RECORD}_") and column[len(RECORD) + 1 :].isdecimal())


def joined(cells: Mapping[str, str]) -> str:
    """Return the text that `parts` put into cells."""
    found = (text if name == RECORD else text.removeprefix(_GOES_ON) for name, text in cells.items() if carries(name))
    return "".join(found)
