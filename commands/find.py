"""The commands that find: search, list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..graph.ask.names import KINDS
from .output import emit, format_option, note, paragraph, say
from .session import Session, pass_session, time_options

if TYPE_CHECKING:
    from ..graph import Graph
    from .output import Row

#: What can be listed; see `graph.ask.inventory`.
_LISTED = ("actors", "incidents", "claims", "sources")


@click.command()
@time_options
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", "kinds", type=click.Choice(list(KINDS)), multiple=True, help="only these kinds of things")
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="show at most so many; 0: all"
)
@format_option
@pass_session
def search(session: Session, text: tuple[str, ...], kinds: tuple[str, ...], limit: int, format_: str) -> None:
    """Find what has TEXT in a name, title, summary or address.

    All words of TEXT must be there, in any order, without regard to case and accents; of longer words the beginning is
    enough. What is called so comes first.

    \b
    Examples:
      whoblamed search nord stream
      whoblamed search "false flag" --kind claim
      whoblamed search tass.com
    """
    from ..graph.ask.search import COLUMNS
    from ..graph.ask.search import search as find

    graph = session.graph()
    words = " ".join(text)
    found = find(graph.store.current, words, graph.representatives(), kinds or tuple(KINDS))
    shown = found[:limit] if limit else found
    if format_ != "table":
        emit((hit.as_dict() for hit in shown), COLUMNS, format_)
    for hit in shown if format_ == "table" else ():
        row = hit.as_dict()
        say(hit.found.label + (f" ({hit.found.detail})" if hit.found.detail else ""))
        if row["text"] and row["text"] != hit.found.label:
            paragraph(row["text"], label=hit.place)
        paragraph(row["key"], label=hit.found.what)
    if len(found) > len(shown):
        note(f"… and {len(found) - len(shown):,} more; --limit 0 shows all, --kind only some")
    if not found:
        note(f"nothing in the graph has {words!r} in a name, title, summary or address")


@click.command("list")
@time_options
@click.argument("kind", type=click.Choice(_LISTED))
@click.option("--dataset", metavar="NAME", help="only those of this data set")
@click.option(
    "--limit", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="show at most so many; 0: all"
)
@format_option
@pass_session
def list_(session: Session, kind: str, dataset: str | None, limit: int, format_: str) -> None:
    """List all actors, incidents, claims or sources.

    With how many claims there are by or about each, and the key by which `whoblamed show` finds it.

    \b
    Examples:
      whoblamed list incidents
      whoblamed list claims --dataset sony-2014
      whoblamed list sources -f csv
    """
    from ..graph.loading.held import things_of

    graph = session.graph()
    rows, shown, columns = _claims(graph) if kind == "claims" else _inventory(graph, kind)
    if dataset is not None:
        own = things_of(graph.store.generation, dataset)
        rows = [row for row in rows if row["iri"] in own]
    emit(rows[: limit or None], shown if format_ == "table" else columns, format_, empty=f"no {kind}")
    if limit and len(rows) > limit:
        note(f"… and {len(rows) - limit:,} more")


def _inventory(graph: Graph, kind: str) -> tuple[Sequence[Row], Sequence[str], Sequence[str]]:
    """Return the rows, the columns for people and those for programs."""
    from ..graph.ask.inventory import INVENTORIES

    listed = INVENTORIES[kind]
    return listed.rows(graph.bare_facts(), graph.representatives()), listed.shown, (*listed.shown, *listed.more)


def _claims(graph: Graph) -> tuple[Sequence[Row], Sequence[str], Sequence[str]]:
    from ..graph.ask.listing import COLUMNS, all_claims

    rows = [{**row.as_dict(), "key": row.key, "iri": row.iri} for row in all_claims(graph.store.current)]
    return rows, ("date", "said", "key"), ("key", *COLUMNS)
