"""What is accepted: extensions against subset enumeration, allegations by example and against single arguments."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.graph.status import semantics
from whoblamed.graph.status.argument import (
    Denials,
    Framework,
    Reason,
    Semantics,
    framework,
    weighed,
)
from whoblamed.graph.status.claims import ClaimIndex
from whoblamed.graph.status.semantics import SearchTooLarge, grounded, upheld
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.records import Claim, Record

from ..support.build import (
    actor,
    allegation,
    attribution,
    challenge,
    claim,
    denial,
    endorsement,
    evidence,
    facts,
    responsibility,
    withdrawal,
)
from ..support.strategies import graphs

Attacks = set[tuple[int, int]]

#: The acts that are no arguments.
SILENT = ("withdrawal", "report", "endorsement")

# ------------------------------------------------------------------------------------------------- abstract frameworks


@st.composite
def frameworks(draw: st.DrawFn, most: int = 8) -> tuple[range, Attacks]:
    size = draw(st.integers(0, most))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    return range(size), draw(st.sets(pairs, max_size=2 * size)) if size else set()


def subsets(arguments: Iterable[int]) -> list[frozenset[int]]:
    members = list(arguments)
    return [frozenset(chosen) for size in range(len(members) + 1) for chosen in combinations(members, size)]


def is_free(chosen: frozenset[int], attacks: Attacks) -> bool:
    return not any(attacker in chosen and victim in chosen for attacker, victim in attacks)


def defended(chosen: frozenset[int], arguments: Iterable[int], attacks: Attacks) -> frozenset[int]:
    beaten = {victim for attacker, victim in attacks if attacker in chosen}
    return frozenset(x for x in arguments if all(attacker in beaten for attacker, victim in attacks if victim == x))


@settings(deadline=None, max_examples=200)
@given(frameworks(10))
def test_the_grounded_extension_is_the_least_complete_one(given_: tuple[range, Attacks]) -> None:
    arguments, attacks = given_
    complete = [s for s in subsets(arguments) if is_free(s, attacks) and s == defended(s, arguments, attacks)]
    assert grounded(arguments, attacks) == frozenset.intersection(*complete)
    assert grounded(arguments, attacks) in complete


@settings(deadline=None, max_examples=400)
@given(frameworks())
def test_what_is_upheld_is_in_all_or_in_some_maximal_admissible_sets(given_: tuple[range, Attacks]) -> None:
    arguments, attacks = given_
    admissible = [s for s in subsets(arguments) if is_free(s, attacks) and s <= defended(s, arguments, attacks)]
    maximal = {s for s in admissible if not any(s < other for other in admissible)}
    assert upheld(arguments, attacks) == (set(frozenset.intersection(*maximal)), set(frozenset.union(*maximal)))


@pytest.mark.parametrize(
    ("attacks", "accepted", "extensions"),
    [
        ([], {1, 2, 3}, [{1, 2, 3}]),
        ([(1, 2), (2, 3)], {1, 3}, [{1, 3}]),
        ([(1, 2), (2, 1), (2, 3)], set(), [{1, 3}, {2}]),
        ([(1, 2), (2, 3), (3, 1)], set(), [set()]),
        ([(1, 1), (1, 2)], {3}, [{3}]),
    ],
)
def test_textbook_frameworks(attacks: list[tuple[int, int]], accepted: set[int], extensions: list[set[int]]) -> None:
    assert grounded([1, 2, 3], attacks) == accepted
    assert upheld([1, 2, 3], attacks) == (set.intersection(*extensions), set.union(*extensions))


def test_hundreds_of_arguments_in_pairs_are_decided_without_listing_all_combinations() -> None:
    pairs = [(2 * n, 2 * n + 1) for n in range(300)]
    attacks = pairs + [(b, a) for a, b in pairs] + [(2 * n, 600 + n) for n in range(300)]
    assert upheld(range(900), attacks) == (set(), set(range(900)))


def test_a_long_chain_of_mutual_attacks_gives_up_with_an_error() -> None:
    attacks = [(n, m) for n, m in product(range(120), repeat=2) if abs(n - m) == 1]
    with pytest.raises(SearchTooLarge):
        upheld(range(120), attacks, limit=500)


def test_a_search_that_takes_long_gives_up_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    attacks = [(n, m) for n, m in product(range(120), repeat=2) if abs(n - m) == 1]
    monkeypatch.setattr(semantics, "SECONDS", 0.1)
    begun = time.monotonic()
    with pytest.raises(SearchTooLarge, match="120 arguments that attack each other leave too many ways"):
        upheld(range(120), attacks, limit=1_000_000_000)
    assert time.monotonic() - begun < 30


def test_many_disputes_have_one_time_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them would end within the time that a single one may take."""
    one = [(n, m) for n, m in product(range(14), repeat=2) if abs(n - m) == 1]
    attacks = [(14 * part + n, 14 * part + m) for part in range(400) for n, m in one]
    monkeypatch.setattr(semantics, "SECONDS", 0.02)
    begun = time.monotonic()
    with pytest.raises(SearchTooLarge, match="14 arguments"):
        upheld(range(14 * 400), attacks)
    assert time.monotonic() - begun < 5


def test_three_hundred_rivals_in_one_incident_are_three_hundred_positions() -> None:
    attacks = [(n, m) for n, m in product(range(300), repeat=2) if n != m]
    assert upheld(range(300), attacks) == (set(), set(range(300)))


def test_a_ring_of_hundreds_has_two_positions_when_even_and_none_when_odd() -> None:
    for size in (400, 401):
        ring = [(n, (n + 1) % size) for n in range(size)]
        assert upheld(range(size), ring) == (set(), set() if size % 2 else set(range(size)))


# --------------------------------------------------------------------------------------------------------- allegations

NK, INSIDERS = "north-korea@intrusion", "insiders@intrusion"
BASE: list[Record] = [
    allegation(NK),
    allegation(INSIDERS, excludes=NK),
    allegation("nobody@intrusion"),
    actor("ministry", speaks_for="north-korea"),
    evidence("malware"),
    attribution("says", "fbi", NK, on="2014-12-19", evidence="malware"),
]
DOUBT = challenge("doubt", "norse", "says")


def verdicts(*records: Record, denials: Denials = "mark") -> tuple[str | None, str | None]:
    found = verdicts_of(facts(*BASE, *records), denials)
    assert "nobody@intrusion" not in found
    return found.get(NK), found.get(INSIDERS)


def verdicts_of(graph: Facts, denials: Denials = "mark", semantics: Semantics = "grounded") -> dict[str, str]:
    return {iri: found.verdict for iri, found in weighed(graph, denials, semantics).items()}


def test_an_allegation_that_nobody_answers_is_accepted() -> None:
    assert verdicts() == ("accepted", None)


@pytest.mark.parametrize("target", ["says", "malware", NK])
def test_a_challenge_to_the_claim_the_evidence_or_the_allegation_defeats_it(target: str) -> None:
    assert verdicts(challenge("doubt", "norse", target)) == ("rejected", None)


def test_a_challenge_that_is_itself_challenged_defeats_nothing() -> None:
    assert verdicts(DOUBT, challenge("answer", "mandiant", "doubt")) == ("accepted", None)


def test_a_challenge_that_was_withdrawn_defeats_nothing() -> None:
    doubt = challenge("doubt", "norse", "says", on="2014-12-27")
    assert verdicts(doubt, withdrawal("back", "norse", "doubt", on="2015")) == ("accepted", None)


def test_an_allegation_is_accepted_by_any_of_its_claims() -> None:
    assert verdicts(DOUBT, attribution("too", "nsa", NK)) == ("accepted", None)


def test_an_endorsement_is_no_argument_of_its_own() -> None:
    """It stands and falls with what it endorses: agreeing with somebody answers no objection."""
    agreed = endorsement("backed", "white-house", "says")
    assert verdicts(DOUBT, agreed) == ("rejected", None)
    rival = attribution("insiders", "norse", INSIDERS)
    assert verdicts(rival, agreed) == ("undecided", "undecided")
    by_the_doubter = endorsement("too", "nsa", "doubt")
    assert verdicts(DOUBT, by_the_doubter, challenge("answer", "mandiant", "doubt")) == ("accepted", None)
    gone = withdrawal("back", "fbi", "says", on="2015")
    assert verdicts(agreed, gone) == (None, None)


def test_the_reasons_say_which_claims_and_by_whom_they_are_attacked() -> None:
    doubted = weighed(facts(*BASE, DOUBT, attribution("too", "nsa", NK), attribution("insiders", "norse", INSIDERS)))
    assert doubted[NK].reasons == (
        Reason(("says",), "rejected", ("doubt",)),
        Reason(("too",), "undecided", ("insiders",)),
    )
    answered = weighed(facts(*BASE, DOUBT, challenge("answer", "mandiant", "doubt")))
    assert answered[NK].reasons == (Reason(("says",), "accepted", ("doubt",)),)
    elsewhere: list[Record] = [allegation("x@outage"), attribution("aside", "kremlin", "x@outage")]
    apart = weighed(facts(*BASE, DOUBT, *elsewhere))[NK].reasons
    assert apart == (Reason(("says",), "rejected", ("doubt",)),), "only who attacks it is named"
    assert weighed(facts(*BASE))[NK].reasons == (Reason(("says",), "accepted", ()),)


def test_rivals_leave_each_other_open_and_a_challenge_decides() -> None:
    rival = attribution("insiders", "norse", INSIDERS)
    assert verdicts(rival) == ("undecided", "undecided")
    assert verdicts(rival, challenge("answer", "fbi", "insiders")) == ("accepted", "rejected")


def test_a_claim_of_responsibility_is_a_rival_too() -> None:
    assert verdicts(responsibility("us", "insiders", INSIDERS)) == ("undecided", "undecided")


def test_a_denial_marks_unless_it_is_to_rebut() -> None:
    for speaker in ("north-korea", "ministry"):
        denied = denial("no", speaker, NK)
        assert verdicts(denied) == ("accepted", None)
        assert verdicts(denied, denials="rebut") == ("undecided", None)
    assert verdicts(denial("no", "a stranger", NK), denials="rebut") == ("accepted", None)


def test_a_denial_that_is_challenged_rebuts_nothing() -> None:
    answered = [denial("no", "north-korea", NK), challenge("answer", "fbi", "no")]
    assert verdicts(*answered, denials="rebut") == ("accepted", None)


def test_withdrawals_and_reports_do_not_argue() -> None:
    silent = facts(*BASE, withdrawal("back", "norse", "says"), claim("figure", "report", "fbi", NK))
    assert set(framework(ClaimIndex(silent)).argument) == {"says"}


def test_each_side_of_a_dispute_can_be_held_and_none_must() -> None:
    dispute = facts(*BASE, attribution("insiders", "norse", INSIDERS), attribution("too", "nsa", NK))
    assert _upheld(framework(ClaimIndex(dispute))) == (set(), {"insiders", "says", "too"})


def test_preferred_semantics_decides_what_every_position_decides() -> None:
    """Two doubters doubt each other and the doubt: whichever of them is right, the doubt does not hold."""
    quarrel = facts(*BASE, DOUBT, challenge("x", "one", "y", "doubt"), challenge("y", "other", "x", "doubt"))
    assert verdicts_of(quarrel)[NK] == "undecided"
    assert verdicts_of(quarrel, semantics="preferred")[NK] == "accepted"
    rivals = facts(*BASE, attribution("insiders", "norse", INSIDERS))
    assert verdicts_of(rivals, semantics="preferred")[NK] == "undecided"
    assert verdicts_of(facts(*BASE, DOUBT), semantics="preferred")[NK] == "rejected"


@settings(deadline=None, max_examples=100)
@given(graphs(most=9), st.sampled_from(("mark", "rebut")))
def test_preferred_semantics_only_decides_what_grounded_leaves_open(graph: Facts, denials: Denials) -> None:
    by_all_positions = verdicts_of(graph, denials, "preferred")
    for iri, verdict in verdicts_of(graph, denials).items():
        assert verdict in ("undecided", by_all_positions[iri])


def _upheld(contest: Framework) -> tuple[set[str], ...]:
    """The claims that every position upholds, and those that some does."""
    found = upheld(contest.arguments, contest.attacks)
    return tuple({iri for iri, number in contest.argument.items() if number in numbers} for numbers in found)


@settings(deadline=None, max_examples=200)
@given(graphs(most=9), st.sampled_from(("mark", "rebut")))
def test_weighing_like_claims_together_equals_weighing_each_alone(graph: Facts, denials: Denials) -> None:
    index = ClaimIndex(graph)
    arguments = [c for c in graph.claims.values() if index.is_live(c) and c.act not in SILENT]
    attacks = {(a.iri, b.iri) for a, b in product(arguments, repeat=2) if _attacks(a, b, index, denials)}
    contest = framework(index, denials)
    assert _upheld(contest) == upheld([c.iri for c in arguments], attacks)
    accepted = grounded([c.iri for c in arguments], attacks)
    defeated = {b for a, b in attacks if a in accepted}
    found = verdicts_of(graph, denials)
    for p in graph.allegations:
        mine = {c.iri for c in index.live_claims(p) if c.act not in SILENT}
        expected = "accepted" if mine & accepted else "rejected" if mine <= defeated else "undecided"
        assert found.get(p) == (expected if mine else None)


@settings(deadline=None, max_examples=200)
@given(graphs(most=9), st.sampled_from(("mark", "rebut")), st.sampled_from(("grounded", "preferred")))
def test_without_endorsements_every_verdict_is_the_same(graph: Facts, denials: Denials, semantics: Semantics) -> None:
    reports = {c.iri: replace(c, act="report") if c.act == "endorsement" else c for c in graph.claims.values()}
    silent = replace(graph, claims=reports)
    assert verdicts_of(silent, denials, semantics) == verdicts_of(graph, denials, semantics)


def _attacks(a: Claim, b: Claim, index: ClaimIndex, denials: Denials) -> bool:
    mine, other = index.asserted(a), index.asserted(b)
    if a.act == "challenge" and set(a.challenges) & {b.iri, *other, *index.evidence(b)}:
        return True
    blaming = ("attribution", "responsibility")
    if a.act in blaming and b.act in blaming and any(q in index.rivals.get(p, ()) for p in mine for q in other):
        return True
    return denials == "rebut" and (_denies(a, other, index) or _denies(b, mine, index))


def _denies(a: Claim, asserted: Iterable[str], index: ClaimIndex) -> bool:
    accused = {p: record.accused for p, record in index.facts.allegations.items()}
    return a.act == "denial" and any(p in a.about and index.speaks_as(a.speakers, accused[p]) for p in asserted)
