"""Assessments: what the status command shows follows from the same definitions as the status."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import whoblamed
from whoblamed.graph.status.assessment import assess, by_incident, contested_incidents, speakers
from whoblamed.graph.status.status import LABELS
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.records import Claim, Confidence, Record

from ..support import build
from ..support.build import actor, allegation, attribution, denial
from ..support.places import DOCS


@pytest.fixture(scope="module")
def facts() -> Facts:
    graph = whoblamed.open(":memory:")
    graph.load()
    return graph.facts()


def test_the_reasons_are_there_exactly_for_the_bits_that_are_set(facts: Facts) -> None:
    no_reasons = ("ever", "replaced", "claimed_last", "denied_last")
    for each in assess(facts):
        explained = {bit for bit, is_set in each.bits.items() if is_set and bit not in no_reasons}
        assert set(each.reasons) == explained, each.allegation.iri
        for claims in each.reasons.values():
            assert set(claims) <= facts.claims.keys()


def test_the_article_has_the_labels_that_are_expected_of_it(facts: Facts) -> None:
    found = {(each.incident, each.accused): each for each in assess(facts) if "/sony-2014/" in each.allegation.iri}
    assert found["Sony Pictures intrusion", "North Korea"].status.label == "denied"
    lizard = found["PlayStation and Xbox outages", "Lizard Squad"]
    assert lizard.status.label == "self-claimed"
    assert not lizard.is_contested
    assert ("Sony Pictures intrusion", "Lizard Squad") not in found


EXAMPLES = {
    "unasserted": ("China", "Internet outage in North Korea", "sony-intrusion"),
    "superseded": ("Lazarus Group", "Attack on the opening of the Winter Games", "olympic-destroyer"),
    "withdrawn": ("China", "Attack of March 2013 on South Korean banks and broadcasters", "sony-intrusion"),
    "admitted after denial": ("Yu Pingan", "Intrusions at US companies with the Sakula malware", "opm-2015"),
    "denied after claiming": ("Lizard Squad", "Flood of new relays in the Tor network", "lizard-squad"),
    "self-contradictory": (
        "Anonymous",
        "Attack of June 2013 on the website of the South Korean president and others",
        "sony-intrusion",
    ),
    "admitted": ("Kim Dotcom", "End of the attack on the console networks", "lizard-squad"),
    "self-claimed": ("CyberCaliphate", "Attack on the broadcasts and accounts of TV5Monde", "tv5monde-2015"),
    "denied and contested": ("North Korea", "Sony Pictures intrusion", "sony-intrusion"),
    "contested": ("APT28", "Attack on the broadcasts and accounts of TV5Monde", "tv5monde-2015"),
    "denied": ("North Korea", "Sony Pictures intrusion", "sony-2014"),
    "uncontested": ("Chosun Expo", "The WannaCry ransomware outbreak", "wannacry"),
}


def test_each_label_of_the_guide_has_the_example_that_it_says(facts: Facts) -> None:
    rows = re.findall(
        r"^\| *\d* *\| \*\*(.+?)\*\* \|.*\| (.+?) \|$", (DOCS / "status.md").read_text("utf-8"), re.MULTILINE
    )
    assert {label for label, _ in rows} == set(LABELS) == EXAMPLES.keys()
    labelled = {
        (each.status.label, each.accused, each.incident, each.allegation.incident.split("/")[-3])
        for each in assess(facts)
    }
    for label, example in rows:
        assert EXAMPLES[label][0] in example
        assert (label, *EXAMPLES[label]) in labelled


def test_a_recorded_sceptic_makes_the_denied_allegation_contested(facts: Facts) -> None:
    (korea,) = [
        each
        for each in assess(facts)
        if each.allegation.iri.endswith("sony-intrusion/allegation/spe-intrusion--north-korea--carried-out")
    ]
    assert korea.status.label == "denied and contested"
    assert korea.is_contested
    assert any(name.startswith("Norse (2014-12-27") for name in speakers(facts, korea.reasons["challenged"]))


def test_one_row_for_each_contested_incident(facts: Facts) -> None:
    assessments = assess(facts)
    rows = contested_incidents(facts, assessments)
    expected = [iri for iri, group in by_incident(assessments).items() if any(each.is_contested for each in group)]
    # one each, and in the order of the assessments
    assert [row["iri"] for row in rows] == expected
    assert len(set(expected)) == len(expected)
    assert len(rows) >= 12


NK, BUREAU, ENVOY = "north-korea@intrusion", "bureau@intrusion", "envoy@intrusion"
AROUND: list[Record] = [
    actor("north-korea", "state"),
    actor("ministry", speaks_for="north-korea"),
    actor("bureau", part_of="north-korea"),
    actor("envoy", speaks_for="north-korea"),
    *map(allegation, (NK, BUREAU, ENVOY)),
    attribution("says", "fbi", NK, BUREAU, ENVOY, on="2014-12-19"),
]


def words(*denials: Claim) -> dict[str, str]:
    return {each.allegation.iri: each.words for each in assess(build.facts(*AROUND, *denials))}


def test_a_label_says_who_denied_and_how_they_belong_to_the_accused() -> None:
    found = words(denial("no", "north-korea", NK, on="2014-12-20"))
    assert found[NK] == "denied (by north-korea, after the accusation)"
    assert found[BUREAU] == "denied (by north-korea, of which it is part, after the accusation)"
    assert found[ENVOY] == "denied (by north-korea, for which it speaks, after the accusation)"
    spoken = words(denial("no", "ministry", NK, on="2014-12-20"))
    assert spoken[NK] == "denied (by ministry, after the accusation)"
    assert spoken[BUREAU] == "denied (by north-korea, of which it is part, after the accusation)"


def test_who_speaks_for_several_denies_for_whom_it_names() -> None:
    """An ambassador speaks for the army, too, for which the envoy speaks as well; but denies for the state."""
    around: list[Record] = [
        actor("army", part_of="north-korea"),
        actor("ambassador", speaks_for=("army", "north-korea")),
        actor("herald", speaks_for=("army", "north-korea")),
        allegation("herald@intrusion"),
        attribution("says-herald", "fbi", "herald@intrusion", on="2014-12-19"),
        denial("no", "ambassador", NK, on="2014-12-20"),
    ]
    (herald,) = [each for each in assess(build.facts(*AROUND, *around)) if each.allegation.iri == "herald@intrusion"]
    assert herald.words == "denied (by north-korea, for which it speaks, after the accusation)"


def test_who_denies_for_itself_is_named_before_those_that_it_belongs_to() -> None:
    found = words(denial("no", "north-korea", NK), denial("not-us", "bureau", BUREAU))
    assert found[BUREAU] == "denied (by bureau)"


@pytest.mark.parametrize(
    ("on", "when"),
    [
        ("2014-12-18", ", before the accusation"),
        ("2014-12-20", ", after the accusation"),
        ("2014-12", ""),
        (None, ""),
    ],
)
def test_a_denial_came_before_or_after_the_accusation_as_far_as_that_is_certain(on: str | None, when: str) -> None:
    assert words(denial("no", "north-korea", NK, on=on))[NK] == f"denied (by north-korea{when})"


def test_a_denial_that_answers_an_accusation_came_after_it() -> None:
    answer = replace(denial("no", "north-korea", NK, on="2014-12-19"), responds_to=("says",))
    early = denial("never", "north-korea", NK, on="2014-12-01")
    assert words(answer)[NK] == "denied (by north-korea, after the accusation)"
    assert words(answer, early)[NK] == "denied (by north-korea, before and after the accusation)"


def test_in_the_casebook_no_label_is_uncontested_beside_a_denial_without_a_role(facts: Facts) -> None:
    by_accused = {(each.incident, each.accused, each.allegation.role): each for each in assess(facts)}
    bureau = by_accused["Sony Pictures intrusion", "Reconnaissance General Bureau", "ordered"]
    assert bureau.words.startswith("denied (by ")
    assert "North Korea, of which it is part" in bureau.words
    assert (
        by_accused[
            "Theft of personnel and background records from OPM", "Chinese Ministry of State Security", "carried-out"
        ].status.label
        == "denied"
    )


def test_every_allegation_is_listed_where_no_day_is_asked_about(facts: Facts) -> None:
    """Also one that nobody makes and that is named only as what another one excludes."""
    assert {each.allegation.iri for each in assess(facts)} == facts.allegations.keys()


def test_before_anything_was_said_about_an_incident_it_has_no_status(facts: Facts) -> None:
    assert assess(facts, as_of=date(1990, 1, 1)) == []


def test_who_made_a_claim_is_listed_with_how_sure_they_were() -> None:
    sure = replace(attribution("sure", "fbi", NK, on="2014-12-19"), confidence=Confidence(words="very sure", value=85))
    likely = replace(attribution("likely", "fbi", NK, on="2014-12-21"), likelihood=Confidence(value=60))
    made = build.facts(*AROUND, sure, likely, attribution("plain", "fbi", NK, on="2014-12-20"))
    assert list(speakers(made, ["likely", "plain", "sure"])) == [
        "fbi (2014-12-19: very sure; 85 of 100, 2014-12-20, 2014-12-21: 60 of 100)"
    ]
