"""The status of each allegation, and which claims are withdrawn, today and since every date on which that changed.

Computed here, so that the page only looks up what `graph.status` has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...ontology.records import Claim, Reliance
from ..store.clocks import visible
from ..store.facts import Facts
from .narrowing import public_on
from .rows import Row


def ledgers(facts: Facts, allegations: Sequence[str]) -> dict[str, Row]:
    """For each allegation `status`, `denied` (by whom and when, if the label needs it), `history` and `origins`.

    `history` is [[date, status, denied], …], only where it changes.
    """
    from ..status.claims import certainly_said
    from ..status.independence import Provenance, origins_of

    rows = {iri: row for part in _parts(facts) for iri, row in _ledger(part).items()}
    provenance = Provenance(certainly_said(facts))
    for iri in allegations:
        found = origins_of(provenance, iri)
        rows[iri]["origins"] = {name: getattr(found, name) for name in ("outlets", "roots", "low", "high")}
    return {iri: rows[iri] for iri in allegations}


def _ledger(part: Facts) -> dict[str, Row]:
    days = {public_on(claim, part) for claim in part.claims.values()}
    history: dict[str, list[list[str]]] = defaultdict(list)
    now = {}
    for day in sorted(day for day in days if day):
        now = _received(visible(part, as_of=day))
        for iri, received in now.items():
            known = history[iri][-1][1:] if history[iri] else ["unasserted", ""]
            if received != known:
                history[iri].append([day.isoformat(), *received])
    # By the last day all is public but what has no date.
    final = _received(part) if None in days or not now else now
    return {iri: {"status": label, "denied": by, "history": history[iri]} for iri, (label, by) in final.items()}


def _received(shown: Facts) -> dict[str, list[str]]:
    """Return for each allegation its label, and who denied it and when, where somebody makes it."""
    from ..status.assessment import Reasons
    from ..status.claims import ClaimIndex
    from ..status.status import label, vectors

    index = ClaimIndex(shown)
    found = vectors(index)
    reasons = Reasons(index) if any(vector.denied for vector in found.values()) else None

    def denied(iri: str) -> str:
        made = found[iri].attributed or found[iri].self_claimed
        return reasons.denied(shown.allegations[iri]) if reasons and made and found[iri].denied else ""

    return {iri: [label(vector), denied(iri)] for iri, vector in found.items()}


def withdrawals(facts: Facts) -> dict[str, Row]:
    """For each claim that is or once was withdrawn, `withdrawn` (whether it is) and `takenBack`: [[date, whether], …].

    Only withdrawals that take effect count: those by the speaker or who it acts for, later, and not withdrawn in turn.
    """
    from ..status.claims import endings, live, reachable

    ended = endings(facts)
    involved = [*ended, *reachable(ended, lambda iri: ended.get(iri, ()))]
    part = replace(facts, claims=_only(facts.claims, dict.fromkeys(involved)))
    history: dict[str, list[list[Any]]] = {iri: [] for iri in ended}
    for day in sorted({day for claim in part.claims.values() if (day := public_on(claim, part))}):
        shown = visible(part, as_of=day)
        gone = shown.claims.keys() - live(shown)
        for iri, known in history.items():
            if (iri in gone) != (known[-1][1] if known else False):
                known.append([day.isoformat(), iri in gone])
    gone = part.claims.keys() - live(part)
    return {iri: {"withdrawn": iri in gone, "takenBack": known} for iri, known in history.items()}


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
