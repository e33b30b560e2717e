"""The blame network: who blames whom, as a networkx graph.

Nodes are actors. An edge is one claim, from a speaker to the accused, keyed by the claim's IRI; a claim of several
speakers is an edge from each, with that one key. Attributions and the
endorsements that back them point from accuser to accused; responsibility claims and denials are marked by their `act`
and mostly are loops, since the speaker is the accused. Challenges, withdrawals and reports blame nobody and are no
edges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from ...ontology.acts import LEADING_TO_ACCUSED
from ...ontology.records import Confidence
from ...ontology.scales import is_unlikely
from ...ontology.wording import degree
from ..identity.rolling import counted_as
from ..status.withdrawn import Gone, gone_of
from ..store.facts import Facts

if TYPE_CHECKING:
    import networkx as nx

#: That nobody stands for anybody else.
NOBODY: Mapping[str, str] = {}

#: The fields of a confidence by name.
Degree = Mapping[str, Any]
#: IRI, label and kind of an actor.
ActorRow = tuple[str, str, str]
#: Of a claim: IRI, label, act, speakers, about, accused, incident, stated_on (as text), confidence, likelihood,
#: condition, coding.
ClaimRow = tuple[
    str,
    str,
    str,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
    str | None,
    str | None,
    Degree | None,
    Degree | None,
    str | None,
    str | None,
]


def blame_network(
    facts: Facts, same: Mapping[str, str] = NOBODY, states: Mapping[str, str] = NOBODY
) -> nx.MultiDiGraph[str]:
    """Project claims onto a `networkx.MultiDiGraph`, accuser -> accused, one edge a claim, speaker and accused.

    `same` maps actors to the one that stands for them in the network (see `representatives`), and `states` those to the
    states as which they count, if actors are to be rolled up (see `rolling`).

    Node attributes: `label`, `kind`. Edge attributes: strings `act`, `claim` and `incident` (IRIs), `label`,
    `incident_label`, `role`, `stated_on` (as precise as it is known; empty when it is not), `confidence` and
    `likelihood` (see `wording.degree`); and the bools `withdrawn`, whether that speaker took it back (see status), and
    `unlikely`, whether it holds what it says for less likely than not, and the string `condition`, what must hold for
    it to be said (empty where nothing must): the analyses count none of these as blame. `coding` is `machine` where a
    machine read what was said.
    """
    return network_of_rows(
        ((actor.iri, actor.label, actor.kind) for actor in facts.actors.values()),
        {incident.iri: incident.label for incident in facts.incidents.values()},
        {allegation.iri: (allegation.accused, allegation.role) for allegation in facts.allegations.values()},
        (
            (
                claim.iri,
                claim.label,
                claim.act,
                claim.speakers,
                claim.about,
                claim.accused,
                claim.incident,
                str(claim.stated_on or ""),
                _fields(claim.confidence),
                _fields(claim.likelihood),
                claim.condition,
                claim.coding,
            )
            for claim in facts.claims.values()
        ),
        gone_of(facts, same),
        counted_as(same, states),
    )


def network_of_rows(
    actors: Iterable[ActorRow],
    incidents: Mapping[str, str],
    allegations: Mapping[str, tuple[str, str]],
    claims: Iterable[ClaimRow],
    gone: Gone,
    same: Mapping[str, str] = NOBODY,
) -> nx.MultiDiGraph[str]:
    """Return the blame network of plain rows; `incidents` has labels, `allegations` accused and role, both by IRI.

    `gone` has who took claims back, of the speakers in the rows, and `same` maps actors to those as whom they count.
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((iri, {"label": label, "kind": kind}) for iri, label, kind in actors if iri not in same)
    if same:
        allegations = {iri: (same.get(accused, accused), role) for iri, (accused, role) in allegations.items()}
    network.add_edges_from(_edges(incidents, allegations, claims, gone, same))  # type: ignore[arg-type]  # the stubs know no keys
    return network


def _standing(said_by: Iterable[str], gone: Collection[str], same: Mapping[str, str]) -> dict[str, bool]:
    """Return as whom the speakers count, and whether any that counts so stands by what it said."""
    found: dict[str, bool] = {}
    for actor in said_by:
        counted = same.get(actor, actor)
        found[counted] = found.get(counted, False) or actor not in gone
    return found


def _edges(
    incidents: Mapping[str, str],
    allegations: Mapping[str, tuple[str, str]],
    claims: Iterable[ClaimRow],
    gone: Gone,
    same: Mapping[str, str],
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    @cache
    def role(about: tuple[str, ...], accused: str) -> str:
        found = filter(None, map(allegations.get, about))
        return ", ".join(sorted({role for actor, role in found if actor == accused}))

    for row in claims:
        iri, label, act, said_by, about, everyone, incident, stated_on, confidence, likelihood, condition, coding = row
        if act not in LEADING_TO_ACCUSED:
            continue
        speakers = _standing(said_by, gone.get(iri, ()), same)
        for accused in dict.fromkeys(same.get(actor, actor) for actor in everyone):
            attributes = {
                "act": act,
                "claim": iri,
                "label": label,
                "incident": incident or "",
                "incident_label": incidents.get(incident or "", ""),
                "role": role(about, accused),
                "stated_on": stated_on or "",
                "withdrawn": False,
                "confidence": degree(**confidence) if confidence else "",
                "likelihood": degree(**likelihood) if likelihood else "",
                "unlikely": _is_unlikely(likelihood),
                "condition": condition or "",
                "coding": coding or "",
            }
            for speaker, stands in speakers.items():  # attributes of its own for each edge, which analyses add to
                yield speaker, accused, iri, {**attributes, "withdrawn": not stands}


def _fields(degree: Confidence | None) -> Degree | None:
    return None if degree is None else asdict(degree)


def _is_unlikely(likelihood: Degree | None) -> bool:
    return likelihood is not None and is_unlikely(*map(likelihood.get, ("words", "value", "high")))
