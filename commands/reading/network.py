"""The commands about the blame network: path, rank."""

from __future__ import annotations

from typing import Final

import click

from .. import completion
from ..filters import filter_options, wanted_claims
from ..output import emit, note, paragraph, say, write
from ..session import Session, pass_session, roll_up_option, time_options
from ..shape import arranged, chosen, format_option, listing_options, refuse_unknown
from .ask import print_claims

#: How many places of each ranking people are shown, unless they say otherwise.
_PLACES: Final = 10
RANKINGS = ("blamed", "blaming", "mutual", "brokers", "blocs")

_withdrawn_option = click.option("--withdrawn", is_flag=True, help="count what was taken back, too")


@click.command()
@time_options
@click.argument("a", shell_complete=completion.names("actor"))
@click.argument("b", shell_complete=completion.names("actor"))
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="show at most so many chains")
@click.option("--steps", type=click.IntRange(1, 20), default=6, show_default=True, help="of at most so many steps")
@_withdrawn_option
@filter_options
@roll_up_option
@format_option
@pass_session
def path(
    session: Session, a: str, b: str, limit: int, steps: int, withdrawn: bool, roll_up: bool, format_: str
) -> None:
    """Chains of blame from A to B, each step cited.

    A chain says who pointed at whom. Blame does not add up along it. What was taken back makes no step. With --roll-up,
    what an agency or ministry said, its state said, and whom it accused, its state accused.

    \b
    Examples:
      whoblamed path USA "North Korea" --roll-up
      whoblamed path norse "North Korea" -f json
    """
    from ...graph.ask import listing, names
    from ...graph.network import analyses

    graph = session.graph()
    store = graph.store.current
    shown = graph.rolled_up() if roll_up else graph.representatives()
    starts, ends = (
        dict.fromkeys(
            shown.representative(found.iri) for found in names.find_one(store, name, ["actor"], resolve=graph.resolve)
        )
        for name in (a, b)
    )
    net = analyses.only(graph.blame_network(roll_up=roll_up), wanted_claims(session, graph))
    if withdrawn:
        net = analyses.counting_withdrawn(net)
    chains = [
        chain
        for start in starts
        for end in ends
        for chain in analyses.chains(net, start, end, cutoff=steps, limit=limit + 1)
    ]
    if len(chains) > limit:
        del chains[limit:]
        note("… and more; a higher --limit shows them")
    if format_ != "table":
        flat = [
            {
                "chain": number,
                "step": position,
                "accuser": analyses.label(net, step.accuser),
                "accused": analyses.label(net, step.accused),
                "claims": [cited.label for cited in step.claims],
                "claim_iris": [cited.claim for cited in step.claims],
            }
            for number, chain in enumerate(chains, 1)
            for position, step in enumerate(chain, 1)
        ]
        emit(flat, ("chain", "step", "accuser", "accused", "claims", "claim_iris"), format_)
        return
    involved = {cited.claim for chain in chains for step in chain for cited in step.claims}
    rows = {row.iri: row for row in listing.claims(store, involved)}
    for number, chain in enumerate(chains, 1):
        if number > 1:
            say()
        say(f"Chain {number}")
        for position, step in enumerate(chain, 1):
            blamed = f"{analyses.label(net, step.accuser)} blames {analyses.label(net, step.accused)}"
            paragraph(blamed, label=f"step {position}")
            for cited in step.claims:
                print_claims([rows[cited.claim]])
    if not chains:
        note(f"no chain of blame leads from {a} to {b}")


@click.command()
@time_options
@click.option("--by", type=click.Choice(["all", *RANKINGS]), default="all", show_default=True)
@click.option(
    "--weight",
    type=click.Choice(["claims", "origins"]),
    default="claims",
    show_default=True,
    help="count claims, or the independent origins behind them",
)
@_withdrawn_option
@filter_options
@roll_up_option
@listing_options
@pass_session
def rank(session: Session, by: str, weight: str, withdrawn: bool, roll_up: bool, format_: str) -> None:
    """Who is blamed most, who blames most, and blocs.

    Also who blames each other, and who is between others. What was taken back does not count. Counterparts are those on
    the other side; pagerank is the share of a walk at random along blame, from accuser to accused, that ends there.
    People are shown the first 10 of each, unless they give a --limit.

    \b
    Examples:
      whoblamed rank
      whoblamed rank --by blamed --weight origins --limit 5
      whoblamed rank --by mutual --roll-up
      whoblamed rank -f json
    """
    from ...graph.network import analyses, rankings

    graph = session.graph()
    net = analyses.only(graph.blame_network(roll_up=roll_up), wanted_claims(session, graph))
    if withdrawn:
        net = analyses.counting_withdrawn(net)
    wanted = RANKINGS if by == "all" else (by,)
    counted = graph.rolled_up().same if roll_up else {}
    found = rankings.rankings(graph.bare_facts(), net, wanted, by_origins=weight == "origins", counted=counted)
    if format_ != "table":
        rows = [
            {"ranking": name, "place": place, **row}
            for name, listed in found.items()
            for place, row in enumerate(arranged(listed, rankings.COLUMNS, dict), 1)
        ]
        write(rows, chosen(rankings.COLUMNS, rankings.COLUMNS), format_)
        return
    refuse_unknown(rankings.COLUMNS)
    for number, (name, listed) in enumerate(found.items()):
        if number:
            say()
        say(rankings.TITLES[name])
        if listed:
            shown = [column for column in rankings.SHOWN[name] if column != "weight" or weight == "origins"]
            emit(listed, rankings.COLUMNS, format_, shown=shown, limit=_PLACES)
        else:
            say("  nobody")  # belongs under the heading, and so to where that goes
