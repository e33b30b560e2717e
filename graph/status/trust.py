"""Which claims count by a reader's rule of trust: by the grades of their sources, and by their independent origins.

What is left out is left out as a whole, as if it were not there; of a claim that is kept, only the sources that count
and the accusations with origins enough. So every answer that is computed from what is kept is by the rule.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ...ontology.acts import BLAMING_OTHERS, DENYING
from ...ontology.records import Claim, Reliance
from ...ontology.scales import Trust
from ...ontology.texts import counted
from ..store.clocks import visible
from ..store.facts import Facts
from .claims import ClaimIndex
from .independence import Provenance, origins_of


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of things (IRIs): of sources, of outlets, and of the claims of graded data sets."""

    sources: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)


class Kept(NamedTuple):
    """What counts of a claim that is kept: the sources that carry it, and the allegations that it is about."""

    made_in: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Claims by a rule: what is `kept` of all. Of those public by a `day`: how many were `looked_at`, which rest on
    `distrusted` sources only, which are of `few` origins, and how many of these are `denials`: who distrusts the paper
    in which the accused answers reads of no answer.
    """

    kept: Mapping[str, Kept]
    distrusted: frozenset[str]
    few: frozenset[str]
    looked_at: int
    denials: int
    day: datetime.date | None = None

    def words(self, trust: Trust) -> str:
        """Return for people what a rule leaves out, and by which file."""
        low = f"graded below {trust.at_least}" + ("" if trust.ungraded else " or not graded")
        few = f"{'is' if len(self.few) == 1 else 'are'} of fewer than {trust.origins} independent origins"
        rest = "rests" if len(self.distrusted) == 1 else "rest"
        told = [f"{len(self.distrusted):,} {rest} on sources {low} only"] if self.distrusted else []
        told += [f"{len(self.few):,} {few}"] if self.few else []
        left_out, by = len(self.distrusted) + len(self.few), f" public by {self.day}" if self.day else ""
        of_all = f"{left_out:,} of {counted(self.looked_at, 'claim')}{by}"
        answers = f"; {counted(self.denials, 'denial')} among them" if self.denials else ""
        return f"by {trust.file}, {of_all} left out{': ' * bool(told)}{', '.join(told)}{answers}"


def trusted(facts: Facts, trust: Trust, grades: Grades, as_of: datetime.date | None = None) -> Reading:
    """Return which claims of `facts` count by a rule of trust.

    The grade of a source is its own, else that of its publisher, else that of the claim's data set. A claim rests on
    distrusted sources only when each source that carries it has too low a grade, or has what it says from such sources
    alone. Independent origins are counted over what is kept so far, as certainly public on `as_of`, for the accusations
    that others make; what the accused says itself needs none. What rests on an accusation that is left out rests on
    something unknown, so they are counted again until nothing more is left out.
    """
    sources = _Sources(facts, trust, grades)
    told = {iri: sources.told(claim) for iri, claim in facts.claims.items()}
    reading = replace(facts, claims={iri: claim for iri, claim in told.items() if claim})
    distrusted = frozenset(told.keys() - reading.claims.keys())
    while trust.origins > 1:
        narrowed = _without(reading, _poor(visible(reading, as_of=as_of), trust.origins))
        if narrowed.claims == reading.claims:
            break
        reading = narrowed
    kept = {iri: Kept(claim.made_in, claim.about) for iri, claim in reading.claims.items()}
    public = visible(facts, as_of=as_of).claims.keys()
    few = frozenset(told.keys() - kept.keys() - distrusted)
    denials = sum(facts.claims[iri].act in DENYING for iri in (distrusted | few) & public)
    return Reading(kept, distrusted & public, few & public, len(public), denials, as_of)


class _Sources:
    """Which sources count, for claims of a data set of some grade."""

    def __init__(self, facts: Facts, trust: Trust, grades: Grades) -> None:
        self.facts = facts
        self.trust = trust
        self.grades = grades
        self.reliances: dict[str, list[Reliance]] = defaultdict(list)
        for reliance in facts.reliances.values():
            self.reliances[reliance.relying].append(reliance)
        self._distrusted: dict[str | None, set[str]] = {}

    def told(self, claim: Claim) -> Claim | None:
        """Return a claim with the carriers that count; None if it rests on distrusted sources only."""
        default = self.grades.claims.get(claim.iri)
        bad = self.distrusted(default)
        carriers = tuple(iri for iri in claim.made_in if iri not in bad)
        has_carrier = bool(carriers) if claim.made_in else self.trust.counts(default)
        if not has_carrier or self._has_all_from(claim.iri, bad):
            return None
        return claim if carriers == claim.made_in else replace(claim, made_in=carriers)

    def distrusted(self, default: str | None) -> set[str]:
        """Return the sources that do not count: by their grade (or `default`), or since all they rely on does not."""
        if default not in self._distrusted:
            carriers = {iri for claim in self.facts.claims.values() for iri in claim.made_in}
            known = {*carriers, *self.facts.sources}
            bad = {iri for iri in known if not self.trust.counts(self._grade(iri, default))}
            while fresh := {iri for iri in known - bad if self._has_all_from(iri, bad)}:
                bad |= fresh
            self._distrusted[default] = bad
        return self._distrusted[default]

    def _has_all_from(self, relying: str, bad: Collection[str]) -> bool:
        reliances = self.reliances.get(relying, ())
        return bool(reliances) and all(reliance.on in bad for reliance in reliances)

    def _grade(self, source: str, default: str | None) -> str | None:
        record = self.facts.sources.get(source)
        outlet = self.grades.outlets.get(record.publisher) if record and record.publisher else None
        return self.grades.sources.get(source) or outlet or default


def _poor(shown: Facts, least: int) -> set[str]:
    """Return the allegations that others make, with fewer independent origins than `least` (by the low count)."""
    provenance = Provenance(shown)
    made = {allegation.iri for claim, allegation in provenance.claims.assertions if claim.act in BLAMING_OTHERS}
    return {iri for iri in made if origins_of(provenance, iri).low < least}


def _without(facts: Facts, poor: Collection[str]) -> Facts:
    """Return facts in which nobody else makes these allegations: without the claims that make no others."""
    index = ClaimIndex(facts)
    kept = {}
    for iri, claim in facts.claims.items():
        made = set(index.asserted(claim)) if claim.act in BLAMING_OTHERS else set()
        if not made or made - set(poor):
            about = tuple(allegation for allegation in claim.about if not (made and allegation in poor))
            kept[iri] = claim if about == claim.about else replace(claim, about=about)
    return replace(facts, claims=kept)
