"""How a listing is arranged: --sort, --limit and --columns, which mean the same for every listing and every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from ..graph.ask.arranging.ordering import Row as Row
from ..graph.ask.arranging.ordering import ordered
from .lines import note

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

T = TypeVar("T")

FORMATS = ("table", "json", "csv", "md", "parquet", "arrow")
#: Those of them that are no text.
BINARY = ("parquet", "arrow")


@dataclass(slots=True)
class Shape:
    """How a listing is to be arranged: by which columns (`-` before one: the other way round), how many of it at most
    (None: as the command has it; 0: all), and what of each is shown (nothing: what the command shows)."""

    sort: tuple[str, ...] = ()
    limit: int | None = None
    columns: tuple[str, ...] = ()


#: The options about a listing: name, what it takes, its type, help.
_OPTIONS = (
    ("--sort", "COLUMN,…", click.STRING, "put in order by these columns; -COLUMN: the other way round"),
    ("--limit", "N", click.IntRange(0), "show at most so many, and say how many more there are; 0: all"),
    ("--columns", "COLUMN,…", click.STRING, "show these columns, in this order"),
)


def listing_options(command: FC) -> FC:
    """Add the options of every listing: how it is arranged, and in which format it is written."""
    return arrangement_options(format_option(command))


def arrangement_options(command: FC) -> FC:
    """Add the options of how a listing is arranged."""
    for name, metavar, type_, help_ in reversed(_OPTIONS):
        option = click.option(name, metavar=metavar, type=type_, help=help_, expose_value=False, callback=_keep)
        command = option(command)
    return command


def format_option(command: FC) -> FC:
    """Add the option of the format in which rows are written."""
    return click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="table for people, md for pages and issues, json, csv, parquet or arrow for programs",
    )(command)


def _keep(context: click.Context, parameter: click.Parameter, value: str | int | None) -> None:
    if value is not None and parameter.name is not None:
        given = tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value
        setattr(context.obj.shape, parameter.name, given)


def shape() -> Shape:
    """Return how the listing of the command that runs is to be arranged."""
    context = click.get_current_context(silent=True)
    asked: Shape = getattr(context.obj, "shape", None) if context else None  # type: ignore[assignment]  # or None
    return asked or Shape()


def is_shaped() -> bool:
    """Return whether the user said how the listing is to be arranged."""
    return shape() != Shape()


def chosen_columns() -> bool:
    """Return whether the user chose columns: then also what is no table otherwise is one."""
    return bool(shape().columns)


class Arranged(list[T]):
    """What is shown of a listing, and how many `more` there are."""

    more = 0


def tell_more(listed: Arranged[T]) -> None:
    """Say how many more there are than were shown, if there are any; after what was shown."""
    if listed.more:
        note(f"… and {listed.more:,} more; --limit 0 shows all")


def arranged(
    items: Iterable[T],
    columns: Sequence[str],
    row_of: Callable[[T], Row],
    *,
    dates: Sequence[str] = (),
    limit: int = 0,
) -> Arranged[T]:
    """Return items in the order and number that the user asked for; `tell_more` says how many more there are.

    `row_of` gives what an item has in `columns`, of which those in `dates` are dates as EDTF writes them; `limit` holds
    where the user gives none (0: all). Raises `BadParameter` for columns that are not there.
    """
    asked = shape()
    refuse_unknown(columns)
    listed = list(items)
    backward = {name.removeprefix("-").replace(" ", "_") for name in asked.sort if name.startswith("-")}
    order = [f"-{column}" if column in backward else column for column in _order(columns)]
    listed = ordered(listed, order, row_of, dates)
    most = limit if asked.limit is None else asked.limit
    shown = Arranged(listed[: most or None])
    shown.more = len(listed) - len(shown)
    return shown


def refuse_unknown(columns: Sequence[str]) -> None:
    """Raise `BadParameter` for columns that the user names and that are not there, before anything is printed."""
    chosen(columns, columns)
    _order(columns)


def _order(columns: Sequence[str]) -> list[str]:
    return [_known(name.removeprefix("-"), columns, "--sort") for name in shape().sort]


def chosen(columns: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """Return the columns that the user chose of `columns`, or `shown`; raises `BadParameter` for those not there."""
    return [_known(name, columns, "--columns") for name in shape().columns] or shown


def _known(name: str, columns: Sequence[str], option: str) -> str:
    found = name.replace(" ", "_")
    if found not in columns:
        raise click.BadParameter(f"there is no column {name!r}; there are {', '.join(columns)}", param_hint=option)
    return found
