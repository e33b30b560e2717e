"""Blame between different actors: the part of the blame network that its analyses look at.

That is the edges by which somebody blames another (`counts_as_blame`), without loops: what actors say about others.
What was taken back since is left out, unless the network was made to count it (`counting_withdrawn`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ontology import acts
from ...ontology.dates import PartialDate, earliest, latest

if TYPE_CHECKING:
    import networkx as nx


class Citation(NamedTuple):
    """One claim as it is cited; `stated_on` is as precise as it is known, empty when it is not."""

    claim: str
    label: str
    stated_on: str


def blames(net: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield the edges by which one actor blames another, as (accuser, accused, claim, attributes)."""
    for accuser, accused, claim, attributes in net.edges(keys=True, data=True):
        if accuser != accused and counts_as_blame(attributes):
            yield accuser, accused, claim, attributes


def counting_withdrawn(net: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the network as if nothing had been taken back, so that the analyses count all that was ever said.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution", "withdrawn": True})])
    >>> len(list(blames(net))), len(list(blames(counting_withdrawn(net))))
    (0, 1)
    """
    counted = net.copy()
    for *_, attributes in counted.edges(data=True):
        attributes["withdrawn"] = False
    return counted


def only(net: nx.MultiDiGraph[str], claims: Collection[str] | None) -> nx.MultiDiGraph[str]:
    """Return the network with the edges of these claims (IRIs; None: of all) only.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1"), ("b", "a", "2")])
    >>> list(only(net, {"1"}).edges(keys=True))
    [('a', 'b', '1')]
    """
    if claims is None:
        return net
    kept = net.copy()
    kept.remove_edges_from([edge for edge in net.edges(keys=True) if edge[2] not in claims])
    return kept


def counts_as_blame(attributes: Mapping[str, Any]) -> bool:
    """Return whether an edge blames the accused.

    What was taken back does not, nor what is held for unlikely or said on a condition, nor to say where something comes
    from.
    """
    if attributes.get("withdrawn") or attributes.get("unlikely") or attributes.get("condition"):
        return False
    return _is_blame(attributes["act"], attributes.get("role", ""))


@cache
def _is_blame(act: str, roles: str) -> bool:
    return acts.is_blame(act, roles.split(", ") if roles else ())


def cited(claim: str, attributes: Mapping[str, Any]) -> Citation:
    """Return the citation of a claim, from its edge."""
    return Citation(claim, attributes.get("label", ""), attributes.get("stated_on", ""))


def by_date(citation: Citation) -> tuple[date, date, str]:
    """Return the order in which claims are listed: a date that is less precise after those that it may follow, none
    last."""
    stated_on = PartialDate.parse(citation.stated_on) if citation.stated_on else None
    return latest(stated_on), earliest(stated_on), citation.claim


def blame_graph(net: nx.MultiDiGraph[str], weight: str | None = None) -> nx.DiGraph[str]:
    """Return who blames whom at all: one edge for all claims of one actor on another.

    Definition: the edges of `blames`, parallel ones merged; `claims` counts them and `weight` sums their attribute of
    that name (or counts them, too). Actors who neither blame nor are blamed are left out. Nodes and edges are in
    the order of their IRIs. Complexity: O(m log m) for m claims.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("a", "b", "2", {"act": "endorsement"}),
    ...                        ("b", "b", "3", {"act": "denial"})])
    >>> list(blame_graph(net).edges(data=True))
    [('a', 'b', {'claims': 2, 'weight': 2.0})]
    """
    import networkx as nx

    claims: dict[tuple[str, str], int] = defaultdict(int)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for accuser, accused, _, attributes in blames(net):
        claims[accuser, accused] += 1
        weights[accuser, accused] += attributes[weight] if weight else 1
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({actor for pair in claims for actor in pair}))
    graph.add_edges_from((*pair, {"claims": claims[pair], "weight": weights[pair]}) for pair in sorted(claims))
    return graph


def label(net: nx.MultiDiGraph[str], actor: str) -> str:
    """Return what an actor is called in the network; the end of its IRI when it is only referred to."""
    return net.nodes[actor].get("label") or actor.rsplit("/", 1)[-1]
