"""The command about who is who: ambiguous."""

from __future__ import annotations

from typing import Any

import click

from .output import emit, format_option, time_options, to_json


@click.command()
@time_options
@format_option
@click.pass_obj
def ambiguous(session: Any, format_: str) -> None:
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


COMMANDS = (ambiguous,)
