"""The command that cites: cite."""

from __future__ import annotations

import click

from ...graph.ask.names import KINDS
from .. import completion
from ..filters import counted_claims, filter_options
from ..meant import meant
from ..output import clean, wrapped
from ..session import Session, pass_session, time_options


@click.command()
@time_options
@click.argument("name", shell_complete=completion.names(*KINDS))
@filter_options
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
      whoblamed cite "North Korea" --act denial --since 2014-12 --until 2015-01
    """
    from ...graph.ask import names
    from ...graph.ask.citing.bibliography import FORMATS
    from ...graph.ask.citing.citation import references

    graph = session.graph()
    store = graph.store.current
    found = meant(graph, name, list(names.KINDS))
    named = found[0].what == "claim" and not session.filters
    claims = None if named else counted_claims(session, graph)
    listed = references(store, graph.datasets(), found, within=session.within, claims=claims)
    text = FORMATS[format_](listed)
    if format_ == "text":
        for line in text.splitlines():
            wrapped(line)
    else:
        click.echo(clean(text), nl=False)
