"""The status of allegations: the rules by example, the laws by property, the index against a naive oracle."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.graph.status.claims import ClaimIndex, endings, taken_back
from whoblamed.graph.status.status import LABELS, Vector, label, live, statuses
from whoblamed.graph.store.clocks import claim_date, visible
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import PartialDate, certainly_before, latest, possibly_before
from whoblamed.ontology.records import Claim, Incident, Record

from ..support.build import (
    actor,
    allegation,
    attribution,
    challenge,
    claim,
    day,
    denial,
    endorsement,
    evidence,
    facts,
    relies,
    responsibility,
    source,
    withdrawal,
)
from ..support.strategies import DAYS, MOMENTS, graphs, histories

NK = "north-korea@intrusion"
INSIDERS = "insiders@intrusion"
LIZARDS = "lizard-squad@outage"

# ---------------------------------------------------------------------------------------------------------- the labels

#: The definition as a table: attributed, self_claimed, denied, challenged, rivalled, ever, replaced, and which of the
#: accused's own words came last, claimed or denied.
TABLE = [
    ("unasserted", ".....0..."),
    ("superseded", "00...11.."),
    ("withdrawn", "00...10.."),
    ("admitted after denial", ".11..1.1."),
    ("denied after claiming", ".11..1.01"),
    ("self-contradictory", ".11..1.00"),
    ("admitted", "110..1..."),
    ("self-claimed", "010..1..."),
    ("denied and contested", "1011.1..."),
    ("denied and contested", "101011..."),
    ("contested", "1001.1..."),
    ("contested", "100011..."),
    ("denied", "101001..."),
    ("uncontested", "100001..."),
]


@pytest.mark.parametrize("bits", list(product((False, True), repeat=9)))
def test_every_vector_has_the_one_label_of_the_table(bits: tuple[bool, ...]) -> None:
    fits = [
        name
        for name, pattern in TABLE
        if all(wanted in (".", "01"[bit]) for wanted, bit in zip(pattern, bits, strict=True))
    ]
    assert fits == [label(Vector(*bits))]


def test_every_label_occurs() -> None:
    assert {label(Vector(*bits)) for bits in product((False, True), repeat=9)} == set(LABELS)


# ------------------------------------------------------------------------------------------------------- the Sony case

ARTICLE: list[Record] = [
    actor("fbi", "agency", part_of="usa"),
    actor("usa", "state"),
    actor("north-korea", "state"),
    actor("ministry", "agency", part_of="north-korea", speaks_for="north-korea"),
    actor("lizard-squad", "persona"),
    actor("norse", "company"),
    allegation(NK),
    allegation(INSIDERS, excludes=NK),
    allegation(LIZARDS),
    attribution("fbi-says", "fbi", NK, on="2014-12-19"),
    denial("not-us", "ministry", NK, on="2014-12-20"),
    responsibility("it-was-us", "lizard-squad", LIZARDS, on="2014-12-25"),
]
DOUBT = challenge("doubt", "norse", "fbi-says", on="2014-12-27")


def labels(*records: Record, as_of: str | None = None) -> dict[str, str]:
    found = statuses(facts(*records), as_of=date.fromisoformat(as_of) if as_of else None)
    return {iri: status.label for iri, status in found.items()}


def test_north_korea_is_denied_on_the_article_alone() -> None:
    assert labels(*ARTICLE) == {NK: "denied", INSIDERS: "unasserted", LIZARDS: "self-claimed"}


def test_and_denied_and_contested_once_a_sceptic_is_recorded() -> None:
    assert labels(*ARTICLE, DOUBT)[NK] == "denied and contested"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-18", "unasserted"),
        ("2014-12-19", "uncontested"),
        ("2014-12-20", "denied"),
        ("2014-12-27", "denied and contested"),
    ],
)
def test_the_status_follows_what_was_public_by_then(day: str, expected: str) -> None:
    assert labels(*ARTICLE, DOUBT, as_of=day)[NK] == expected


def test_lizard_squads_claim_of_the_outage_never_leaks_onto_the_intrusion() -> None:
    intrusion = allegation("lizard-squad@intrusion")
    found = statuses(facts(*ARTICLE, DOUBT, intrusion))
    assert found[LIZARDS].label == "self-claimed"
    assert found[intrusion.iri].vector == Vector()
    assert "it-was-us" not in found[NK].claims


def test_the_claims_behind_a_status_come_in_date_order() -> None:
    assert statuses(facts(*reversed(ARTICLE), DOUBT))[NK].claims == ("fbi-says", "not-us", "doubt")


# -------------------------------------------------------------------------------------------------- element by element

SAYS = attribution("says", "fbi", NK, on="2014-12-19", evidence="malware")


def vector(*records: Record) -> Vector:
    return statuses(facts(*ARTICLE[:9], evidence("malware"), *records))[NK].vector


ASSERTED = Vector(attributed=True, ever=True)


def test_nobody_blamed() -> None:
    assert vector() == Vector()


@pytest.mark.parametrize("speaker", ["north-korea", "ministry"])
def test_the_accused_does_not_attribute_to_itself(speaker: str) -> None:
    assert vector(attribution("odd", speaker, NK)) == Vector(ever=True)


def test_a_part_of_the_accused_may_attribute_and_does_not_deny_for_it() -> None:
    branch = actor("defector", "person", part_of="north-korea")
    assert vector(branch, attribution("from-within", "defector", NK)) == ASSERTED
    assert vector(branch, SAYS, denial("no", "defector", NK)) == ASSERTED


ORDERED = "north-korea@intrusion:ordered"
BUREAU = "bureau@intrusion"


@pytest.mark.parametrize(("role", "covered"), [(None, {NK, ORDERED, BUREAU, "envoy@intrusion"}), ("carried-out", {NK})])
def test_a_denial_without_a_role_covers_every_role_and_all_that_belong_to_the_accused(
    role: str | None, covered: set[str]
) -> None:
    """We had nothing to do with it: that leaves no allegation of the same uncontested."""
    others: list[Record] = [
        allegation(ORDERED.partition(":")[0], role="ordered"),
        allegation(BUREAU),
        allegation("envoy@intrusion"),
    ]
    belong: list[Record] = [actor("bureau", part_of="north-korea"), actor("envoy", speaks_for="ministry")]
    alleged = [attribution("says", "fbi", NK, ORDERED, BUREAU, "envoy@intrusion", INSIDERS, "north-korea@outage")]
    known = [*ARTICLE[:9], *others, *belong, allegation("north-korea@outage"), *alleged]
    denied = facts(*known, denial("no", "ministry", NK, role=role))
    assert {iri for iri, status in statuses(denied).items() if status.vector.denied} == covered
    assert not any(status.vector.denied for status in statuses(facts(*known)).values())


def test_a_denial_of_a_part_covers_that_part_only() -> None:
    bureau: list[Record] = [actor("bureau", part_of="north-korea"), allegation(BUREAU)]
    alleged = attribution("says", "fbi", NK, BUREAU)
    found = statuses(facts(*ARTICLE[:9], *bureau, alleged, denial("no", "north-korea", BUREAU)))
    assert (found[NK].vector.denied, found[BUREAU].vector.denied) == (False, True)


@pytest.mark.parametrize(
    ("claimed", "denied", "expected"),
    [
        ("2014-12-25", "2014-12-20", "admitted after denial"),
        ("2014-12-20", "2014-12-25", "denied after claiming"),
        ("2014-12-20", "2014-12-20", "self-contradictory"),
        ("2014-12-20", "2014-12", "self-contradictory"),
        ("2014-12-20", None, "self-contradictory"),
    ],
)
def test_the_last_word_of_one_that_changes_it_decides(claimed: str, denied: str | None, expected: str) -> None:
    own = responsibility("us", "north-korea", NK, on=claimed)
    assert labels(*ARTICLE[:9], SAYS, own, denial("no", "ministry", NK, on=denied))[NK] == expected
    assert labels(*ARTICLE[:9], own, denial("no", "ministry", NK, on=denied))[NK] == expected


def test_who_claims_denies_and_claims_again_has_admitted_it_after_denial() -> None:
    first = responsibility("us", "north-korea", NK, on="2014-12")
    again = responsibility("yes", "north-korea", NK, on="2015-02")
    assert labels(*ARTICLE[:9], first, denial("no", "ministry", NK, on="2015-01"), again)[NK] == "admitted after denial"


def test_who_speaks_for_one_that_speaks_for_the_accused_speaks_for_it() -> None:
    spokesman = actor("spokesman", "person", speaks_for="ministry")
    assert vector(spokesman, SAYS, denial("no", "spokesman", NK)) == ASSERTED._replace(denied=True)


def test_speaking_for_one_another_in_a_circle_is_no_trouble() -> None:
    circle = [actor("x", speaks_for="y"), actor("y", speaks_for="x")]
    assert vector(*circle, SAYS, denial("no", "x", NK)) == ASSERTED


def test_a_third_party_cannot_deny_or_claim_responsibility_for_the_accused() -> None:
    assert vector(SAYS, denial("no", "norse", NK)) == ASSERTED
    assert vector(responsibility("us", "norse", NK)) == Vector(ever=True)


def test_an_endorsement_asserts_what_it_endorses_through_other_endorsements() -> None:
    by_the_accused = attribution("says", "north-korea", NK)
    backed = endorsement("backed", "usa", "says")
    again = endorsement("again", "norse", "backed")
    assert vector(by_the_accused, backed) == ASSERTED
    assert vector(by_the_accused, replace(backed, speakers=("north-korea",)), again) == ASSERTED


def test_an_endorsement_of_a_denial_or_challenge_attributes_nothing_whatever_it_is_about() -> None:
    denied = denial("no", "north-korea", NK)
    doubted = challenge("doubt", "norse", NK)
    for endorsed in ("no", "doubt"):
        backing = claim("backing", "endorsement", "usa", NK, endorses=endorsed)
        assert not vector(denied, doubted, backing).attributed


def test_an_endorsement_by_the_accused_counts_as_nothing() -> None:
    assert vector(SAYS, withdrawal("back", "fbi", "says", on="2015"), endorsement("yes", "ministry", "says")) == Vector(
        ever=True
    )


def test_endorsements_of_one_another_assert_nothing() -> None:
    assert vector(endorsement("x", "usa", "y"), endorsement("y", "norse", "x")) == Vector()


@pytest.mark.parametrize("target", [NK, "says", "malware", "backed"])
def test_a_challenge_may_aim_at_the_allegation_a_claim_an_endorsement_or_the_evidence(target: str) -> None:
    backed = endorsement("backed", "usa", "says")
    assert vector(SAYS, backed, challenge("doubt", "norse", target)) == ASSERTED._replace(challenged=True)


def test_evidence_that_a_claim_relies_on_is_cited_by_it() -> None:
    relying = replace(SAYS, evidence=())
    assert vector(relying, relies("says", "malware"), challenge("doubt", "norse", "malware")).challenged


@pytest.mark.parametrize("speaker", ["north-korea", "ministry", "fbi", "usa"])
def test_neither_the_accused_nor_an_attributor_challenges(speaker: str) -> None:
    assert vector(SAYS, endorsement("backed", "usa", "says"), challenge("doubt", speaker, NK)) == ASSERTED


def test_whoever_took_its_attribution_back_may_challenge() -> None:
    other = attribution("other", "norse", NK, on="2014-12-19")
    turned = [withdrawal("back", "norse", "other", on="2014-12-20"), challenge("doubt", "norse", NK)]
    assert vector(SAYS, other, *turned).challenged


def test_a_challenge_that_was_withdrawn_does_not_count() -> None:
    doubt = challenge("doubt", "norse", NK, on="2014-12-27")
    assert vector(SAYS, doubt, withdrawal("back", "norse", "doubt", on="2015")) == ASSERTED


def test_a_challenge_to_a_claim_that_was_withdrawn_or_to_a_denial_does_not_count() -> None:
    standing = attribution("other", "usa", NK)
    back = withdrawal("back", "fbi", "says", on="2015")
    assert vector(SAYS, standing, back, challenge("doubt", "norse", "says")) == ASSERTED
    denied = ASSERTED._replace(denied=True)
    assert vector(SAYS, denial("no", "north-korea", NK), challenge("doubt", "norse", "no")) == denied


def test_a_rival_counts_in_both_directions_while_someone_blames_it() -> None:
    rival = attribution("insiders", "norse", INSIDERS, on="2014-12-29")
    graph = facts(*ARTICLE[:9], SAYS, rival)
    assert [statuses(graph)[iri].label for iri in (NK, INSIDERS)] == ["contested", "contested"]
    assert vector(SAYS, rival, withdrawal("back", "norse", "insiders", on="2015-02")) == ASSERTED


def test_an_endorsement_alone_makes_no_rival() -> None:
    rival = attribution("insiders", "norse", INSIDERS, on="2014-12-29")
    left = [rival, endorsement("backed", "usa", "insiders"), withdrawal("back", "norse", "insiders", on="2015")]
    assert not vector(SAYS, *left).rivalled


# --------------------------------------------------------------------------------------------------------- withdrawals


@pytest.mark.parametrize(
    ("speaker", "on", "ends"),
    [
        ("fbi", "2014-12-20", True),
        ("usa", "2014-12-20", True),
        ("norse", "2014-12-20", False),
        ("fbi", "2014-12-19", False),
        ("fbi", "2014-12-18", False),
    ],
)
def test_a_withdrawal_takes_effect_later_and_by_the_speaker_or_a_principal(speaker: str, on: str, ends: bool) -> None:
    graph = facts(*ARTICLE[:9], SAYS, withdrawal("back", speaker, "says", on=on))
    assert ("says" not in live(graph)) is ends


def test_a_withdrawal_can_be_withdrawn() -> None:
    back = withdrawal("back", "fbi", "says", on="2014-12-21")
    anew = withdrawal("anew", "fbi", "back", on="2014-12-22")
    assert vector(SAYS, back) == Vector(ever=True)
    assert vector(SAYS, back, anew) == ASSERTED


def test_a_withdrawal_that_was_withdrawn_replaces_nothing() -> None:
    back = withdrawal("back", "fbi", "says", on="2015-01", replaced_by="better")
    anew = withdrawal("anew", "fbi", "back", on="2015-02")
    status = statuses(facts(*ARTICLE[:9], SAYS, back, anew))[NK]
    assert status.vector == ASSERTED
    assert status.claims == ("says", "back", "anew")


def test_a_withdrawn_denial_no_longer_counts() -> None:
    back = withdrawal("back", "north-korea", "no", on="2015")
    assert vector(SAYS, denial("no", "ministry", NK, on="2014-12-20"), back) == ASSERTED


def test_the_last_ending_decides_between_withdrawn_and_superseded() -> None:
    other = attribution("other", "norse", NK, on="2014-12-19")
    back = withdrawal("back", "fbi", "says", on="2015-01", replaced_by="better")
    later = withdrawal("later", "norse", "other", on="2015-02")
    assert labels(*ARTICLE[:9], SAYS, back)[NK] == "superseded"
    assert labels(*ARTICLE[:9], SAYS, other, back, later)[NK] == "withdrawn"
    assert labels(*ARTICLE[:9], SAYS, other, back, replace(later, stated_on=back.stated_on))[NK] == "superseded"
    assert labels(*ARTICLE[:9], SAYS, other, replace(back, stated_on=day("2015")), later)[NK] == "superseded"


# ----------------------------------------------------------------------------------------------- imprecise and unknown


def test_a_year_may_be_before_or_after_so_certain_and_possible_differ() -> None:
    back = withdrawal("back", "fbi", "says", on="2014")
    status = statuses(facts(*ARTICLE[:9], SAYS, back))[NK]
    assert (status.label, status.possible_label) == ("uncontested", "withdrawn")


def test_a_denial_of_that_year_is_possible_in_its_midst_and_certain_at_its_end() -> None:
    graph = facts(*ARTICLE[:9], SAYS, denial("no", "north-korea", NK, on="2014"))
    found = {day: statuses(graph, as_of=date.fromisoformat(day))[NK] for day in ("2014-12-30", "2014-12-31")}
    assert [(status.label, status.possible_label) for status in found.values()] == [
        ("uncontested", "denied"),
        ("denied", "denied"),
    ]


@pytest.mark.parametrize(
    ("day", "possible"), [("1990-01-01", "unasserted"), ("2014-11-30", "unasserted"), ("2014-12-01", "uncontested")]
)
def test_a_claim_without_a_date_is_not_older_than_its_incident(day: str, possible: str) -> None:
    incident = Incident(iri="intrusion", label="Intrusion", occurred_from=PartialDate.parse("2014-12"))
    undated = attribution("says", "fbi", NK)
    for said in (undated, replace(undated, incident="intrusion"), challenge("doubt", "norse", "says")):
        assert statuses(facts(*ARTICLE[:9], incident, said), as_of=date(1990, 1, 1))[NK].label == "unasserted"
    status = statuses(facts(*ARTICLE[:9], incident, undated), as_of=date.fromisoformat(day))[NK]
    assert (status.label, status.possible_label) == ("unasserted", possible)


def test_withdrawals_without_dates_may_end_each_other_and_then_neither_is_live() -> None:
    graph = facts(SAYS, withdrawal("x", "fbi", "y"), withdrawal("y", "fbi", "x"))
    assert live(graph) == {"says", "x", "y"}
    assert live(graph, possibly=True) == {"says"}


def test_a_claim_is_dated_by_its_source() -> None:
    undated = replace(SAYS, stated_on=None, made_in=("article",))
    graph = facts(*ARTICLE[:9], undated, source("article", on="2014-12-27"))
    found = [statuses(graph, as_of=date(2014, 12, day))[NK].label for day in (26, 27)]
    assert found == ["unasserted", "uncontested"]


def test_the_second_clock_tells_what_was_recorded_then() -> None:
    graph = facts(*ARTICLE[:9], replace(SAYS, recorded_on=datetime(2020, 1, 2, tzinfo=UTC)))
    found = [statuses(graph, recorded_as_of=datetime(2020, 1, day, tzinfo=UTC))[NK].label for day in (1, 2)]
    assert found == ["unasserted", "uncontested"]


def test_claims_about_what_is_not_described_are_passed_over() -> None:
    assert statuses(facts(SAYS, withdrawal("back", "fbi", "nowhere"), endorsement("x", "usa", "nothing"))) == {}


# ---------------------------------------------------------------------------------------------------------------- laws

quick = settings(deadline=None, max_examples=150)


@quick
@given(graphs(), st.sampled_from(DAYS))
def test_the_label_follows_from_the_vector(graph: Facts, day: date | None) -> None:
    for status in statuses(graph, day).values():
        assert (status.label, status.possible_label) == (label(status.vector), label(status.possible_vector))


@quick
@given(graphs(), st.randoms())
def test_order_and_names_of_claims_change_nothing(graph: Facts, random: Any) -> None:
    old = list(graph.claims)
    new = dict(zip(old, random.sample(old, len(old)), strict=True))
    claims = random.sample([_renamed(one, new) for one in graph.claims.values()], len(old))
    reliances = {
        r.iri: replace(r, relying=new.get(r.relying, r.relying), on=r.on and new.get(r.on, r.on))
        for r in graph.reliances.values()
    }
    other = statuses(replace(graph, claims={one.iri: one for one in claims}, reliances=reliances))
    for iri, status in statuses(graph).items():
        assert (status.vector, status.possible_vector) == (other[iri].vector, other[iri].possible_vector)
        assert Counter(new[one] for one in status.claims) == Counter(other[iri].claims)


def _renamed(one: Claim, new: dict[str, str]) -> Claim:
    def names(iris: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new.get(iri, iri) for iri in iris)

    return replace(
        one,
        iri=new[one.iri],
        challenges=names(one.challenges),
        endorses=names(one.endorses),
        withdraws=names(one.withdraws),
    )


@settings(deadline=None, max_examples=60)
@given(histories())
def test_replaying_claim_by_claim_equals_recomputing_at_every_time(graph: Facts) -> None:
    """What was known at T is what one gets from the records made by T alone, without any later one."""
    for moment in MOMENTS:
        replayed: dict[str, Claim] = {}
        made = [(one.recorded_on, one.iri, one) for one in graph.claims.values() if one.recorded_on]
        for recorded, _, version in sorted(made, key=lambda entry: entry[:2]):
            if recorded > moment:
                break
            iri = version.version_of or version.iri
            if version.closed_on is not None and version.closed_on <= moment:
                replayed.pop(iri, None)
            else:
                replayed[iri] = replace(version, iri=iri, version_of=None, closed_on=None)
        for as_of in DAYS:
            assert statuses(graph, as_of, moment) == statuses(replace(graph, claims=replayed), as_of)


@quick
@given(graphs(most=6), st.sampled_from(DAYS))
def test_a_day_shows_what_the_claims_of_that_day_alone_would(graph: Facts, day: date | None) -> None:
    certain = statuses(visible(graph, as_of=day))
    possible = statuses(visible(graph, as_of=day, possibly=True))
    for iri, status in statuses(graph, day).items():
        assert (status.vector, status.claims) == (certain[iri].vector, certain[iri].claims)
        assert status.possible_vector == possible[iri].possible_vector


@quick
@given(graphs(), st.sampled_from(DAYS))
def test_what_is_certain_is_contained_in_what_is_possible(graph: Facts, day: date | None) -> None:
    """Claims that are certainly public are possibly public; and where nothing is taken back, what they say stays."""
    certain, possible = visible(graph, as_of=day), visible(graph, as_of=day, possibly=True)
    assert certain.claims.items() <= possible.claims.items()
    kept = {c.iri: c for c in graph.claims.values() if c.act != "withdrawal"}
    for status in statuses(replace(graph, claims=kept), day).values():
        sure, perhaps = status.vector, status.possible_vector
        for bit in ("attributed", "self_claimed", "denied", "rivalled", "ever"):
            assert getattr(sure, bit) <= getattr(perhaps, bit), bit


@quick
@given(graphs(), st.sampled_from(DAYS))
def test_a_denial_without_a_role_leaves_no_uncontested_beside_it(graph: Facts, day: date | None) -> None:
    """ "We had nothing to do with it" answers whatever is said of the accused, of its parts and of its voices there."""
    seen = visible(graph, as_of=day)
    alive, found = live(seen), statuses(graph, day)
    for no in (seen.claims[iri] for iri in alive if seen.claims[iri].act == "denial"):
        for denied in (graph.allegations[iri] for iri in no.about if no.role is None):
            if any(denied.accused in _above(speaker, graph, "speaks_for") for speaker in no.speakers):
                beside = (other for other in graph.allegations.values() if other.incident == denied.incident)
                covered = [other for other in beside if denied.accused in _above(other.accused, graph, "both")]
                assert "uncontested" not in {found[other.iri].label for other in covered}


@quick
@given(graphs(acts=("attribution", "withdrawal")), st.booleans())
def test_live_claims_are_the_grounded_extension_found_by_trying_all_subsets(graph: Facts, possibly: bool) -> None:
    ends = _ends(graph, possibly)
    assert endings(graph, possibly).keys() == ends.keys()
    assert all(set(endings(graph, possibly)[iri]) == set().union(*words.values()) for iri, words in ends.items())

    def falls(iri: str, chosen: set[str]) -> bool:
        """Each speaker of what it is took it back by something chosen."""
        return iri in ends and all(words & chosen for words in ends[iri].values())

    def defended(iri: str, chosen: set[str]) -> bool:
        """Some speaker's withdrawals all fall, or it has none."""
        return iri not in ends or any(all(falls(w, chosen) for w in words) for words in ends[iri].values())

    subsets = (set(chosen) for size in range(len(graph.claims) + 1) for chosen in combinations(graph.claims, size))
    complete = [chosen for chosen in subsets if chosen == {iri for iri in graph.claims if defended(iri, chosen)}]
    conflict_free = [chosen for chosen in complete if not any(falls(iri, chosen) for iri in chosen)]
    assert live(graph, possibly) == set.intersection(*conflict_free)
    assert possibly or len(conflict_free) == 1, "certain order has no cycles"


@quick
@given(graphs(acts=("attribution", "withdrawal")))
def test_who_stands_by_a_claim_no_more_is_who_took_it_back_with_effect(graph: Facts) -> None:
    alive, gone = live(graph), taken_back(graph)
    for made in graph.claims.values():
        ends = [w for w in graph.claims.values() if made.iri in w.withdraws and _may_end(w, made, graph, False)]
        said = {by for by in made.speakers if any(_takes_back(w, by, graph) for w in ends if w.iri in alive)}
        assert gone.get(made.iri, set()) == (said if made.iri in alive else set(made.speakers))
        assert (gone.get(made.iri, set()) == set(made.speakers)) == (made.iri not in alive)


def _ends(graph: Facts, possibly: bool) -> dict[str, dict[str, set[str]]]:
    """What may end a claim, by claim and speaker; nothing of those that some speaker never took back."""
    found = {}
    for made in graph.claims.values():
        later = [w for w in graph.claims.values() if made.iri in w.withdraws and _may_end(w, made, graph, possibly)]
        words = {by: {w.iri for w in later if _takes_back(w, by, graph)} for by in made.speakers}
        if all(words.values()):
            found[made.iri] = words
    return found


def _may_end(withdrawal: Claim, claim: Claim, graph: Facts, possibly: bool) -> bool:
    before = possibly_before if possibly else certainly_before
    later = before(claim_date(claim, graph), claim_date(withdrawal, graph))
    return later and any(_takes_back(withdrawal, speaker, graph) for speaker in claim.speakers)


def _takes_back(withdrawal: Claim, speaker: str, graph: Facts) -> bool:
    return not _above(speaker, graph, "both").isdisjoint(withdrawal.speakers)


def _above(actor: str, graph: Facts, relation: str) -> set[str]:
    """Everyone above an actor, by growing a set until it no longer grows."""
    found = {actor}
    while True:
        records = [graph.actors[iri] for iri in found]
        grown = found.union(*(r.speaks_for + (r.part_of if relation == "both" else ()) for r in records))
        if grown == found:
            return found
        found = grown


@quick
@given(graphs(most=9), st.sampled_from(DAYS), st.booleans())
def test_the_vector_is_what_its_definition_says_read_naively(graph: Facts, day: date | None, possibly: bool) -> None:
    seen = visible(graph, as_of=day, possibly=possibly)
    found = statuses(graph, day)
    for iri, status in found.items():
        assert (status.possible_vector if possibly else status.vector) == _naive(seen, iri, possibly)


def _naive(graph: Facts, p: str, possibly: bool) -> Vector:
    claims = graph.claims.values()
    alive = live(graph, possibly)
    accused = graph.allegations[p].accused
    blaming = ("attribution", "responsibility")
    voicing = ("attribution", "endorsement")

    def asserts(one: Claim, seen: frozenset[str] = frozenset()) -> bool:
        if one.act in blaming:
            return p in one.about
        if one.act != "endorsement" or one.iri in seen:
            return False
        return any(asserts(graph.claims[e], seen | {one.iri}) for e in one.endorses if e in graph.claims)

    def its_own(one: Claim) -> bool:
        return any(is_its_own(speaker) for speaker in one.speakers)

    def is_its_own(speaker: str) -> bool:
        return accused in _above(speaker, graph, "speaks for")

    def others(one: Claim) -> set[str]:
        return {speaker for speaker in one.speakers if not is_its_own(speaker)}

    def covers(one: Claim) -> bool:
        whole = _above(accused, graph, "both")
        denied = [graph.allegations[q] for q in one.about]
        same = [q for q in denied if q.incident == graph.allegations[p].incident and q.accused in whole]
        return p in one.about or (one.role is None and bool(same))

    def may_deny(one: Claim) -> bool:
        whole = _above(accused, graph, "both")
        return any(not _above(speaker, graph, "speaks for").isdisjoint(whole) for speaker in one.speakers)

    def after_all(some: list[Claim], others: list[Claim]) -> bool:
        dates = [claim_date(c, graph) for c in others]
        return bool(others) and any(all(certainly_before(d, claim_date(c, graph)) for d in dates) for c in some)

    def excludes(q: str) -> bool:
        return q != p and (p in graph.allegations[q].excludes or q in graph.allegations[p].excludes)

    def ends_one(w: Claim) -> bool:
        return any(w.iri in words for a in mine for words in ended.get(a.iri, {}).values())

    mine = [c for c in claims if asserts(c)]
    ended = _ends(graph, possibly)
    said = [c for c in claims if c.iri in alive]
    standing = [c for c in mine if c in said]
    relied = {r.on for r in graph.reliances.values() for c in standing if r.relying == c.iri and r.on in graph.evidence}
    targets = {p, *relied, *(e for c in standing for e in c.evidence), *(c.iri for c in standing)}
    attributors = {speaker for c in standing if c.act in voicing for speaker in c.speakers}
    doubts = [c for c in said if c.act == "challenge" and others(c) - attributors]
    ends = [(w, claim_date(w, graph)) for w in said if ends_one(w)]
    last = [w for w, on in ends if not any(certainly_before(on, other) for _, other in ends)]
    own = [c for c in standing if c.act == "responsibility" and its_own(c)]
    denials = [c for c in said if c.act == "denial" and covers(c) and may_deny(c)]
    return Vector(
        attributed=any(c.act in voicing and others(c) for c in standing),
        self_claimed=bool(own),
        denied=bool(denials),
        challenged=any(target in targets for c in doubts for target in c.challenges),
        rivalled=any(c.act in blaming and any(map(excludes, c.about)) for c in said),
        ever=any(c.act in blaming and p in c.about for c in claims),
        replaced=any(w.replaced_by for w in last),
        claimed_last=after_all(own, denials),
        denied_last=after_all(denials, own),
    )


@quick
@given(graphs())
def test_the_claims_of_a_status_are_all_that_its_vector_depends_on(graph: Facts) -> None:
    """Without the other claims, but for those about rivals, the vector is the same."""
    found = statuses(graph)
    rivals = ClaimIndex(graph).rivals
    for iri, status in found.items():
        near = [iri, *rivals.get(iri, ())]
        kept = {claim for other in near for claim in found[other].claims}
        part = replace(graph, claims={claim: graph.claims[claim] for claim in sorted(kept)})
        assert statuses(part)[iri].vector == status.vector
        dates = [claim_date(graph.claims[claim], graph) for claim in status.claims]
        assert not any(certainly_before(b, a) for a, b in combinations(dates, 2))
        assert dates == sorted(dates, key=latest)
