"""What notebooks show of a graph and its answers: tables of HTML, in which nothing that was loaded is markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Generic, TypeVar

T = TypeVar("T")
#: So many rows are shown; how many more there are is told.
_MOST = 50
_LONGEST = 300


class Listed(list[T], Generic[T]):
    """A list that a notebook shows as a table: `columns`, and the cells that `cells` makes of an item."""

    def __init__(self, items: Iterable[T], columns: Sequence[str], cells: Callable[[T], Sequence[object]]) -> None:
        super().__init__(items)
        self.columns = tuple(columns)
        self._cells = cells

    def _repr_html_(self) -> str:
        return table(self.columns, map(self._cells, self[:_MOST]), len(self) - _MOST)

    def __repr__(self) -> str:
        shown = [
            tuple(str(value) if value is not None else None for value in self._cells(item)) for item in self[:_MOST]
        ]
        if not shown or isinstance(self[0], tuple):
            return super().__repr__()  # the rows of a query
        return repr(shown)[:-1] + (f", … and {len(self) - _MOST:,} more]" if len(self) > _MOST else "]")

    def __reduce__(self) -> tuple[type[list[T]], tuple[list[T]]]:
        return list, (list(self),)  # elsewhere it is a list like any other


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], more: int = 0) -> str:
    """Return a table of HTML; `more` says how many rows are left out.

    >>> table(["name"], [["<b>"]])
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows)
    rest = f"<p>… and {more:,} more</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return escape("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(shown.split())))
