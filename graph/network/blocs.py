"""Blocs: accusers who blame the same ones for the same incidents, and how the answer of a bloc changed over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .blame import Citation, blames, by_date, cited

if TYPE_CHECKING:
    import networkx as nx


class Answer(NamedTuple):
    """Whom somebody blames for an incident (IRIs); it stands for all claims that do so."""

    incident: str
    accused: str


class Shared(NamedTuple):
    """An answer that members of a bloc share, and how many of them gave it."""

    answer: Answer
    members: int


class Bloc(NamedTuple):
    """Accusers who give the same answers more often than others do, and the answers that two or more of them gave."""

    members: tuple[str, ...]
    shared: tuple[Shared, ...]


class Given(NamedTuple):
    """That `speaker` blamed `accused`, by this claim."""

    speaker: str
    accused: str
    claim: Citation


def blocs(net: nx.MultiDiGraph[str], incident: str | None = None, seed: int = 0) -> list[Bloc]:
    """Return the blocs of accusers, about all incidents or about one.

    Definition: two accusers are tied by the number of answers (accused and incident) that both gave; blocs are the
    communities of greatest modularity that the Louvain method finds in that projection, from two members on, the
    largest first. The method takes the actors in an order drawn with `seed`; other seeds may draw other borders where
    the ties are even. Who shares no answer with anybody is in no bloc. Complexity: O(Σ k²) for answers given by k
    accusers each. References: V. D. Blondel et al., "Fast unfolding of communities in large networks", 2008; for the
    projection M. E. J. Newman, "Scientific collaboration networks II", 2001.

    >>> import networkx as nx
    >>> said = {"act": "attribution", "incident": "i"}
    >>> net = nx.MultiDiGraph([("a", "x", "1", said), ("b", "x", "2", said),
    ...                        ("c", "y", "3", said), ("d", "y", "4", said)])
    >>> [bloc.members for bloc in blocs(net)]
    [('a', 'b'), ('c', 'd')]
    """
    import networkx as nx

    answers = _answers(net, incident)
    accusers = sorted({accuser for given in answers.values() for accuser in given})
    ties = _ties(accusers, answers.values())
    projection: nx.Graph[int] = nx.Graph()
    projection.add_weighted_edges_from((a, b, ties[a, b]) for a, b in sorted(ties))
    # Communities of numbers, not of IRIs: sets of strings are in another order in every process.
    communities = nx.community.louvain_communities(projection, seed=seed) if ties else []
    found = [_bloc([accusers[i] for i in sorted(community)], answers) for community in communities]
    return sorted(found, key=lambda bloc: (-len(bloc.members), bloc.members))


def _answers(net: nx.MultiDiGraph[str], incident: str | None) -> dict[Answer, set[str]]:
    found: dict[Answer, set[str]] = defaultdict(set)
    for accuser, accused, _, attributes in blames(net):
        if incident is None or attributes["incident"] == incident:
            found[Answer(attributes["incident"], accused)].add(accuser)
    return found


def _ties(accusers: Sequence[str], answers: Iterable[set[str]]) -> Counter[tuple[int, int]]:
    number = {accuser: i for i, accuser in enumerate(accusers)}
    return Counter(pair for given in answers for pair in combinations(sorted(number[a] for a in given), 2))


def _bloc(members: Sequence[str], answers: dict[Answer, set[str]]) -> Bloc:
    counts = ((answer, len(given.intersection(members))) for answer, given in answers.items())
    shared = [Shared(answer, count) for answer, count in counts if count > 1]
    return Bloc(tuple(members), tuple(sorted(shared, key=lambda row: (-row.members, row.answer))))


def bloc_answers(net: nx.MultiDiGraph[str], found: Iterable[Bloc], incident: str) -> list[tuple[Bloc, list[Given]]]:
    """Return how the answer of each bloc to one incident changed: whom its members named, in order of date.

    Definition: the blaming claims about `incident` by members of the bloc; claims without a date come last. Blocs
    that say nothing about the incident are left out. Complexity: O(m log m) for m claims.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([
    ...     ("a", "y", "2", {"act": "attribution", "incident": "i", "stated_on": "2015"}),
    ...     ("b", "x", "1", {"act": "attribution", "incident": "i", "stated_on": "2014-12"})])
    >>> [(bloc, given)] = bloc_answers(net, [Bloc(("a", "b"), ())], "i")
    >>> [(row.claim.stated_on, row.speaker, row.accused) for row in given]
    [('2014-12', 'b', 'x'), ('2015', 'a', 'y')]
    """
    given = [
        Given(accuser, accused, cited(claim, attributes))
        for accuser, accused, claim, attributes in blames(net)
        if attributes["incident"] == incident
    ]
    given.sort(key=lambda row: (by_date(row.claim), row.speaker, row.accused))
    answers = ((bloc, [row for row in given if row.speaker in bloc.members]) for bloc in found)
    return [(bloc, rows) for bloc, rows in answers if rows]
