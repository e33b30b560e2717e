"""The analyses of the blame network as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..store.facts import Facts
from . import analyses
from .blocs import blocs as find_blocs
from .network import NOBODY

if TYPE_CHECKING:
    import networkx as nx

TITLES = {
    "blamed": "Most blamed",
    "blaming": "Most blaming",
    "mutual": "Blame each other",
    "brokers": "Between others: blamed by some, blaming others",
    "blocs": "Blame alike",
}
SHOWN = {
    "blamed": ("actor", "weight", "claims", "counterparts", "pagerank"),
    "blaming": ("actor", "weight", "claims", "counterparts", "pagerank"),
    "mutual": ("actor", "claims", "other", "claims_of_other"),
    "brokers": ("actor", "betweenness"),
    "blocs": ("members", "blame"),
}
COLUMNS = (
    "ranking",
    "place",
    "actor",
    "weight",
    "claims",
    "counterparts",
    "pagerank",
    "other",
    "claims_of_other",
    "betweenness",
    "members",
    "blame",
    "iri",
)


def rankings(
    facts: Facts,
    net: nx.MultiDiGraph[str],
    wanted: Iterable[str],
    *,
    by_origins: bool,
    counted: Mapping[str, str] = NOBODY,
) -> dict[str, list[dict[str, Any]]]:
    """Return the wanted rankings (keys of `TITLES`), weighted by claims or by independent origins.

    `counted` maps the actors of `facts` to those as whom they count in the network."""
    weight = None
    if by_origins:
        weight = "origins"
        _weigh(facts, net, counted)
    made = {
        "blamed": lambda: _standings(analyses.most_blamed(net, weight)),
        "blaming": lambda: _standings(analyses.most_blaming(net, weight)),
        "mutual": lambda: _mutual(net),
        "brokers": lambda: _brokers(net),
        "blocs": lambda: _blocs(net),
    }
    return {name: made[name]() for name in wanted}


def _weigh(facts: Facts, net: nx.MultiDiGraph[str], counted: Mapping[str, str]) -> None:
    from ..status.independence import Provenance, origins_of

    provenance = Provenance(facts)
    origins = {iri: origins_of(provenance, iri).low for iri in facts.allegations}
    analyses.weigh_by_origins(net, facts, origins, counted)


def _standings(standings: Iterable[analyses.Standing]) -> list[dict[str, Any]]:
    return [
        {
            "actor": each.label,
            "weight": round(each.weight, 2),
            "claims": each.claims,
            "counterparts": each.counterparts,
            "pagerank": round(each.pagerank, 4),
            "iri": each.actor,
        }
        for each in standings
    ]


def _mutual(net: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    return [
        {
            "actor": analyses.label(net, pair.there.accuser),
            "claims": len(pair.there.claims),
            "other": analyses.label(net, pair.back.accuser),
            "claims_of_other": len(pair.back.claims),
            "iri": pair.there.accuser,
        }
        for pair in analyses.mutual_blame(net)
    ]


def _brokers(net: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    return [
        {"actor": each.label, "betweenness": round(each.betweenness, 4), "iri": each.actor}
        for each in analyses.brokers(net)
    ]


def _blocs(net: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    return [
        {
            "members": [analyses.label(net, member) for member in bloc.members],
            "blame": [analyses.label(net, actor) for actor in dict.fromkeys(s.answer.accused for s in bloc.shared)],
            "iri": bloc.members[0],
        }
        for bloc in find_blocs(net)
    ]
