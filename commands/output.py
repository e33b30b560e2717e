"""How results reach people and programs: tables, JSON, CSV, and clean lines of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

FORMATS = ("table", "json", "csv")
# Belongs into text, though Python does not call it printable: spaces of other widths, and what parts and joins letters.
_TEXT = frozenset(
    "\n\u00a0\u00ad\u200c\u200d\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
_WIDE = 100_000
_WIDEST = 110
_MARGIN = 16

#: What is shown of one thing, by column.
Row = Mapping[str, object]


def format_option(command: FC) -> FC:
    """Return the `-f/--format` option of every listing."""
    return click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="table for people, json or csv for programs",
    )(command)


def clean(text: str) -> str:
    """Text that is safe in a terminal: names come from anywhere and may hold escape sequences."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in _TEXT else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(text: str = "") -> None:
    """Print a line for people."""
    click.echo(clean(text))


def paragraph(text: str, label: str = "") -> None:
    """Print text with its label in the margin, wrapped to the terminal; a pipe gets each paragraph as one line."""
    margin = f"  {label:<{_MARGIN}}"
    _lines(margin, text, " " * len(margin))


def wrapped(text: str, indent: int = 0) -> None:
    """Print a heading from a column on, its further lines deeper; a pipe gets it as one line."""
    _lines(" " * indent, text, " " * (indent + 2))


def _lines(first: str, text: str, further: str) -> None:
    if not sys.stdout.isatty():
        say(first + text)
        return
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    # A link is worth more whole than the line is straight.
    lines = textwrap.wrap(text, max(width - len(further), 20), break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines or [""]):
        say((further if number else first) + line)


def note(text: str) -> None:
    """Print a remark that is no result, on standard error."""
    click.echo(clean(text), err=True)


def emit(
    rows: Iterable[Row],
    columns: Sequence[str],
    format_: str,
    *,
    empty: str = "nothing found",
    under: str = "",
    whole: Sequence[str] = (),
) -> None:
    """Print rows. `columns` are the keys to show, in order.

    For people, `empty` stands for no rows. What is too long for a table is a block under the value of the column
    `under`; in a table, what stands in the columns `whole` is copied by people, and so not broken.
    """
    listed = list(rows)
    if format_ == "json":
        click.echo(to_json([{column: row.get(column) for column in columns} for row in listed]))
    elif format_ == "csv":
        from ..graph.export.spreadsheet import to_csv

        click.echo(to_csv(listed, columns), nl=False)
    elif format_ == "md":
        click.echo(to_markdown(listed, columns), nl=False)
    elif listed and under:
        _blocks(listed, under, [column for column in columns if column != under])
    elif listed:
        _table(listed, columns, whole)
    else:
        note(empty)


def in_words(rows: Iterable[Row], *columns: str) -> list[Row]:
    """Return rows for people, with the dates in some columns in words."""
    from ..ontology import edtf

    return [{**row, **{each: edtf.in_words(str(row[each])) for each in columns if row.get(each)}} for row in rows]


def to_json(value: object) -> str:
    """JSON with dates, decimals and sets as people expect them; what a terminal or encoder trips over is escaped."""
    import json
    import re

    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return re.sub("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def to_markdown(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Return a table as GitHub and others draw it, in which no cell is taken for markup."""
    import re

    from ..graph.export.spreadsheet import cell

    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    def plain(text: str) -> str:
        return re.sub(r"([\\`*_{}\[\]<>|#@~])", r"\\\1", clean(" ".join(text.split())))

    head = [column.replace("_", " ") for column in columns]
    body = (line(plain(cell(row.get(column))) for column in columns) for row in rows)
    return line(head) + line("---" for _ in columns) + "".join(body)


def _plain(value: object) -> object:
    from decimal import Decimal

    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _blocks(rows: Sequence[Row], under: str, columns: Sequence[str]) -> None:
    """Print each row under its heading: a line for each value there is."""
    from ..graph.export.spreadsheet import cell

    for number, row in enumerate(rows):
        if number:
            say()
        say(cell(row.get(under)))
        for column in columns:
            value = row.get(column)
            for place, each in enumerate(value if isinstance(value, list | tuple) else [value]):
                if text := cell(each):
                    paragraph(text.replace("\n", " "), label="" if place else column.replace("_", " "))


def _table(rows: Sequence[Row], columns: Sequence[str], whole: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ..graph.export.spreadsheet import cell

    terminal = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, emoji=False, width=None if terminal else _WIDE)
    table = Table(box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*(Text(clean(cell(row.get(column))).replace("\n", " ")) for column in columns))
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), color=terminal)
