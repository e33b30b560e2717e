"""The command about who is who: ambiguous."""

from __future__ import annotations

import click

from ..output import emit, format_option, note, to_json
from ..session import Session, pass_session, time_options


@click.command()
@time_options
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="show people so many; 0: all"
)
@format_option
@pass_session
def ambiguous(session: Session, limit: int, format_: str) -> None:
    """Names that more than one actor bears.

    Those that most actors bear come first, with who gives the name to whom, where that is known. Actors that were
    decided to be the same count once; a name alone decides nothing (docs/identity.md).

    \b
    Examples:
      whoblamed ambiguous
      whoblamed ambiguous -f json
      whoblamed --no-resolve ambiguous
    """
    from ...graph.identity.ambiguity import ambiguous as find_ambiguous

    graph = session.graph()
    found = find_ambiguous(graph.store.current, graph.representatives())
    if format_ == "json":
        click.echo(to_json([each.as_dict() for each in found]))
        return
    rows = [
        {"name": each.name, "actors": list(map(str, each.bearers)), "given_by": each.given_by, "iris": each.iris}
        for each in found
    ]
    columns = ("name", "actors", "given_by")
    if format_ == "csv":
        emit(rows, (*columns, "iris"), format_)
        return
    rows.sort(key=lambda row: -len(row["iris"]))
    emit(rows[: limit or None], columns, format_, empty="no two actors share a name", under="name")
    if limit and len(rows) > limit:
        note(f"… and {len(rows) - limit:,} more names; --limit 0 shows all")
