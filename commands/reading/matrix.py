"""The command that crosses accusers and accused: matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ...ontology.texts import counted
from ..filters import filter_options, wanted_claims
from ..output import emit, note, say
from ..session import Session, pass_session, time_options
from ..shape import BINARY

if TYPE_CHECKING:
    from ...graph.network.matrix import Matrix

_BY: Final = ("state", "actor", "bloc")
_FORMATS: Final = ("text", "csv", "md", "json", *BINARY)
_COLUMNS: Final = ("accuser", "accused", "claims", "answered", "accuser_iri", "accused_iri")
_LABEL: Final = 24
_CELL: Final = 5


@click.command()
@time_options
@click.option("--by", type=click.Choice(_BY), default="state", show_default=True, help="what rows and columns are")
@click.option("--year", metavar="YEAR", help="only what may have been said in that year")
@click.option(
    "--top", type=click.IntRange(1), metavar="N", help="show so many rows and columns [default: 10 in text, else all]"
)
@click.option("--withdrawn", is_flag=True, help="count what was taken back, too")
@filter_options
@click.option(
    "-f", "--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="how to show it"
)
@pass_session
def matrix(session: Session, by: str, year: str | None, top: int | None, withdrawn: bool, format_: str) -> None:
    """Who blames whom, and how often: accusers in rows, accused in columns.

    By state, ministries, agencies and who speaks for a state count as it, and who is no state is left out. A bloc are
    accusers who blame alike. A star marks cells of which the accused denied some. What was taken back does not count.

    \b
    Examples:
      whoblamed matrix
      whoblamed matrix --by actor --incident "Sony Pictures intrusion"
      whoblamed matrix --by bloc --year 2022 -f md
      whoblamed matrix -f csv > matrix.csv
    """
    from ...graph.network import analyses
    from ...graph.network.matrix import BY
    from ...graph.network.matrix import matrix as made

    if year is not None:
        if not (len(year) == 4 and year.isascii() and year.isdecimal()):
            raise click.BadParameter(f"{year!r} is no year; write YYYY", param_hint="--year")
        for bound in ("since", "until"):
            session.filters[bound] = (*session.filters.get(bound, ()), year)
    graph = session.graph()
    net = analyses.only(graph.blame_network(roll_up=by == "state"), wanted_claims(session, graph))
    if withdrawn:
        net = analyses.counting_withdrawn(net)
    found = made(net, next(each for each in BY if each == by))
    wanted = top or (10 if format_ == "text" else 0)
    shown = found.top(wanted) if wanted else found
    if format_ == "json":
        emit(shown.as_rows(), _COLUMNS, "json")
    elif format_ != "text":
        names = [shown.names[accused] for accused in shown.accused]
        rows = [_row(shown, accuser, marked=format_ == "md") for accuser in shown.accusers]
        emit(rows, ("accuser", *names), format_)
    elif found.cells:
        _print(shown)
    _remark(found, shown, starred=format_ in ("text", "md"))


def _row(shown: Matrix, accuser: str, *, marked: bool) -> dict[str, object]:
    """Return a row for a table; with marks for people, else with plain numbers."""
    cells = {
        shown.names[accused]: _cell(shown, accuser, accused) if marked else shown.count(accuser, accused)
        for accused in shown.accused
    }
    return {"accuser": shown.names[accuser], **cells}


def _cell(shown: Matrix, accuser: str, accused: str) -> str:
    cell = shown.cells.get((accuser, accused))
    return "" if cell is None else f"{cell.claims}{'*' if cell.answered else ''}"


def _print(shown: Matrix) -> None:
    """Print the matrix with numbers for its columns, and below it what they are."""
    say(" " * _LABEL + "".join(f"{number:>{_CELL - 1}} " for number, _ in enumerate(shown.accused, 1)).rstrip())
    for accuser in shown.accusers:
        cells = (_cell(shown, accuser, accused) or "·" for accused in shown.accused)
        name = shown.names[accuser]
        name = name if len(name) < _LABEL else f"{name[: _LABEL - 2]}…"
        # The star of one cell stands in the gap before the next, so that numbers are under each other.
        line = "".join(f"{cell.rstrip('*'):>{_CELL - 1}}{'*' if cell.endswith('*') else ' '}" for cell in cells)
        say(f"{name:<{_LABEL}}{line}".rstrip())
    say()
    for number, accused in enumerate(shown.accused, 1):
        say(f"{number:>3}  {shown.names[accused]}")


def _remark(found: Matrix, shown: Matrix, *, starred: bool) -> None:
    """Tell what stars mean where there are some, and what is not shown."""
    if not found.cells:
        note("nobody blames anybody in what was asked for")
    cells = ((accuser, accused) for accuser in shown.accusers for accused in shown.accused)
    if starred and any(_cell(shown, *each).endswith("*") for each in cells):
        note("* the accused denied at least one of these claims")
    rows, columns = len(found.accusers) - len(shown.accusers), len(found.accused) - len(shown.accused)
    if rows or columns:
        more = ((rows, "more accuser", None), (columns, "more accused", "more accused"))
        note(f"… and {' and '.join(counted(*each) for each in more if each[0])}; --top shows more")
    if found.left_out:
        note(f"{counted(len(found.left_out), 'claim')} by or about those who are no states: --by actor has them")
