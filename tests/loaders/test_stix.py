"""STIX bundles in: what they say about who did what becomes claims, and all else is counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
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

from ..support.checking import violations
from ..support.places import DATA, FIXTURES

FIXTURE = FIXTURES / "stix" / "harbour.json"
NOTHING_SAID = "no statement about who did something"

Kind = TypeVar("Kind")


def document(*objects: Any, name: str = "case.json", **bundle: Any) -> Document:
    """A bundle of some objects."""
    content = {"type": "bundle", "id": "bundle--1", **bundle, "objects": objects}
    return Document.of_bytes(json.dumps(content).encode(), name)


def batch(*documents: Document, dataset: str | None = None) -> Batch:
    (found,) = stix.read(documents, dataset)
    return found


def kept(found: Batch, kind: type[Kind]) -> list[Kind]:
    """The records of one kind, each once."""
    records = {record.iri: record for record in found.kept()}
    return [record for record in records.values() if isinstance(record, kind)]


def skipped(found: Batch) -> Counter[str]:
    return Counter(record.reason for record in found.records if isinstance(record, Skipped))


def claim(found: Batch, label: str) -> Claim:
    (one,) = [one for one in kept(found, Claim) if one.label.startswith(label)]
    return one


def labels(found: Batch, iris: Iterable[str]) -> list[str]:
    known: dict[str, Record] = {record.iri: record for record in found.kept()}
    return [known[iri].label for iri in iris]


def blamed(found: Batch) -> list[str]:
    """All claims by their labels."""
    return sorted(one.label for one in kept(found, Claim))


def broken(found: Batch) -> list[tuple[str, str]]:
    """The shapes that the records of a batch break, without what merely could be better."""
    records = {record.iri: record for record in found.kept()}
    quads = [quad for record in (found.dataset, *records.values()) for quad in to_quads(record, found.dataset.iri)]
    return [(one.shape, one.focus) for one in violations(quads) if one.severity == "violation"]


def identity(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "identity", "id": f"identity--{key}", "name": name, "identity_class": "organization", **more}


def campaign(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "campaign", "id": f"campaign--{key}", "name": name, **more}


def group(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "intrusion-set", "id": f"intrusion-set--{key}", "name": name, **more}


def attributed(key: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    ends = {"relationship_type": "attributed-to", "source_ref": source, "target_ref": target}
    return {"type": "relationship", "id": f"relationship--{key}", "created": "2024-03-05T10:00:00Z", **ends, **more}


def opinion(key: str, view: str, *refs: str, **more: Any) -> dict[str, Any]:
    return {"type": "opinion", "id": f"opinion--{key}", "opinion": view, "object_refs": list(refs), **more}


LABS, MOTH, LIGHTS = (
    identity("labs", "Northlight Labs"),
    group("moth", "Grey Moth"),
    campaign("lights", "Harbour Lights"),
)
SAID = attributed("1", LIGHTS["id"], MOTH["id"], created_by_ref=LABS["id"])


@pytest.fixture(scope="module")
def harbour() -> Batch:
    """An invented bundle with all that the loader reads."""
    return batch(Document.of_file(FIXTURE))


# -------------------------------------------------------------------------------------------------- what is a bundle


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "bundle", "id": "bundle--1", "objects": []}',
        '\ufeff  {"objects": [], "type" : "bundle"}',
        '{"id": "bundle--1", "objects": [{"id": "x"}], "spec_version": "2.0", "type": "bundle"}',
        '{"more": false, "objects": [{"type": "identity", "spec_version": "2.1"}]}',
    ],
)
def test_a_bundle_is_recognised_whatever_the_order_of_its_keys(text: str) -> None:
    assert stix.recognises(Document.of_bytes(text.encode(), "x.json"))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"type": "galaxy", "values": []}', '{"type": "bundle"}', '["type": "bundle", "objects": []]']
)
def test_other_things_are_no_bundles(text: str) -> None:
    assert not stix.recognises(Document.of_bytes(text.encode(), "x.json"))


def test_the_data_set_is_called_after_the_file() -> None:
    names = [stix.read([document(LABS, name=name)])[0].dataset.name for name in ("a/Apt 1.stix.json", "<stdin>", "é")]
    assert names[:2] == ["stix-apt-1", "stix-stdin"]
    assert names[2].startswith("stix-")
    assert stix.read([document(LABS)], "mine")[0].dataset.name == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "bundle",\n"objects": [{"a": 1},\n{"a" 2}]}', "case.json:3:1: this is not JSON"),
        ('{"type": "bundle", "objects": [{"a": 1}', "case.json:1:1: the file ends too early"),
        (
            '{"type": "bundle", "objects": [' + "9" * 101 + "]}",
            "case.json:1:1: a number of more than 100 digits",
        ),
        ("[]", "case.json:1:1: a STIX bundle is a JSON object"),
    ],
)
def test_what_cannot_be_read_at_all_says_where(text: str, message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        stix.read([Document.of_bytes(text.encode(), "case.json")])


# -------------------------------------------------------------------------------------------------- who said what


def test_a_relationship_that_blames_is_a_claim_by_its_creator(harbour: Batch) -> None:
    said = claim(harbour, "Northlight Labs attributes Harbour Lights to Paper Lantern")
    assert (said.act, str(said.stated_on), said.confidence) == ("attribution", "2024-03-05", Confidence(value=70))
    assert labels(harbour, [said.speaker, *said.accused]) == ["Northlight Labs", "Paper Lantern"]
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
    withdrawal = claim(harbour, "Cyber Bureau of Arden withdraws what it said about Ferry booking outage")
    assert (withdrawal.withdraws, withdrawal.speaker) == ((said.iri,), said.speaker)
    assert (str(said.stated_on), str(withdrawal.stated_on)) == ("2024-03-06", "2024-04-02")


def test_without_a_creator_every_claim_has_an_unnamed_speaker_of_its_own() -> None:
    found = batch(document(MOTH, LIGHTS, *(attributed(key, LIGHTS["id"], MOTH["id"]) for key in "ab")))
    one, other = kept(found, Claim)
    assert one.speaker != other.speaker
    assert {actor.kind for actor in kept(found, Actor) if actor.iri in (one.speaker, other.speaker)} == {"unnamed"}


def test_a_creator_that_the_bundle_lacks_is_one_speaker_known_by_its_id() -> None:
    said = [attributed(key, LIGHTS["id"], MOTH["id"], created_by_ref="identity--gone") for key in "ab"]
    one, other = kept(batch(document(MOTH, LIGHTS, *said)), Claim)
    assert one.speaker == other.speaker
    assert one.label == "unnamed (identity--gone) attributes Harbour Lights to Grey Moth (2024-03-05)"


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (0, Confidence(value=0)),
        (100, Confidence(value=100)),
        (101, Confidence(words="101")),
        (85.5, Confidence(words="85.5")),
        ("High", Confidence(words="High")),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_confidence_is_a_number_only_as_it_is_given(given_: Any, expected: Confidence | None) -> None:
    (said,) = kept(batch(document(LABS, MOTH, LIGHTS, {**SAID, "confidence": given_})), Claim)
    assert said.confidence == expected


@pytest.mark.parametrize(
    "day", ["1970-01-01T00:00:00Z", "5138-11-16T09:46:40.000Z", "yesterday", "2024-02-30T00:00:00Z", 7]
)
def test_a_placeholder_is_no_day(day: Any) -> None:
    (said,) = kept(batch(document(LABS, MOTH, LIGHTS, {**SAID, "created": day})), Claim)
    assert said.stated_on is None


# ----------------------------------------------------------------------------------------------- opinions and notes


def test_the_accused_who_disagrees_denies(harbour: Batch) -> None:
    denial = claim(harbour, "Foreign Ministry of Borduria denies responsibility for activity of Paper Lantern")
    said = claim(harbour, "Cyber Bureau of Arden attributes activity of Paper Lantern")
    assert (denial.act, denial.responds_to, denial.accused) == ("denial", (said.iri,), (denial.speaker,))


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


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "https://", "https://a b", "javascript:alert(1)", 5, "https://x/\x00"]
)
def test_what_is_no_web_address_is_no_source(url: Any) -> None:
    found = batch(document(group("g", "G", external_references=[{"source_name": "s", "url": url}, 7, "x"])))
    assert [source.label for source in kept(found, Source)] == ["case.json"]
    assert skipped(found) == {"external reference without a web address": 1}


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


def test_an_end_before_the_beginning_is_left_out() -> None:
    found = batch(document(campaign("a", "A", first_seen="2020-02-01T00:00:00Z", last_seen="2020-01-01T00:00:00Z")))
    assert [one.occurred_to for one in kept(found, Incident)] == [None]
    assert skipped(found) == {"'last_seen' before 'first_seen'": 1}


# --------------------------------------------------------------------------------------------------------- versions


def test_the_newest_version_counts_wherever_it_stands() -> None:
    versions = [{**SAID, "modified": f"2024-0{month}-01T00:00:00Z", "confidence": month} for month in (4, 6, 5)]
    found = batch(document(LABS, MOTH, LIGHTS, *versions))
    (said,) = kept(found, Claim)
    assert said.confidence == Confidence(value=6)
    assert skipped(found) == {"an earlier version of an object": 2}


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
