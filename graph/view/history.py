"""The status of each allegation, and which claims are withdrawn, today and since every date on which that changed.

Computed here, so that the page only looks up what `graph.status` has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ...ontology.records import Claim, Reliance
from ..store.facts import Facts
from .narrowing import public_on
from .rows import Row


class Ledger(NamedTuple):
    """What is to be said of allegations and of claims that are or once were withdrawn, by IRI."""

    allegations: dict[str, Row]
    claims: dict[str, Row]


def ledger(facts: Facts, allegations: Sequence[str]) -> Ledger:
    """Return how the allegations stand and stood, and what was withdrawn.

    Of an allegation: `status`, `denied` (by whom and when, if the label needs it), `history` ([[date, status, denied],
    …], only where it changes), `origins`, and `unanswered` where the accused never answered what somebody says. Of a
    claim: `withdrawn` (whether it is) and `takenBack` ([[date, whether], …]); only withdrawals that take effect count:
    those by the speaker or who it acts for, later, and not withdrawn in turn.
    """
    from ..status.claims import certainly_said
    from ..status.independence import Provenance, origins_of
    from ..status.unanswered import is_answered

    days = {iri: public_on(claim, facts) for iri, claim in facts.claims.items()}
    statuses: dict[str, Row] = {}
    withdrawals: dict[str, Row] = {}
    for part in _parts(facts):
        _replay(part, days, statuses, withdrawals)
    provenance = Provenance(certainly_said(facts))
    for iri in allegations:
        found = origins_of(provenance, iri)
        statuses[iri]["origins"] = {name: getattr(found, name) for name in ("outlets", "roots", "low", "high")}
        made = provenance.claims.standing(iri)
        if made and not is_answered(provenance.claims, facts.allegations[iri], made):
            statuses[iri]["unanswered"] = True
    return Ledger({iri: statuses[iri] for iri in allegations}, withdrawals)


def _replay(
    part: Facts, days: Mapping[str, date | None], statuses: dict[str, Row], withdrawals: dict[str, Row]
) -> None:
    """Go through the days of a part: what was public by then stood so."""
    known = {iri: day for iri in part.claims if (day := days[iri])}
    received: dict[str, list[list[str]]] = defaultdict(list)
    taken: dict[str, list[list[Any]]] = defaultdict(list)
    now = _Standing({}, set())
    for day in sorted(set(known.values())):
        shown = {iri: claim for iri, claim in part.claims.items() if iri in known and known[iri] <= day}
        now = _standing(replace(part, claims=shown))
        for iri, label in now.received.items():
            if label != (received[iri][-1][1:] if received[iri] else ["unasserted", ""]):
                received[iri].append([day.isoformat(), *label])
        for iri in now.withdrawn | taken.keys():
            if (iri in now.withdrawn) != (taken[iri][-1][1] if taken[iri] else False):
                taken[iri].append([day.isoformat(), iri in now.withdrawn])
    # By the last day all is public but what has no date.
    final = now if len(known) == len(part.claims) and known else _standing(part)
    for iri, (status, by) in final.received.items():
        statuses[iri] = {"status": status, "denied": by, "history": received[iri]}
    for iri in final.withdrawn | taken.keys():
        withdrawals[iri] = {"withdrawn": iri in final.withdrawn, "takenBack": taken[iri]}


class _Standing(NamedTuple):
    """The label of each allegation with who denied it and when, and the claims that are withdrawn."""

    received: dict[str, list[str]]
    withdrawn: set[str]


def _standing(shown: Facts) -> _Standing:
    from ..status.assessment import Reasons
    from ..status.claims import ClaimIndex
    from ..status.status import label, vectors

    index = ClaimIndex(shown)
    found = vectors(index) if shown.allegations else {}
    reasons = Reasons(index) if any(vector.denied for vector in found.values()) else None

    def denied(iri: str) -> str:
        made = found[iri].attributed or found[iri].self_claimed
        return reasons.denied(shown.allegations[iri]) if reasons and made and found[iri].denied else ""

    return _Standing({iri: [label(vector), denied(iri)] for iri, vector in found.items()}, index.dead)


def _parts(facts: Facts) -> Iterator[Facts]:
    """Yield the facts split so that no status of one part depends on a claim of another: small parts are replayed
    fast."""
    relied: dict[str, list[Reliance]] = defaultdict(list)
    for reliance in facts.reliances.values():
        relied[reliance.relying].append(reliance)
    for part in _connected([*facts.allegations, *facts.claims], _ties(facts)):
        if len(part) > 1 or not facts.allegations.keys().isdisjoint(part):
            yield replace(
                facts,
                allegations=_only(facts.allegations, part),
                claims=_only(facts.claims, part),
                reliances={reliance.iri: reliance for iri in part for reliance in relied.get(iri, ())},
            )


def _ties(facts: Facts) -> Iterator[tuple[str, str]]:
    from ..status.claims import ClaimIndex

    for allegation in facts.allegations.values():
        yield from ((allegation.iri, other) for other in allegation.excludes if other in facts.allegations)
    for iri, denials in ClaimIndex(facts).denying.items():
        yield from ((denial.iri, iri) for denial in denials if iri in facts.allegations)
    for claim in facts.claims.values():
        yield from ((claim.iri, other) for other in _tied(claim, facts))
    for reliance in facts.reliances.values():
        if reliance.relying in facts.claims and reliance.on in facts.evidence:
            yield reliance.relying, reliance.on


def _connected(things: Iterable[str], ties: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """Return the connected parts, by union-find: building a graph of networkx takes three times as long."""
    above: dict[str, str] = {}

    def top(thing: str) -> str:
        while (higher := above.setdefault(thing, thing)) != thing:
            above[thing] = thing = above[higher]  # from left to right: the lower one first
        return thing

    for one, other in ties:
        above[top(one)] = top(other)
    parts: dict[str, list[str]] = defaultdict(list)
    for thing in dict.fromkeys((*things, *list(above))):
        parts[top(thing)].append(thing)
    return parts.values()


def _tied(claim: Claim, facts: Facts) -> Iterator[str]:
    named = (*claim.about, *claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws, *claim.evidence)
    for iri in (*named, claim.replaced_by or ""):
        if iri in facts.allegations or iri in facts.claims or iri in facts.evidence:
            yield iri


def _only(records: dict[str, Any], kept: Iterable[str]) -> dict[str, Any]:
    return {iri: records[iri] for iri in sorted(kept) if iri in records}
