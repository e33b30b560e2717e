"""The command that writes the graph for other programs: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...graph.export.formats import FORMATS
from ...ontology.texts import counted
from ..filters import filter_options, wanted_part
from ..output import Place, note, paragraph, say
from ..session import Session, pass_session, time_options


class _Export(click.Command):
    """A command whose help ends with the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Formats"):
            listed = ((name, filter(None, (each.title, ", ".join(each.endings)))) for name, each in FORMATS.items())
            formatter.write_dl([(name, ": ".join(told)) for name, told in listed])


def _listed(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Print each format with what it carries, what it cannot, and the endings of its files."""
    if not value or context.resilient_parsing:
        return
    for name, each in FORMATS.items():
        say(name)
        paragraph(each.title, label="carries")
        paragraph(each.lacks or "nothing: loaded again, all is there", label="lacks")
        if each.endings:
            paragraph(" ".join(each.endings), label="files")
    context.exit()


@click.command(cls=_Export)
@time_options
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    metavar="FORMAT",
    help="[default: by the ending of FILE]",
)
@click.option(
    "-o",
    "--output",
    "output",
    type=Place(),
    required=True,
    metavar="FILE",
    help="where to write it; - for standard output",
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_listed,
    help="say of each format what it carries and what it cannot, and end",
)
@filter_options
@pass_session
def export(session: Session, format_: str | None, output: str) -> None:
    """Write the graph to a file, for other programs.

    What a format cannot carry is told. Filters leave certain claims, with what they refer to: actors, incidents,
    sources, the claims that they answer, and what takes them back.

    \b
    Examples:
      whoblamed export -o graph.ttl
      whoblamed export -f graphml -o blame.graphml
      whoblamed export -f csv -o -
      whoblamed export -o nord-stream.csv --incident "Nord Stream" --since 2023
      whoblamed export --list
    """
    from ...graph.export.files import complete
    from ...graph.export.formats import format_of

    format_ = format_ or format_of(output)
    graph = wanted_part(session, session.graph())
    if output == "-":
        sys.stdout.flush()
        count, unit, *remarks = graph.write(sys.stdout.buffer, format_)
        sys.stdout.flush()
    else:
        with complete(Path(output)) as file:
            count, unit, *remarks = graph.write(file, format_)
    if "network" in FORMATS[format_].needs and (number := graph.uncounted()):
        note(f"{counted(number, 'machine-coded claim')} left out; --machine-coded counts them")
    place = "standard output" if output == "-" else output
    note(f"wrote {counted(count, unit.removesuffix('s'), unit)} as {format_} to {place}")
    for remark in remarks:
        note(remark)
