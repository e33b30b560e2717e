"""The command about who is who: ambiguous."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import click

from ..filters import filter_options, wanted_claims
from ..output import emit, to_json
from ..session import Session, pass_session, time_options
from ..shape import arranged, chosen_columns, listing_options, tell_more

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.identity.ambiguity import Ambiguous

_COLUMNS: Final = ("name", "actors", "given_by", "iris")
#: How many names people are shown, unless they say otherwise.
_SHOWN: Final = 20


@click.command()
@time_options
@filter_options
@listing_options
@pass_session
def ambiguous(session: Session, format_: str) -> None:
    """Names that more than one actor bears.

    Those that most actors bear come first, with who gives the name to whom, where that is known; people are shown the
    first 20, unless they give a --limit. Actors that were decided to be the same count once; a name alone decides
    nothing (docs/identity.md). With filters: names of those who speak or are accused in such claims.

    \b
    Examples:
      whoblamed ambiguous
      whoblamed ambiguous -f json
      whoblamed --no-resolve ambiguous --limit 5
    """
    from ...graph.identity.ambiguity import ambiguous as find_ambiguous
    from ...graph.identity.ambiguity import among

    graph = session.graph()
    found = find_ambiguous(graph.store.current, graph.representatives())
    wanted = wanted_claims(session, graph)
    if wanted is not None:
        meant = _concerned(graph, wanted)
        found = [each for each in found if not meant.isdisjoint(each.iris)]
    elif graph.uncounted():
        found = list(among(found, graph.bare_facts().actors, graph.representatives()))
    found.sort(key=lambda each: -len(each.bearers))
    if format_ == "json" and not chosen_columns():
        listed = arranged(found, _COLUMNS, _row)
        click.echo(to_json([each.as_dict() for each in listed]))
        tell_more(listed)
        return
    shown = _COLUMNS[:-1]
    emit(
        map(_row, found), _COLUMNS, format_, shown=shown, limit=_SHOWN, empty="no two actors share a name", under="name"
    )


def _concerned(graph: Graph, claims: Collection[str]) -> set[str]:
    """Return who speaks or is accused in claims (IRIs), and all who are the same."""
    from ...graph.ask.filtering import actors_of

    facts, shown = graph.bare_facts(), graph.representatives()
    concerned = {actor for iri in claims for actor in actors_of(facts.claims[iri], facts)}
    return {member for actor in concerned for member in shown.members(actor)}


def _row(each: Ambiguous) -> dict[str, object]:
    return {"name": each.name, "actors": list(map(str, each.bearers)), "given_by": each.given_by, "iris": each.iris}
