"""STIX bundles out: valid, one relationship a claim, and back without loss."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from whoblamed.cli import main
from whoblamed.errors import InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.export.stix.objects import Objects
from whoblamed.graph.export.waiting.shelf import Shelf
from whoblamed.graph.store.columns.writing import columns_of
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.loaders import stix
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology import NS
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.json import AUTHOR, EXTENSION
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Batch,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Record,
    Reliance,
    Score,
    Skipped,
    Source,
    dataset_iri,
)

from ..support.exports import export_to
from ..support.places import FIXTURES
from ..support.strategies import graphs

FIXTURE = FIXTURES / "stix" / "harbour.json"
#: What the validator advises against: ids that are not random, addresses without the hash of what is there, and
#: attributing what is no attack.
ADVICE = {"103", "302", "202"}

_DESCENT = [
    "recordedOn",
    "saidRecordedOn",
    "loadedOn",
    "reader",
    "origin",
    "format",
    "sha256",
    "saidOrigin",
    "saidFormat",
    "saidSha256",
]

Object = dict[str, Any]


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def iri(kind: str, key: str) -> str:
    return f"{dataset_iri('case')}/{kind}/{key}"


def graph_of(*records: Record | DataSet, name: str = "case") -> Graph:
    store = ox.Store()
    for record in (DataSet(iri=dataset_iri(name), name=name), *records):
        store.extend(to_quads(record, dataset_iri(name)))
    return Graph(MemoryStore(store))


def bundle(graph: Graph) -> bytes:
    out = io.BytesIO()
    graph.write(out, "stix")
    return out.getvalue()


def objects(graph: Graph) -> list[Object]:
    found: list[Object] = json.loads(bundle(graph))["objects"]
    return found


def typed(graph: Graph, type_: str) -> list[Object]:
    return [one for one in objects(graph) if one["type"] == type_]


def named(graph: Graph, id_: str) -> str:
    (name,) = [one["name"] for one in objects(graph) if one["id"] == id_]
    return str(name)


def read(content: bytes) -> list[Batch]:
    return stix.read([Document.of_bytes(content, "bundle.json")])


def again(graph: Graph) -> Graph:
    """The graph after a journey through STIX."""
    store = ox.Store()
    for batch in read(bundle(graph)):
        records = list(batch.records)
        assert not [record for record in records if isinstance(record, Skipped)]
        for record in (batch.dataset, *batch.kept()):
            store.extend(to_quads(record, batch.dataset.iri))
    return Graph(MemoryStore(store))


def statements(graph: Graph) -> set[ox.Quad]:
    """All but when it was read, from what and by what."""
    passing = {NS + name for name in _DESCENT}
    return {quad for quad in graph.quads() if quad.predicate.value not in passing}


def refs(item: Object) -> list[str]:
    single = [value for key, value in item.items() if key.endswith("_ref")]
    return single + [ref for key, value in item.items() if key.endswith("_refs") for ref in value]


ARDEN = Actor(iri=iri("actor", "arden"), label="Arden", kind="state", wikidata="Q42", description={"en": "A state"})
BUREAU = Actor(
    iri=iri("actor", "bureau"), label="Cyber Bureau", kind="agency", part_of=(ARDEN.iri,), speaks_for=(ARDEN.iri,)
)
MOTH = Actor(
    iri=iri("actor", "moth"),
    label="Grey Moth",
    kind="group",
    names=(
        Name(iri=iri("name", "1"), actor=iri("actor", "moth"), value="Grey Moth", language="en", kind="preferred"),
        Name(iri=iri("name", "2"), actor=iri("actor", "moth"), value="Falter", language="de", by=BUREAU.iri),
    ),
)
KITE = Actor(iri=iri("actor", "kite"), label="Tin Kite", kind="persona")
CRITIC = Actor(iri=iri("actor", "critic"), label="Ivo Karr", kind="person")
OUTAGE = Incident(
    iri=iri("incident", "outage"),
    label="Ferry outage",
    name={"en": "Ferry outage"},
    kind="outage",
    occurred_from=day("2024-02-01"),
    occurred_to=day("2024-02"),
    victims=(ARDEN.iri,),
)
BLOG = Source(
    iri=iri("source", "blog"),
    label="What we know",
    title={"en": "What we know"},
    publisher=BUREAU.iri,
    published=day("2024-03-05"),
    url="https://bureau.example/a b?q=[1]#x",
    archived_at="https://archive.example/1",
    language="en",
    sha256="0" * 64,
)
LATER = Source(iri=iri("source", "later"), label="cve", published=day("2024"))
ALLEGED = Allegation(
    iri=iri("allegation", "1"), label="Allegation that Grey Moth did it", accused=MOTH.iri, incident=OUTAGE.iri
)
AIDED = Allegation(
    iri=iri("allegation", "2"),
    label="Allegation that Arden aided it",
    accused=ARDEN.iri,
    incident=OUTAGE.iri,
    role="aided",
    excludes=(ALLEGED.iri,),
)
LOGS = Evidence(iri=iri("evidence", "logs"), label="Logs", summary={"en": "Logs"}, held_by=BUREAU.iri, disclosed=False)
BLAME = Claim(
    iri=iri("claim", "blame"),
    label="Cyber Bureau attributes Ferry outage to Grey Moth (2024-03-05)",
    act="attribution",
    speakers=(BUREAU.iri,),
    about=(ALLEGED.iri,),
    accused=(MOTH.iri,),
    incident=OUTAGE.iri,
    stated_on=day("2024-03-05"),
    made_in=(BLOG.iri, LATER.iri),
    passages=(Passage(source=BLOG.iri, section="Findings", paragraph=2, start=0, end=9),),
    confidence=Confidence(words="quite sure", scale="dni", grade="likely", value=70, low=60, high=79),
    likelihood=Confidence(words="likely"),
    evidence=(LOGS.iri,),
    summary={"en": "The bureau blamed Grey Moth.", "de": "Das Amt beschuldigte Grey Moth."},
    quantity=Decimal("1.5"),
    unit="days",
    scores=(Score(criterion="openness", points=Decimal(2), out_of=Decimal(3)),),
)
DOUBT = Claim(
    iri=iri("claim", "doubt"),
    label="Ivo Karr challenges it",
    act="challenge",
    speakers=(CRITIC.iri,),
    challenges=(BLAME.iri, LOGS.iri),
    stated_on=day("2024-04"),
    made_in=(LATER.iri,),
)
DENIAL = Claim(
    iri=iri("claim", "denial"),
    label="Grey Moth denies",
    act="denial",
    speakers=(MOTH.iri,),
    about=(ALLEGED.iri,),
    accused=(MOTH.iri,),
    incident=OUTAGE.iri,
    made_in=(LATER.iri,),
)
BACKING = Claim(
    iri=iri("claim", "backing"),
    label="Tin Kite endorses it",
    act="endorsement",
    speakers=(KITE.iri,),
    endorses=(BLAME.iri,),
    made_in=(LATER.iri,),
)
BOAST = replace(
    BLAME, iri=iri("claim", "boast"), label="Grey Moth: it was us", act="responsibility", speakers=(MOTH.iri,)
)
HELP = replace(
    BLAME,
    iri=iri("claim", "help"),
    label="Ivo Karr says that Arden and Grey Moth",
    speakers=(CRITIC.iri,),
    about=(ALLEGED.iri, AIDED.iri),
    accused=(ARDEN.iri, MOTH.iri),
)
BACK = Claim(
    iri=iri("claim", "back"),
    label="Ivo Karr withdraws an earlier statement",
    act="withdrawal",
    speakers=(CRITIC.iri,),
    withdraws=(HELP.iri,),
    replaced_by=BLAME.iri,
    stated_on=day("2024-05-01"),
    made_in=(LATER.iri,),
)
REMARK = Claim(
    iri=iri("claim", "remark"), label="Tin Kite reports", act="report", speakers=(KITE.iri,), made_in=(LATER.iri,)
)
RESTS = Reliance(iri=iri("reliance", "1"), label="rests on", relying=BLAME.iri, on=LOGS.iri, mode="cites")
SAME = Identity(
    iri=iri("identity", "1"),
    label="Grey Moth is Tin Kite",
    actors=(KITE.iri, MOTH.iri),
    verdict="same",
    reason="names",
    identified_by=BUREAU.iri,
    source=BLOG.iri,
)
GUESSED = replace(SAME, iri=iri("identity", "3"), label="Names alike", basis="normalised", identified_by=None)
DIFFERENT = replace(SAME, iri=iri("identity", "2"), label="Grey Moth is not Tin Kite", verdict="different")
EVERYTHING = (
    *(ARDEN, BUREAU, MOTH, KITE, CRITIC, OUTAGE, BLOG, LATER, ALLEGED, AIDED, LOGS, RESTS, SAME, GUESSED, DIFFERENT),
    *(BLAME, DOUBT, DENIAL, BACKING, BOAST, HELP, BACK, REMARK),
)


@pytest.fixture(scope="module")
def everything() -> Graph:
    """An invented graph with every kind of record."""
    return graph_of(*EVERYTHING)


def relationship(graph: Graph, claim: Claim) -> Object:
    """The relationship that carries a claim."""
    links = typed(graph, "relationship")
    return next(one for one in links if f'"iri":"{claim.iri}"' in one["extensions"][EXTENSION].get("record", ""))


# ---------------------------------------------------------------------------------------------------- valid bundles


def validated(content: bytes) -> tuple[list[str], set[str]]:
    """The errors that the validator of OASIS finds, and the numbers of its advice."""
    from stix2validator import ValidationOptions, validate_string  # type: ignore[import-untyped]

    result = validate_string(content.decode(), ValidationOptions(version="2.1"))
    errors = [str(error) for error in result.errors or ()]
    assert result.is_valid == (not errors)
    return errors, {number for warning in result.warnings or () for number in re.findall(r"\{(\d+)\}", str(warning))}


def parsed(content: bytes) -> list[Any]:
    """The objects as the library of OASIS reads them where it is strict: it raises for all that is not STIX."""
    import stix2  # type: ignore[import-untyped]

    found: list[Any] = stix2.parse(content.decode(), allow_custom=False).objects
    return found


def test_a_strict_parser_reads_every_kind_of_record(everything: Graph) -> None:
    assert len(parsed(bundle(everything))) == len(objects(everything))


def test_a_strict_parser_reads_the_casebook(casebook: Graph) -> None:
    assert len(parsed(bundle(casebook))) == len(objects(casebook))


def test_no_type_of_object_is_our_own(everything: Graph) -> None:
    (definition,) = typed(everything, "extension-definition")
    assert definition["extension_types"] == ["property-extension"]
    marks = [one["extensions"][EXTENSION] for one in objects(everything) if "extensions" in one]
    assert {mark["extension_type"] for mark in marks} == {"property-extension"}


def test_a_bundle_with_every_kind_of_record_is_valid(everything: Graph) -> None:
    errors, advice = validated(bundle(everything))
    assert errors == []
    assert advice <= ADVICE


def test_what_was_loaded_from_stix_is_valid_stix() -> None:
    graph = whoblamed.open(":memory:")
    graph.load(FIXTURE)
    errors, advice = validated(bundle(graph))
    assert errors == []
    assert advice <= ADVICE


@pytest.mark.parametrize("case", ["sony-2014", "notpetya", "wannacry"])
def test_cases_of_the_casebook_are_valid(casebook: Graph, tmp_path: Path, case: str) -> None:
    """Not all of them: the validator takes its time."""
    path = tmp_path / "case.json"
    export_to(casebook, path, "stix", dataset=case)
    errors, advice = validated(path.read_bytes())
    assert errors == []
    assert advice <= ADVICE


def test_an_empty_graph_is_a_valid_bundle() -> None:
    assert validated(bundle(Graph(MemoryStore()))) == ([], {"103"})


def test_every_id_is_used_once_and_leads_somewhere(casebook: Graph) -> None:
    found = objects(casebook)
    ids = Counter(one["id"] for one in found)
    assert set(ids.values()) == {1}
    assert {ref for one in found for ref in refs(one)} <= ids.keys()


def test_the_same_graph_is_the_same_bytes(everything: Graph) -> None:
    backwards = graph_of(*reversed(EVERYTHING))
    assert bundle(everything) == bundle(everything) == bundle(backwards)


# ---------------------------------------------------------------------------------------------- what STIX itself says


def test_a_claim_is_one_relationship_by_its_speaker(everything: Graph) -> None:
    said = relationship(everything, BLAME)
    assert said["relationship_type"] == "attributed-to"
    ends = [named(everything, said[key]) for key in ("created_by_ref", "source_ref", "target_ref")]
    assert ends == ["Cyber Bureau", "Ferry outage", "Grey Moth"]
    assert (said["confidence"], said["created"][:10]) == (70, "2024-03-05")
    assert said["external_references"] == [
        {
            "source_name": "Cyber Bureau",
            "description": "What we know",
            "url": "https://bureau.example/a%20b?q=%5B1%5D#x",
        },
        {"source_name": "source", "description": "cve"},
    ]


def test_claims_of_the_casebook_are_relationships_one_to_one(casebook: Graph) -> None:
    claims = [claim for claim in casebook.claims() if claim.act in ("attribution", "responsibility")]
    carrying = [one for one in typed(casebook, "relationship") if "record" in one["extensions"][EXTENSION]]
    assert len(carrying) == len(claims)
    links = [one for one in typed(casebook, "relationship") if one["relationship_type"] != "targets"]
    assert sum(len(claim.accused) for claim in claims) == len(links)


def test_no_object_says_that_anybody_did_anything(everything: Graph) -> None:
    """An actor is an identity; a threat actor is what somebody is accused of being."""
    assert {one["name"] for one in typed(everything, "identity")} >= {"Arden", "Grey Moth", "Ivo Karr"}
    (accused,) = typed(everything, "threat-actor")
    assert accused["description"] == "Accused in statements of this bundle, which does not say that it did anything."


def test_who_is_said_to_have_helped_is_not_said_to_have_done_it(everything: Graph) -> None:
    several = [one for one in typed(everything, "relationship") if one.get("revoked")]
    said = {named(everything, one["target_ref"]): one["relationship_type"] for one in several}
    assert said == {"Arden": "related-to", "Grey Moth": "attributed-to"}


def test_answers_are_opinions(everything: Graph) -> None:
    said, back = relationship(everything, BLAME)["id"], relationship(everything, HELP)["id"]
    opinions = {named(everything, one["created_by_ref"]): one for one in typed(everything, "opinion")}
    views = {name: one["opinion"] for name, one in opinions.items()}
    assert views == {"Ivo Karr": "disagree", "Grey Moth": "strongly-disagree", "Tin Kite": "agree"}
    assert opinions["Tin Kite"]["object_refs"] == [said]
    doubted = {ref.partition("--")[0] for ref in opinions["Ivo Karr"]["object_refs"]}
    assert doubted == {"relationship", "note"}
    denied = opinions["Grey Moth"]["object_refs"]  # it answers no claim, and so all that accuse it
    assert {said, relationship(everything, BOAST)["id"]} <= set(denied)
    assert any(one["id"] in denied for one in typed(everything, "relationship") if one.get("revoked"))
    assert back.startswith("relationship--")


def test_what_was_withdrawn_is_revoked_and_a_note_says_so(everything: Graph) -> None:
    revoked = [one for one in typed(everything, "relationship") if one.get("revoked")]
    assert {one["modified"][:10] for one in revoked} == {"2024-05-01"}
    (note,) = [one for one in typed(everything, "note") if one["abstract"] == BACK.label]
    assert set(note["object_refs"]) == {one["id"] for one in revoked}


@pytest.mark.parametrize(
    "change",
    [{"stated_on": day("2024-03-05")}, {"stated_on": None}, {"speakers": (KITE.iri,)}],
    ids=["not later", "nobody knows when", "another's"],
)
def test_a_withdrawal_without_effect_revokes_nothing(change: dict[str, Any]) -> None:
    graph = graph_of(*(record for record in EVERYTHING if record != BACK), replace(BACK, **change))
    assert not [one for one in objects(graph) if one.get("revoked")]


def test_a_report_about_nothing_else_is_about_its_speaker(everything: Graph) -> None:
    (note,) = [one for one in typed(everything, "note") if one["abstract"] == REMARK.label]
    assert [named(everything, ref) for ref in note["object_refs"]] == ["Tin Kite"]


def test_a_source_of_a_known_day_is_a_report(everything: Graph) -> None:
    (report,) = typed(everything, "report")
    assert (report["name"], report["published"]) == ("What we know", "2024-03-05T00:00:00.000Z")
    assert relationship(everything, BLAME)["id"] in report["object_refs"]


def test_a_month_is_never_written_as_a_day(everything: Graph) -> None:
    (outage,) = typed(everything, "campaign")
    assert outage["first_seen"] == "2024-02-01T00:00:00.000Z"
    assert "last_seen" not in outage


def test_the_activity_of_a_group_is_an_intrusion_set() -> None:
    activity = Incident(iri=iri("incident", "a"), label="activity of Grey Moth", kind="activity", activity_of=MOTH.iri)
    assert [one["name"] for one in typed(graph_of(MOTH, activity), "intrusion-set")] == ["Grey Moth"]


def test_victims_are_targets_of_what_happened(everything: Graph) -> None:
    (harm,) = [one for one in typed(everything, "relationship") if one["relationship_type"] == "targets"]
    assert [named(everything, harm[end]) for end in ("source_ref", "target_ref")] == ["Ferry outage", "Arden"]


def test_whom_the_activity_of_a_group_harmed_is_not_said_without_a_speaker() -> None:
    activity = Incident(
        iri=iri("incident", "a"), label="a", kind="activity", activity_of=MOTH.iri, victims=(ARDEN.iri,)
    )
    graph = graph_of(MOTH, ARDEN, activity)
    assert typed(graph, "relationship") == []
    assert "victims of the activity of a group (1)" in str(graph.write(io.BytesIO(), "stix")[-1])


def test_victims_come_back_without_our_extension(everything: Graph) -> None:
    content = json.loads(bundle(everything))
    for one in content["objects"]:
        one.pop("extensions", None)
    (found,) = read(json.dumps(content).encode())
    known = {record.iri: record for record in found.kept()}
    (outage,) = [record for record in known.values() if isinstance(record, Incident) and record.kind == "other"]
    assert [known[victim].label for victim in outage.victims] == ["Arden"]


@pytest.mark.parametrize(
    ("record", "about"),
    [(ALLEGED, {"Grey Moth", "Ferry outage"}), (LOGS, {"Cyber Bureau"}), (LATER, {"whoblamed"})],
)
def test_what_stix_has_no_object_for_is_a_note(everything: Graph, record: Record, about: set[str]) -> None:
    carried = f'"iri":"{record.iri}"'
    (note,) = [one for one in typed(everything, "note") if carried in one["extensions"][EXTENSION]["record"]]
    assert note["content"] == record.label
    assert {named(everything, ref) for ref in note["object_refs"]} == about


def test_a_decision_is_no_attack() -> None:
    decision = replace(OUTAGE, kind="decision")
    graph = graph_of(*(record for record in EVERYTHING if record != OUTAGE), decision)
    assert typed(graph, "threat-actor") == typed(graph, "campaign") == []
    assert relationship(graph, BLAME)["source_ref"].startswith("incident--")


def test_only_said_sameness_is_linked(everything: Graph) -> None:
    (same,) = [one for one in typed(everything, "relationship") if one["relationship_type"] == "duplicate-of"]
    assert named(everything, same["created_by_ref"]) == "Cyber Bureau"


@given(graphs())
def test_no_id_is_used_twice_and_none_leads_nowhere(drawn: Facts) -> None:
    incidents = {name: Incident(iri=name, label=name) for name in "xy"}
    facts = replace(drawn, claims={claim.iri: _with_accused(claim, drawn) for claim in drawn.claims.values()})
    facts = replace(facts, incidents=incidents)
    kinds = (facts.actors, facts.incidents, facts.allegations, facts.claims, facts.sources, facts.evidence)
    dataset = DataSet(iri="urn:d", name="d")
    with Shelf([(dataset, [columns_of(record for kind in kinds for record in kind.values())])]) as shelf:
        made = Objects(shelf)
        found = [one for kind in kinds for record in kind.values() for one in made.objects(record, dataset)]
    ids = Counter([AUTHOR, *(one["id"] for one in found)])
    assert set(ids.values()) <= {1}
    assert {ref for one in found for ref in refs(one)} <= ids.keys()


def _with_accused(claim: Claim, facts: Facts) -> Claim:
    about = [facts.allegations[iri] for iri in claim.about if iri in facts.allegations]
    accused = {one.accused for one in about if one.incident == about[0].incident}
    return replace(claim, accused=tuple(sorted(accused)), incident=about[0].incident if about else None)


def test_a_claim_about_what_is_not_on_record_is_still_carried() -> None:
    graph = graph_of(BLAME, DOUBT, DENIAL, BACKING, BACK)
    assert validated(bundle(graph))[0] == []
    assert statements(again(graph)) == statements(graph)


# ------------------------------------------------------------------------------------------------------ and back


def test_every_kind_of_record_comes_back(everything: Graph) -> None:
    said = (replace(one, basis="stated") if isinstance(one, Identity) else one for one in EVERYTHING)
    assert statements(again(everything)) == statements(graph_of(*said))


def test_the_casebook_comes_back_without_loss(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "casebook.json"
    export_to(casebook, path, "stix")
    graph = whoblamed.open(":memory:")
    graph.load(path)
    assert statements(graph) == statements(casebook)
    assert [dataset.name for dataset in graph.datasets()] == [dataset.name for dataset in casebook.datasets()]


SHARED = Actor(iri="https://actors.example/moth", label="Grey Moth", kind="group")


def test_one_thing_in_two_data_sets_stays_in_both() -> None:
    graph = graph_of(SHARED, OUTAGE)
    other = DataSet(iri=dataset_iri("other"), name="other")
    with graph.store.changing() as change:
        quads = (to_quads(record, other.iri) for record in (other, replace(SHARED, kind="persona")))
        change.replace(other.iri, chain.from_iterable(quads))
    assert statements(again(graph)) == statements(graph)


def test_what_another_data_set_owns_is_not_described(everything: Graph) -> None:
    forged = bundle(everything).replace(
        b'"dataset": "case", "record": "{\\"actor', b'"dataset": "evil", "record": "{\\"actor'
    )
    evil, ours = sorted(read(forged), key=lambda batch: batch.dataset.name, reverse=True)
    assert [batch.dataset.name for batch in (evil, ours)] == ["evil", "case"]
    assert list(evil.kept()) == []
    reasons = {one.reason for one in evil.records if isinstance(one, Skipped)}
    assert reasons == {"object of our extension: it describes a thing of the data set case"}


def test_decisions_on_who_is_who_come_back_as_what_is_said() -> None:
    decided = Identity(
        iri=iri("identity", "1"), label="the same", actors=(KITE.iri, MOTH.iri), verdict="same", basis="curated"
    )
    (found,) = read(bundle(graph_of(KITE, MOTH, decided)))
    assert [one.basis for one in found.kept() if isinstance(one, Identity)] == ["stated"]


def test_provenance_is_what_was_read_here(everything: Graph) -> None:
    genuine = DataSet(
        iri=dataset_iri("case"),
        name="case",
        title={"en": "A case"},
        origin="case.yaml",
        format="facts",
        sha256="0" * 64,
    )
    content = bundle(graph_of(genuine, MOTH))
    (found,) = read(content)
    assert (found.dataset.title, found.dataset.origin, found.dataset.format) == (
        {"en": "A case"},
        "bundle.json",
        "stix",
    )
    assert found.dataset.sha256 == hashlib.sha256(content).hexdigest()


def test_what_others_added_to_our_bundle_is_a_data_set_of_its_own(everything: Graph) -> None:
    content = json.loads(bundle(everything))
    content["objects"].append({"type": "identity", "id": "identity--1", "name": "Somebody"})
    foreign, ours = read(json.dumps(content).encode())
    assert [record.label for record in foreign.kept() if isinstance(record, Actor)] == ["Somebody"]
    assert ours.dataset.name == "case"
    assert len({record.iri for record in ours.kept()}) == len(EVERYTHING)


def test_a_bundle_of_ours_can_be_renamed_if_it_is_one_data_set(everything: Graph, casebook: Graph) -> None:
    (renamed,) = stix.read([Document.of_bytes(bundle(everything), "b.json")], "mine")
    assert (renamed.dataset.name, renamed.dataset.iri) == ("mine", dataset_iri("mine"))
    assert {record.iri.partition("/actor/")[0] for record in renamed.kept() if isinstance(record, Actor)} == {
        dataset_iri("mine")
    }
    assert all(
        claim.speakers[0].startswith(dataset_iri("mine")) for claim in renamed.kept() if isinstance(claim, Claim)
    )
    with pytest.raises(InvalidData, match=f"{len(casebook.datasets())} data sets, which cannot all be called 'mine'"):
        stix.read([Document.of_bytes(bundle(casebook), "b.json")], "mine")


def test_a_changed_bundle_is_not_taken_for_the_same(everything: Graph) -> None:
    content = bundle(everything)
    (before,), (after,) = read(content), read(content.replace(b"quite sure", b"hardly sure"))
    assert before.dataset.sha256 != after.dataset.sha256


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ('{"actor": {}}', "object of our extension: Actor has not all that it needs"),
        (7, "object of our extension: the record is no text"),
        ('{"dataset": {"iri": "https://w3id.org/whoblamed/id/x", "name": "x"}}', "it describes another data set"),
    ],
)
def test_a_malformed_record_is_skipped(record: Any, reason: str) -> None:
    mark = {"extension_type": "new-sdo", "dataset": "case", "record": record}
    item = {"type": "whoblamed-record", "id": "whoblamed-record--1", "extensions": {EXTENSION: mark}}
    (found,) = read(json.dumps({"type": "bundle", "objects": [item]}).encode())
    (skipped,) = found.records
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


@pytest.mark.parametrize("dataset", [None, 7, "../x", "A b"])
def test_a_record_of_no_data_set_is_skipped(dataset: Any) -> None:
    mark = {"extension_type": "new-sdo", "dataset": dataset, "record": '{"actor": {}}'}
    item = {"type": "whoblamed-record", "id": "whoblamed-record--1", "extensions": {EXTENSION: mark}}
    (found,) = read(json.dumps({"type": "bundle", "objects": [item]}).encode())
    assert list(found.records) == [Skipped("object of our extension that names no data set", "bundle.json", 1)]


def test_of_two_versions_of_a_record_the_newest_counts(everything: Graph) -> None:
    content = json.loads(bundle(everything))
    (kite,) = [one for one in content["objects"] if one.get("name") == "Tin Kite" and one["type"] == "identity"]
    text = kite["extensions"][EXTENSION]["record"].replace("Tin Kite", "Paper Kite")
    mark = {**kite["extensions"][EXTENSION], "record": text}
    content["objects"].insert(0, {**kite, "modified": "2099-01-01T00:00:00.000Z", "extensions": {EXTENSION: mark}})
    (found,) = read(json.dumps(content).encode())
    labels = [record.label for record in found.kept() if record.iri == KITE.iri]
    assert labels == ["Paper Kite"]
    assert Counter(one.reason for one in found.records if isinstance(one, Skipped)) == {
        "an earlier version of an object": 1
    }


# ------------------------------------------------------------------------------------------------------ the command


def test_the_command_says_what_stix_cannot(small_case: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "graph")
    CliRunner().invoke(main, ["--graph", folder, "load", str(small_case)])
    done = CliRunner().invoke(main, ["--graph", folder, "export", "-f", "stix", "-o", str(tmp_path / "case.json")])
    assert done.exit_code == 0
    first, second = done.stderr.splitlines()
    assert re.fullmatch(r"wrote \d+ objects as stix to .*case\.json", first)
    assert second.startswith("only the extension in the bundle keeps what STIX cannot say: ")
    for what in ("passages", "rival allegations", "evidence", "what rests on what", "dates less precise than a day"):
        assert re.search(rf"{what} \(\d+\)", second)


def test_what_stix_cannot_say_is_counted(everything: Graph) -> None:
    remark = str(everything.write(io.BytesIO(), "stix")[-1])
    counts = dict(re.findall(r"[:,] ([^(),:]+) \((\d+)\)", remark))
    assert counts["names by who gives them"] == "1"
    assert counts["roles other than carrying out"] == "1"
    assert counts["dates less precise than a day"] == "3"
    assert counts["confidence in words or grades"] == "3"
    assert counts["verdicts on who is who"] == "2"
