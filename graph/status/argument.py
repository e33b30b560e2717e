"""Which allegations are accepted when the claims about them are weighed against each other as arguments.

The arguments are the live claims that allege, deny or doubt. A Challenge attacks the claim that it challenges; one to
an allegation attacks all live claims that allege it, one to evidence all that cite it. Attributions and claims of
responsibility attack those of rival allegations. An Endorsement is no argument of its own: it stands and falls with
what it endorses, and adds nothing to it. A Denial marks an allegation and attacks nothing, unless denials are to
*rebut*: then the denials of an allegation by the accused (or one that speaks for it) and the claims that allege it
attack each other.

What is accepted has withstood the objections on record; that says nothing about what happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ...ontology.acts import BACKING, DENYING, DOUBTING, STATING, WITHDRAWING
from ...ontology.records import Claim
from ..store.facts import Facts
from .claims import ClaimIndex
from .semantics import grounded, upheld

Denials = Literal["mark", "rebut"]
Semantics = Literal["grounded", "preferred"]
Verdict = Literal["accepted", "rejected", "undecided"]

_SILENT = WITHDRAWING | STATING | BACKING

#: All claims that do the same to one thing: its challenges; or what alleges or denies an allegation.
_Party = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """Who attacks whom. Claims that have the same attackers share every fate, so they form one argument, a number.

    `argument` maps the IRI of each claim that argues to its argument; `attacks` are pairs (attacker, attacked). Of the
    claims of an attacker only those of `parties` do attack that are among the argument's `attacking`.
    """

    argument: dict[str, int]
    attacks: frozenset[tuple[int, int]]
    parties: Mapping[_Party, list[str]]
    attacking: Mapping[int, frozenset[_Party]]

    def against(self, argument: int) -> set[str]:
        """The claims (IRIs) that attack an argument."""
        return {iri for party in self.attacking[argument] for iri in self.parties[party]}

    @property
    def arguments(self) -> range:
        """All arguments."""
        return range(len(set(self.argument.values())))


class Reason(NamedTuple):
    """Why claims that allege the same share a verdict: by these attackers (all IRIs, in order).

    The attackers of what is rejected are accepted, those of what is undecided are undecided, and those of what is
    accepted are all rejected; where it has none, nobody answered it.
    """

    claims: tuple[str, ...]
    verdict: Verdict
    attackers: tuple[str, ...]


class Weighed(NamedTuple):
    """The verdict on an allegation, with a reason for each of the claims that allege it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def weighed(facts: Facts, denials: Denials = "mark", semantics: Semantics = "grounded") -> dict[str, Weighed]:
    """Return how the allegations (by IRI) fare that live claims allege.

    An allegation is accepted when one of these claims is, rejected when all are, and else undecided. A claim is
    accepted and rejected by grounded semantics when it is in the extension, and attacked by it; by preferred semantics,
    when it is in every preferred extension, and in none. `facts` are those visible at some time. Grounded semantics
    takes time linear in claims and attacks between different arguments; preferred semantics raises `SearchTooLarge`
    where it would take too long.
    """
    index = ClaimIndex(facts)
    contest = framework(index, denials)
    if semantics == "grounded":
        accepted = grounded(contest.arguments, contest.attacks)
        rejected = {victim for attacker, victim in contest.attacks if attacker in accepted}
    else:
        accepted, possible = upheld(contest.arguments, contest.attacks)
        rejected = set(contest.arguments) - possible
    outcome = _Outcome(contest, accepted, rejected)
    alleged: dict[str, list[str]] = defaultdict(list)
    for claim, allegation in index.assertions:
        if claim.iri in contest.argument:
            alleged[allegation.iri].append(claim.iri)
    return {allegation: outcome.of(claims) for allegation, claims in alleged.items()}


class _Outcome:
    """What is accepted and what is rejected of the arguments of a framework."""

    def __init__(self, contest: Framework, accepted: Collection[int], rejected: Collection[int]) -> None:
        self.contest = contest
        self.accepted = accepted
        self.rejected = rejected

    def of(self, claims: Iterable[str]) -> Weighed:
        groups: dict[int, list[str]] = defaultdict(list)
        for iri in claims:
            groups[self.contest.argument[iri]].append(iri)
        verdicts = {self._verdict(number) for number in groups}
        verdict: Verdict = "accepted" if "accepted" in verdicts else "rejected"
        if verdict == "rejected" and "undecided" in verdicts:
            verdict = "undecided"
        return Weighed(verdict, tuple(sorted(self._reason(number, group) for number, group in groups.items())))

    def _verdict(self, number: int) -> Verdict:
        return "accepted" if number in self.accepted else "rejected" if number in self.rejected else "undecided"

    def _reason(self, number: int, claims: Iterable[str]) -> Reason:
        verdict = self._verdict(number)
        decisive = {"accepted": "rejected", "rejected": "accepted", "undecided": "undecided"}[verdict]
        argument = self.contest.argument
        attackers = (iri for iri in self.contest.against(number) if self._verdict(argument[iri]) == decisive)
        return Reason(tuple(sorted(claims)), verdict, tuple(sorted(attackers)))


def framework(index: ClaimIndex, denials: Denials = "mark") -> Framework:
    """Return the arguments of all live claims, for `grounded` and `upheld`."""
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
        return Framework(
            argument, frozenset(attacks), self.parties, {number: parties for parties, number in numbers.items()}
        )

    def _sides_with(self, claim: Claim) -> Iterable[_Party]:
        if claim.act in DOUBTING:
            yield from (("challenges", target) for target in dict.fromkeys(claim.challenges))
        yield from (("alleges", allegation) for allegation in self.index.asserted(claim))
        yield from (("denies", allegation) for allegation in self._rebutted(claim))

    def _attacked_by(self, claim: Claim) -> Iterable[_Party]:
        """Return the parties that attack a claim and have members."""
        allegations = self.index.asserted(claim)
        attackers = [("challenges", iri) for iri in (claim.iri, *allegations, *self.index.evidence(claim))]
        attackers += [("denies", allegation) for allegation in allegations]
        attackers += [("alleges", allegation) for allegation in self._rebutted(claim)]
        attackers += [("alleges", rival) for iri in allegations for rival in self.index.rivals.get(iri, ())]
        return (party for party in attackers if party in self.parties)

    def _rebutted(self, claim: Claim) -> list[str]:
        """Return the allegations that a claim denies with effect."""
        if not self.rebut or claim.act not in DENYING:
            return []
        allegations = self.index.facts.allegations
        return [
            iri
            for iri in claim.about
            if iri in allegations and self.index.speaks_as(claim.speakers, allegations[iri].accused)
        ]
