"""The command that writes the graph for other programs: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..graph.export.formats import names
from ..ontology.counting import counted
from .output import note
from .session import Session, pass_session, time_options


@click.command()
@time_options
@click.option("-f", "--format", "format_", type=click.Choice(names()), help="[default: by the ending of FILE]")
@click.option(
    "-o", "--output", "output", required=True, metavar="FILE", help="where to write it; - for standard output"
)
@click.option("--dataset", metavar="NAME", help="only this data set")
@pass_session
def export(session: Session, format_: str | None, output: str, dataset: str | None) -> None:
    """Write the graph to a file, for other programs.

    turtle, ntriples, trig, nquads and jsonld carry everything (the last three with its data sets apart); graphml and
    gexf carry the blame network; csv has one row a claim; stix is a bundle of STIX 2.1, which names what STIX itself
    cannot say and comes back without loss; nanopub is one nanopublication a claim (TriG); claimreview is ClaimReview of
    schema.org (JSON-LD).

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
