"""The filters of listings and exports: which claims they are about, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from ..errors import QueryError
from ..ontology import FORMS, INCIDENT_KINDS
from ..ontology.acts import ACTS
from .session import Session

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

    from ..graph import Graph
    from ..graph.ask.filtering import Filter
    from ..ontology.dates import PartialDate


#: The filters: option, what it takes, its type, help.
_FILTERS = (
    ("--incident", "NAME", click.STRING, "only claims about this incident"),
    ("--actor", "NAME", click.STRING, "only claims by or about this actor"),
    ("--act", "ACT", click.Choice(list(ACTS)), f"only these acts: {', '.join(ACTS)}"),
    ("--form", "FORM", click.Choice(FORMS), f"only what was said so: {', '.join(FORMS)}"),
    ("--since", "DATE", click.STRING, "only what may have been said then or later"),
    ("--until", "DATE", click.STRING, "only what may have been said then or before"),
    ("--dataset", "NAME", click.STRING, "only claims of this data set"),
    ("--outlet", "NAME", click.STRING, "only claims in a source of this publisher"),
    ("--kind", "KIND", click.Choice(INCIDENT_KINDS), f"only about incidents of this kind: {', '.join(INCIDENT_KINDS)}"),
    ("--status", "LABEL", click.STRING, "only about allegations of this status, such as contested"),
)


def filter_options(command: FC) -> FC:
    """Add the filters; each may be given several times, and `wanted_claims` has what they leave."""
    for name, metavar, type_, help_ in reversed(_FILTERS):
        option = click.option(
            name,
            f"only_{name.strip('-')}",
            metavar=metavar,
            type=type_,
            help=help_,
            multiple=True,
            expose_value=False,
            callback=_keep,
        )
        command = option(command)
    return command


def _keep(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> None:
    if value and parameter.name is not None:
        context.obj.filters[parameter.name.removeprefix("only_")] = value


def wanted_claims(session: Session, graph: Graph) -> frozenset[str] | None:
    """Return the IRIs of the claims of the graph that the filters leave; None where none was given.

    Raises `UnknownName` and `AmbiguousName` for what they name, and `QueryError` for what is no date.
    """
    if not session.filters:
        return None
    from ..graph.ask.filtering import matching

    return matching(graph.bare_facts(), _filter(session.filters, graph))


def _filter(given: Mapping[str, tuple[str, ...]], graph: Graph) -> Filter:
    from ..graph.ask.filtering import Filter
    from ..graph.loading.held import things_of

    since = max((_day(text).earliest for text in given.get("since", ())), default=None)
    until = min((_day(text).latest for text in given.get("until", ())), default=None)
    if since and until and until < since:
        raise QueryError(f"no day is in {since} or later and in {until} or before: --until ends before --since begins")
    among = [things_of(graph.store.generation, name) for name in given.get("dataset", ())]
    return Filter(
        incidents=_named(graph, given.get("incident", ()), "incident"),
        actors=_named(graph, given.get("actor", ()), "actor"),
        outlets=_named(graph, given.get("outlet", ()), "actor"),
        acts=given.get("act", ()),
        forms=given.get("form", ()),
        kinds=given.get("kind", ()),
        statuses=[_label(text) for text in given.get("status", ())],
        among=frozenset().union(*among),
        since=since,
        until=until,
    )


def _named(graph: Graph, wanted: tuple[str, ...], kind: str) -> frozenset[str]:
    """Return what names mean: the IRIs of those that stand for them."""
    from ..graph.ask import names

    shown = graph.representatives()
    found = (names.find_one(graph.store.current, name, [kind], resolve=graph.resolve) for name in wanted)
    return frozenset(shown.representative(thing.iri) for things in found for thing in things)


def _label(text: str) -> str:
    from ..graph.status.status import LABELS  # only who asks for one need wait for what computes statuses

    if text not in LABELS:
        raise click.BadParameter(f"{text!r} is no status; there are {', '.join(LABELS)}", param_hint="--status")
    return text


def _day(text: str) -> PartialDate:
    from ..ontology.dates import PartialDate

    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise QueryError(str(error)) from None
