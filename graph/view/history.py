"""The status of each allegation, and which claims are withdrawn, today and since every date on which that changed.

Computed here, so that the page only looks up what `graph.status` has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ontology.records import Claim, Reliance
from ..store.facts import Facts
from .narrowing import public_on
from .tables import Row

if TYPE_CHECKING:
    from ..status.claims import ClaimIndex
    from ..status.independence import Counts
    from ..status.status import Vector


@dataclass(slots=True)
class StatusHistory:
    """How an allegation stands and stood.

    `status` is today's, `denied` by whom and when, if the label needs it; `history` has [date, status, denied] where
    these change, `origins` the counts of independent ones; `unanswered`: the accused never answered what somebody says.
    """

    status: str = "unasserted"
    denied: Row | None = None
    history: list[list[Any]] = field(default_factory=list)
    origins: Counts | None = None
    unanswered: bool = False


class Ledger(NamedTuple):
    """What is to be said of allegations and of claims that are or once were withdrawn, by IRI."""

    allegations: dict[str, StatusHistory]
    claims: dict[str, Row]


def ledger(index: ClaimIndex, allegations: Sequence[str]) -> Ledger:
    """Return how the allegations stand and stood by the claims of an index, and what was withdrawn.

    Of a claim: `withdrawn` (whether it is) and `takenBack` ([[date, whether], …]); only withdrawals that take effect
    count: those by the speaker or who it acts for, later, and not withdrawn in turn.
    """
    from ..status.claims import certainly_said
    from ..status.independence import Provenance, counts_of
    from ..status.unanswered import answered

    told, received = _replayed(index)
    certain = certainly_said(index.facts)
    provenance = Provenance(certain, index if certain is index.facts else None)
    made = {allegation.iri for _, allegation in provenance.claims.assertions}
    unanswered = made - answered(provenance.claims, received)
    for iri in allegations:
        standing = told.allegations[iri]
        standing.origins, standing.unanswered = counts_of(provenance, iri), iri in unanswered
    return Ledger({iri: told.allegations[iri] for iri in allegations}, told.claims)


def _replayed(index: ClaimIndex) -> tuple[Ledger, dict[str, Vector]]:
    """Go through the days of all parts at once, the first of each, then the second of each: what was public by then
    stood so. A status for each day of the whole would take as many times as long as there are days.

    Returns also the status of each allegation by all that is recorded, which is that after the last day of its part.
    """
    facts = index.facts
    days = {iri: public_on(claim, facts) for iri, claim in facts.claims.items()}
    reliances: dict[str, list[Reliance]] = defaultdict(list)
    for reliance in facts.reliances.values():
        reliances[reliance.relying].append(reliance)
    parts = [(sorted(part), _turns(part, days)) for part in _parts(index)]
    told = Ledger({}, {})
    received: dict[str, Vector] = {}
    for turn in range(max((len(turns) for _, turns in parts), default=0)):
        by = {iri: turns[turn] for part, turns in parts if turn < len(turns) for iri in part}
        public = (iri for iri, day in by.items() if iri in days and _is_by(days[iri], day))
        shown = replace(
            facts,
            allegations={iri: facts.allegations[iri] for iri in by if iri in facts.allegations},
            claims={iri: facts.claims[iri] for iri in public},
            reliances={each.iri: each for iri in by for each in reliances.get(iri, ())},
        )
        now = _standing(shown)
        received |= now.vectors
        _note(now, by, told)
    return told, received


def _is_by(day: date | None, until: date | None) -> bool:
    return until is None or (day is not None and day <= until)


def _turns(part: Iterable[str], days: Mapping[str, date | None]) -> list[date | None]:
    """Return the days on which claims of a part became public; then None, if that leaves out what has no date."""
    dated = [days[iri] for iri in part if iri in days]
    known = sorted({day for day in dated if day})
    return [*known, *([] if known and None not in dated else [None])]


def _note(now: _Standing, by: Mapping[str, date | None], told: Ledger) -> None:
    """Write down what changed on the day of each part; what is not public on any day changes no history."""
    for iri, (status, denied) in now.told.items():
        found = told.allegations.get(iri)
        if found is None:
            found = told.allegations[iri] = StatusHistory()
        if (day := by[iri]) and (status, denied) != (found.status, found.denied):
            found.history.append([day.isoformat(), status, denied])
        found.status, found.denied = status, denied
    for iri in now.withdrawn | (told.claims.keys() & by.keys()):
        row = told.claims.setdefault(iri, {"withdrawn": False, "takenBack": []})
        gone = iri in now.withdrawn
        if (day := by[iri]) and gone != row["withdrawn"]:
            row["takenBack"].append([day.isoformat(), gone])
        row["withdrawn"] = gone


class _Standing(NamedTuple):
    """The status of each allegation, its label with who denied it and when, and the claims that are withdrawn."""

    vectors: dict[str, Vector]
    told: dict[str, tuple[str, Row | None]]
    withdrawn: set[str]


def _standing(shown: Facts) -> _Standing:
    from ..status.assessment import Reasons
    from ..status.claims import ClaimIndex, certainly_said
    from ..status.status import label, vectors

    said, certain = ClaimIndex(shown), certainly_said(shown)
    index = said if certain is shown else ClaimIndex(certain)
    found = vectors(index) if shown.allegations else {}
    reasons = Reasons(index) if any(vector.denied for vector in found.values()) else None

    def denied(iri: str) -> Row | None:
        made = found[iri].attributed or found[iri].self_claimed
        denial = reasons.denial(shown.allegations[iri]) if reasons and made and found[iri].denied else None
        return denial and denial._asdict()

    return _Standing(found, {iri: (label(vector), denied(iri)) for iri, vector in found.items()}, said.dead)


def _parts(index: ClaimIndex) -> Iterator[list[str]]:
    """Yield the allegations, claims and evidence split so that no status of one part depends on a claim of another."""
    allegations = index.facts.allegations
    for part in _connected([*allegations, *index.facts.claims], _ties(index)):
        if len(part) > 1 or part[0] in allegations:
            yield part


def _ties(index: ClaimIndex) -> Iterator[tuple[str, str]]:
    facts = index.facts
    for allegation in facts.allegations.values():
        yield from ((allegation.iri, other) for other in allegation.excludes if other in facts.allegations)
    for iri, denials in index.denying.items():
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
