"""What of STIX objects cannot be kept as it stands: each is told, and the rest is read."""

from __future__ import annotations

from typing import Any

import pytest
from whoblamed.ontology.records import Actor, Claim, Confidence, Incident, Source

from ..support.stix import (
    LABS,
    LIGHTS,
    MOTH,
    SAID,
    batch,
    broken,
    campaign,
    document,
    group,
    identity,
    kept,
    opinion,
    skipped,
)

WORDS = "'confidence' is no whole number from 0 to 100: kept as words"
NO_DAY = "is no day of the calendar: left out"
UNWRITABLE = "has characters that no text can hold: a blank stands for them"
NO_WEB = "external reference whose address is not on the web, or malformed"


# -------------------------------------------------------------------------------------------------------- confidence


@pytest.mark.parametrize(
    ("given", "expected", "told"),
    [
        (0, Confidence(value=0), None),
        (100, Confidence(value=100), None),
        (85.0, Confidence(value=85), None),
        (None, None, None),
        ("85", Confidence(value=85), "'confidence' is a text: read as the number that it is"),
        (101, Confidence(words="101"), WORDS),
        (-5, Confidence(words="-5"), WORDS),
        (50.5, Confidence(words="50.5"), WORDS),
        ("High", Confidence(words="High"), WORDS),
        ("٣", Confidence(words="٣"), WORDS),
        (True, None, "'confidence' is neither a number nor words: left out"),
        ([], None, "'confidence' is neither a number nor words: left out"),
    ],
)
def test_confidence_is_kept_as_it_is_given(given: Any, expected: Confidence | None, told: str | None) -> None:
    found = batch(document(LABS, MOTH, LIGHTS, {**SAID, "confidence": given}))
    (said,) = kept(found, Claim)
    assert said.confidence == expected
    assert skipped(found) == ({told: 1} if told else {})


def test_the_confidence_of_an_opinion_is_told_as_well() -> None:
    doubt = opinion("1", "disagree", SAID["id"], created="2024-04-01T00:00:00Z", confidence="low")
    assert skipped(batch(document(LABS, MOTH, LIGHTS, SAID, doubt))) == {WORDS: 1}


# ------------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("1970-01-01T00:00:00Z", "'created' is 1970-01-01, which only fills the place of a day"),
        ("5138-11-16T09:46:40.000Z", "'created' is 5138-11-16, which only fills the place of a day"),
        ("yesterday", f"'created' {NO_DAY}"),
        ("99999-01-01T00:00:00Z", f"'created' {NO_DAY}"),
        ("2024-02-30T00:00:00Z", f"'created' {NO_DAY}"),
        (7, f"'created' {NO_DAY}"),
        (None, None),
    ],
)
def test_what_is_no_day_is_told(day: Any, told: str | None) -> None:
    found = batch(document(LABS, MOTH, LIGHTS, {**SAID, "created": day}))
    assert [one.stated_on for one in kept(found, Claim)] == [None]
    assert skipped(found) == ({told: 1} if told else {})


def test_days_of_campaigns_and_reports_are_told() -> None:
    report = {"type": "report", "id": "report--1", "name": "R", "published": "soon"}
    found = batch(document(campaign("a", "A", first_seen="2024-13-01T00:00:00Z"), report))
    assert [one.occurred_from for one in kept(found, Incident)] == [None]
    assert skipped(found) == {f"'first_seen' {NO_DAY}": 1, f"'published' {NO_DAY}": 1}


def test_when_it_was_revoked_is_told() -> None:
    found = batch(document(LABS, MOTH, LIGHTS, {**SAID, "revoked": True, "modified": "later"}))
    assert [one.act for one in kept(found, Claim)] == ["attribution", "withdrawal"]
    assert skipped(found) == {f"'modified' {NO_DAY}": 1}


# ------------------------------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize("name", [True, 1.5, ["A"], {"en": "A"}, None])
def test_a_name_that_is_no_text_is_told(name: Any) -> None:
    found = batch(document(identity("a", name)))
    assert [actor.label for actor in kept(found, Actor)] == ["identity--a"]
    assert skipped(found) == {"'name' is no text: left out": 1}


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\uffff", chr(0xD800), chr(0xDFFF)])
def test_characters_that_no_text_can_hold_are_told(character: str) -> None:
    found = batch(document(group("a", f"Evil{character}Corp", aliases=[f"E{character}C", 7])))
    assert sorted(name.value for actor in kept(found, Actor) for name in actor.names) == ["E C", "Evil Corp"]
    assert skipped(found) == {
        f"'name' {UNWRITABLE}": 1,
        f"one of the 'aliases' {UNWRITABLE}": 1,
        "one of the 'aliases' is no text: left out": 1,
    }
    assert broken(found) == []


def test_long_names_are_shortened_and_told() -> None:
    found = batch(document(group("a", "x" * 301)))
    assert [len(actor.label) for actor in kept(found, Actor)] == [300]
    assert skipped(found) == {"'name' is longer than 300 characters: shortened": 1}


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\ufeff\u2060", "\u3164"])
def test_a_name_of_which_nothing_can_be_seen_is_told(name: str) -> None:
    found = batch(document(group("a", name, aliases=[name, "B"])))
    assert [actor.label for actor in kept(found, Actor)] == ["intrusion-set--a"]
    assert skipped(found) == {"'name' is blank: left out": 1, "one of the 'aliases' is blank: left out": 1}


@pytest.mark.parametrize("description", [5, {"en": "A"}, ["A"], None])
def test_a_description_that_is_no_text_is_told_though_none_is_kept(description: Any) -> None:
    found = batch(document(LABS, MOTH, {**LIGHTS, "description": description}, {**SAID, "description": description}))
    assert skipped(found) == {"'description' is no text: left out": 2}


@pytest.mark.parametrize("language", ["English (UK)", "e", "", 5, ["en"], None])
def test_a_language_that_is_none_is_told(language: Any) -> None:
    report = {"type": "report", "id": "report--1", "name": "R", "lang": language}
    found = batch(document(LABS, MOTH, {**LIGHTS, "lang": language}, SAID, report))
    assert {tag for incident in kept(found, Incident) for tag in incident.name} == {""}
    assert skipped(found) == {"'lang' is no language tag such as en or pt-BR: left out": 2}


def test_lists_that_are_none_are_told() -> None:
    found = batch(document(group("a", "A", aliases="B")))
    assert [name.value for actor in kept(found, Actor) for name in actor.names] == ["A"]
    assert skipped(found) == {"'aliases' is no list: left out": 1}


# -------------------------------------------------------------------------------------------------------- references


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "https://", "https://a b", "javascript:alert(1)", 5, "https://x/\x00"]
)
def test_what_is_no_web_address_is_no_source_and_told(url: Any) -> None:
    named = [{"source_name": "s", "url": url}]
    found = batch(document(LABS, group("moth", "Grey Moth"), LIGHTS, {**SAID, "external_references": named}))
    assert [source.label for source in kept(found, Source)] == ["case.json"]
    assert skipped(found) == {NO_WEB: 1}


def test_what_an_address_is_called_that_is_no_text_is_told() -> None:
    named = [{"source_name": "s", "url": "https://labs.example/", "description": 5}]
    found = batch(document(group("g", "G", external_references=named)))
    assert skipped(found) == {"'description' of an external reference is no text: left out": 1}
    assert "s" in [source.label for source in kept(found, Source)]


def test_references_without_an_address_are_told() -> None:
    found = batch(document(group("g", "G", external_references=[{"source_name": "s"}, 7, "x"])))
    assert skipped(found) == {
        "external reference without a web address": 1,
        "external reference that is no object": 2,
    }


def test_what_does_not_tell_who_speaks_is_told() -> None:
    found = batch(document(MOTH, LIGHTS, {**SAID, "created_by_ref": 7, "revoked": "no"}))
    assert {actor.kind for actor in kept(found, Actor) if actor.label == "unnamed speaker"} == {"unnamed"}
    assert skipped(found) == {
        "'created_by_ref' is no id: it does not tell who speaks": 1,
        "'revoked' is neither true nor false: taken for false": 1,
    }
