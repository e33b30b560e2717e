"""The filters of listings and exports: which claims they are about, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ..ontology import FORMS, INCIDENT_KINDS
from ..ontology.acts import ACTS
from ..ontology.texts import counted
from . import completion
from .lines import note
from .meant import meant
from .session import Session

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

    from ..graph import Graph
    from ..graph.ask.filtering import Filter


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


#: What completes the values of filters that are no choice.
_COMPLETED = {
    "--incident": completion.names("incident"),
    "--actor": completion.names("actor"),
    "--outlet": completion.names("actor"),
    "--dataset": completion.datasets,
    "--status": completion.values(lambda: _labels()),
}


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
            shell_complete=_COMPLETED.get(name),
        )
        command = option(command)
    return command


def _keep(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> None:
    if value and parameter.name is not None:
        context.obj.filters[parameter.name.removeprefix("only_")] = value


def wanted_claims(session: Session, graph: Graph) -> frozenset[str] | None:
    """Return the IRIs of the claims that the filters leave of those that count (`Graph.bare_facts`); None for all.

    It is said how many do not count, because a machine coded them.

    Raises `UnknownName` and `AmbiguousName` for what they name, and `QueryError` for what is no date.
    """
    uncounted = graph.uncounted()
    if uncounted and not session.told_of_coded:
        session.told_of_coded = True
        note(f"{counted(uncounted, 'machine-coded claim')} left out; --machine-coded counts them")
    if not session.filters:
        return None
    from ..graph.ask.filtering import matching

    return matching(graph.bare_facts(), _filter(session.filters, graph))


def counted_claims(session: Session, graph: Graph) -> frozenset[str] | None:
    """Return the same for what reads the store itself, which has those that a machine coded, too: None only where all
    count. Raises as `wanted_claims` does.
    """
    wanted = wanted_claims(session, graph)
    return frozenset(graph.bare_facts().claims) if wanted is None and graph.uncounted() else wanted


def wanted_part(session: Session, graph: Graph) -> Graph:
    """Return the part of the graph that the filters leave (see `Graph.only`), and say how much that is; the whole graph
    where none was given. Of whole data sets there is also what no claim refers to.

    Raises as `wanted_claims` does.
    """
    given = session.filters
    if given.keys() <= {"dataset"}:
        return graph.holding(given["dataset"]) if given else graph
    wanted = wanted_claims(session, graph) or frozenset()
    found = graph.only(wanted)
    more = len(found.bare_facts().claims) - len(wanted)
    beside = f", and {more:,} that they answer or that take them back" if more else ""
    note(f"{len(wanted):,} of {counted(len(graph.bare_facts().claims), 'claim')} that pass the filters{beside}")
    return found


def _filter(given: Mapping[str, tuple[str, ...]], graph: Graph) -> Filter:
    from ..graph.ask.filtering import Filter, between
    from ..graph.loading.held import things_of

    since, until = between(given.get("since", ()), given.get("until", ()))
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
    shown = graph.representatives()
    found = (meant(graph, name, [kind]) for name in wanted)
    return frozenset(shown.representative(thing.iri) for things in found for thing in things)


def _label(text: str) -> str:
    if text not in _labels():
        raise click.BadParameter(f"{text!r} is no status; there are {', '.join(_labels())}", param_hint="--status")
    return text


def _labels() -> Sequence[str]:
    from ..graph.status.status import LABELS  # only who asks for one need wait for what computes statuses

    return LABELS
