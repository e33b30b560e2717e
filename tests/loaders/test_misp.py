"""MISP galaxies become actors, the names that others gave them, and claims of the galaxy about them."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad
from whoblamed.errors import InvalidData, StoreError
from whoblamed.graph.ask.names import find_one
from whoblamed.loaders import misp
from whoblamed.loaders.formats import recognise, unrecognised
from whoblamed.loaders.misp import members
from whoblamed.loaders.misp.publishers import Publisher, publisher_of
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology import VIOLATION
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
    Stream,
)

from ..support.checking import violations
from ..support.places import DATA, DOCS, FIXTURES

GALAXIES = FIXTURES / "misp"
DATA = DATA / "misp-galaxy"
ID = "https://w3id.org/whoblamed/id/"
HERON, BITTERN, LARK, PLOVER = (f"a0000000-0000-4000-8000-00000000000{number}" for number in range(1, 5))
FOREIGN = "9a000000-0000-4000-8000-000000000001"
LANTERN, NON = (f"b0000000-0000-4000-8000-00000000000{number}" for number in range(1, 3))
R = TypeVar("R", bound=Record)


def document(name: str) -> Document:
    return Document.of_file(GALAXIES / f"{name}.json", f"{name}.json")


def written(data: Any, name: str = "galaxy.json", **more: Any) -> Document:
    return Document(name, Document.of_bytes(json.dumps(data).encode(), name).open, **more)


def galaxy(*values: Any, **more: Any) -> dict[str, Any]:
    """A galaxy of groups in a few words."""
    head = {"authors": [], "category": "actor", "name": "Groups", "type": "groups", "uuid": "x", "version": 1}
    return {**head, "values": list(values), **more}


def group(number: int, value: str, *related: tuple[str, int], **meta: Any) -> dict[str, Any]:
    relations = [{"type": kind, "dest-uuid": uuid(target)} for kind, target in related]
    return {"uuid": uuid(number), "value": value, "meta": meta, "related": relations}


def uuid(number: int) -> str:
    return f"a1000000-0000-4000-8000-{number:012}"


def read(*documents: Document, dataset: str | None = None) -> Batch:
    (batch,) = misp.read(documents, dataset)
    return batch


def together(*documents: Document) -> Batch:
    """What the galaxies of one load hold, as if they were one data set: that of the last."""
    batches = misp.read(documents, None)
    dataset = replace(batches[-1].dataset, uses_actors_of=())
    return Batch(dataset, Stream(lambda: chain.from_iterable(batch.records for batch in batches)))


@cache
def all_galaxies() -> Batch:
    return together(*map(document, ("country", "producer", "tool", "threat-actor")))


def of_kind(kind: type[R], batch: Batch) -> dict[str, R]:
    """Records of one kind, by the end of their IRI."""
    return {key(record.iri): record for record in batch.records if isinstance(record, kind)}


def key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def skipped(batch: Batch) -> list[tuple[str, int, str]]:
    return [(entry.file, entry.line, entry.reason) for entry in batch.records if isinstance(entry, Skipped)]


def reasons(batch: Batch) -> set[str]:
    return {reason for _, _, reason in skipped(batch)}


def names(batch: Batch, actor: str) -> set[tuple[str, str, str | None]]:
    """Each name of an actor with its kind and who gave it."""
    return {(name.value, name.kind, name.by and key(name.by)) for name in of_kind(Actor, batch)[actor].names}


def quads(batch: Batch) -> list[Quad]:
    unique = {record.iri: record for record in batch.kept()}
    return [quad for record in (batch.dataset, *unique.values()) for quad in to_quads(record, batch.dataset.iri)]


# ------------------------------------------------------------------------------------------------- what is a galaxy


@pytest.mark.parametrize("name", ["country", "producer", "threat-actor", "tool"])
def test_galaxies_are_recognised(name: str) -> None:
    assert misp.recognises(document(name))


@pytest.mark.parametrize(
    "data",
    [
        {"values": [{"meta": {}, "uuid": uuid(1), "value": "A"}], "type": "t", "name": "n"},
        {"values": [], "version": 1, "uuid": "u", "type": "t"},
        {"type": "t", "uuid": "u", "values": [{"description": "x" * 100_000, "value": "A"}]},
    ],
)
def test_the_order_of_keys_and_the_size_of_clusters_do_not_matter(data: Any) -> None:
    assert misp.recognises(written(data))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"case: small",
        b"[1, 2]",
        b"{",
        b"\xff\xfe{",
        b'{"type": "bundle", "id": "bundle--1", "objects": []}',
        b'{"namespace": "n", "predicates": [], "values": [], "type": ["t"], "name": "x", "uuid": "u"}',
        b'{"rows": [{"value": 1, "uuid": 2}]}',
        b'{"values": [1, 2, 3]}',
        b"{" * 70_000,
        b'{"values": ' + b"9" * 10_000 + b"}",
    ],
)
def test_other_documents_are_not(content: bytes) -> None:
    assert not misp.recognises(Document.of_bytes(content, "x.json"))


def test_a_galaxy_alone_is_a_data_set_of_its_own() -> None:
    dataset = read(document("threat-actor")).dataset
    assert (dataset.iri, dataset.name, dataset.format) == (ID + "misp-threat-actor", "misp-threat-actor", "misp-galaxy")
    assert dataset.title == {"en": "MISP galaxy: Threat Actor, version 12"}
    assert (dataset.origin, dataset.tables) == ("threat-actor.json", ("threat-actor",))
    assert dataset.sha256 == document("threat-actor").sha256


def test_several_galaxies_are_as_many_data_sets_that_use_each_other_s_actors() -> None:
    batches = misp.read([document(name) for name in ("country", "producer", "threat-actor", "tool")], None)
    found = {batch.dataset.name: batch.dataset for batch in batches}
    assert list(found) == ["misp-country", "misp-producer", "misp-threat-actor", "misp-tool"]
    used = {name: [key(iri) for iri in dataset.uses_actors_of] for name, dataset in found.items()}
    assert used["misp-threat-actor"] == ["misp-country", "misp-producer"]
    assert (used["misp-country"], used["misp-tool"]) == ([], [])
    assert found["misp-threat-actor"].sha256 == document("threat-actor").sha256


def test_a_galaxy_that_was_loaded_with_others_is_not_replaced_by_what_it_is_without_them() -> None:
    graph = whoblamed.open(":memory:")
    files = [str(GALAXIES / f"{name}.json") for name in ("country", "producer", "threat-actor")]
    graph.load(*files)
    with pytest.raises(
        StoreError, match="misp-threat-actor was read together with country and producer; load them together again"
    ):
        graph.load(files[-1])
    assert {loaded.state for loaded in graph.load(*files).loaded} == {"unchanged"}


def test_names_of_several_lists_are_one_actor_whose_claims_are_told_by_list() -> None:
    graph = whoblamed.open(":memory:")
    graph.load(*(str(GALAXIES / f"{name}.json") for name in ("foreign", "threat-actor")))
    found = find_one(graph.store.current, "Night Heron")
    assert {thing.dataset.removeprefix(ID) for thing in found} == {"misp-harbour-list", "misp-threat-actor"}


def test_what_a_galaxy_makes_of_another_is_read_anew_when_the_other_changes() -> None:
    producers = fixture("producer")
    renamed = replaced(producers, ("values", 0, "value"), "Lanterna")
    before, after = (
        {batch.dataset.name: batch.dataset for batch in misp.read([document("threat-actor"), written(data)], None)}
        for data in (producers, renamed)
    )
    assert before["misp-threat-actor"].sha256 == after["misp-threat-actor"].sha256
    assert before["misp-threat-actor"] != after["misp-threat-actor"]


def test_the_user_may_name_the_data_set() -> None:
    assert read(document("tool"), dataset="mine").dataset.iri == ID + "mine"


def test_the_order_of_the_files_does_not_matter() -> None:
    turned = together(*map(document, ("tool", "threat-actor", "producer", "country")))
    assert turned.dataset == all_galaxies().dataset
    assert list(turned.records) == list(all_galaxies().records)


def test_a_galaxy_of_things_that_are_no_actors_is_skipped_cluster_by_cluster() -> None:
    batch = read(document("tool"))
    assert skipped(batch) == [("tool.json", line, "the galaxy tool is not of actors") for line in (9, 10)]
    assert list(batch.kept()) == []


# --------------------------------------------------------------------------------------------------- actors and names


def test_actors_are_of_the_kind_that_their_galaxy_is_of() -> None:
    found = {actor.label: actor.kind for actor in of_kind(Actor, all_galaxies()).values()}
    assert found == {
        "MISP Galaxy": "group",
        "Council on Foreign Relations": "group",
        "Arden": "state",
        "borduria": "state",
        "Lantern": "company",
        "NON": "agency",
        "CERT-XB": "agency",
        "The Daily Packet": "outlet",
        "The Lamplighters": "company",
        "MITRE": "company",
        "Night Heron": "group",
        "Ash Bittern": "group",
        "Mud Lark": "group",
        "Plain Plover": "group",
    }


def test_each_name_has_those_who_gave_it() -> None:
    assert names(all_galaxies(), HERON) == {
        ("Night Heron", "preferred", LANTERN),
        ("NET-7", "alias", LANTERN),
        ("NET-7", "alias", NON),
        ("Grey Heron", "alias", None),  # by someone of whom nothing is known
        ("Marsh Bird", "alias", "producer-The%20Lamplighters"),  # origin: by a name that no producer has
        ("Wader", "alias", LANTERN),  # origin: by one of the names of a producer
        ("G9999", "alias", "producer-MITRE"),
    }


def test_names_stand_in_the_entry_of_the_galaxy() -> None:
    heron = of_kind(Actor, all_galaxies())[HERON]
    assert {name.source for name in heron.names} == {f"{ID}misp-threat-actor/source/{HERON}"}


def test_without_the_galaxy_of_producers_names_are_kept_and_who_gave_them_is_skipped() -> None:
    alone = read(document("threat-actor"))
    assert ("NET-7", "alias", None) in names(alone, HERON)
    assert "a name is given by someone who is not among the clusters loaded" in reasons(alone)


def test_a_state_has_its_codes_for_names() -> None:
    assert names(all_galaxies(), "state-Arden") == {
        ("Arden", "preferred", None),
        ("XA", "alias", None),
        ("XAR", "alias", None),
    }


def test_the_same_state_in_other_words_is_one_actor() -> None:
    words = ("RU", "Russia", "Russian Federation", "RUS")
    batch = read(written(galaxy(*(group(number, f"G{number}", country=text) for number, text in enumerate(words)))))
    assert {claim.accused for claim in of_kind(Claim, batch).values()} == {(ID + "misp-groups/actor/state-russia",)}


def test_descriptions_are_not_copied_but_what_a_group_is_classified_as() -> None:
    heron = of_kind(Actor, all_galaxies())[HERON]
    assert heron.description == {"en": "Classified by MISP Galaxy as operation, campaign."}
    assert not any("knows very much indeed" in str(record) for record in all_galaxies().kept())


# ------------------------------------------------------------------------------------------------------------ sources


def test_a_cluster_is_a_source_that_cites_its_references() -> None:
    batch = all_galaxies()
    entry = of_kind(Source, batch)[HERON]
    assert entry.label == "MISP galaxy threat-actor: Night Heron"
    assert (entry.publisher, entry.url) == (
        ID + "misp-threat-actor/actor/misp-galaxy",
        "https://github.com/MISP/misp-galaxy",
    )
    sources = {source.iri: source for source in of_kind(Source, batch).values()}
    cited = [
        sources[reliance.on or ""]
        for reliance in of_kind(Reliance, batch).values()
        if reliance.relying == entry.iri and reliance.mode == "cites"
    ]
    assert {(source.label, source.url, source.archived_at) for source in cited} == {
        ("lantern.example/reports/heron?page=1", "https://lantern.example/reports/heron?page=1", None),
        ("lantern.example/a%20b%7Cc", "https://lantern.example/a%20b%7Cc", None),
        (
            "harbour.example/statement",
            "https://harbour.example/statement",
            "https://web.archive.org/web/20310401000000/https://harbour.example/statement",
        ),
    }
    assert ("threat-actor.json", 10, "a reference is no web address") in skipped(batch)


def test_a_galaxy_from_the_web_is_to_be_found_there() -> None:
    url = "https://galaxies.example/groups.json"
    batch = read(written(galaxy(group(1, "A")), url=url))
    assert of_kind(Source, batch)[uuid(1)].url == url


def test_what_the_galaxy_has_from_the_cfr_repeats_it() -> None:
    batch = all_galaxies()
    repeating = {key(r.relying): key(r.on or "") for r in of_kind(Reliance, batch).values() if r.mode == "repeats"}
    assert repeating == {
        f"{HERON}-cfr-suspected-state-sponsor": "cfr-cyber-operations-tracker",
        f"{HERON}-cfr-suspected-victims": "cfr-cyber-operations-tracker",
    }


# ------------------------------------------------------------------------------------------------------------- claims


def test_a_suspected_sponsor_is_an_attribution_by_the_galaxy() -> None:
    batch = all_galaxies()
    base = ID + "misp-threat-actor"
    claim = of_kind(Claim, batch)[f"{HERON}-cfr-suspected-state-sponsor"]
    assert claim == Claim(
        iri=f"{base}/claim/{HERON}-cfr-suspected-state-sponsor",
        label="MISP Galaxy attributes activity of Night Heron to borduria (sponsored)",
        act="attribution",
        speakers=(f"{base}/actor/misp-galaxy",),
        about=(f"{base}/allegation/activity-of-{HERON}--state-borduria--sponsored",),
        accused=(f"{ID}misp-country/actor/state-borduria",),
        incident=f"{base}/incident/activity-of-{HERON}",
        made_in=(f"{base}/source/{HERON}",),
        confidence=Confidence(words="attribution-confidence 50"),
        summary={"en": "MISP Galaxy names borduria as the suspected state sponsor of Night Heron."},
    )
    incident = of_kind(Incident, batch)[key(claim.incident or "")]
    assert (incident.kind, incident.activity_of, incident.victims) == ("activity", f"{base}/actor/{HERON}", ())
    allegation = of_kind(Allegation, batch)[key(claim.about[0])]
    assert (allegation.role, allegation.label) == (
        "sponsored",
        "Allegation that borduria sponsored activity of Night Heron",
    )


def test_a_country_is_that_of_origin_and_of_several_all_are() -> None:
    claims = of_kind(Claim, all_galaxies())
    assert list(map(key, claims[f"{HERON}-country"].about)) == [f"activity-of-{HERON}--state-borduria--origin"]
    assert list(map(key, claims[f"{LARK}-country"].accused)) == ["state-Arden", "state-borduria"]


def test_the_origin_of_microsoft_counts_where_there_is_no_country() -> None:
    claims = of_kind(Claim, all_galaxies())
    assert f"{LARK}-microsoft-origin-threat" not in claims
    assert list(map(key, claims[f"{PLOVER}-microsoft-origin-threat"].accused)) == ["state-Arden"]
    kind_of_threat = written(galaxy(group(1, "A", **{"microsoft-origin-threat": "Group in development"})))
    assert of_kind(Claim, read(kind_of_threat)) == {}


def test_no_attribution_comes_from_unknown_sponsors_and_countries() -> None:
    batch = read(
        written(
            galaxy(
                group(1, "A", **{"cfr-suspected-state-sponsor": "Unknown", "attribution-confidence": "75"}),
                group(2, "B", country="Q9"),
                group(3, "C", country=""),
            )
        )
    )
    assert of_kind(Claim, batch) == {}
    assert reasons(batch) == {
        "the suspected state sponsor is unknown",
        "attribution-confidence is given, but nothing is attributed",
        "country is no code or name of a state that is known",
        "country is empty, or something else than a text",
    }


def test_a_sponsor_that_no_list_has_is_called_as_the_galaxy_does() -> None:
    batch = read(written(galaxy(group(1, "A", **{"cfr-suspected-state-sponsor": "Syldavia"}))))
    state = of_kind(Actor, batch)["state-Syldavia"]
    assert (state.label, state.kind) == ("Syldavia", "state")


@pytest.mark.parametrize("given", ["50", 50])
def test_the_confidence_is_given_in_the_words_of_the_galaxy(given: str | int) -> None:
    batch = read(written(galaxy(group(1, "A", country="XK", **{"attribution-confidence": given}))))
    assert of_kind(Claim, batch) == {}  # no state has the code
    batch = read(written(galaxy(group(1, "A", country="KP", **{"attribution-confidence": given}))))
    (claim,) = of_kind(Claim, batch).values()
    assert claim.confidence == Confidence(words="attribution-confidence 50")


def test_victims_are_what_the_galaxy_reports() -> None:
    claims = of_kind(Claim, all_galaxies())
    report = claims[f"{HERON}-cfr-suspected-victims"]
    assert (report.act, key(report.incident or ""), report.accused) == ("report", f"activity-of-{HERON}", ())
    assert report.summary == {
        "en": "MISP Galaxy names as suspected victims of Night Heron: Arden, The Harbour Company."
    }
    other = claims[f"{HERON}-suspected-victims"]
    assert other.summary == {"en": "MISP Galaxy names as suspected victims of Night Heron: Everybody."}


def test_nothing_is_claimed_of_states_and_producers() -> None:
    assert of_kind(Claim, together(document("country"), document("producer"))) == {}


# ---------------------------------------------------------------------------------------------------------- relations


def test_similar_actors_are_stated_to_be_so_and_joined_by_nothing() -> None:
    similar = [identity for identity in of_kind(Identity, all_galaxies()).values() if not identity.reason]
    base = ID + "misp-threat-actor"
    (identity,) = similar  # though both clusters say so
    assert identity.actors == (f"{base}/actor/{HERON}", f"{base}/actor/{BITTERN}")
    assert (identity.verdict, identity.basis) == ("similar", "stated")
    assert (identity.identified_by, identity.source) == (f"{base}/actor/misp-galaxy", f"{base}/source/{HERON}")
    assert identity.likelihood == Confidence(
        words="very-likely", scale="dni", grade="very likely", value=85, low=80, high=89
    )
    assert identity.label == "MISP Galaxy says that Night Heron and Ash Bittern are similar (very likely)"


def test_it_does_not_matter_which_of_two_says_that_they_are_similar() -> None:
    once = [
        of_kind(Identity, read(written(galaxy(group(1, "A", *one), group(2, "B", *two)))))
        for one, two in (([("similar", 2)], []), ([], [("similar", 1)]), ([("similar", 2)], [("similar", 1)]))
    ]
    assert [list(found) for found in once] == [list(once[0])] * 3
    assert [len(found) for found in once] == [1, 1, 1]


def test_overlapping_actors_are_similar() -> None:
    overlapping = [identity for identity in of_kind(Identity, all_galaxies()).values() if identity.reason]
    (identity,) = overlapping
    assert (identity.verdict, identity.reason, identity.likelihood) == ("similar", "overlaps", None)


def test_other_relations_are_what_the_galaxy_reports() -> None:
    (report,) = [claim for name, claim in of_kind(Claim, all_galaxies()).items() if f"{HERON}-targets" in name]
    assert (report.act, report.label) == (
        "report",
        "MISP Galaxy reports: Night Heron targets Arden (roughly even chance)",
    )
    assert report.likelihood == Confidence(
        words="roughly-even-chance", scale="dni", grade="roughly even chance", value=50, low=40, high=59
    )


def test_relations_that_blame_are_attributions() -> None:
    found = [claim for name, claim in of_kind(Claim, all_galaxies()).items() if f"{LARK}-attributed-to" in name]
    (claim,) = found
    assert (claim.act, list(map(key, claim.accused))) == ("attribution", [BITTERN])
    assert list(map(key, claim.about)) == [f"activity-of-{LARK}--{BITTERN}--carried-out"]


def test_relations_that_lead_nowhere_are_skipped() -> None:
    assert {reason for _, line, reason in skipped(all_galaxies()) if line == 10 and "related" in reason} == {
        "related (located-in) to a cluster that is not loaded, or no actor",  # the other file's line 10
        "related (uses) to a cluster that is no actor",
        "related (similar) to itself",
    }


# -------------------------------------------------------------------------------------------------------- who says it


def speakers(batch: Batch) -> set[str]:
    """The labels of those who make the claims of a batch."""
    actors = {actor.iri: actor.label for actor in of_kind(Actor, batch).values()}
    return {actors[claim.speakers[0] or ""] for claim in of_kind(Claim, batch).values()}


def test_a_galaxy_of_somebody_else_speaks_for_them_and_is_to_be_found_where_they_say() -> None:
    batch = read(document("foreign"))
    assert speakers(batch) == {"Harbour Watch"}
    labels = {claim.label for claim in of_kind(Claim, batch).values()}
    assert "Harbour Watch attributes activity of Night Heron to Norway (as the origin)" in labels
    assert {source.url for source in of_kind(Source, batch).values()} == {"https://harbour.example/list"}
    publishers = {source.publisher for source in of_kind(Source, batch).values()}
    assert publishers == {ID + "misp-harbour-list/actor/producer-Harbour%20Watch"}
    assert "MISP Galaxy" not in " ".join(str(record) for record in batch.kept())


@pytest.mark.parametrize(
    ("source", "authors", "label", "url"),
    [
        ("MISP Project", ["Ada", "Various"], "MISP Galaxy", "https://github.com/MISP/misp-galaxy"),
        ("https://www.misp-project.org/galaxy.html", ["Ada"], "MISP Galaxy", "https://github.com/MISP/misp-galaxy"),
        ("Various", ["Unknown"], "MISP Galaxy", "https://github.com/MISP/misp-galaxy"),
        ("", [], "MISP Galaxy", "https://github.com/MISP/misp-galaxy"),
        ("", ["ACME CERT"], "ACME CERT", ""),
        (
            "https://acme.example/list",
            ["ACME CERT", "MISP Project (galaxy format)"],
            "ACME CERT",
            "https://acme.example/list",
        ),
        ("ACME", ["Ada", "Grace"], "ACME", ""),
        ("https://www.acme.example/list", ["Ada", "Grace"], "acme.example", "https://www.acme.example/list"),
        ("https://github.com/acme/list", [], "github.com/acme", "https://github.com/acme/list"),
        ("", ["Ada", "Grace"], "Ada, Grace", ""),
        ("Open Sources", ["A", "B", "C", "D"], "A, B, C and others", ""),
    ],
)
def test_the_publisher_is_told_from_source_and_authors(source: str, authors: list[str], label: str, url: str) -> None:
    assert publisher_of(source, authors) == Publisher(label, url)


def test_a_publisher_who_is_in_the_galaxy_of_producers_is_the_one_there() -> None:
    ours = written(galaxy(group(1, "A", country="KP"), source="https://lantern.example/list", authors=["Lantern Labs"]))
    batch = together(document("producer"), ours)
    (claim,) = of_kind(Claim, batch).values()
    assert claim.speakers[0] == f"{ID}misp-producer/actor/{LANTERN}"


def test_an_address_that_does_not_hold_the_statement_is_not_given() -> None:
    batch = read(written(galaxy(group(1, "A"), authors=["ACME CERT"])))
    assert [source.url for source in of_kind(Source, batch).values()] == [None]


# ----------------------------------------------------------------------------------------------------- several lists


def test_a_cluster_of_another_list_is_found_by_its_uuid_in_the_data_set_of_that_list() -> None:
    foreign, _ = misp.read([document("foreign"), document("threat-actor")], None)
    (similar,) = of_kind(Identity, foreign).values()
    assert similar.actors == (ID + f"misp-harbour-list/actor/{FOREIGN}", ID + f"misp-threat-actor/actor/{HERON}")


def test_a_relation_finds_a_cluster_that_was_loaded_earlier(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    lists = {"one": group(1, "A"), "two": group(2, "B", ("similar", 1), ("attributed-to", 1), ("uses", 9))}
    files = {name: tmp_path / f"{name}.json" for name in lists}
    for name, cluster in lists.items():
        files[name].write_text(json.dumps(galaxy(cluster, type=name, category="actor")), encoding="utf-8")
    graph.load(files["one"])
    (loaded,) = graph.load(files["two"]).loaded
    assert loaded.skips.reasons == {"related (uses) to a cluster that is not loaded, or no actor": 1}
    found = graph.facts()
    (similar,) = [each for each in found.identities.values() if each.basis == "stated"]
    assert similar.actors == (f"{ID}misp-one/actor/{uuid(1)}", f"{ID}misp-two/actor/{uuid(2)}")
    (claim,) = found.claims.values()
    assert (claim.label, claim.accused) == (
        "MISP Galaxy attributes activity of B to A",
        (f"{ID}misp-one/actor/{uuid(1)}",),
    )
    assert graph.load(files["two"]).loaded[0].state == "unchanged"
    with pytest.raises(StoreError, match="misp-one defines actors that are used in misp-two"):
        graph.unload("misp-one")
    assert [problem for problem in graph.check() if problem.severity == VIOLATION] == []


def test_what_is_replaced_in_the_same_load_was_not_loaded_earlier(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps(galaxy(group(1, "A"), type="one")), encoding="utf-8")
    graph.load(one)
    one.write_text(json.dumps(galaxy(group(3, "C"), type="one", version=2)), encoding="utf-8")
    two.write_text(json.dumps(galaxy(group(2, "B", ("similar", 1)), type="two")), encoding="utf-8")
    graph.load(one, two)
    assert [each for each in graph.facts().identities.values() if each.basis == "stated"] == []


def test_each_list_says_for_itself_what_two_say() -> None:
    one = written(galaxy(group(1, "A", ("similar", 2)), type="one"), "one.json")
    two = written(galaxy(group(2, "B", ("similar", 1)), type="two"), "two.json")
    assert len([record for record in together(one, two).kept() if isinstance(record, Identity)]) == 2


def test_one_uuid_in_two_lists_is_an_entry_of_each() -> None:
    one = written(galaxy(group(1, "A", country="KP"), type="one"), "one.json")
    two = written(galaxy(group(1, "A", country="IR"), type="two"), "two.json")
    claims = [claim for claim in together(one, two).kept() if isinstance(claim, Claim)]
    assert [claim.iri for claim in claims] == [f"{ID}misp-{name}/claim/{uuid(1)}-country" for name in ("one", "two")]


def test_lists_of_two_publishers_under_one_type_are_refused() -> None:
    one = written(galaxy(group(1, "A")), "one.json")
    two = written(galaxy(group(2, "B"), authors=["ACME CERT"]), "two.json")
    with pytest.raises(InvalidData, match="groups by MISP Galaxy and groups by ACME CERT cannot both be"):
        misp.read([one, two], None)
    with pytest.raises(InvalidData, match='cannot both be the data set "mine"; load them one by one'):
        misp.read([document("tool"), document("country")], "mine")


def test_every_data_set_says_whose_actors_it_uses() -> None:
    for batch in misp.read([document(name) for name in ("country", "foreign", "producer", "threat-actor")], None):
        objects = {quad.object.value for quad in quads(batch) if isinstance(quad.object, NamedNode)}
        used = {ID + iri.removeprefix(ID).partition("/")[0] for iri in objects if iri.startswith(ID)}
        assert used - {batch.dataset.iri} == set(batch.dataset.uses_actors_of)


def test_a_value_that_joins_a_name_and_a_number_is_two_names() -> None:
    batch = read(document("foreign"))
    assert names(batch, FOREIGN[:-1] + "2") == {
        ("Grey Mullet", "preferred", None),
        ("Grey Mullet - APT-C-07", "alias", None),
        ("APT-C-07", "alias", "producer-Harbour%20Watch"),
    }
    assert names(batch, FOREIGN[:-1] + "3") == {
        ("Pale Newt", "preferred", None),
        ("Pale Newt - G9998", "alias", None),
        ("G9998", "alias", "producer-MITRE"),
    }


def test_names_that_differ_in_case_only_are_one_unless_they_are_given_by_others() -> None:
    given = [f"MIST:{LANTERN}"]
    lists = [
        written(galaxy(group(1, "Mist", synonyms=["MIST", "mist"]))),
        written(galaxy(group(1, "Mist", synonyms=["MIST", "mist"], **{"name-attribution": given}))),
    ]
    found = [names(together(document("producer"), each), uuid(1)) for each in lists]
    assert found == [{("Mist", "preferred", None)}, {("Mist", "preferred", None), ("MIST", "alias", LANTERN)}]


# ------------------------------------------------------------------------------------------------- as MISP exports it


def test_clusters_as_misp_exports_them_are_read_by_type() -> None:
    assert misp.recognises(document("web"))
    actors, tools = misp.read([document("web")], None)
    assert actors.dataset.name == "misp-harbour-actor"
    assert actors.dataset.title == {"en": "MISP galaxy: Harbour actors, version 1700000000"}
    crane = "8a000000-0000-4000-8000-000000000001"
    assert names(actors, crane) == {
        ("Dusk Crane", "preferred", None),
        ("Evening Bird", "alias", None),
        ("Dawn Bird", "alias", None),
    }
    assert {claim.label for claim in of_kind(Claim, actors).values()} == {
        "Harbour Watch attributes activity of Dusk Crane to Norway (as the origin)",
        "Quay Lab attributes activity of Noon Crane to Sweden (as the origin)",
    }
    (similar,) = of_kind(Identity, actors).values()
    assert similar.label == "Harbour Watch says that Dusk Crane and Noon Crane are similar (likely)"
    assert reasons(tools) == {"the galaxy harbour-tool is not of actors"}


def test_the_view_of_a_galaxy_and_of_a_cluster_are_read_too() -> None:
    (cluster, *_) = fixture("web")
    plain = cluster["GalaxyCluster"]
    head = plain["Galaxy"]
    bare = {name: value for name, value in plain.items() if name != "Galaxy"}
    for data in (cluster, {"Galaxy": head, "GalaxyCluster": [bare]}, {"response": [cluster]}):
        assert misp.recognises(written(data))
        batch = read(written(data))
        assert batch.dataset.title == {"en": "MISP galaxy: Harbour actors, version 1700000000"}
        assert speakers(batch) == {"Harbour Watch"}


@pytest.mark.parametrize(
    "data",
    [
        {"Event": {"info": "Harbour outage"}},
        [{"Event": {"info": "Harbour outage"}}],
        {"response": [{"Event": {"info": "Harbour outage"}}]},
        {"response": {"Attribute": [{"type": "threat-actor", "value": "Night Heron"}]}},
    ],
)
def test_an_event_is_named_as_what_it_is(data: Any) -> None:
    event = written(data)
    assert recognise(event) is None
    assert unrecognised(event).startswith("a MISP event, which is not read; load its export as STIX")


# ------------------------------------------------------------------------------------------- what is left out, and why


def test_keys_that_nobody_knows_are_skipped_and_those_that_are_left_out_are_not() -> None:
    told = reasons(all_galaxies())
    assert "not known what is meant by regiment" in told
    assert not any("cfr-target-category" in reason or "Capital" in reason for reason in told)


def test_all_keys_that_are_left_out_are_documented() -> None:
    page = (DOCS / "misp.md").read_text(encoding="utf-8")
    from whoblamed.loaders.misp.clusters import LEFT_OUT, READ

    assert [name for name in sorted(LEFT_OUT | READ) if f"`{name}`" not in page] == []


def test_revoked_clusters_are_skipped() -> None:
    assert ("threat-actor.json", 83, "the cluster is revoked") in skipped(all_galaxies())


def test_of_two_clusters_with_one_uuid_the_first_counts() -> None:
    batch = read(written(galaxy(group(1, "A", country="KP"), group(1, "B", country="IR"), group(1, "A", country="KP"))))
    assert [actor.label for actor in of_kind(Actor, batch).values() if actor.kind == "group"] == ["MISP Galaxy", "A"]
    assert len(skipped(batch)) == 2


def test_of_two_versions_of_a_galaxy_the_newer_counts() -> None:
    old = written(galaxy(group(1, "Old name"), group(2, "Gone"), version=9), "a.json")
    new = written(galaxy(group(1, "New name"), version=10), "b.json")
    labels = {actor.label for actor in of_kind(Actor, read(old, new)).values()}
    assert labels == {"MISP Galaxy", "New name", "Gone"}


def test_a_file_that_is_given_twice_is_read_once() -> None:
    batch = read(document("tool"), Document.of_file(GALAXIES / "tool.json", "copy.json"))
    assert batch.dataset.name == "misp-tool"
    assert ("tool.json", 0, "another file has the same content") in skipped(batch)


def test_a_cluster_without_a_uuid_is_known_by_its_name() -> None:
    batch = read(written(galaxy({"value": "A"}, {"value": "A", "uuid": "not one"}, {"value": "B", "uuid": 7})))
    groups = [actor.label for actor in of_kind(Actor, batch).values() if actor.label != "MISP Galaxy"]
    assert groups == ["A", "B"]


# -------------------------------------------------------------------------------------------------------- hostile input


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "1:1: the file ends too early"),
        (b"[]", "1:1: a galaxy is a JSON object"),
        (b'"x"', "1:1: a galaxy is a JSON object"),
        (b'{"type": "t",\n "values": [\n{"value" "A"}]}', "3:1: this is not JSON"),
        (b'{"type": "t", "values": [\n', "2:1: the file ends too early"),
        (b'{"type": "t"}\n{"type": "t"}', "2:1: this is not JSON"),
        (b'{"type": "t",\n "values": [{"value": "\xff"}]}', "2:1: this is not JSON"),
        (b'{"values": [' + b"9" * 101 + b"]}", "1:1: a number of more than 100 digits"),
        (b'{"values": [1e999]}', "1:1: this is not JSON"),
        (b'{"values": []}', 'the galaxy has no "type"'),
        (b'{"type": {}, "values": []}', 'the galaxy has no "type"'),
        (b'{"type": "t", "values": ' + b"[" * members.MAX_DEPTH, "nested deeper"),
        (b'{"type": "t", "values": [{"value": ' + b'{"a":' * 50 + b"1" + b"}" * 50 + b"}]}", "nested deeper"),
        (b'{"type": "t", "values": ["' + b"x" * 2 * members.MAX_TEXT + b'"]}', "longer than"),
        (b'{"type": "t",' + b" " * 2 * members.MAX_TEXT + b'"values": []}', "longer than"),
        (b'{"type": "t", "values": [[' + b"1," * members.MAX_VALUES + b"1]]}", "more than"),
    ],
)
def test_what_is_no_galaxy_is_refused_with_its_place(content: bytes, problem: str) -> None:
    with pytest.raises(InvalidData, match=r"^bad\.json") as error:
        list(read(Document.of_bytes(content, "bad.json")).records)
    assert problem in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_the_problems_of_all_files_are_told() -> None:
    with pytest.raises(InvalidData) as error:
        read(Document.of_bytes(b"[]", "a.json"), document("tool"), Document.of_bytes(b"{}", "b.json"))
    assert [problem.file for problem in error.value.problems] == ["a.json", "b.json"]


def test_files_that_are_too_large_to_be_kept_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = list(all_galaxies().records)
    monkeypatch.setattr(members, "_SMALL", 0)
    batches = misp.read([document(name) for name in ("country", "producer", "tool", "threat-actor")], None)
    assert list(chain.from_iterable(batch.records for batch in batches)) == kept


def test_a_byte_order_mark_does_no_harm() -> None:
    content = b"\xef\xbb\xbf" + (GALAXIES / "producer.json").read_bytes()
    marked = Document.of_bytes(content, "producer.json")
    assert misp.recognises(marked)
    assert list(read(marked).records) == list(read(document("producer")).records)


def test_characters_that_no_text_may_hold_are_taken_out() -> None:
    strange = group(1, "A\x00 \x1b[31m B\ufffe", synonyms=["\ud800", "x" * 10_000], refs=["https://e.example/\x07"])
    strange["meta"]["origin:\x01Z\x02"] = "Q\x03"
    strange["meta"]["odd\x04key"] = 1
    batch = read(written(galaxy(strange)))
    assert of_kind(Actor, batch)[uuid(1)].label == "A [31m B"
    assert ("Z", "alias", "producer-Q") in names(batch, uuid(1))
    assert quads(batch)
    assert "not known what is meant by oddkey" in reasons(batch)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where there are values in JSON."""
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, item in items:
        yield from paths(item, (*path, name))


def replaced(data: Any, path: Sequence[Any], value: Any) -> Any:
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


@cache
def fixture(name: str) -> Any:
    return json.loads((GALAXIES / f"{name}.json").read_text(encoding="utf-8"))


@given(st.data())
def test_whatever_stands_anywhere_there_are_whole_records_or_reasons(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["country", "producer", "threat-actor"]))
    changed = fixture(name)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(changed))))
        odd = st.sampled_from([uuid(1), HERON, LANTERN, "", "XA", "China", "https://x.example"]) | json_values
        changed = replaced(changed, path, data.draw(odd))
    others = [document(other) for other in ("country", "producer", "threat-actor") if other != name]
    try:
        batch = together(written(changed, f"{name}.json"), *others)
        found = list(batch.records)
    except InvalidData:
        return
    assert found == list(batch.records)
    is_whole(batch)


def is_whole(batch: Batch) -> None:
    """Equal IRIs mean equal records, claims come once, and all that is referred to is described."""
    known: dict[str, Record] = {}
    for record in batch.kept():
        assert known.setdefault(record.iri, record) == record
    claims = [record.iri for record in batch.kept() if isinstance(record, Claim)]
    assert len(set(claims)) == len(claims)
    written_quads = quads(batch)
    subjects = {quad.subject for quad in written_quads}
    objects = {quad.object for quad in written_quads if isinstance(quad.object, NamedNode)}
    assert {node for node in objects if node.value.startswith(ID)} <= subjects


@pytest.mark.parametrize(
    "names", [("threat-actor",), ("country", "producer", "threat-actor", "tool"), ("country",), ("producer",)]
)
def test_the_records_break_no_rule(names: tuple[str, ...]) -> None:
    batch = together(*map(document, names))
    is_whole(batch)
    assert [found for found in violations(quads(batch)) if found.severity == VIOLATION] == []


# ---------------------------------------------------------------------------------------------------------- real data


@cache
def real(*types: str) -> Batch:
    files = [DATA / f"{type_}.json" for type_ in types]
    if not all(file.is_file() for file in files):
        pytest.skip("the MISP galaxies are not here")
    return together(*map(Document.of_file, files))


ALL = ("country", "microsoft-activity-group", "producer", "threat-actor")


def test_every_real_threat_actor_is_loaded() -> None:
    actors = of_kind(Actor, real("threat-actor")).values()
    assert sum(len(key(actor.iri)) == len(HERON) and actor.kind == "group" for actor in actors) == 1041


def test_real_names_have_their_givers() -> None:
    alone = Counter(entry.reason for entry in real("threat-actor").records if isinstance(entry, Skipped))
    assert alone["a name is given by someone who is not among the clusters loaded"] == 653
    together = real(*ALL)
    assert "a name is given by someone who is not among the clusters loaded" not in reasons(together)
    source = {record.iri for record in together.kept() if isinstance(record, Source) and "threat-actor" in record.label}
    given = [
        name for actor in of_kind(Actor, together).values() for name in actor.names if name.by and name.source in source
    ]
    assert len({(name.actor, name.value, name.by) for name in given}) == len(given) >= 1243


def test_real_claims_say_what_the_galaxy_does() -> None:
    claims = of_kind(Claim, real("threat-actor"))
    kinds = Counter(name[len(HERON) + 1 :] for name in claims if name[len(HERON) + 1 :] in PLAIN_CLAIMS)
    assert kinds == {
        "country": 476,  # of 477: one is empty
        "cfr-suspected-state-sponsor": 91,  # of 99: 8 are unknown
        "cfr-suspected-victims": 146,
        "suspected-victims": 5,
        "microsoft-origin-threat": 1,
    }
    confident = {claim.incident: claim.confidence for claim in claims.values() if claim.confidence}
    assert len(confident) == 159  # of 164: 5 are of actors of which nothing is attributed
    assert Counter(str(confidence.words) for confidence in confident.values())["attribution-confidence 50"] == 150


PLAIN_CLAIMS = (
    *("country", "microsoft-origin-threat"),
    *("cfr-suspected-state-sponsor", "cfr-suspected-victims", "suspected-victims"),
)


def test_real_references_are_all_kept() -> None:
    batch = real(*ALL)
    assert "a reference is no web address" not in reasons(batch)
    cited = {reliance.on for reliance in batch.kept() if isinstance(reliance, Reliance) and reliance.mode == "cites"}
    assert len(cited) > 3000


def test_real_records_are_whole_and_a_sample_breaks_no_rule() -> None:
    batch = real(*ALL)
    is_whole(batch)
    sampled = []
    for type_ in ALL:
        data = json.loads((DATA / f"{type_}.json").read_text(encoding="utf-8"))
        sampled.append(written({**data, "values": data["values"][::20]}, f"{type_}.json"))
    assert [found for found in violations(quads(together(*sampled))) if found.severity == VIOLATION] == []
