"""Assessments: what the status command shows follows from the same definitions as the status."""

from __future__ import annotations

import pytest
import whoblamed
from whoblamed.graph.status.assessment import assess, by_incident, contested_incidents, speakers
from whoblamed.graph.store.facts import Facts


@pytest.fixture(scope="module")
def facts() -> Facts:
    graph = whoblamed.open(":memory:")
    graph.load()
    return graph.facts()


def test_the_reasons_are_there_exactly_for_the_bits_that_are_set(facts: Facts) -> None:
    for each in assess(facts):
        explained = {bit for bit, is_set in each.bits.items() if is_set and bit not in ("ever", "replaced")}
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
