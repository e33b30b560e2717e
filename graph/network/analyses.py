"""Analyses of the blame network: who is blamed, who blames, who blames each other, and by which chains.

All look at blame between different actors only (see `blames`). They say what was alleged how often and by whom, not
whether it is so. Ties are broken by IRI: neither the order of the claims nor that of the nodes changes a result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ...errors import UnknownName
from ...ontology.acts import BLAMING_OTHERS
from .blame import Citation, blame_graph, blames, by_date, cited, counting_withdrawn, counts_as_blame, label, only
from .network import NOBODY

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    from ..store.facts import Facts

__all__ = [
    "Broker",
    "Citation",
    "Mutual",
    "Standing",
    "Step",
    "brokers",
    "chains",
    "counting_withdrawn",
    "label",
    "most_blamed",
    "most_blaming",
    "mutual_blame",
    "only",
    "weigh_by_origins",
]

#: The number of actors up to which betweenness is exact, and that of the starting points it is estimated from beyond.
EXACT_BETWEENNESS = 2000
BETWEENNESS_SAMPLE = 500


class Standing(NamedTuple):
    """An actor's place in a ranking. `weight` is the sum over its claims (their number, unless weighted otherwise)."""

    actor: str
    label: str
    claims: int
    weight: float
    counterparts: int
    pagerank: float


class Broker(NamedTuple):
    """An actor between others. `betweenness` is from 0 to 1, `exact` false when it is an estimate."""

    actor: str
    label: str
    betweenness: float
    exact: bool


class Step(NamedTuple):
    """That `accuser` blames `accused`, by these claims, in order of date."""

    accuser: str
    accused: str
    claims: tuple[Citation, ...]


class Mutual(NamedTuple):
    """Two actors who blame each other, each by its own claims."""

    there: Step
    back: Step


def weigh_by_origins(
    net: nx.MultiDiGraph[str], facts: Facts, origins: Mapping[str, float], counted: Mapping[str, str] = NOBODY
) -> None:
    """Give every edge the attribute `origins`: its share in the independent origins of what it alleges.

    Definition: `origins` maps an allegation's IRI to its number of independent origins, which are shared out evenly
    among the blaming claims about it that count (see `blame`). So the weights of all claims of one allegation add up to
    its origins, however often one press release was repeated, and the speakers of a joint claim share in its part.
    `counted` maps the accused in `facts` to those as whom they count in the network. Complexity: O(m) for m claims.

    >>> import networkx as nx
    >>> from ..store.facts import Facts
    >>> from ...ontology.records import Allegation, Claim
    >>> p = Allegation(iri="p", label="", accused="b", incident="i")
    >>> said = {"label": "", "act": "attribution", "about": ("p",), "accused": ("b",)}
    >>> claims = [Claim(iri=speaker, speakers=(speaker,), **said) for speaker in ("x", "y")]
    >>> net = nx.MultiDiGraph([("x", "b", "x", {"act": "attribution"}), ("y", "b", "y", {"act": "attribution"})])
    >>> weigh_by_origins(net, Facts.of([p, *claims]), {"p": 1})
    >>> [weight for _, _, weight in net.edges(data="origins")]
    [0.5, 0.5]
    """
    tellers: dict[str, int] = defaultdict(int)
    edges = net.edges(keys=True, data=True)
    together = Counter((accused, iri) for _, accused, iri, attributes in edges if not attributes.get("withdrawn"))
    gone = {iri for _, _, iri in net.edges(keys=True)} - {iri for _, iri in together}
    for claim in facts.claims.values():
        for allegation in claim.about if claim.act in BLAMING_OTHERS and claim.iri not in gone else ():
            tellers[allegation] += 1
    for _, accused, iri, attributes in edges:
        alleged = (facts.allegations[p] for p in facts.claims[iri].about if p in facts.allegations)
        shares = (
            origins.get(p.iri, 0) / tellers[p.iri]
            for p in alleged
            if counted.get(p.accused, p.accused) == accused and p.iri in tellers
        )
        attributes["origins"] = sum(shares) / max(together[accused, iri], 1)


def most_blamed(net: nx.MultiDiGraph[str], weight: str | None = None) -> list[Standing]:
    """Rank the actors who are blamed, by the claims on them.

    Definition: `claims` counts the claims on an actor, a joint one once, `weight` sums their edge attribute of that
    name (by default it counts them, too; see `weigh_by_origins`), `counterparts` counts the actors who made them.
    `pagerank` is that of the graph accuser -> accused, weighted: blame is worth more when it comes from one who is
    blamed much. Sorted by weight, counterparts, IRI. Complexity: O(m log m) for m claims. Reference: S. Brin and
    L. Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998 (damping 0.85).

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("c", "b", "2", {"act": "attribution"}),
    ...                        ("b", "a", "3", {"act": "attribution"})])
    >>> [(row.actor, row.claims, row.counterparts, round(row.pagerank, 2)) for row in most_blamed(net)]
    [('b', 2, 2, 0.49), ('a', 1, 1, 0.46)]
    """
    said = ((accused, claim) for _, accused, claim, _ in blames(net))
    return _ranking(net, blame_graph(net, weight), said, weighted=weight is not None)


def most_blaming(net: nx.MultiDiGraph[str], weight: str | None = None) -> list[Standing]:
    """Rank the actors who blame, by their claims.

    Definition, complexity and reference as for `most_blamed`, all edges reversed: `counterparts` counts the actors
    blamed, and `pagerank` is higher for those who blame the ones who blame much.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("a", "c", "2", {"act": "attribution"}),
    ...                        ("b", "a", "3", {"act": "attribution"})])
    >>> [(row.actor, row.claims, row.counterparts) for row in most_blaming(net)]
    [('a', 2, 2), ('b', 1, 1)]
    """
    said = ((accuser, claim) for accuser, _, claim, _ in blames(net))
    return _ranking(net, blame_graph(net, weight).reverse(copy=False), said, weighted=weight is not None)


def _ranking(
    net: nx.MultiDiGraph[str], graph: nx.DiGraph[str], said: Iterable[tuple[str, str]], *, weighted: bool
) -> list[Standing]:
    """Rank actors by the edges that lead to them; `said` has each of these actors with the claims that count for it."""
    claims = Counter(actor for actor, _ in set(said))
    weights = dict(graph.in_degree(weight="weight")) if weighted else {actor: float(n) for actor, n in claims.items()}
    rows = (
        Standing(actor, label(net, actor), claims[actor], weights[actor], degree, rank)
        for (actor, degree), rank in zip(graph.in_degree(), _pagerank(graph), strict=True)
        if degree
    )
    return sorted(rows, key=lambda row: (-row.weight, -row.counterparts, row.actor))


def _pagerank(graph: nx.DiGraph[str]) -> list[float]:
    weights = [attributes["weight"] for _, _, attributes in graph.edges(data=True)]
    ranks: list[float] = _igraph(graph).pagerank(weights=weights)
    return ranks


def mutual_blame(net: nx.MultiDiGraph[str]) -> list[Mutual]:
    """Return the pairs of actors who blame each other, with the claims on each side.

    Definition: the two-cycles of the blame graph, those with the most claims on the side that has fewer first, then by
    IRI; `there` starts at the lesser IRI. Complexity: O(m log m) for m claims.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("b", "a", "2", {"act": "attribution"}),
    ...                        ("c", "b", "3", {"act": "attribution"})])
    >>> [(pair.there.accuser, pair.back.accuser) for pair in mutual_blame(net)]
    [('a', 'b')]
    """
    graph = blame_graph(net)
    pairs = [Mutual(_step(net, a, b), _step(net, b, a)) for a, b in graph.edges if a < b and graph.has_edge(b, a)]
    return sorted(pairs, key=lambda pair: -min(len(pair.there.claims), len(pair.back.claims)))


def _step(net: nx.MultiDiGraph[str], accuser: str, accused: str) -> Step:
    citations = (
        cited(claim, attributes) for claim, attributes in net[accuser][accused].items() if counts_as_blame(attributes)
    )
    return Step(accuser, accused, tuple(sorted(citations, key=by_date)))


def chains(net: nx.MultiDiGraph[str], start: str, end: str, cutoff: int = 6, limit: int = 10) -> list[tuple[Step, ...]]:
    """Chains of blame: `start` blames X, X blames Y, … blames `end`; each step with the claims that make it.

    Definition: simple paths of the blame graph, the shortest first, at most `limit` of them and of at most `cutoff`
    steps. There is no chain from an actor to itself. A chain says who pointed at whom; blame does not add up along it.
    Complexity: O(limit · cutoff · m) for m pairs of actors. Reference: J. Y. Yen, "Finding the K Shortest Loopless
    Paths in a Network", 1971.

    Raises `UnknownName` when `start` or `end` is not in the network.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("b", "c", "2", {"act": "attribution"}),
    ...                        ("a", "c", "3", {"act": "attribution"})])
    >>> [[(step.accuser, step.accused) for step in chain] for chain in chains(net, "a", "c")]
    [[('a', 'c')], [('a', 'b'), ('b', 'c')]]
    """
    import networkx as nx

    for actor in (start, end):
        if actor not in net:
            raise UnknownName(actor, what="actor")
    graph = blame_graph(net)
    if start == end or start not in graph or end not in graph:
        return []
    found: list[tuple[Step, ...]] = []
    try:
        for path in nx.shortest_simple_paths(graph, start, end):
            if len(path) > cutoff + 1 or len(found) == limit:
                break
            found.append(tuple(_step(net, *pair) for pair in pairwise(path)))
    except nx.NetworkXNoPath:
        return []
    return found


def brokers(net: nx.MultiDiGraph[str], seed: int = 0) -> list[Broker]:
    """Return the actors through whom chains of blame run: blamed by some, blaming others.

    Definition: betweenness of the unweighted blame graph, divided by (n - 1)(n - 2) for n actors; those with 0 are left
    out. Up to `EXACT_BETWEENNESS` actors it is exact; beyond, it is estimated from the shortest paths that start at
    `BETWEENNESS_SAMPLE` actors, chosen by `seed`, and marked as an estimate. Complexity: O(s · m) for s starting points
    and m pairs of actors. References: U. Brandes, "A Faster Algorithm for Betweenness Centrality", 2001; U. Brandes and
    C. Pich, "Centrality Estimation in Large Networks", 2007.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "b", "1", {"act": "attribution"}), ("b", "c", "2", {"act": "attribution"})])
    >>> brokers(net)
    [Broker(actor='b', label='b', betweenness=0.5, exact=True)]
    """
    graph = blame_graph(net)
    actors = list(graph)
    exact = len(actors) <= EXACT_BETWEENNESS
    starts = range(len(actors)) if exact else Random(seed).sample(range(len(actors)), BETWEENNESS_SAMPLE)  # noqa: S311
    scale = len(actors) / len(starts) / max(1, (len(actors) - 1) * (len(actors) - 2)) if actors else 0
    between = _igraph(graph).betweenness(sources=list(starts))
    rows = [Broker(a, label(net, a), paths * scale, exact) for a, paths in zip(actors, between, strict=True) if paths]
    return sorted(rows, key=lambda row: (-row.betweenness, row.actor))


def _igraph(graph: nx.DiGraph[str]) -> igraph.Graph:
    # For PageRank networkx needs SciPy, and for betweenness it takes twenty times as long.
    import igraph

    number = {actor: i for i, actor in enumerate(graph)}
    edges = [(number[accuser], number[accused]) for accuser, accused in graph.edges]
    return igraph.Graph(n=len(number), edges=edges, directed=True)
