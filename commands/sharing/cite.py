"""The command that cites: cite."""

from __future__ import annotations

import click

from ..output import clean
from ..session import Session, pass_session, time_options


@click.command()
@time_options
@click.argument("name")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["text", "bibtex", "csl", "ris"]),
    default="text",
    show_default=True,
    help="for a text, BibTeX, Zotero and pandoc, or EndNote",
)
@pass_session
def cite(session: Session, name: str, format_: str) -> None:
    """References for one thing: its sources, and the data sets.

    NAME is what `whoblamed show` takes: the sources of a claim, or of all claims about an incident or about and by an
    actor. The data sets that recorded them follow, with the version that was read.

    \b
    Examples:
      whoblamed cite sony-2014/fbi-names-north-korea
      whoblamed cite "Nord Stream" -f bibtex > nord-stream.bib
      whoblamed cite "Sony Pictures intrusion" --as-of 2014-12-31 -f csl
    """
    from ...graph.ask import names
    from ...graph.ask.bibliography import FORMATS
    from ...graph.ask.citation import references

    graph = session.graph()
    store = graph.store.current
    found = names.find_one(store, name, list(names.KINDS), resolve=graph.resolve)
    listed = references(store, graph.datasets(), found, within=session.within)
    click.echo(clean(FORMATS[format_](listed)), nl=False)
