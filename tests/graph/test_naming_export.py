"""Who gives which name, for programs that keep names: galaxies of MISP, and a STIX bundle in which nothing merges."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import whoblamed
from whoblamed.graph import Graph
from whoblamed.graph.identity.naming import Naming
from whoblamed.graph.identity.representatives import Representatives
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.loaders import misp
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Confidence,
    DataSet,
    Identity,
    Name,
    Record,
    Skipped,
    Source,
    dataset_iri,
    mint,
)

from ..support.places import DATA

KITE_ID = "5d0d2b4c-6a0e-4b0f-9f0a-0d6b8f1c2a11"
#: What the galaxies of MISP look like, https://github.com/MISP/misp-galaxy; lists of relations as they are there.
GALAXY: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["authors", "category", "description", "name", "source", "type", "uuid", "values", "version"],
    "properties": {
        **{key: {"type": "string", "minLength": 1} for key in ("category", "description", "name", "source", "type")},
        "uuid": {"$ref": "#/definitions/uuid"},
        "version": {"type": "integer", "minimum": 1},
        "authors": {"$ref": "#/definitions/texts"},
        "values": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["value", "uuid"],
                "properties": {
                    "value": {"type": "string", "minLength": 1},
                    "uuid": {"$ref": "#/definitions/uuid"},
                    "description": {"type": "string", "minLength": 1},
                    "meta": {"type": "object", "additionalProperties": {"$ref": "#/definitions/texts"}},
                    "related": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["dest-uuid", "type", "tags"],
                            "properties": {
                                "dest-uuid": {"$ref": "#/definitions/uuid"},
                                "type": {"type": "string"},
                                "tags": {"type": "array", "items": {"type": "string"}},
                            },
                        },
                    },
                },
            },
        },
    },
    "definitions": {
        "uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "texts": {"type": "array", "uniqueItems": True, "minItems": 1, "items": {"type": "string", "minLength": 1}},
    },
}


def iri(kind: str, key: str) -> str:
    return mint("names", kind, key)


def name(actor: str, value: str, by: str | None, source: str | None = None) -> Name:
    key = f"{actor}-{value}-{by}"
    giver = iri("actor", by) if by else None
    place = iri("source", source) if source else None
    return Name(iri=iri("name", key), actor=iri("actor", actor), value=value, by=giver, source=place)


def actor(key: str, label: str, kind: str, *names: Name) -> Actor:
    return Actor(iri=iri("actor", key), label=label, kind=kind, names=names)


LABS = actor("labs", "Northlight Labs", "company", name("labs", "Northlight", None))
BUREAU = actor("bureau", "Cyber Bureau", "agency")
BLOG = Source(iri=iri("source", "blog"), label="Names", url="https://labs.example/names")
KITE = actor(
    KITE_ID,
    "Tin Kite",
    "group",
    name(KITE_ID, "Tin Kite", "labs"),
    name(KITE_ID, "Night Swift", "labs", "blog"),
    name(KITE_ID, "G-7", None),
)
MOTH = actor("moth", "Grey Moth", "persona", name("moth", "Grey Moth", "bureau"), name("moth", "Night Swift", "bureau"))
ALIKE = Identity(
    iri=iri("identity", "1"),
    label="Northlight Labs says that Tin Kite and Grey Moth are similar",
    actors=(KITE.iri, MOTH.iri),
    verdict="similar",
    identified_by=LABS.iri,
    likelihood=Confidence(words="likely", scale="dni", grade="likely", value=70),
)
LOADED = DataSet(iri=dataset_iri("names"), name="names", loaded_on=datetime(2026, 3, 4, tzinfo=UTC))
ALL: tuple[Record | DataSet, ...] = (LOADED, LABS, BUREAU, BLOG, KITE, MOTH, ALIKE)


def graph_of(*records: Record | DataSet) -> Graph:
    return Graph(MemoryStore(quad for record in records for quad in to_quads(record, LOADED.iri)))


def written(graph: Graph, format_: str) -> bytes:
    out = io.BytesIO()
    graph.write(out, format_)
    return out.getvalue()


def galaxy(graph: Graph, format_: str = "misp-galaxy") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(graph, format_))
    jsonschema.validate(found, GALAXY)
    return found


def clusters(graph: Graph, format_: str = "misp-galaxy") -> dict[str, Any]:
    return {cluster["value"]: cluster for cluster in galaxy(graph, format_)["values"]}


# ------------------------------------------------------------------------------------------------ galaxies of MISP


def test_a_galaxy_says_who_gives_which_name() -> None:
    producers = {label: cluster["uuid"] for label, cluster in clusters(graph_of(*ALL), "misp-producers").items()}
    assert list(producers) == ["Cyber Bureau", "Northlight Labs"]
    kite = clusters(graph_of(*ALL))["Tin Kite"]
    assert kite["meta"] == {
        "synonyms": ["G-7", "Night Swift"],
        "name-attribution": [
            f"Tin Kite:{producers['Northlight Labs']}",
            f"Night Swift:{producers['Northlight Labs']}",
        ],
        "refs": ["https://labs.example/names"],
    }
    assert kite["uuid"] == KITE_ID


def test_who_is_like_whom_is_a_relation_and_how_likely_its_tag() -> None:
    found = clusters(graph_of(*ALL))
    likely = 'estimative-language:likelihood-probability="likely"'
    links = [{"dest-uuid": found["Grey Moth"]["uuid"], "tags": [likely], "type": "similar"}]
    assert [cluster.get("related") for cluster in found.values()] == [None, links]


def test_a_galaxy_says_what_it_is_and_its_version_grows() -> None:
    found = galaxy(graph_of(*ALL))
    assert (found["type"], found["category"], found["source"]) == ("threat-actor", "actor", "names")
    assert found["version"] == 20260304
    assert galaxy(graph_of(KITE))["version"] == 1


def test_values_are_unique() -> None:
    twin = replace(MOTH, iri=iri("actor", "twin"), label="tin kite", names=())
    assert list(clusters(Graph(graph_of(*ALL, twin).store, resolve=False))) == ["Grey Moth", "Tin Kite", "tin kite (2)"]


def test_no_cluster_has_its_own_name_for_a_synonym_or_one_twice() -> None:
    given = [name(KITE_ID, value, "labs") for value in ("TIN KITE", "Tin Kite", "Night Swift", "NIGHT SWIFT")]
    shouted = replace(KITE, names=tuple(sorted(given, key=lambda each: each.iri)))
    (synonym,) = clusters(graph_of(LOADED, LABS, shouted))["Tin Kite"]["meta"]["synonyms"]
    assert synonym.casefold() == "night swift"
    northlight = replace(LABS, names=(name("labs", "NORTHLIGHT LABS", None), name("labs", "Northlight", None)))
    made = clusters(graph_of(LOADED, northlight, KITE), "misp-producers")["Northlight Labs"]["meta"]
    assert made["synonyms"] == ["Northlight"]


def test_two_who_are_said_to_be_alike_twice_are_related_once() -> None:
    again = replace(ALIKE, iri=iri("identity", "2"), likelihood=None, identified_by=BUREAU.iri)
    found = clusters(graph_of(*ALL, again))
    (link,) = found["Tin Kite"]["related"]
    assert link["tags"] == ['estimative-language:likelihood-probability="likely"']


def test_an_empty_graph_is_an_empty_galaxy() -> None:
    assert galaxy(graph_of())["values"] == []


def test_actors_that_are_the_same_are_one_cluster() -> None:
    same = replace(MOTH, iri=iri("actor", "same"), label="Same Moth", names=(name("same", "Falter", "labs"),))
    naming = Naming(graph_of(*ALL, same).facts(), Representatives([(MOTH.iri, same.iri)]))
    assert [found.label for found in naming.named] == ["Grey Moth", "Tin Kite"]
    assert [given.value for given in naming.names(naming.named[0])] == ["Grey Moth", "Falter", "Night Swift"]


def test_our_loader_reads_both_again() -> None:
    files = {key: written(graph_of(*ALL), key) for key in ("misp-galaxy", "misp-producers")}
    batches = misp.read([Document.of_bytes(content, f"{key}.json") for key, content in files.items()], None)
    records = [record for batch in batches for record in batch.records]
    assert [one for one in records if isinstance(one, Skipped)] == []
    found = {record.label: record for record in records if isinstance(record, Actor)}
    kinds = {label: found[label].kind for label in ("Tin Kite", "Northlight Labs", "Cyber Bureau")}
    assert kinds == {"Tin Kite": "group", "Northlight Labs": "company", "Cyber Bureau": "agency"}
    by_iri = {record.iri: label for label, record in found.items()}
    names = {(one.value, by_iri.get(one.by or "")) for one in found["Tin Kite"].names}
    assert names == {("Tin Kite", "Northlight Labs"), ("Night Swift", "Northlight Labs"), ("G-7", None)}
    (alike,) = [record for record in records if isinstance(record, Identity)]
    assert (alike.verdict, alike.likelihood and alike.likelihood.grade) == ("similar", "likely")


@pytest.mark.skipif(not (DATA / "misp-galaxy").exists(), reason="the galaxies of MISP are not here")
def test_the_galaxy_of_misp_keeps_all_who_give_names() -> None:
    graph = whoblamed.open(":memory:")
    paths = [DATA / "misp-galaxy" / f"{key}.json" for key in ("threat-actor", "producer")]
    graph.load(*paths)
    theirs = {each["uuid"]: each for each in json.loads(paths[0].read_text("utf-8"))["values"]}
    ours = {each["uuid"]: each for each in galaxy(graph)["values"]}
    assert ours.keys() >= theirs.keys()
    producers = {each["uuid"] for each in galaxy(graph, "misp-producers")["values"]}
    for key, cluster in theirs.items():
        wanted = {one for one in cluster["meta"].get("name-attribution", ()) if one.rpartition(":")[2] in producers}
        assert wanted <= set(ours[key]["meta"].get("name-attribution", ()))


# ----------------------------------------------------------------------------------------------------- STIX aliases


def objects(graph: Graph) -> dict[str, dict[str, Any]]:
    import stix2  # type: ignore[import-untyped]
    from stix2validator import ValidationOptions, validate_string  # type: ignore[import-untyped]

    content = written(graph, "stix-aliases").decode()
    assert validate_string(content, ValidationOptions(version="2.1")).is_valid
    assert stix2.parse(content, allow_custom=False).type == "bundle"
    return {one["id"]: one for one in json.loads(content)["objects"]}


def relations(found: dict[str, dict[str, Any]]) -> set[tuple[str, str, str | None]]:
    links = [one for one in found.values() if one["type"] == "relationship"]
    return {
        (
            found[one["source_ref"]]["name"],
            found[one["target_ref"]]["name"],
            found[one["created_by_ref"]]["name"] if "created_by_ref" in one else None,
        )
        for one in links
    }


def test_each_name_is_a_set_and_who_gives_it_a_relation() -> None:
    found = objects(graph_of(*ALL))
    sets = {one["name"]: one for one in found.values() if one["type"] == "intrusion-set"}
    assert sorted(sets) == ["G-7", "Grey Moth", "Night Swift", "Tin Kite"]
    assert not any("aliases" in one for one in sets.values())
    assert relations(found) == {
        ("Tin Kite", "Night Swift", "Northlight Labs"),
        ("Grey Moth", "Night Swift", "Cyber Bureau"),
        ("Tin Kite", "G-7", None),
        ("Tin Kite", "Grey Moth", "Northlight Labs"),
    }
    assert "created_by_ref" not in sets["Night Swift"]  # two give it, to different groups
    assert found[sets["Tin Kite"]["created_by_ref"]]["name"] == "Northlight Labs"


def test_how_likely_a_likeness_is_is_its_confidence() -> None:
    (sure,) = [one for one in objects(graph_of(*ALL)).values() if "confidence" in one]
    assert (sure["confidence"], sure["description"]) == (70, ALIKE.label)


def test_nothing_to_name_is_an_empty_bundle() -> None:
    assert [one["name"] for one in objects(graph_of(LABS)).values()] == ["whoblamed"]


def test_the_same_graph_is_the_same_bytes() -> None:
    for format_ in ("stix-aliases", "misp-galaxy", "misp-producers"):
        assert written(graph_of(*ALL), format_) == written(graph_of(*reversed(ALL)), format_)


def test_how_many_names_nobody_gave_is_told(tmp_path: Path) -> None:
    remarks = graph_of(*ALL).write(io.BytesIO(), "stix-aliases")
    assert remarks[1:] == ("objects", "nobody is known to have given 1 of the names")
