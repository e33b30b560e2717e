"""The status of each allegation, today and after every date on which a claim about it became public.

Computed here, so that the page only looks up what `graph.status` has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...ontology.records import Claim, Reliance
from ..store.facts import Facts
from .narrowing import public_on
from .rows import Row


def ledgers(facts: Facts, allegations: Sequence[str]) -> dict[str, Row]:
    """For each allegation `status`, `history` ([[date, status], …], only where it changes) and `origins`."""
    from ..status.independence import Provenance, origins_of

    rows = {iri: row for part in _parts(facts) for iri, row in _ledger(part).items()}
    provenance = Provenance(facts)
    for iri in allegations:
        found = origins_of(provenance, iri)
        rows[iri]["origins"] = {name: getattr(found, name) for name in ("outlets", "roots", "low", "high")}
    return {iri: rows[iri] for iri in allegations}


def _ledger(part: Facts) -> dict[str, Row]:
    from ..status.status import statuses

    days = {public_on(claim, part) for claim in part.claims.values()}
    history: dict[str, list[list[str]]] = defaultdict(list)
    now = {}
    for day in sorted(day for day in days if day):
        now = statuses(part, as_of=day)
        for iri, status in now.items():
            known = history[iri][-1][1] if history[iri] else "unasserted"
            if status.label != known:
                history[iri].append([day.isoformat(), status.label])
    # By the last day all is public but what has no date.
    final = statuses(part) if None in days or not now else now
    return {iri: {"status": status.label, "history": history[iri]} for iri, status in final.items()}


def _parts(facts: Facts) -> Iterator[Facts]:
    """Yield the facts split so that no status of one part depends on a claim of another: small parts are replayed
    fast."""
    import networkx as nx

    from ..status.claims import ClaimIndex

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(facts.allegations)
    for allegation in facts.allegations.values():
        graph.add_edges_from((allegation.iri, other) for other in allegation.excludes if other in facts.allegations)
    for iri, denials in ClaimIndex(facts).denying.items():
        graph.add_edges_from((denial.iri, iri) for denial in denials if iri in facts.allegations)
    for claim in facts.claims.values():
        graph.add_node(claim.iri)
        graph.add_edges_from((claim.iri, other) for other in _tied(claim, facts))
    for reliance in facts.reliances.values():
        if reliance.relying in facts.claims and reliance.on in facts.evidence:
            graph.add_edge(reliance.relying, reliance.on)
    relied: dict[str, list[Reliance]] = defaultdict(list)
    for reliance in facts.reliances.values():
        relied[reliance.relying].append(reliance)
    for part in nx.connected_components(graph):
        if any(iri in facts.allegations for iri in part):
            yield replace(
                facts,
                allegations=_only(facts.allegations, part),
                claims=_only(facts.claims, part),
                reliances={reliance.iri: reliance for iri in part for reliance in relied.get(iri, ())},
            )


def _tied(claim: Claim, facts: Facts) -> Iterator[str]:
    named = (*claim.about, *claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws, *claim.evidence)
    for iri in (*named, claim.replaced_by or ""):
        if iri in facts.allegations or iri in facts.claims or iri in facts.evidence:
            yield iri


def _only(records: dict[str, Any], kept: Iterable[str]) -> dict[str, Any]:
    return {iri: records[iri] for iri in sorted(kept) if iri in records}
