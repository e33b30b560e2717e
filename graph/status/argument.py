"""Which allegations stand when the claims about them are weighed against each other as arguments.

The arguments are the live claims, but for withdrawals and those that take no side, as reports. A Challenge attacks the
claim that it challenges; one to an allegation attacks all live claims that assert it, one to evidence all that cite it.
Attributions and claims of responsibility attack those of rival allegations. A Denial marks an allegation and attacks
nothing, unless denials are to *rebut*: then the denials of an allegation by the accused (or one that speaks for it) and
the claims that assert the allegation attack each other.

Who stands has withstood the objections on record; that says nothing about what happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ...ontology.acts import ALLEGING, DENYING, DOUBTING, STATING, WITHDRAWING
from ...ontology.records import Claim
from ..store.facts import Facts
from .claims import ClaimIndex
from .semantics import SearchTooLarge, credulous, grounded, preferred, sceptical

__all__ = ["Framework", "SearchTooLarge", "credulous", "framework", "grounded", "preferred", "sceptical", "stands"]

Denials = Literal["mark", "rebut"]
Semantics = Literal["grounded", "preferred"]

_SILENT = WITHDRAWING | STATING

#: All claims that do the same to one thing: its challenges; or what asserts, blames by, or denies an allegation.
_Party = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """Who attacks whom. Claims that have the same attackers share every fate, so they form one argument, a number.

    `argument` maps the IRI of each claim that argues to its argument; `attacks` are pairs (attacker, attacked).
    """

    argument: dict[str, int]
    attacks: frozenset[tuple[int, int]]

    @property
    def arguments(self) -> range:
        """All arguments."""
        return range(len(set(self.argument.values())))


def stands(facts: Facts, denials: Denials = "mark", semantics: Semantics = "grounded") -> dict[str, str | None]:
    """For each allegation, by IRI: `stands`, `falls` or `open`; None without a live claim.

    An allegation stands when a claim that asserts it is accepted, and falls when all such claims are rejected: by
    grounded semantics, accepted and defeated; by preferred semantics, in every preferred extension and in none.
    `facts` are those visible at some time. Grounded semantics takes time linear in claims and attacks between
    different arguments; preferred semantics raises `SearchTooLarge` where it would take too long.
    """
    index = ClaimIndex(facts)
    contest = framework(index, denials)
    if semantics == "grounded":
        accepted = grounded(contest.arguments, contest.attacks)
        rejected = {victim for attacker, victim in contest.attacks if attacker in accepted}
    else:
        accepted = sceptical(contest.arguments, contest.attacks)
        rejected = set(contest.arguments) - credulous(contest.arguments, contest.attacks)

    def verdict(allegation: str) -> str | None:
        arguments = {contest.argument[claim.iri] for claim in index.standing(allegation)}
        if not arguments:
            return None
        if arguments & accepted:
            return "stands"
        return "falls" if arguments <= rejected else "open"

    return {allegation: verdict(allegation) for allegation in facts.allegations}


def framework(index: ClaimIndex, denials: Denials = "mark") -> Framework:
    """The arguments of all live claims, for `grounded`, `preferred`, `sceptical` and `credulous`."""
    return _Builder(index, denials).build()


class _Builder:
    def __init__(self, index: ClaimIndex, denials: Denials) -> None:
        self.index = index
        self.rebut = denials == "rebut"
        self.parties: dict[_Party, list[str]] = defaultdict(list)
        claims = index.facts.claims.values()
        self.arguing = [claim for claim in claims if claim.act not in _SILENT and index.is_live(claim)]
        for claim in self.arguing:
            for party in self._sides_with(claim):
                self.parties[party].append(claim.iri)

    def build(self) -> Framework:
        """Claims with the same attacking parties become one argument, so that attacks need not be listed in pairs."""
        numbers: dict[frozenset[_Party], int] = {}
        argument = {
            claim.iri: numbers.setdefault(frozenset(self._attacked_by(claim)), len(numbers)) for claim in self.arguing
        }
        members = {party: {argument[iri] for iri in iris} for party, iris in self.parties.items()}
        attacks = (
            (attacker, number) for parties, number in numbers.items() for p in parties for attacker in members[p]
        )
        return Framework(argument, frozenset(attacks))

    def _sides_with(self, claim: Claim) -> Iterable[_Party]:
        if claim.act in DOUBTING:
            yield from (("challenges", target) for target in dict.fromkeys(claim.challenges))
        for allegation in self.index.asserted(claim):
            yield "asserts", allegation
            if claim.act in ALLEGING:
                yield "blames", allegation
        yield from (("denies", allegation) for allegation in self._rebutted(claim))

    def _attacked_by(self, claim: Claim) -> Iterable[_Party]:
        """The parties that attack a claim and have members."""
        allegations = self.index.asserted(claim)
        attackers = [("challenges", iri) for iri in (claim.iri, *allegations, *self.index.evidence(claim))]
        attackers += [("denies", allegation) for allegation in allegations]
        attackers += [("asserts", allegation) for allegation in self._rebutted(claim)]
        if claim.act in ALLEGING:
            attackers += [("blames", rival) for iri in allegations for rival in self.index.rivals.get(iri, ())]
        return (party for party in attackers if party in self.parties)

    def _rebutted(self, claim: Claim) -> list[str]:
        """The allegations that a claim denies with effect."""
        if not self.rebut or claim.act not in DENYING:
            return []
        allegations = self.index.facts.allegations
        return [
            iri
            for iri in claim.about
            if iri in allegations and self.index.speaks_as(claim.speaker, allegations[iri].accused)
        ]
