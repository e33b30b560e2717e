"""The claims of a graph, indexed by what they do to allegations: assert, deny, challenge, end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from ...ontology.acts import ALLEGING, BACKING, DENYING, DOUBTING, WITHDRAWING
from ...ontology.dates import certainly_before, possibly_before
from ...ontology.records import Actor, Allegation, Claim
from ..store.clocks import claim_date
from ..store.facts import Facts
from .semantics import grounded

#: Whom most actors speak for, of whom there are many.
_NOBODY: Final[frozenset[str]] = frozenset()


def reachable(start: Iterable[str], step: Callable[[str], Iterable[str]]) -> list[str]:
    """Return everything that steps lead to from `start`, without `start` itself unless a cycle leads back; nearest
    first."""
    found: dict[str, None] = {}
    pending = list(start)
    for node in pending:
        fresh = [other for other in step(node) if other not in found]
        found.update(dict.fromkeys(fresh))
        pending.extend(dict.fromkeys(fresh))
    return list(found)


def spoken_for(actor: str, actors: Mapping[str, Actor]) -> frozenset[str]:
    """Return those for whom an actor speaks, itself or through others."""

    def above(iri: str) -> tuple[str, ...]:
        return actors[iri].speaks_for if iri in actors else ()

    return frozenset(reachable([actor], above)) if above(actor) else _NOBODY


def principals(actor: str, actors: Mapping[str, Actor]) -> frozenset[str]:
    """Return those for whom an actor speaks or of which it is a part, itself or through others."""

    def above(iri: str) -> tuple[str, ...]:
        return actors[iri].speaks_for + actors[iri].part_of if iri in actors else ()

    return frozenset(reachable([actor], above)) if above(actor) else _NOBODY


def certainly_said(facts: Facts) -> Facts:
    """Return the facts without the claims that were made under a condition, which say nothing for certain."""
    if not any(claim.condition for claim in facts.claims.values()):
        return facts
    return replace(facts, claims={iri: claim for iri, claim in facts.claims.items() if not claim.condition})


def backed(claims: Mapping[str, Claim]) -> dict[str, tuple[str, ...]]:
    """Return the allegations that each endorsement asserts; endorsements that assert none are left out.

    An endorsement asserts what the claims it endorses assert, themselves or as endorsements. One of a denial or a
    challenge asserts nothing.
    """
    backing: dict[str, list[str]] = defaultdict(list)
    for claim in claims.values():
        if claim.act in BACKING:
            for endorsed in claim.endorses:
                backing[endorsed].append(claim.iri)
    found: dict[str, set[str]] = defaultdict(set)
    blaming = (claims[iri] for iri in backing if iri in claims and claims[iri].act in ALLEGING)
    pending = [(claim.iri, allegation) for claim in blaming for allegation in claim.about]
    for iri, allegation in pending:
        for endorsement in backing.get(iri, ()):
            if allegation not in found[endorsement]:
                found[endorsement].add(allegation)
                pending.append((endorsement, allegation))
    return {iri: tuple(sorted(allegations)) for iri, allegations in found.items()}


def endings(facts: Facts, possibly: bool = False) -> dict[str, list[str]]:
    """Return the withdrawals that take effect, by the claim that each ends.

    A withdrawal takes effect on a claim that it names when its speaker is the claim's speaker or a principal of it,
    and when it is strictly later: certainly so, or with `possibly` perhaps so. What several said together has ended
    only when all of them took it back, together or one by one.
    """
    found = takings_back(facts, possibly)
    return {iri: ends for iri, ends in found.items() if _is_ended(facts.claims[iri], ends, facts)}


def takings_back(facts: Facts, possibly: bool = False) -> dict[str, list[str]]:
    """Return the same, also of claims that only some of several speakers took back."""
    before = possibly_before if possibly else certainly_before
    found: dict[str, list[str]] = defaultdict(list)
    for withdrawal in facts.claims.values():
        if withdrawal.act not in WITHDRAWING:
            continue
        for claim in filter(None, map(facts.claims.get, dict.fromkeys(withdrawal.withdraws))):
            later = before(claim_date(claim, facts), claim_date(withdrawal, facts))
            if later and any(takes_back(withdrawal, speaker, facts.actors) for speaker in claim.speakers):
                found[claim.iri].append(withdrawal.iri)
    return found


def takes_back(withdrawal: Claim, speaker: str, actors: Mapping[str, Actor]) -> bool:
    """Return whether a speaker, or a principal of it, is among those who take something back."""
    return speaker in withdrawal.speakers or not principals(speaker, actors).isdisjoint(withdrawal.speakers)


def _is_ended(claim: Claim, ends: Iterable[str], facts: Facts) -> bool:
    """Return whether withdrawals, if live, end a claim: each of its speakers took it back."""
    return len(claim.speakers) == 1 or all(
        any(takes_back(facts.claims[iri], speaker, facts.actors) for iri in ends) for speaker in claim.speakers
    )


def live(facts: Facts, possibly: bool = False) -> set[str]:
    """Return the IRIs of the claims on which no live withdrawal takes effect.

    This is the grounded extension of "takes effect on". With `possibly`, dates that are not known may let two
    withdrawals take effect on each other; then neither is live.
    """
    return facts.claims.keys() - _dead(endings(facts, possibly), facts)


def taken_back(facts: Facts) -> dict[str, frozenset[str]]:
    """Return the speakers who stand by their word no more, by the claim.

    That is all of them where it is not live, and of what several said those whom a live withdrawal speaks for.
    """
    found = takings_back(facts)
    dead = _dead({iri: ends for iri, ends in found.items() if _is_ended(facts.claims[iri], ends, facts)}, facts)
    gone = {iri: frozenset(facts.claims[iri].speakers) for iri in dead}
    for iri in found.keys() - dead:
        standing = [facts.claims[end] for end in found[iri] if end not in dead]
        speakers = facts.claims[iri].speakers
        gone[iri] = frozenset(by for by in speakers if any(takes_back(end, by, facts.actors) for end in standing))
    return {iri: speakers for iri, speakers in gone.items() if speakers}


def _dead(ended: Mapping[str, Collection[str]], facts: Facts) -> set[str]:
    attacks = [attack for claim, withdrawals in ended.items() for attack in _attacks(claim, withdrawals, facts)]
    disputed = {iri for pair in attacks for iri in pair}
    return (disputed - grounded(disputed, attacks)) & facts.claims.keys()


def _attacks(claim: str, withdrawals: Iterable[str], facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what attacks what so that a claim falls with its withdrawals.

    A claim of several speakers falls when all of them took it back: the end of it is attacked by each speaker's word
    that still stands, and that by the withdrawals of that speaker.
    """
    speakers = facts.claims[claim].speakers
    if len(speakers) == 1:
        yield from ((withdrawal, claim) for withdrawal in withdrawals)
        return
    end = f"end of {claim}"
    yield end, claim
    for speaker in speakers:
        word = f"word of {speaker} in {claim}"
        yield word, end
        for withdrawal in withdrawals:
            if takes_back(facts.claims[withdrawal], speaker, facts.actors):
                yield withdrawal, word


class ClaimIndex:
    """All claims of `facts` (those visible at some time) by what they do; made in time linear in them.

    `asserting` and `challenging` list the claims, live or not, that assert or challenge a thing.
    `endings` is as the function of that name; `dead` has the claims that are not live.
    """

    def __init__(self, facts: Facts, possibly: bool = False) -> None:
        self.facts = facts
        self.endings = endings(facts, possibly)
        self.dead = _dead(self.endings, facts)
        self.asserting: dict[str, list[Claim]] = defaultdict(list)
        self.challenging: dict[str, list[Claim]] = defaultdict(list)
        self._backed = backed(facts.claims)
        self._spoken_for: dict[str, frozenset[str]] = {}
        self._principals: dict[str, frozenset[str]] = {}
        for claim in facts.claims.values():
            for allegation in self.asserted(claim):
                self.asserting[allegation].append(claim)
            if claim.act in DOUBTING:
                for target in claim.challenges:
                    self.challenging[target].append(claim)

    def asserted(self, claim: Claim) -> tuple[str, ...]:
        """Return the allegations that a claim asserts.

        Those it is about for an attribution or claim of responsibility, see `backed` for an endorsement; else none.
        """
        return claim.about if claim.act in ALLEGING else self._backed.get(claim.iri, ())

    def is_live(self, claim: Claim) -> bool:
        """Return whether no live withdrawal takes effect on a claim."""
        return claim.iri not in self.dead

    @cached_property
    def denying(self) -> dict[str, list[Claim]]:
        """The denials, live or not, that cover an allegation: those about it, and those without a role about its
        accused, or about what that is part of or speaks for, and its incident."""
        denials = [claim for claim in self.facts.claims.values() if claim.act in DENYING]
        covering = self._covered_by_whole({iri for claim in denials if not claim.role for iri in claim.about})
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in denials:
            wider = () if claim.role else (other for iri in claim.about for other in covering.get(iri, ()))
            for iri in dict.fromkeys((*claim.about, *wider)):
                found[iri].append(claim)
        return found

    def _covered_by_whole(self, denied: Collection[str]) -> dict[str, list[str]]:
        """For each allegation that is denied, those of any role of its accused, and of all under it, by incident."""
        allegations = self.facts.allegations
        known = [allegations[iri] for iri in denied if iri in allegations]
        incidents = {allegation.incident for allegation in known}
        under: dict[tuple[str, str], list[str]] = defaultdict(list)
        for allegation in allegations.values() if known else ():
            if allegation.incident in incidents:
                for actor in (allegation.accused, *(self.above(allegation.accused) - {allegation.accused})):
                    under[actor, allegation.incident].append(allegation.iri)
        return {allegation.iri: under[allegation.accused, allegation.incident] for allegation in known}

    def denied_with_effect(self, allegation: Allegation) -> list[Claim]:
        """Return the live denials that cover an allegation and come from its accused, from one that speaks for it, or
        from what it is part of or speaks for."""
        accused = allegation.accused
        return [
            claim
            for claim in self.denying.get(allegation.iri, ())
            if self.is_live(claim)
            and any(self.speaks_as(claim.speakers, actor) for actor in (accused, *self.above(accused)))
        ]

    @cached_property
    def rivals(self) -> dict[str, list[str]]:
        """The allegations that exclude one another, whichever of the two says so."""
        found: dict[str, set[str]] = defaultdict(set)
        for allegation in self.facts.allegations.values():
            for other in allegation.excludes:
                if other != allegation.iri:
                    found[allegation.iri].add(other)
                    found[other].add(allegation.iri)
        return {iri: sorted(others) for iri, others in found.items()}

    @cached_property
    def _relied_evidence(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for reliance in self.facts.reliances.values():
            if reliance.on in self.facts.evidence:
                found[reliance.relying].append(reliance.on)
        return found

    def evidence(self, claim: Claim) -> tuple[str, ...]:
        """Return the evidence that a claim cites, or rests on by a reliance of its own; each once."""
        relied = self._relied_evidence.get(claim.iri)
        return tuple(dict.fromkeys((*claim.evidence, *relied))) if relied else claim.evidence

    @cached_property
    def _citing(self) -> dict[str, list[Claim]]:
        """The claims that assert something and cite evidence that is challenged, by the evidence."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.facts.claims.values():
            if self.asserted(claim):
                for evidence in self.evidence(claim):
                    if evidence in self.challenging:
                        found[evidence].append(claim)
        return found

    def challenges(self) -> Iterator[tuple[Claim, str, bool]]:
        """Yield each challenge, live or not, with an allegation that it touches, and whether what it challenges is
        live.

        It touches an allegation that it challenges (which is always live), and those asserted by a claim that it
        challenges, or by one that cites evidence it challenges.
        """
        for target, challenges in self.challenging.items():
            touched = {target: True}
            for claim in filter(None, (self.facts.claims.get(target), *self._citing.get(target, ()))):
                for allegation in self.asserted(claim):
                    touched[allegation] = touched.get(allegation, False) or self.is_live(claim)
            for challenge in challenges:
                yield from ((challenge, allegation, hit) for allegation, hit in touched.items())

    @cached_property
    def assertions(self) -> list[tuple[Claim, Allegation]]:
        """Each live claim with each allegation (that `facts` describe) which it asserts."""
        facts = self.facts
        return [
            (claim, facts.allegations[allegation])
            for claim in facts.claims.values()
            for allegation in self.asserted(claim)
            if allegation in facts.allegations and claim.iri not in self.dead
        ]

    def live_claims(self, allegation: str) -> list[Claim]:
        """Return the live claims that assert an allegation."""
        return [claim for claim in self.asserting.get(allegation, ()) if claim.iri not in self.dead]

    def above(self, actor: str) -> frozenset[str]:
        """Return what an actor speaks for or is part of, itself or through others."""
        if actor not in self._principals:
            self._principals[actor] = principals(actor, self.facts.actors)
        return self._principals[actor]

    def speaks_as(self, speakers: Iterable[str], accused: str) -> bool:
        """Return whether one of the speakers is the accused, or speaks for it."""
        return any(self._speaks_as(speaker, accused) for speaker in speakers)

    def others(self, speakers: Iterable[str], accused: str) -> list[str]:
        """Return the speakers who are not the accused and do not speak for it."""
        return [speaker for speaker in speakers if not self._speaks_as(speaker, accused)]

    def _speaks_as(self, speaker: str, accused: str) -> bool:
        if speaker == accused:
            return True
        if speaker not in self._spoken_for:
            self._spoken_for[speaker] = spoken_for(speaker, self.facts.actors)
        return accused in self._spoken_for[speaker]
