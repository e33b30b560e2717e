"""A fact file together with the actors that its folder shares: what keys mean, for the checks and for the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...ontology.acts import (
    ACTS,
    ALLEGING,
    BACKING,
    BY_ACCUSED,
    CRITICISING,
    DECIDING,
    DEFAULT_ROLE,
    DENYING,
    STATING,
)
from ...ontology.records import mint
from .schema import ActorEntry, ClaimEntry, FactFile

#: About how many allegations the claims of a case may be, each counted for every claim: a claim that answers one of a
#: thousand accused is about a thousand, and a few lines of a file could ask for millions.
MOST_ALLEGATIONS = 100_000


class TooMany(ValueError):
    """Raised for claims that are together about more allegations than a case may have."""


@dataclass(frozen=True, slots=True)
class SharedActors:
    """The actors that the cases of one folder share, and the data set that defines them."""

    dataset: str
    actors: dict[str, ActorEntry]
    sha256: str = ""


@dataclass(frozen=True, slots=True, order=True)
class AllegationKey:
    """That `accused` did `incident` in `role`, by the keys of the file."""

    incident: str
    accused: str
    role: str

    def __str__(self) -> str:
        return f"{self.incident}--{self.accused}--{self.role}"


@dataclass(frozen=True)
class Case:
    """A fact file whose keys can be looked up. Keys that lead nowhere, and circles, do no harm here."""

    facts: FactFile
    shared: SharedActors | None = None
    #: Why it is not clear what some claims are about, by their ids (see `implied`).
    unclear: Mapping[str, str] = field(default_factory=dict)

    # -------------------------------------------------------------------------------------------------- actors

    def actor(self, key: str) -> ActorEntry | None:
        """Return the actor of this file, or else the folder's, with this key."""
        return self.actors.get(key)

    @cached_property
    def actors(self) -> dict[str, ActorEntry]:
        """All actors that may be referred to."""
        return {**(self.shared.actors if self.shared else {}), **self.facts.actors}

    def actor_iri(self, key: str) -> str:
        """Return the IRI of an actor; a shared actor's is of the data set that defines it."""
        if self.shared and key not in self.facts.actors:
            return mint(self.shared.dataset, "actor", key)
        return mint(self.facts.case, "actor", key)

    def speaks_for(self, speakers: Iterable[str], accused: str) -> bool:
        """Return whether one of the speakers is the accused, or is declared to speak for it (directly or through
        another)."""
        return accused in self._above(speakers, lambda actor: actor.speaks_for)

    def spoken_for(self, speakers: Iterable[str]) -> frozenset[str]:
        """Return for whom some speakers speak, directly or through another, beside themselves."""
        return frozenset(self._above(speakers, lambda actor: actor.speaks_for)) - set(speakers)

    def acts_for(self, speakers: Iterable[str], principals: Iterable[str]) -> bool:
        """Return whether one of the principals is one of the speakers, or one that these speak for or are part of."""
        above = self._above(speakers, lambda actor: [*actor.speaks_for, *actor.part_of])
        return not above.isdisjoint(principals)

    def _above(self, keys: Iterable[str], step: Callable[[ActorEntry], Iterable[str]]) -> set[str]:
        return set(dependents_last(keys, lambda key: step(self.actors[key]) if key in self.actors else ())[0])

    # -------------------------------------------------------------------------------------------------- claims

    @cached_property
    def claims(self) -> dict[str, ClaimEntry]:
        """The claims by id."""
        return {claim.id: claim for claim in self.facts.claims}

    def referred(self, claim: ClaimEntry) -> list[ClaimEntry]:
        """Return the claims that a claim answers by its act; for a doubt about evidence, those that rest on it."""
        answers = ACTS[claim.act].answers
        keys: list[str] = getattr(claim, answers) if answers else []
        resting = [other for key in claim.challenges for other in self._resting_on.get(key, ())]
        return [self.claims[key] for key in keys if key in self.claims] + resting

    def answered(self, claim: ClaimEntry) -> list[ClaimEntry]:
        """Return the claims to which a claim responds, whatever its act."""
        return [self.claims[key] for key in claim.responds_to if key in self.claims]

    @cached_property
    def accused_in(self) -> dict[str, frozenset[str]]:
        """Whom claims accuse of each incident."""
        found: dict[str, set[str]] = defaultdict(set)
        for incident, accused in self._alleged:
            found[incident].add(accused)
        return {incident: frozenset(accused) for incident, accused in found.items()}

    @cached_property
    def allegations(self) -> dict[str, list[AllegationKey]]:
        """The allegations that each claim is about, by its id; raises `TooMany`."""
        return self.followed(lambda claim, _: claim)[1]

    def followed(
        self, complete: Callable[[ClaimEntry, Mapping[str, list[AllegationKey]]], ClaimEntry]
    ) -> tuple[dict[str, ClaimEntry], dict[str, list[AllegationKey]]]:
        """Return all claims and what they are about, by id, each after those that it refers to and answers.

        `complete` is given a claim, and what those before it are about, and returns it as it is meant. Raises
        `TooMany`.
        """
        claims: dict[str, ClaimEntry] = {}
        found: dict[str, list[AllegationKey]] = {}
        count = 0
        for entry in self._referred_first:
            claim = claims[entry.id] = complete(entry, found)
            referred = [key for other in self.referred(claim) for key in found.get(other.id, ())]
            found[claim.id] = _about(claim, dict.fromkeys(referred), self._alleged)
            count += len(referred)
            if count > MOST_ALLEGATIONS:
                raise TooMany(
                    f'"{claim.id}" and the claims before it answer for more than {MOST_ALLEGATIONS:,} accused in all; '
                    "let it answer fewer claims, or divide the case"
                )
        return claims, found

    @cached_property
    def _alleged(self) -> dict[tuple[str, str], dict[str, None]]:
        """The roles in which claims accuse somebody in an incident, by that incident and accused."""
        found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for claim in self.facts.claims:
            for accused in named_accused(claim) if claim.act in ALLEGING and claim.incident else ():
                found[str(claim.incident), accused][claim.role or DEFAULT_ROLE] = None
        return found

    @cached_property
    def asserting(self) -> frozenset[str]:
        """The ids of the claims that say that the accused did it: those that accuse, and those that only back such."""
        found: set[str] = set()
        for claim in self._referred_first:
            backs = claim.act in BACKING and all(other.id in found for other in self.referred(claim))
            if backs or claim.act in ALLEGING:
                found.add(claim.id)
        return frozenset(found)

    def accused_of(self, claim: ClaimEntry) -> list[str]:
        """Return whom a claim accuses, or says it was not: empty unless it accuses, denies, or backs a claim that
        accuses, or names somebody without taking a side."""
        if claim.id in self.asserting or claim.act in DENYING:
            return list(dict.fromkeys(key.accused for key in self.allegations[claim.id]))
        return claim.accused if claim.act in STATING else []

    @cached_property
    def _resting_on(self) -> dict[str, list[ClaimEntry]]:
        """The claims that rest on each piece of evidence."""
        resting: dict[str, list[ClaimEntry]] = defaultdict(list)
        for claim in self.facts.claims:
            for key in claim.evidence:
                resting[key].append(claim)
        return {key: resting[key] for key in self.facts.evidence if key in resting}

    @cached_property
    def _referred_first(self) -> list[ClaimEntry]:
        return [self.claims[key] for key in dependents_last(self.claims, self._before)[0]]

    def _before(self, key: str) -> list[str]:
        claim = self.claims[key]
        return [other.id for other in (*self.referred(claim), *self.answered(claim))]


def named_accused(claim: ClaimEntry) -> list[str]:
    """Return whom a claim itself names as accused; who claims responsibility or denies it may leave out to name
    itself."""
    return claim.accused or (claim.by if claim.act in BY_ACCUSED else [])


def _about(
    claim: ClaimEntry, referred: Iterable[AllegationKey], alleged: Mapping[tuple[str, str], Iterable[str]]
) -> list[AllegationKey]:
    """Return what a claim is about: what it refers to, as far as that has the accused, incident and role that it names;
    and the accused that it names for an incident, as far as what it refers to does not accuse them.

    So a denial or challenge that names no role means the one in which the claim that it answers accuses. What somebody
    is criticised for is disputed by nobody, and so is no allegation. A finding that names no role decides on all that
    are `alleged`, by incident and accused.
    """
    if claim.act in CRITICISING:
        return []
    accused = named_accused(claim)
    meant = [] if claim.act in ALLEGING else [key for key in referred if _fits(key, claim, accused)]
    if claim.incident:
        missing = set(accused) - {key.accused for key in meant}
        for key in (key for key in accused if key in missing):
            all_roles = alleged.get((claim.incident, key)) if claim.act in DECIDING and not claim.role else None
            meant += [AllegationKey(claim.incident, key, role) for role in all_roles or [claim.role or DEFAULT_ROLE]]
    return meant


def _fits(key: AllegationKey, claim: ClaimEntry, accused: list[str]) -> bool:
    return (
        (not accused or key.accused in accused)
        and claim.incident in (None, key.incident)
        and claim.role in (None, key.role)
    )


def dependents_last(
    keys: Iterable[str], step: Callable[[str], Iterable[str]]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the keys and all that steps lead to from them, each after those that it leads to; and the steps that lead
    back, closing a circle, which the order leaves out of account. Takes time linear in the steps.

    >>> dependents_last(["a"], {"a": ["b"], "b": ["c", "a"], "c": []}.__getitem__)
    (['c', 'b', 'a'], [('b', 'a')])
    """
    done: dict[str, None] = {}
    entered: set[str] = set()
    back: list[tuple[str, str]] = []
    waiting = list(keys)[::-1]
    while waiting:
        key = waiting[-1]
        if key in entered:
            done.setdefault(waiting.pop())
            continue
        entered.add(key)
        for other in step(key):
            if other not in entered:
                waiting.append(other)
            elif other not in done:
                back.append((key, other))
    return list(done), back
