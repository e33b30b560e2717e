"""The command that writes the graph for other programs: export."""

from __future__ import annotations

import sys
from inspect import cleandoc
from pathlib import Path
from typing import TypeVar

import click

from ..graph.export.formats import FORMATS
from ..ontology.counting import counted
from .output import note
from .session import Session, pass_session, time_options

Function = TypeVar("Function")


def _with_formats(function: Function) -> Function:
    """Add the export formats to a command's help."""
    lines = (f"  {name:<12} {': '.join((each.title, *each.endings))}" for name, each in FORMATS.items())
    function.__doc__ = cleandoc(function.__doc__ or "") + "\n\n\b\nFormats:\n" + "\n".join(lines)
    return function


@click.command()
@time_options
@click.option("-f", "--format", "format_", type=click.Choice(list(FORMATS)), help="[default: by the ending of FILE]")
@click.option(
    "-o", "--output", "output", required=True, metavar="FILE", help="where to write it; - for standard output"
)
@click.option("--dataset", metavar="NAME", help="only this data set")
@pass_session
@_with_formats
def export(session: Session, format_: str | None, output: str, dataset: str | None) -> None:
    """Write the graph to a file, for other programs.

    What a format cannot carry is told.

    \b
    Examples:
      whoblamed export -o graph.ttl
      whoblamed export -f graphml -o blame.graphml
      whoblamed export -f csv -o -
    """
    from ..graph.export.files import complete
    from ..graph.export.formats import format_of

    format_ = format_ or format_of(output)
    graph = session.graph()
    if output == "-":
        sys.stdout.flush()
        count, unit, *remarks = graph.write(sys.stdout.buffer, format_, dataset=dataset)
    else:
        with complete(Path(output)) as file:
            count, unit, *remarks = graph.write(file, format_, dataset=dataset)
    place = "standard output" if output == "-" else output
    note(f"wrote {counted(count, unit.removesuffix('s'), unit)} as {format_} to {place}")
    for remark in remarks:
        note(remark)
