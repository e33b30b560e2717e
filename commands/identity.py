"""The command about who is who: ambiguous."""

from __future__ import annotations

import click

from .output import emit, format_option, to_json
from .session import Session, pass_session, time_options


@click.command()
@time_options
@format_option
@pass_session
def ambiguous(session: Session, format_: str) -> None:
    """Names that more than one actor bears.

    With who gives the name to whom, where that is known. Actors that were decided to be the same count once; a name
    alone decides nothing (docs/identity.md).

    \b
    Examples:
      whoblamed ambiguous
      whoblamed ambiguous -f json
      whoblamed --no-resolve ambiguous
    """
    from ..graph.identity.ambiguity import ambiguous as find_ambiguous

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
    emit(rows, columns if format_ == "table" else (*columns, "iris"), format_, empty="no two actors share a name")
