"""How results reach people and programs: tables, JSON, CSV, Markdown, and clean lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

import click

from ..ontology import ID
from .lines import clean as clean
from .lines import note as note
from .lines import paragraph as paragraph
from .lines import paragraphs as paragraphs
from .lines import say as say
from .lines import wrapped as wrapped
from .shape import BINARY, arranged, chosen, tell_more
from .shape import Row as Row

T = TypeVar("T")


class Place(click.types.StringParamType):
    """Where to write what is made: the name of a file, or - for standard output."""

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return what to write where no place was given."""
        return "Name a file, or write -o - for the terminal or a pipe (with -f FORMAT)."


def emit(
    rows: Iterable[T],
    columns: Sequence[str],
    format_: str,
    *,
    shown: Sequence[str] = (),
    dates: Sequence[str] = (),
    limit: int = 0,
    empty: str = "nothing found",
    under: str = "",
    whole: Sequence[str] = (),
    told: Callable[[Row], Row] = lambda row: row,
    row_of: Callable[[T], Row] = lambda row: cast("Row", row),
) -> None:
    """Print rows, arranged as the user wants them. `columns` are the keys that there are, in order; `row_of` makes the
    rows of what is listed, where that is held in less room.

    People are shown those in `shown` (nothing: all), and at most `limit` rows unless they say otherwise; `told` puts a
    row into their words, those in `dates` are dates. `empty` stands for no rows. What is too long for a table is a
    block under the value of the column `under`; in a table, what stands in the columns `whole` is copied by people, and
    so not broken.
    """
    for_people = format_ == "table"
    listed = arranged(rows, columns, row_of, dates=dates, limit=limit if for_people else 0)
    wanted = chosen(columns, (shown or columns) if for_people else columns)
    if not for_people:
        write(map(row_of, listed), wanted, format_)
    elif not listed:
        note(empty)
    else:
        shown_rows = ({name: row.get(name) for name in wanted} for row in map(told, map(row_of, listed)))
        _show(in_words(shown_rows, *dates), wanted, under, whole)
    tell_more(listed)


def incident_headings(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what stands above each incident, by its IRI, from IRIs and names.

    It is the name; where several incidents have it, with the data set behind it, or the IRI if that is not one of ours.

    >>> incident_headings([(ID + "news/incident/1", "the outage"), (ID + "blog/incident/1", "the leak")]).values()
    dict_values(['the outage', 'the leak'])
    >>> incident_headings([(ID + "news/incident/1", "the outage"), ("urn:7", "the outage")]).values()
    dict_values(['the outage (news)', 'the outage (urn:7)'])
    """
    name_of = dict(names)
    bearers = Counter(name_of.values())
    return {iri: f"{name} ({_home(iri)})" if bearers[name] > 1 else name for iri, name in name_of.items()}


def _home(iri: str) -> str:
    return iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else iri


def _show(rows: Sequence[Row], columns: Sequence[str], under: str, whole: Sequence[str]) -> None:
    from .tables import blocks, table

    if under in columns:
        blocks(rows, under, [column for column in columns if column != under])
    else:
        table(rows, columns, whole)


def write(rows: Iterable[Row], columns: Sequence[str], format_: str) -> None:
    """Print rows for programs and pages as they are: `json`, `csv`, `md`, `parquet` or `arrow`."""
    if format_ in BINARY:
        _write_bytes(rows, columns, format_)
    elif format_ == "json":
        click.echo(to_json([{column: row.get(column) for column in columns} for row in rows]))
    elif format_ == "csv":
        from ..graph.export.spreadsheet import csv_pieces

        for piece in csv_pieces(rows, columns):
            click.echo(piece, nl=False)
    else:
        click.echo(to_markdown(rows, columns), nl=False)


def _write_bytes(rows: Iterable[Row], columns: Sequence[str], format_: str) -> None:
    import sys

    from ..graph.export.tables.arrow import write_file
    from ..graph.export.tables.frames import listing

    if sys.stdout.isatty():
        raise click.UsageError(f"-f {format_} is bytes, which no terminal shows; write > FILE after the command")
    sys.stdout.flush()
    write_file(listing(columns, rows), format_, sys.stdout.buffer)
    sys.stdout.flush()


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
