"""Rows for people: a table where it can be read, and else a block a row. Cells are broken between words, keys never."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import click

from ..graph.export.spreadsheet import cell
from .lines import clean, columns_of_terminal, paragraph, say, wrapped
from .shape import Row

#: What stands between columns, and beside the attributes of a block.
_GAP = 2
_BETWEEN = "   "
#: A column of text is at least so wide in a table that people read; where there is no room for that, rows are blocks.
_LEAST = 24
#: Up to so wide, the cells of a column are a column in a pipe, too; longer ones push the rest of their row aside.
_ALIGNED = 40
#: A value up to so long stands beside others in a block; longer ones are paragraphs of their own.
_SHORT = 48
#: Columns whose values are copied, whoever lists them.
_COPIED = frozenset(["key", "iri"])


def table(rows: Sequence[Row], columns: Sequence[str], whole: Sequence[str]) -> None:
    """Print rows as a table, or where it does not fit the terminal as blocks under the first long value.

    A pipe gets a line a row. The columns `whole`, keys and IRIs are never broken.
    """
    from rich.cells import cell_len

    cells = [[_line(row.get(column)) for column in columns] for row in rows]
    heads = [column.replace("_", " ") for column in columns]
    widths = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    if not sys.stdout.isatty():
        _print_lines([heads, *cells], [min(width, _ALIGNED) for width in widths])
        return
    kept = [column in _COPIED or column in whole for column in columns]
    fitting = _fitted(widths, kept, columns_of_terminal())
    if fitting:
        _print_table(heads, cells, fitting)
    else:
        long = [place for place, width in enumerate(widths) if width > _LEAST and not kept[place]]
        _print_cards(heads, cells, long[0] if long else 0)


def blocks(rows: Sequence[Row], under: str, columns: Sequence[str]) -> None:
    """Print each row under its heading: a line for each value there is."""
    for number, row in enumerate(rows):
        if number:
            say()
        wrapped(_line(row.get(under)))
        for column in columns:
            value = row.get(column)
            for place, each in enumerate(value if isinstance(value, list | tuple) else [value]):
                if text := _line(each):
                    paragraph(text, label="" if place else column.replace("_", " "))


def _line(value: object) -> str:
    return clean(" ".join(cell(value).splitlines()))


def _fitted(widths: Sequence[int], kept: Sequence[bool], room: int) -> list[int]:
    """Return the widths that columns have in so much room, the widest ones narrowed; nothing where that is too little.

    What is `kept` is not narrowed, and nothing to less than `_LEAST`.
    """
    fitting = list(widths)
    surplus = sum(widths) + _GAP * (len(widths) - 1) - room
    while surplus > 0:
        width, place = max(((width, place) for place, width in enumerate(fitting) if not kept[place]), default=(0, 0))
        if width <= _LEAST:
            return []
        fitting[place] -= 1
        surplus -= 1
    return fitting


def _print_table(heads: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False, width=columns_of_terminal())
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 0, 0, _GAP - 1))
    for head, width in zip(heads, widths, strict=True):
        drawn.add_column(head, width=width, overflow="fold")
    for row in cells:
        drawn.add_row(*map(Text, row))
    with console.capture() as captured:
        console.print(drawn)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), color=True)


def _print_lines(lines: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from rich.cells import cell_len

    for line in lines:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=True))
        click.echo((" " * _GAP).join(padded).rstrip())


def _print_cards(heads: Sequence[str], cells: Sequence[Sequence[str]], title: int) -> None:
    """Print rows as blocks: one value as heading, short ones side by side, long ones below."""
    for number, row in enumerate(cells):
        if number:
            say()
        wrapped(row[title] or "—")
        having = [(head, text) for place, (head, text) in enumerate(zip(heads, row, strict=True)) if place != title]
        short = {head: text for head, text in having if text and len(text) <= _SHORT}
        _print_side_by_side(short)
        for head, text in having:
            if head not in short and text:
                wrapped(f"{head}: {text}", indent=2)


def _print_side_by_side(values: Mapping[str, str]) -> None:
    line, room = "", columns_of_terminal() - 2
    for head, text in values.items():
        item = f"{head}: {text}"
        if line and len(line) + len(_BETWEEN) + len(item) > room:
            say(f"  {line}")
            line = ""
        line += (_BETWEEN if line else "") + item
    if line:
        say(f"  {line}")
