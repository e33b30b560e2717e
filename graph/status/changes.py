"""Who changed position, and what changed the status of an allegation."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from ...ontology.acts import DENYING, DOUBTING, STATING
from ...ontology.dates import earliest, latest
from ...ontology.records import Claim, Reliance
from ..store.clocks import claim_date, claims_by_date, visible
from ..store.facts import Facts
from .claims import ClaimIndex, certainly_said, takes_back, takings_back
from .status import Status, label, statuses, vectors

ChangeKind = Literal["withdrew", "replaced", "reversed", "rival", "other accused", "other role"]


class Change(NamedTuple):
    """That a speaker said something else than before: claim `before`, then, certainly later, claim `after` (IRIs).

    `withdrew`, `replaced`: `after` is a withdrawal that takes effect on what the speaker said in `before`, without or
    with a replacement; others who said it together may stand by it.
    `reversed`: one of the two asserts an allegation and the other denies or challenges it.
    `rival`, `other accused`, `other role`: both assert allegations about one incident, which exclude each other, or
    else differ in whom they blame, or in the role.
    """

    speaker: str
    kind: ChangeKind
    before: str
    after: str

    def as_dict(self, facts: Facts) -> dict[str, str]:
        """Return the row for JSON and CSV."""
        return {
            "speaker": facts.label(self.speaker),
            "change": self.kind,
            "before": facts.label(self.before),
            "after": facts.label(self.after),
            "before_claim": self.before,
            "after_claim": self.after,
        }


def changes(facts: Facts) -> list[Change]:
    """Return the changes of position among the claims of `facts` (those visible at some time), in certain date order.

    Only what certainly came later counts, so claims whose date is not known change nothing, nor do those made on a
    condition, or that are known only as somebody else told them. Another wording or
    confidence is no change, nor is a further allegation that the speaker made at the first time as well.
    """
    history = _History(certainly_said(facts))
    found = {*history.withdrawals(), *history.reversals(), *history.turns()}
    return sorted(found, key=lambda change: (history.rank[change.after], history.rank[change.before], change))


class _History:
    """What each speaker asserted and disputed, in date order."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.index = ClaimIndex(facts)
        self.dates = {iri: claim_date(claim, facts) for iri, claim in facts.claims.items()}
        self.rank = {iri: rank for rank, iri in enumerate(claims_by_date(facts.claims, facts))}
        self.asserted = self._by_speaker(self.index.asserted)

    def withdrawals(self) -> Iterator[Change]:
        for iri, withdrawals in takings_back(self.facts).items():
            claim = self.facts.claims[iri]
            if claim.act in STATING or claim.as_told_by:  # it blamed nobody, or not in the speaker's own words
                continue
            for withdrawal in map(self.facts.claims.__getitem__, withdrawals):
                if withdrawal.as_told_by:
                    continue
                kind: ChangeKind = "withdrew" if withdrawal.replaced_by is None else "replaced"
                for speaker in claim.speakers:
                    if takes_back(withdrawal, speaker, self.facts.actors):
                        yield Change(speaker, kind, iri, withdrawal.iri)

    def reversals(self) -> Iterator[Change]:
        disputed = self._by_speaker(self._disputed)
        for key in self.asserted.keys() & disputed.keys():
            speaker, _ = key
            yield from self._reversals(speaker, self.asserted[key], disputed[key])
            yield from self._reversals(speaker, disputed[key], self.asserted[key])

    def _disputed(self, claim: Claim) -> Iterable[str]:
        if claim.act in DENYING:
            return claim.about
        if claim.act not in DOUBTING:
            return ()
        challenged = filter(None, map(self.facts.claims.get, claim.challenges))
        return {*claim.challenges, *(iri for other in challenged for iri in self.index.asserted(other))}

    def _by_speaker(self, position: Callable[[Claim], Iterable[str]]) -> dict[tuple[str, str], list[str]]:
        """Return the claims that take a position on allegations, by speaker and allegation, in date order."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for claim in self.facts.claims.values():
            for allegation in () if claim.as_told_by else position(claim):
                if allegation in self.facts.allegations:
                    for speaker in claim.speakers:
                        found[speaker, allegation].append(claim.iri)
        return {key: self._in_order(iris) for key, iris in found.items()}

    def _in_order(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=self.rank.__getitem__)

    def _reversals(self, speaker: str, one_side: list[str], other_side: list[str]) -> Iterator[Change]:
        """From each claim of one side, if it was the last, to the first of the other side that followed."""
        answered = set()
        for after in other_side:
            before = self._last_before(earliest(self.dates[after]), one_side)
            if before is not None and before not in answered:
                answered.add(before)
                yield Change(speaker, "reversed", before, after)

    def _last_before(self, day: datetime.date, ordered: list[str]) -> str | None:
        position = bisect_left(ordered, day, key=lambda iri: latest(self.dates[iri]))
        return ordered[position - 1] if position else None

    def turns(self) -> Iterator[Change]:
        """From the last claim about an incident to the first that makes an allegation the speaker had not made."""
        by_incident: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (speaker, allegation), iris in self.asserted.items():
            by_incident[speaker, self._incident(allegation)].update(iris)
        ordered = {key: self._in_order(iris) for key, iris in by_incident.items()}
        for (speaker, allegation), iris in self.asserted.items():
            first = min(iris, key=lambda iri: (earliest(self.dates[iri]), self.rank[iri]))
            day = earliest(self.dates[first])
            rivals = (self.asserted.get((speaker, rival), []) for rival in self.index.rivals.get(allegation, ()))
            rival = self._in_order(filter(None, (self._last_before(day, claims) for claims in rivals)))
            before = self._last_before(day, ordered[speaker, self._incident(allegation)])
            if rival:
                yield Change(speaker, "rival", rival[-1], first)
            elif before is not None:
                yield Change(speaker, self._kind(before, allegation), before, first)

    def _incident(self, allegation: str) -> str:
        return self.facts.allegations[allegation].incident

    def _kind(self, before: str, allegation: str) -> ChangeKind:
        """Return how a new allegation differs from those of an earlier claim."""
        allegations = self.facts.allegations
        new = allegations[allegation]
        accused = {
            allegations[iri].accused for iri in self.index.asserted(self.facts.claims[before]) if iri in allegations
        }
        return "other role" if new.accused in accused else "other accused"


class StatusChange(NamedTuple):
    """An allegation (its IRI) that was received differently at two times.

    `because` has the IRIs of claims, in date order, that came into view in between and suffice for the difference;
    none of them can be left out.
    """

    allegation: str
    before: Status
    after: Status
    because: tuple[str, ...]


def status_changes(
    facts: Facts, a: datetime.date | None, b: datetime.date | None, *, then: Facts | None = None
) -> list[StatusChange]:
    """Return the allegations whose certain labels on the days `a` and `b` differ (None: when everything is public).

    `then` are the facts to read on day `b` where they are others, with the same allegations.
    """
    read = (facts, a), (then or facts, b)
    before, after = (statuses(*each) for each in read)
    early, late = sorted(read, key=lambda each: each[1] or datetime.date.max)
    final = after if late[1] == b else before
    first, last = (certainly_said(visible(seen, as_of=day)) for seen, day in (early, late))
    explain = _Explanation(first, last, final)
    return [
        StatusChange(iri, before[iri], after[iri], explain.because(iri))
        for iri in sorted(facts.allegations)
        if before[iri].label != after[iri].label
    ]


class _Explanation:
    """Which claims, added to what was visible early, lead to the status that an allegation has in the end."""

    def __init__(self, early: Facts, late: Facts, final: dict[str, Status]) -> None:
        self.early = early
        self.late = late
        self.final = final
        self.rivals = ClaimIndex(late).rivals
        self.reliances: dict[str, list[Reliance]] = defaultdict(list)
        for reliance in late.reliances.values():
            self.reliances[reliance.relying].append(reliance)

    def because(self, allegation: str) -> tuple[str, ...]:
        nearby = [allegation, *self.rivals.get(allegation, ())]
        near = [iri for iri in nearby if iri in self.final]
        touching = dict.fromkeys(claim for iri in near for claim in self.final[iri].claims)
        old = [iri for iri in touching if iri in self.early.claims]

        def suffices(new: list[str]) -> bool:
            part = self._part(near, [*old, *new])
            return label(vectors(ClaimIndex(part))[allegation]) == self.final[allegation].label

        return tuple(_minimal(claims_by_date(touching.keys() - old, self.late), suffices))

    def _part(self, allegations: Iterable[str], claims: Iterable[str]) -> Facts:
        chosen = {iri: self.late.claims[iri] for iri in claims}
        denied = (iri for claim in chosen.values() if claim.act in DENYING for iri in claim.about)
        wanted = {iri for iri in (*allegations, *denied) if iri in self.late.allegations}
        return replace(
            self.late,
            allegations={iri: self.late.allegations[iri] for iri in sorted(wanted)},
            claims=chosen,
            reliances={reliance.iri: reliance for iri in chosen for reliance in self.reliances.get(iri, ())},
        )


def _minimal(items: list[str], suffices: Callable[[list[str]], bool]) -> list[str]:
    """Return a part of what suffices that suffices too and of which nothing can be dropped; later items are dropped
    first.

    Drops halves, then quarters, and so on, so that a short answer takes about (its length x log n) trials.
    """
    size = max(len(items), 1)
    while True:
        kept = items
        for end in range(len(items), 0, -size):
            rest = kept[: max(end - size, 0)] + kept[end:]
            if suffices(rest):
                kept = rest
        if size == 1 and kept == items:
            return kept
        items, size = kept, max(size // 2, 1)
