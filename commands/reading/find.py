"""The commands that find and count, and list what is missing: search, list, count, unanswered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from ...graph.ask import listing
from ...graph.ask.counts import BY, NONE, counts, given_by
from ...graph.ask.inventory import INVENTORIES, Asked
from ...graph.ask.names import KINDS
from ...graph.status.unanswered import COLUMNS as UNANSWERED
from ...graph.status.unanswered import MISSING
from ...graph.status.unanswered import unanswered as find_unanswered
from .. import completion
from ..filters import counted_claims, filter_options, wanted_claims
from ..meant import meant
from ..output import emit, incident_headings, note, paragraph, say, wrapped
from ..session import Session, pass_session, time_options
from ..shape import arranged, chosen_columns, listing_options, tell_more

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.status.unanswered import Unanswered
    from ...graph.store.facts import Facts
    from ..output import Row

    #: The rows, the columns for people and those for programs.
    _Listing = tuple[Sequence[Row], Sequence[str], Sequence[str]]

#: How many things people are shown that were found, unless they say otherwise.
_HITS: Final = 20
#: The columns that are dates.
_DATES: Final = (*listing.DATES, "from", "to", "published")
#: What can be listed.
_LISTED: Final = tuple(sorted((*INVENTORIES, "claims", "datasets")))


@click.command()
@time_options
@click.argument("text", nargs=-1, required=True)
@click.option("--what", "kinds", type=click.Choice(list(KINDS)), multiple=True, help="only these kinds of things")
@filter_options
@listing_options
@pass_session
def search(session: Session, text: tuple[str, ...], kinds: tuple[str, ...], format_: str) -> None:
    """Find TEXT in names, titles, summaries, quotes and addresses.

    All words of TEXT must be there, in any order, without regard to case and accents; of longer words the beginning is
    enough. What is called so comes first. People are shown the first 20, unless they give a --limit. Filters leave
    certain claims, and what these refer to.

    \b
    Examples:
      whoblamed search nord stream
      whoblamed search "false flag" --what claim
      whoblamed search nonsense --act denial --since 2017
      whoblamed search tass.com
    """
    from ...graph.ask.search import COLUMNS, PLACES, Hit, counting
    from ...graph.ask.search import search as find

    graph = session.graph()
    words = " ".join(text)
    wanted = wanted_claims(session, graph)
    part = graph if wanted is None else graph.only(wanted)
    found = find(part.store.current, words, part.representatives(), kinds or tuple(KINDS))
    if wanted is not None:  # the part has the claims that these answer, too
        found = [hit for hit in found if hit.found.what != "claim" or hit.found.iri in wanted]
    elif graph.uncounted():
        found = counting(found, graph.bare_facts(), graph.representatives())
    if format_ != "table" or chosen_columns():
        emit((hit.as_dict() for hit in found), COLUMNS, format_, limit=_HITS)
        return
    shown = arranged(found, COLUMNS, Hit.as_dict, limit=_HITS)
    for hit in shown:
        row = hit.as_dict()
        wrapped(hit.found.label + (f" ({hit.found.detail})" if hit.found.detail else ""))
        if row["text"] and row["text"] != hit.found.label:
            paragraph(row["text"], label=hit.place)
        paragraph(row["key"], label=hit.found.what)
    tell_more(shown)
    if not found:
        where = "in the graph" if wanted is None else "that passes the filters"
        note(f"nothing {where} has {words!r} in a {', '.join(PLACES[:-1])} or {PLACES[-1]}")


@click.command("list")
@time_options
@click.argument("what", metavar="|".join(_LISTED), type=click.Choice(_LISTED))
@filter_options
@listing_options
@pass_session
def list_(session: Session, what: str, format_: str) -> None:
    """List actors, incidents, claims, sources or data sets.

    With how many claims there are by or about each, and the key by which `whoblamed show` finds it. Filters leave
    certain claims, and what these concern.

    \b
    Examples:
      whoblamed list incidents
      whoblamed list claims --act denial --since 2014-12-20 --until 2014
      whoblamed list actors --incident "Nord Stream"
      whoblamed list sources -f csv
      whoblamed list datasets
      whoblamed list actors --sort -blamed --limit 10 --columns name,blamed
    """
    if what == "datasets":
        from ..recording.load import tell_datasets  # it knows the formats of files, which no other listing needs

        tell_datasets(session, format_)
        return
    graph = session.graph()
    empty = f"no {what}"
    if what == "claims":
        kept = listing.only(listing.all_claims(graph.store.current), counted_claims(session, graph))
        shown: Sequence[str] = ("key", "date", "said")
        row_of = listing.ClaimRow.as_dict
        emit(kept, listing.COLUMNS, format_, shown=shown, dates=_DATES, told=_with_degrees, row_of=row_of, empty=empty)
    else:
        rows, shown, columns = _inventory(graph, what, wanted_claims(session, graph))
        emit(rows, columns, format_, shown=shown, dates=_DATES, empty=empty)


def _inventory(graph: Graph, what: str, wanted: Collection[str] | None) -> _Listing:
    listed = INVENTORIES[what]
    asked = Asked(graph.bare_facts(), graph.representatives(), wanted)
    return listed.rows(asked), listed.shown, (*listed.shown, *listed.more)


def _with_degrees(row: Row) -> Row:
    """Return a claim with how sure its speakers were beside what they said: columns of their own would be empty."""
    return {**row, "said": "; ".join((str(row["said"]), *_degrees(row)))}


def _degrees(row: Row) -> Iterator[str]:
    return (f"{what}: {row[what]}" for what in ("confidence", "likelihood") if row[what])


@click.command()
@time_options
@click.option(
    "--by",
    required=True,
    metavar="WHAT,…",
    help=f"one or several of {', '.join(BY)}",
    shell_complete=completion.values(lambda: BY, several=True),
)
@filter_options
@listing_options
@pass_session
def count(session: Session, by: str, format_: str) -> None:
    """Count claims by year, act, form, speaker and so on.

    Several things are crossed. A claim that has two values of one, such as two outlets, counts with each. By accused,
    all claims about an allegation count, its denials too; by blamed, only those that make it.

    \b
    Examples:
      whoblamed count --by act
      whoblamed count --by blamed,year --sort -claims --limit 10
      whoblamed count --by year,act --incident "Sony Pictures intrusion"
      whoblamed count --by outlet --dataset nord-stream-2022 -f csv
    """
    wanted = list(dict.fromkeys(filter(None, map(str.strip, by.split(",")))))
    unknown = [name for name in wanted if name not in BY]
    if unknown or not wanted:
        raise click.BadParameter(f"claims are counted by {', '.join(BY)}, not by {by!r}", param_hint="--by")
    graph = session.graph()
    facts = graph.bare_facts()
    more = given_by(graph.store.current, facts, graph.rolled_up(), wanted)
    rows = counts(facts, wanted, wanted_claims(session, graph), more)
    emit(rows, (*wanted, "claims"), format_, told=_with_none, empty="no claims")


def _with_none(row: Row) -> Row:
    return {key: "(none)" if value == NONE else value for key, value in row.items()}


@click.command()
@time_options
@click.argument("incident", required=False, shell_complete=completion.names("incident"))
@click.option("--missing", type=click.Choice(list(MISSING)), help="only where this is missing")
@filter_options
@listing_options
@pass_session
def unanswered(session: Session, incident: str | None, missing: str | None, format_: str) -> None:
    """What nobody answered, and what nobody can check.

    Of each allegation that somebody makes: whether the accused has not answered (that it declined to comment is no
    answer, but is said), whose word or evidence is of unknown origin, which evidence is not disclosed, and which source
    has no date. That is what is missing here; it may be elsewhere.

    \b
    Examples:
      whoblamed unanswered "Sony Pictures intrusion"
      whoblamed unanswered --missing evidence
      whoblamed unanswered -f csv --as-of 2014-12-31
    """
    graph = session.graph()
    incidents = None if incident is None else {each.iri for each in meant(graph, incident, ["incident"])}
    facts = graph.bare_facts() if incidents is None else graph.facts_about(incidents)
    found = [each for each in find_unanswered(facts, incidents) if not missing or missing in each.missing]
    wanted = wanted_claims(session, graph)
    if wanted is not None:
        found = [each for each in found if not wanted.isdisjoint(each.claims)]
    if format_ != "table" or chosen_columns():
        emit((each.as_dict(facts) for each in found), UNANSWERED, format_)
        return
    shown = arranged(found, UNANSWERED, lambda each: each.as_dict(facts))
    iris = {each.allegation.incident for each in found}
    headings = incident_headings((iri, facts.label(iri)) for iri in iris)
    for number, (_, group) in enumerate(groupby(shown, key=lambda each: each.allegation.incident)):
        if number:
            say()
        allegations = list(group)
        wrapped(headings[allegations[0].allegation.incident])
        _print(allegations, facts)
    tell_more(shown)
    if not found:
        note("nothing is missing" + (f" in what was {session.within}" if session.within else ""))


def _print(found: list[Unanswered], facts: Facts) -> None:
    for each in found:
        row = each.as_dict(facts)
        wrapped(f"{row['accused']}, {row['role']}: {row['status']}", indent=2)
        if row["no_answer_from"]:
            declined = f", which declined to comment: {'; '.join(row['no_comment'])}" if row["no_comment"] else ""
            paragraph(f"from {row['no_answer_from']}{declined}", label="  no answer")
        for label, column in (
            ("origin open", "unknown_origins"),
            ("undisclosed", "undisclosed_evidence"),
            ("no date", "undated_sources"),
        ):
            if row[column]:
                paragraph("; ".join(row[column]), label=f"  {label}")
