"""STIX bundles in: what they say about who did what becomes claims, and all else is counted."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.loaders import stix
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Batch,
    Claim,
    Confidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Skipped,
    Source,
)

from ..support.places import DATA, FIXTURES
from ..support.stix import (
    LABS,
    LIGHTS,
    MOTH,
    SAID,
    attributed,
    batch,
    blamed,
    broken,
    campaign,
    claim,
    document,
    group,
    identity,
    kept,
    labels,
    opinion,
    related,
    skipped,
)

FIXTURE = FIXTURES / "stix" / "harbour.json"
NOTHING_SAID = "no statement about who did something"


@pytest.fixture(scope="module")
def harbour() -> Batch:
    """An invented bundle with all that the loader reads."""
    return batch(Document.of_file(FIXTURE))


# -------------------------------------------------------------------------------------------------- who said what


def test_a_relationship_that_blames_is_a_claim_by_its_creator(harbour: Batch) -> None:
    said = claim(harbour, "Northlight Labs attributes Harbour Lights to Paper Lantern")
    assert (said.act, str(said.stated_on), said.confidence) == ("attribution", "2024-03-05", Confidence(value=70))
    assert labels(harbour, [said.speakers[0], *said.accused]) == ["Northlight Labs", "Paper Lantern"]
    assert labels(harbour, said.about) == ["Allegation that Paper Lantern carried out Harbour Lights"]
    assert said.summary == {"en": "Attributes Harbour Lights to Paper Lantern."}


def test_who_is_behind_a_group_is_about_the_activity_of_the_group(harbour: Batch) -> None:
    said = claim(harbour, "Cyber Bureau of Arden attributes activity of Paper Lantern to Foreign Ministry of Borduria")
    (activity,) = [one for one in kept(harbour, Incident) if one.iri == said.incident]
    assert activity.kind == "activity"
    assert labels(harbour, [str(activity.activity_of)]) == ["Paper Lantern"]


def test_a_country_of_origin_is_only_that(harbour: Batch) -> None:
    said = claim(harbour, "Northlight Labs attributes activity of Paper Lantern to Syldavia (as the origin)")
    (allegation,) = [one for one in kept(harbour, Allegation) if one.iri in said.about]
    assert (allegation.role, allegation.label) == (
        "origin",
        "Allegation that Syldavia is the origin of activity of Paper Lantern",
    )


def test_who_blames_itself_claims_responsibility(harbour: Batch) -> None:
    assert claim(harbour, "Ana Vell claims responsibility for Ferry booking outage").act == "responsibility"


def test_what_was_revoked_was_said_and_withdrawn(harbour: Batch) -> None:
    said = claim(harbour, "Cyber Bureau of Arden attributes Ferry booking outage to Grey Moth")
    withdrawal = claim(harbour, "Cyber Bureau of Arden withdraws an earlier statement about Ferry booking outage")
    assert (withdrawal.withdraws, withdrawal.speakers[0]) == ((said.iri,), said.speakers[0])
    assert (str(said.stated_on), str(withdrawal.stated_on)) == ("2024-03-06", "2024-04-02")


def test_without_a_creator_every_claim_has_an_unnamed_speaker_of_its_own() -> None:
    found = batch(document(MOTH, LIGHTS, *(attributed(key, LIGHTS["id"], MOTH["id"]) for key in "ab")))
    one, other = kept(found, Claim)
    assert one.speakers[0] != other.speakers[0]
    assert {actor.kind for actor in kept(found, Actor) if actor.iri in (one.speakers[0], other.speakers[0])} == {
        "unnamed"
    }


def test_a_creator_that_the_bundle_lacks_is_one_speaker_known_by_its_id() -> None:
    said = [attributed(key, LIGHTS["id"], MOTH["id"], created_by_ref="identity--gone") for key in "ab"]
    one, other = kept(batch(document(MOTH, LIGHTS, *said)), Claim)
    assert one.speakers[0] == other.speakers[0]
    assert one.label == "unnamed (identity--gone) attributes Harbour Lights to Grey Moth (2024-03-05)"


# ----------------------------------------------------------------------------------------------- opinions and notes


def test_the_accused_who_disagrees_denies(harbour: Batch) -> None:
    denial = claim(harbour, "Foreign Ministry of Borduria denies responsibility for activity of Paper Lantern")
    said = claim(harbour, "Cyber Bureau of Arden attributes activity of Paper Lantern")
    assert (denial.act, denial.responds_to, denial.accused) == ("denial", (said.iri,), (denial.speakers[0],))


def test_others_who_disagree_challenge_and_who_agree_endorse(harbour: Batch) -> None:
    doubt = claim(harbour, "Ivo Karr disagrees with what Cyber Bureau of Arden said about activity of Paper Lantern")
    backing = claim(harbour, "Cyber Bureau of Arden agrees with what Northlight Labs said about Harbour Lights")
    assert (doubt.act, backing.act) == ("challenge", "endorsement")
    assert labels(harbour, doubt.challenges) == [
        "Cyber Bureau of Arden attributes activity of Paper Lantern to Foreign Ministry of Borduria (2024-03-20)"
    ]
    assert labels(harbour, backing.endorses) == [
        "Northlight Labs attributes Harbour Lights to Paper Lantern (2024-03-05)"
    ]
    assert backing.confidence == Confidence(value=50)


def test_the_accused_who_agrees_claims_responsibility() -> None:
    clerk = identity("clerk", "Ana Vell")
    said = attributed("1", LIGHTS["id"], clerk["id"], created_by_ref=LABS["id"])
    agrees = opinion("1", "strongly-agree", said["id"], created_by_ref=clerk["id"])
    assert "Ana Vell claims responsibility for Harbour Lights" in blamed(
        batch(document(LABS, clerk, LIGHTS, said, agrees))
    )


def test_a_revoked_opinion_is_withdrawn() -> None:
    doubt = opinion(
        "1", "disagree", SAID["id"], created_by_ref=LABS["id"], revoked=True, modified="2025-01-01T00:00:00Z"
    )
    acts = [one.act for one in kept(batch(document(LABS, MOTH, LIGHTS, SAID, doubt)), Claim)]
    assert acts == ["attribution", "challenge", "withdrawal"]


def test_a_note_on_a_claim_is_a_remark_without_its_text(harbour: Batch) -> None:
    remark = claim(harbour, "Cyber Bureau of Arden remarks on what Northlight Labs said about Harbour Lights")
    assert (remark.act, remark.summary) == (
        "report",
        {"en": "Remarks on what Northlight Labs said about Harbour Lights."},
    )


def test_what_is_no_answer_to_a_claim_is_skipped(harbour: Batch) -> None:
    assert skipped(harbour)["opinion: neutral, neither for nor against"] == 1
    assert skipped(harbour)["opinion: not on a relationship that blames"] == 1


# ---------------------------------------------------------------------------------------------------------- sources


def test_a_claim_is_made_in_its_report_else_in_the_bundle(harbour: Batch) -> None:
    reported = claim(harbour, "Cyber Bureau of Arden attributes activity of Paper Lantern")
    plain = claim(harbour, "Northlight Labs attributes Harbour Lights")
    assert labels(harbour, reported.made_in) == ["Arden under cloud"]
    assert labels(harbour, plain.made_in) == ["harbour.json"]
    (report,) = [source for source in kept(harbour, Source) if source.iri in reported.made_in]
    assert (report.url, str(report.published)) == ("https://bureau.example/reports/7", "2024-03-20")
    assert labels(harbour, [str(report.publisher)]) == ["Cyber Bureau of Arden"]


def test_a_claim_rests_on_what_it_refers_to(harbour: Batch) -> None:
    said = claim(harbour, "Northlight Labs attributes Harbour Lights")
    (reliance,) = [one for one in kept(harbour, Reliance) if one.relying == said.iri]
    assert (reliance.mode, labels(harbour, [str(reliance.on)])) == ("cites", ["Lights over the harbour"])


def test_one_address_is_one_source_whatever_it_is_called() -> None:
    url = "https://labs.example/a"
    named = [group(key, f"G{key}", external_references=[{"source_name": key, "url": url}]) for key in "ba"]
    pages = [[one for one in kept(batch(document(*order)), Source) if one.url] for order in (named, named[::-1])]
    assert [source.label for source in pages[0]] == ["a"]
    assert pages[0] == pages[1]


# -------------------------------------------------------------------------------------------------------- who is who


def test_kinds_of_actors() -> None:
    actors = [
        identity("a", "Ana Vell", identity_class="individual"),
        identity("b", "Cyber Bureau", sectors=["government-national"]),
        identity("c", "Northlight"),
        identity("d", "Norway"),
        identity("e", "Norway", identity_class="individual"),
        identity("f", "Admins", identity_class="class"),
        identity("g", "Somebody", identity_class=None),
        group("h", "Grey Moth"),
        {"type": "threat-actor", "id": "threat-actor--i", "name": "nix", "resource_level": "individual"},
        {"type": "threat-actor", "id": "threat-actor--j", "name": "nox"},
    ]
    kinds = [actor.kind for actor in kept(batch(document(*actors)), Actor)]
    assert kinds == ["person", "agency", "company", "state", "person", "group", "group", "group", "persona", "group"]


def test_aliases_are_kept_with_the_page_that_they_are_from(harbour: Batch) -> None:
    (lantern,) = [actor for actor in kept(harbour, Actor) if actor.label == "Paper Lantern"]
    names = {name.value: (name.kind, labels(harbour, [str(name.source)])) for name in lantern.names}
    assert names == {
        "Paper Lantern": ("preferred", ["harbour.json"]),
        "Lantern Team": ("alias", ["Northlight Labs: How we name groups"]),
    }


def test_a_group_that_was_revoked_by_another_is_said_to_be_the_same(harbour: Batch) -> None:
    (same,) = kept(harbour, Identity)
    assert sorted(labels(harbour, same.actors)) == ["Paper Lantern", "Tin Kite"]
    assert (same.verdict, same.basis) == ("same", "stated")
    assert labels(harbour, [str(same.identified_by)]) == ["Northlight Labs"]


# -------------------------------------------------------------------------------------------------------- incidents


def test_a_campaign_is_an_incident_with_its_days(harbour: Batch) -> None:
    (lights,) = [one for one in kept(harbour, Incident) if one.label == "Harbour Lights"]
    assert (str(lights.occurred_from), str(lights.occurred_to)) == ("2024-01-10", "2024-02-20")


def test_the_first_of_a_month_by_attack_is_the_month() -> None:
    monthly = campaign("a", "A", first_seen="2019-09-01T04:00:00Z", x_mitre_first_seen_citation="(Citation: A)")
    (found,) = kept(batch(document(monthly)), Incident)
    assert str(found.occurred_from) == "2019-09"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2023-01-31T23:00:00.000Z", "2023-02"),
        ("2024-06-30T22:00:00Z", "2024-07"),
        ("2023-12-31T18:30:00Z", "2024-01"),
        ("2024-02-28T23:00:00Z", "2024-02-28"),
        ("2024-06-30T22:13:00Z", "2024-06-30"),
        ("2024-06-30T12:00:00Z", "2024-06-30"),
        ("2024-06-30", "2024-06-30"),
        ("9999-12-31T23:00:00Z", "None"),
    ],
)
def test_midnight_east_of_greenwich_is_in_the_next_month(moment: str, expected: str) -> None:
    monthly = campaign("a", "A", last_seen=moment, x_mitre_last_seen_citation="(Citation: A)")
    (found,) = kept(batch(document(monthly)), Incident)
    assert str(found.occurred_to) == expected


def test_only_attack_writes_months_as_midnights() -> None:
    (found,) = kept(batch(document(campaign("a", "A", last_seen="2024-06-30T22:00:00Z"))), Incident)
    assert str(found.occurred_to) == "2024-06-30"


def test_an_end_before_the_beginning_is_left_out() -> None:
    found = batch(document(campaign("a", "A", first_seen="2020-02-01T00:00:00Z", last_seen="2020-01-01T00:00:00Z")))
    assert [one.occurred_to for one in kept(found, Incident)] == [None]
    assert skipped(found) == {"'last_seen' before 'first_seen'": 1}


# ---------------------------------------------------------------------------------------------------------- victims

MINT = identity("mint", "The Mint")


@pytest.mark.parametrize("kind", ["targets", "impacts"])
def test_whom_a_campaign_targets_is_its_victim(kind: str) -> None:
    found = batch(document(LABS, MINT, LIGHTS, related("1", kind, LIGHTS["id"], MINT["id"])))
    (lights,) = kept(found, Incident)
    assert labels(found, lights.victims) == ["The Mint"]
    assert kept(found, Claim) == []
    assert skipped(found) == {}
    assert broken(found) == []


def test_whom_a_group_targets_somebody_says() -> None:
    """That would be an accusation, and no description of an incident: so it is reported by who created it."""
    said = related("1", "targets", MOTH["id"], MINT["id"], created_by_ref=LABS["id"], confidence=40)
    found = batch(document(LABS, MINT, MOTH, said))
    (report,) = kept(found, Claim)
    (activity,) = kept(found, Incident)
    assert report.label == "Northlight Labs names The Mint as a target of Grey Moth (2024-03-05)"
    assert (report.act, report.incident, report.accused) == ("report", activity.iri, ())
    assert (activity.label, activity.victims) == ("activity of Grey Moth", ())
    assert report.confidence == Confidence(value=40)
    assert broken(found) == []


def test_of_two_versions_the_newest_names_the_victim() -> None:
    early, late = (
        related("1", "targets", LIGHTS["id"], target["id"], modified=f"202{number}-01-01T00:00:00Z")
        for number, target in enumerate((MINT, LABS))
    )
    (lights,) = kept(batch(document(LABS, MINT, LIGHTS, late, early)), Incident)
    assert [victim.rpartition("--")[2] for victim in lights.victims] == ["labs"]


@pytest.mark.parametrize(
    ("source", "target", "more", "reason"),
    [
        (LIGHTS["id"], MINT["id"], {"revoked": True}, "relationship 'targets': revoked"),
        (
            LIGHTS["id"],
            "identity--gone",
            {},
            "relationship 'targets': its source or target is missing, or it says where",
        ),
        (LIGHTS["id"], "location--1", {}, "relationship 'targets': its source or target is missing"),
        ("malware--1", MINT["id"], {}, f"relationship 'targets': {NOTHING_SAID}"),
    ],
)
def test_other_targets_are_skipped(source: str, target: str, more: dict[str, Any], reason: str) -> None:
    found = batch(document(MINT, LIGHTS, related("1", "targets", source, target, **more)))
    assert [one.victims for one in kept(found, Incident)] == [()]
    (said,) = skipped(found)
    assert said.startswith(reason)


# ----------------------------------------------------------------------------------------------------------- origins

NORWAY = {"type": "location", "id": "location--no", "name": "Norway", "country": "NO"}


@pytest.mark.parametrize("type_", ["threat-actor", "intrusion-set"])
@pytest.mark.parametrize("kind", ["located-at", "originates-from"])
def test_where_a_group_is_located_is_where_it_comes_from(type_: str, kind: str) -> None:
    kite = {"type": type_, "id": f"{type_}--kite", "name": "Tin Kite"}
    found = batch(document(LABS, kite, NORWAY, related("1", kind, kite["id"], NORWAY["id"], created_by_ref=LABS["id"])))
    (allegation,) = kept(found, Allegation)
    assert (allegation.role, labels(found, [allegation.accused])) == ("origin", ["Norway"])


def test_where_anybody_else_is_located_says_nothing() -> None:
    found = batch(document(LABS, NORWAY, related("1", "located-at", LABS["id"], NORWAY["id"])))
    assert kept(found, Claim) == []
    assert skipped(found) == {f"relationship 'located-at': {NOTHING_SAID}": 1}


@pytest.mark.parametrize(
    ("place", "is_state"),
    [
        ({"name": "Canada"}, True),
        ({"country": "ca"}, True),
        ({"name": "Toronto", "city": "Toronto", "country": "CA"}, False),
        ({"name": "Eastern Europe", "region": "eastern-europe"}, False),
    ],
)
def test_only_states_are_origins(place: dict[str, str], is_state: bool) -> None:
    where = {"type": "location", "id": "location--1", **place}
    found = batch(document(MOTH, where, related("1", "originates-from", MOTH["id"], where["id"])))
    assert [one.role for one in kept(found, Allegation)] == ["origin"] * is_state


@pytest.mark.parametrize("source", [{}, {"source_ref": ""}])
def test_an_origin_of_nothing_is_skipped(source: dict[str, str]) -> None:
    link = related("1", "originates-from", MOTH["id"], NORWAY["id"])
    del link["source_ref"]
    found = batch(document(MOTH, NORWAY, link | source))
    assert kept(found, Claim) == []
    (reason,) = skipped(found)
    assert reason.startswith("relationship 'originates-from': its source or target is missing")


# --------------------------------------------------------------------------------------------------------- versions


def test_the_newest_version_counts_wherever_it_stands() -> None:
    versions = [{**SAID, "modified": f"2024-0{month}-01T00:00:00Z", "confidence": month} for month in (4, 6, 5)]
    found = batch(document(LABS, MOTH, LIGHTS, *versions))
    (said,) = kept(found, Claim)
    assert said.confidence == Confidence(value=6)
    assert skipped(found) == {"an earlier version of an object": 2}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2024-02-03T10:00:00.1699798601Z", "2024-02-03T10:00:00.1699798699Z"),
        ("2024-02-03T10:00:00.25Z", "2024-02-03T10:00:00.5Z"),
        ("2024-02-03T10:00:00.1234566Z", "2024-02-03T10:00:00.1234567Z"),
    ],
)
def test_versions_may_differ_in_any_digit(older: str, newer: str) -> None:
    versions = [{**SAID, "created": older, "modified": moment, "confidence": 80} for moment in (newer, older)]
    versions[1]["confidence"] = 30
    (said,) = kept(batch(document(LABS, MOTH, LIGHTS, *versions)), Claim)
    assert (said.confidence, str(said.stated_on)) == (Confidence(value=80), "2024-02-03")


@pytest.mark.parametrize("moment", ["2024-02-03 10:00:00", "2024-02-03T23:30:00-05:00", "2024-02-03"])
def test_the_day_is_kept_as_it_is_written(moment: str) -> None:
    (said,) = kept(batch(document(LABS, MOTH, LIGHTS, {**SAID, "created": moment})), Claim)
    assert str(said.stated_on) == "2024-02-03"


def test_files_of_one_data_set_are_read_together() -> None:
    parts = [document(LABS, MOTH, name="1.json"), document(LIGHTS, SAID, name="2.json")]
    (together,) = stix.read(parts, "collection")
    assert blamed(together) == ["Northlight Labs attributes Harbour Lights to Grey Moth (2024-03-05)"]
    assert [blamed(alone) for alone in stix.read(parts)] == [[], []]


# --------------------------------------------------------------------------------------------------- what is skipped


def test_all_else_is_counted_and_never_fatal(harbour: Batch) -> None:
    assert skipped(harbour) == {
        f"malware: {NOTHING_SAID}": 1,
        f"indicator: {NOTHING_SAID}": 1,
        f"x-acme-hunch: {NOTHING_SAID}": 1,
        f"relationship 'uses': {NOTHING_SAID}": 1,
        "relationship 'attributed-to': its source or target is missing, or of a type that it cannot have": 1,
        "opinion: neutral, neither for nor against": 1,
        "opinion: not on a relationship that blames": 1,
        "an earlier version of an object": 1,
    }
    places = [record for record in harbour.records if isinstance(record, Skipped)]
    lines = FIXTURE.read_text("utf-8").splitlines()
    assert all(place.file == str(FIXTURE) and lines[place.line - 1].strip().startswith("{") for place in places)


@pytest.mark.parametrize(
    "junk",
    [None, 7, "x", [], {}, {"type": "identity"}, {"id": "identity--1"}, {"type": "identity", "id": "tool--1"}, [{}]],
)
def test_what_is_no_stix_object_is_skipped(junk: Any) -> None:
    found = batch(document(junk, LABS))
    assert skipped(found) == {"no STIX object: it has no type, or no id of its type": 1}
    assert [actor.label for actor in kept(found, Actor)] == ["Northlight Labs"]


def test_what_is_too_deep_is_skipped_and_the_rest_read() -> None:
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    found = batch(document({**MOTH, "goals": deep}, LABS))
    assert skipped(found) == {"object that is larger or deeper than one may be": 1}
    assert [actor.label for actor in kept(found, Actor)] == ["Northlight Labs"]


def test_control_characters_do_not_get_through() -> None:
    found = batch(document(identity("a", "Evil\x1b[2J\x00 Corp\n"), name="a\x07.json"))
    assert [actor.label for actor in kept(found, Actor)] == ["Evil [2J Corp"]
    assert broken(found) == []


# ------------------------------------------------------------------------------------------------------- laws

_ids = st.sampled_from([one["id"] for one in (LABS, MOTH, LIGHTS, SAID)])
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=5) | _ids,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
_PROPERTIES = """
type id name created modified created_by_ref identity_class sectors aliases resource_level first_seen last_seen
external_references source_ref target_ref relationship_type object_refs opinion authors revoked confidence lang
published extensions country x_mitre_deprecated x_mitre_first_seen_citation
"""
_keys = st.sampled_from(_PROPERTIES.split())
_originals = json.loads(FIXTURE.read_text("utf-8"))["objects"]


@given(st.lists(st.tuples(st.sampled_from(_originals), st.dictionaries(_keys, _values, max_size=3)), max_size=12))
def test_no_bundle_breaks_the_loader_or_a_contract_of_its_records(changes: list[tuple[dict[str, Any], Any]]) -> None:
    found = batch(document(*({**original, **change} for original, change in changes)))
    records = list(found.records)
    by_iri: dict[str, Record] = {}
    for record in found.kept():
        assert by_iri.setdefault(record.iri, record) == record
        to_quads(record, found.dataset.iri)
    claims = [record.iri for record in records if isinstance(record, Claim)]
    assert len(claims) == len(set(claims))
    assert records == list(found.records)


@given(st.permutations([one for one in _originals if one["type"] != "note"]))
def test_the_order_of_objects_does_not_matter(objects: list[dict[str, Any]]) -> None:
    assert set(map(repr, batch(document(*objects)).kept())) == set(
        map(repr, batch(document(*sorted(objects, key=json.dumps))).kept())
    )


def test_no_shape_is_broken(harbour: Batch) -> None:
    assert broken(harbour) == []


# ---------------------------------------------------------------------------------------------- as ATT&CK 19 has them


def test_attack_19_says_who_did_what_and_all_else_is_counted() -> None:
    """An invented bundle in the form of ATT&CK since 18, with detection strategies, analytics and its collection."""
    found = batch(Document.of_file(FIXTURES / "stix" / "attack-19.json"))
    assert blamed(found) == ["The Keepers attributes Copper Rain to Paper Lantern (2026-05-12)"]
    (rain,) = kept(found, Incident)
    assert (str(rain.occurred_from), str(rain.occurred_to)) == ("2025-02", "2025-04")
    (same,) = kept(found, Identity)
    assert sorted(labels(found, same.actors)) == ["Paper Lantern", "Tin Kite"]
    (ferry,) = [name for actor in kept(found, Actor) for name in actor.names if name.value == "Dusk Ferry"]
    assert labels(found, [str(ferry.source)]) == ["Northlight. (2025). The ferry at dusk."]
    assert skipped(found) == {
        f"{what}: {NOTHING_SAID}": 1
        for what in (
            "x-mitre-collection",
            "marking-definition",
            "attack-pattern",
            "relationship 'uses'",
            "relationship 'detects'",
            "x-mitre-analytic",
            "x-mitre-detection-strategy",
            "x-mitre-data-component",
        )
    }
    assert broken(found) == []


# -------------------------------------------------------------------------------------------------------- real data


@pytest.mark.parametrize(
    ("path", "claims", "identities"),
    [("stix/apt1.json", {"attribution": 7}, 0), ("attack/enterprise-groups-campaigns.json", {"attribution": 25}, 6)],
)
def test_bundles_of_others(path: str, claims: dict[str, int], identities: int) -> None:
    if not (DATA / path).exists():
        pytest.skip(f"{path} is not here")
    found = batch(Document.of_file(DATA / path))
    assert Counter(one.act for one in kept(found, Claim)) == claims
    assert len(kept(found, Identity)) == identities
    assert broken(found) == []


@pytest.mark.parametrize("kind", ["attributed-to", "targets"])
def test_nobody_is_blamed_for_itself(kind: str) -> None:
    """That would be a claim about a claim of nobody: told, and so is an answer to it."""
    itself = related("1", kind, MOTH["id"], MOTH["id"], created_by_ref=LABS["id"])
    found = batch(document(LABS, MOTH, itself, opinion("1", "agree", itself["id"], created_by_ref=LABS["id"])))
    assert kept(found, Claim) == []
    assert skipped(found) == {
        f"relationship '{kind}': from an object to itself": 1,
        "opinion: not on a relationship that blames": 1,
    }
