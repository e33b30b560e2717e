"""The commands that ask about one thing: who, show, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import click

from ...graph.ask import listing, names
from ...graph.ask.arranging.relations import RELATIONS, relation
from ...graph.ask.listing import COLUMNS, DATES, ClaimRow
from ...ontology.edtf import in_words
from ...ontology.texts import primary
from .. import completion
from ..filters import counted_claims, filter_options
from ..meant import meant
from ..output import emit, paragraph, paragraphs, say, to_json, wrapped
from ..session import Session, pass_session, roll_up_option, time_options
from ..shape import arranged, chosen_columns, listing_options, tell_more

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.ask.names import Found

_UNDATED = "undated"


@click.command()
@time_options
@click.argument("actor", shell_complete=completion.names("actor"))
@filter_options
@roll_up_option
@listing_options
@pass_session
def who(session: Session, actor: str, roll_up: bool, format_: str) -> None:
    """Who blamed ACTOR, and what ACTOR answered.

    Also whom ACTOR blamed, what ACTOR claimed or said otherwise, and who doubted what was said. A name is found in any
    language, without regard to case and accents; what speaks for ACTOR counts as ACTOR. With --roll-up, whom a state's
    ministries and agencies accused, and who accused them, are listed as the state's, too.

    \b
    Examples:
      whoblamed who "North Korea"
      whoblamed who Russia --roll-up
      whoblamed who nordkorea -f json
      whoblamed who fbi --as-of 2014-12-20
      whoblamed who Russia --act denial --since 2022
    """
    graph = session.graph()
    store = graph.store.current
    found = names.find_one(store, actor, ["actor"], resolve=graph.resolve)
    together = names.counted_together(store, found, graph.rolled_up()) if roll_up else found
    iris = {thing.iri for thing in together}
    own = listing.speakers_for(store, iris)
    touching = listing.only(listing.claims_touching(store, iris), counted_claims(session, graph))
    sections = [(title, row) for title, rows in _sections(touching, iris, own) for row in rows]
    columns = ("relation", *COLUMNS)
    if format_ != "table" or chosen_columns():
        emit(map(_flat, sections), columns, format_, dates=DATES)
        return
    shown = arranged(sections, columns, _flat, dates=DATES)
    wrapped(_heading(graph, found, together))
    order = list(dict.fromkeys(title for title, _ in sections))
    for title, rows in groupby(sorted(shown, key=lambda part: order.index(part[0])), key=itemgetter(0)):
        say()
        say(f"{title[0].upper()}{title[1:]}")
        print_claims(row for _, row in rows)
    tell_more(shown)
    if not touching:
        say(f"No claim in the graph{_that_was(session)} is by or about this actor.")


def _flat(part: tuple[str, ClaimRow]) -> dict[str, object]:
    title, row = part
    return {"relation": title, **row.as_dict()}


def _heading(graph: Graph, found: list[Found], together: list[Found]) -> str:
    """Return who was found, and as whom they count where that is another one."""
    store = graph.store.current
    if together[0].iri in graph.representatives().members(found[0].iri):
        return names.heading(store, found)
    return f"{found[0].label} ({found[0].detail}), counted as {together[0].label}"


def _that_was(session: Session) -> str:
    """Say which claims an answer is about, where it is not about all."""
    return (f" that was {session.within}" if session.within else "") + " that the filters leave" * bool(session.filters)


def _sections(rows: Iterable[ClaimRow], actors: set[str], own: set[str]) -> list[tuple[str, list[ClaimRow]]]:
    """Return the claims by what they are to the actors; `own` are the actors and those who speak for them."""
    sections: dict[str, list[ClaimRow]] = {title: [] for title in RELATIONS}
    for row in rows:
        sections[_relation(row, actors, own)].append(row)
    return list(sections.items())


def _relation(row: ClaimRow, actors: set[str], own: set[str]) -> str:
    return relation(
        row.act,
        spoke=not own.isdisjoint(row.speakers),
        accused=not actors.isdisjoint(row.accused),
        names_accused=bool(row.accused),
        roles=row.roles,
        is_possible=row.unlikely or bool(row.condition),
    )


def print_claims(rows: Iterable[ClaimRow]) -> None:
    """Print claims, at least one: when, who said what, how surely, in our own words, what it answers, where it is
    written, and its key, which begins with its data set; where it does not, the data set, too."""
    paragraphs(chain.from_iterable(map(_told, rows)))


def _told(row: ClaimRow) -> Iterator[tuple[str, str]]:
    yield row.told, row.when or _UNDATED
    parts = {
        "confidence": row.confidence,
        "likelihood": row.likelihood,
        "public": in_words(row.public),
        "in its words": row.quote,
        "figure": row.figure,
    }
    yield from ((f"{what}: {words}", "") for what, words in parts.items() if words)
    if row.summary:
        yield primary(row.summary), ""
    yield from ((f"answers: {answered}", "") for answered in row.answers.values())
    yield from ((f"source: {source}", "") for source in row.sources.values())
    yield f"key: {row.key}", ""
    if not row.key.startswith(f"{row.dataset}/"):
        yield f"data set: {row.dataset}", ""


@click.command()
@time_options
@click.argument("name", shell_complete=completion.names("incident", "actor"))
@filter_options
@listing_options
@pass_session
def timeline(session: Session, name: str, format_: str) -> None:
    """The claims about an incident or actor, in order.

    Dates are as precise as their source; a month comes after its days, and what has no date comes last.

    \b
    Examples:
      whoblamed timeline "Sony Pictures intrusion"
      whoblamed timeline "Lizard Squad" -f csv
    """
    graph = session.graph()
    store = graph.store.current
    found = meant(graph, name, ["incident", "actor"])
    iris = [thing.iri for thing in found]
    listed = listing.claims_about if found[0].what == "incident" else listing.claims_touching
    rows = listing.only(listed(store, iris), counted_claims(session, graph))
    if format_ != "table" or chosen_columns():
        emit((row.as_dict() for row in rows), COLUMNS, format_, dates=DATES)
        return
    shown = arranged(rows, COLUMNS, ClaimRow.as_dict, dates=DATES)
    wrapped(found[0].label)
    if shown:
        print_claims(shown)
    tell_more(shown)
    if not rows:
        say(f"No claim in the graph{_that_was(session)} is about it.")


@click.command()
@time_options
@click.argument("name", shell_complete=completion.names(*names.KINDS))
@click.option("-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_session
def show(session: Session, name: str, format_: str) -> None:
    """All about one thing, with citations.

    An actor, incident, claim, source, allegation or piece of evidence.

    NAME is a name in any language, a key such as fbi or casebook-actors/fbi, or an IRI.

    \b
    Examples:
      whoblamed show "Lizard Squad"
      whoblamed show sony-2014/fbi-names-north-korea
    """
    from ...graph.ask import dossier

    graph = session.graph()
    found = meant(graph, name, list(names.KINDS))
    if found[0].what == "claim":
        graph.machine_coded = True  # it was asked for by itself, whoever coded it
    facts = graph.concerning([each.iri for each in found]) if found[0].what == "incident" else None
    if facts is None:
        shown = dossier.of(graph.store.current, found, graph.bare_facts, graph.blame_network)
    else:
        from ...graph.network.network import blame_network

        shown = dossier.of(graph.store.current, found, lambda: facts, lambda: blame_network(facts))
    if found[0].what != "claim":
        wanted = counted_claims(session, graph)
        listed = ((heading, listing.only(rows, wanted)) for heading, rows in shown.claims)
        shown.claims = [(heading, rows) for heading, rows in listed if rows]
    if format_ == "json":
        click.echo(to_json(shown.as_dict()))
        return
    wrapped(shown.title)
    for label, value in shown.lines:
        paragraph(value, label=label)
    for heading, lines in shown.computed:
        say()
        say(heading)
        for line in lines:
            say(f"  {line}")
    for heading, rows in shown.claims:
        say()
        say(heading)
        print_claims(rows)
