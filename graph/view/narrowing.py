"""Which claims and which nodes a view is about: by incident, data set, date, and distance from a focus."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...errors import UnknownName
from ...ontology.dates import LATEST
from ...ontology.records import Claim, DataSet
from ..store.clocks import public, visible
from ..store.facts import Facts

_NOWHERE = DataSet(iri="", name="")


def narrowed(
    facts: Facts,
    *,
    incident: str | None = None,
    dataset: str | None = None,
    as_of: datetime.date | None = None,
) -> Facts:
    """Return the same facts with only the claims of one incident and one data set that were certainly public by
    `as_of`.

    Raises UnknownName when there is no such incident or data set.
    """
    if incident is not None and incident not in facts.incidents:
        raise UnknownName(incident, what="incident")
    if dataset is not None and dataset not in {item.name for item in facts.datasets.values()}:
        raise UnknownName(dataset, sorted(item.name for item in facts.datasets.values()), what="data set")
    facts = visible(facts, as_of=as_of)
    kept = {
        iri: claim
        for iri, claim in facts.claims.items()
        if (incident is None or _concerns(claim, incident, facts))
        and (dataset is None or dataset_of(iri, facts) == dataset)
    }
    return replace(facts, claims=kept)


def dataset_of(iri: str, facts: Facts) -> str:
    """Return the name of the data set that an IRI was minted for; empty when it is of none that is loaded."""
    return home_of(iri, facts).name


def home_of(iri: str, facts: Facts) -> DataSet:
    """Return the data set that an IRI was minted for; one without a name when it is of none that is loaded."""
    above = iri.rpartition("/")[0]
    while above and above not in facts.datasets:
        above = above.rpartition("/")[0]
    return facts.datasets[above] if above else _NOWHERE


def public_on(claim: Claim, facts: Facts) -> datetime.date | None:
    """Return the day by which a claim was certainly public; None when its date is not known."""
    date = public(claim, facts)
    return date.latest if date and date.latest < LATEST else None


def _concerns(claim: Claim, incident: str, facts: Facts) -> bool:
    """Return whether a claim is about an incident, itself or through what it answers."""
    if _is_about(claim, incident, facts):
        return True
    answered = (*claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws)
    return any(
        _is_about(facts.claims[iri], incident, facts)
        if iri in facts.claims
        else iri in facts.allegations and facts.allegations[iri].incident == incident
        for iri in answered
    )


def _is_about(claim: Claim, incident: str, facts: Facts) -> bool:
    alleged = (facts.allegations[iri].incident for iri in claim.about if iri in facts.allegations)
    return claim.incident == incident or incident in alleged


def distances(links: Iterable[tuple[str, str]], start: str) -> dict[str, int]:
    """Steps from `start` to every node that links reach, in either direction."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for a, b in links:
        neighbours[a].add(b)
        neighbours[b].add(a)
    found, frontier = {start: 0}, [start]
    while frontier:
        reached = {n for node in frontier for n in neighbours[node] if n not in found}
        found.update((node, found[frontier[0]] + 1) for node in reached)
        frontier = list(reached)
    return found


def within_budget(nodes: Sequence[str], links: Sequence[tuple[str, str]], limit: int, focus: str | None) -> list[str]:
    """Return the `limit` nodes to start with: nearest to the focus, then most connected; 0 means all of them."""
    if limit <= 0 or len(nodes) <= limit:
        return list(nodes)
    degree: dict[str, int] = defaultdict(int)
    for link in links:
        for node in set(link):
            degree[node] += 1
    steps = distances(links, focus) if focus else {}
    return sorted(nodes, key=lambda node: (steps.get(node, len(nodes)), -degree[node], node))[:limit]
