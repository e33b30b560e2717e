"""In what shapes STIX objects come: bundles, pages of servers, lists, lines, one alone, and these in each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders import formats, sources, stix
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.patterns import is_slug
from whoblamed.ontology.records import Actor, Skipped

from ..support.stix import LABS, LIGHTS, MOTH, SAID, batch, blamed, document, kept, skipped

OBJECTS = (LABS, MOTH, LIGHTS, SAID)
SAYS = ["Northlight Labs attributes Harbour Lights to Grey Moth (2024-03-05)"]


def of(text: str, name: str = "case.json") -> Document:
    return Document.of_bytes(text.encode(), name)


def lines(*values: Any) -> str:
    return "\n".join(map(json.dumps, values))


def bundled(*objects: Any, **more: Any) -> dict[str, Any]:
    return {"type": "bundle", "id": "bundle--1", "objects": list(objects), **more}


# ------------------------------------------------------------------------------------------------------- recognised


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "bundle", "id": "bundle--1", "objects": []}',
        '\ufeff  {"objects": [], "type" : "bundle"}',
        '{"id": "bundle--1", "objects": [{"id": "x"}], "spec_version": "2.0", "type": "bundle"}',
        '{"more": false, "objects": [{"type": "identity", "spec_version": "2.1"}]}',
        '{"type": "bundle", "id": "bundle--1"}',
        '[{"type": "identity", "name": "A", "id": "identity--1"}]',
        '{"id": "intrusion-set--1", "type": "intrusion-set"}',
        '{"id": "identity--1", "type": "identity"}\n{"id": "campaign--1", "type": "campaign"}\n',
        '{"more": false, "objects": []}',
        '{"more": true, "next": "12"}',
        " {} ",
    ],
)
def test_stix_is_recognised_whatever_the_order_of_its_keys(text: str) -> None:
    assert stix.recognises(Document.of_bytes(text.encode(), "x.json"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"type": "galaxy", "values": []}',
        '{"type": "bundle"}',
        '["type": "bundle", "objects": []]',
        '[{"id": "identity--1", "type": "x"}]',
        '{"more": false, "rows": []}',
        '{"a": 1}',
    ],
)
def test_other_things_are_not(text: str) -> None:
    assert not stix.recognises(Document.of_bytes(text.encode(), "x.json"))


def test_no_shape_is_taken_for_a_table() -> None:
    shapes = (json.dumps(OBJECTS), lines(*OBJECTS), json.dumps(MOTH), json.dumps([bundled(*OBJECTS)]))
    assert [found.name for shape in shapes if (found := formats.recognise(of(shape)))] == ["stix"] * len(shapes)


# -------------------------------------------------------------------------------------------------------------- read


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(bundled(*OBJECTS)),
        json.dumps(OBJECTS),
        lines(*OBJECTS),
        lines(*OBJECTS[:2]) + "\n\n" + lines(*OBJECTS[2:]) + "\n",
        json.dumps({"more": False, "objects": OBJECTS}),
        json.dumps({"more": False, "objects": [bundled(*OBJECTS)]}),
        json.dumps(bundled(LABS, bundled(MOTH, bundled(LIGHTS)), SAID)),
        json.dumps([bundled(LABS, MOTH), bundled(LIGHTS, SAID)]),
        lines(bundled(LABS, MOTH), bundled(LIGHTS, SAID)),
        json.dumps({"objects": OBJECTS, "id": "bundle--1", "type": "bundle"}),
        "\ufeff" + json.dumps(OBJECTS),
        json.dumps({"data": bundled(*OBJECTS)}),
        json.dumps({"meta": {"count": 4}, "data": OBJECTS, "links": [{"next": None}]}),
        json.dumps({"status": "ok", "response": {"bundles": [bundled(*OBJECTS)]}}),
    ],
    ids=[
        "a bundle",
        "a list",
        "lines",
        "lines with blank ones",
        "an envelope",
        "a bundle in an envelope",
        "bundles in bundles",
        "a list of bundles",
        "lines of bundles",
        "a bundle that says so at its end",
        "a mark of the byte order",
        "a bundle that an interface answers",
        "objects that it answers",
        "an answer in an answer",
    ],
)
def test_all_shapes_hold_the_same(text: str) -> None:
    found = batch(of(text))
    assert blamed(found) == SAYS
    assert skipped(found) == {}


def test_one_object_alone_is_read() -> None:
    assert [actor.label for actor in kept(batch(of(json.dumps(MOTH))), Actor)] == ["Grey Moth"]


@pytest.mark.parametrize(
    "text", ["{}", '{"more": false}', '{"more": false, "objects": []}', '{"type": "bundle", "id": "bundle--1"}', "[]"]
)
def test_an_empty_page_is_empty(text: str) -> None:
    assert list(batch(of(text)).records) == []


@pytest.mark.parametrize(
    ("name", "is_page"), [("page.json", True), ("objects", True), ("a.jsonld", False), ("a.trig", False)]
)
def test_nothing_is_a_page_only_where_pages_may_be(name: str, is_page: bool) -> None:
    assert stix.recognises(Document.of_bytes(b"{}", name)) is is_page


def test_pages_are_read_together() -> None:
    pages = [of(json.dumps({"more": True, "next": "2", "objects": OBJECTS[:3]}), "1.json")]
    pages += [of(json.dumps({"more": False, "objects": [SAID]}), "2.json"), of("{}", "3.json")]
    assert blamed(batch(*pages, dataset="feed")) == SAYS


def test_lines_say_where_something_is_skipped() -> None:
    found = batch(of(lines(LABS, {"type": "x"}, MOTH)))
    assert [one.line for one in found.records if isinstance(one, Skipped)] == [2]


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"type": "bundle", "id": "bundle--2", "objects": {}}, "bundle: no statement about who did something"),
        ({"type": "x-case", "id": "x-case--1", "objects": [LABS]}, "x-case: no statement about who did something"),
        ({"type": "x-case", "id": "x-case--1", "data": [LABS]}, "x-case: no statement about who did something"),
        ({"objects": 7}, "no STIX object: it has no type, or no id of its type"),
        ({}, "no STIX object: it has no type, or no id of its type"),
    ],
)
def test_what_looks_like_a_bundle_and_is_none_is_told(odd: dict[str, Any], reason: str) -> None:
    assert skipped(batch(document(odd, MOTH))) == {reason: 1}


def test_what_is_nested_too_deep_is_skipped_and_the_rest_read() -> None:
    nested: Any = bundled(LABS)
    for _ in range(32):
        nested = bundled(nested)
    found = batch(document(nested, MOTH))
    assert skipped(found) == {"object that is larger or deeper than one may be": 1}
    assert [actor.label for actor in kept(found, Actor)] == ["Grey Moth"]


def test_observed_data_holds_no_objects_of_ours() -> None:
    observed = {"type": "observed-data", "id": "observed-data--1", "objects": {"0": {"type": "file"}}}
    assert skipped(batch(document(observed, MOTH))) == {"observed-data: no statement about who did something": 1}


def test_nothing_of_stix_is_no_silent_success() -> None:
    assert skipped(batch(of('{"a": 1}'))) == {"no STIX object: it has no type, or no id of its type": 1}


def test_spec_version_is_not_needed() -> None:
    assert all("spec_version" not in one for one in OBJECTS)
    assert blamed(batch(document(*OBJECTS))) == SAYS


# ------------------------------------------------------------------------------------------------- how it is called


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/Apt 1.stix.json", "stix-apt-1"),
        ("<stdin>", "stix-stdin"),
        ("feed.2031-01.json", "stix-feed-2031-01"),
        ("feed.2031-02.json.gz", "stix-feed-2031-02"),
        ("enterprise-attack-19.1.json", "stix-enterprise-attack-19-1"),
        ("lines.JSONL", "stix-lines"),
    ],
)
def test_the_data_set_is_called_after_the_file_without_the_ending_of_its_format(name: str, expected: str) -> None:
    assert batch(document(LABS, name=name)).dataset.name == expected


def test_names_that_fit_no_data_set_stay_apart() -> None:
    long = "x" * 95
    names = {batch(document(LABS, name=name)).dataset.name for name in ("é", "è", f"{long}a.json", f"{long}b.json")}
    assert len(names) == 4
    assert all(is_slug(name) for name in names)


def test_it_is_called_as_the_user_says() -> None:
    assert batch(document(LABS), dataset="mine").dataset.name == "mine"


# ------------------------------------------------------------------------------------------- what cannot be read at all


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "bundle",\n"objects": [{"a": 1},\n{"a" 2}]}', "case.json:3:1: this is not JSON"),
        ('{"type": "bundle", "objects": [{"a": 1}', "case.json:1:1: the file ends too early"),
        ('{"type": "bundle",\n"objects": []} x', "case.json:2:1: this is not JSON"),
        ("[" + "9" * 101 + "]", "case.json:1:1: a number of more than 100 digits"),
        ("[1", "case.json:1:1: the file ends too early"),
        ("", "case.json:1:1: the file ends too early"),
        ('"bundle"', "case.json:1:1: STIX is a JSON object, or a list of them; this is something else"),
        ("<?xml version='1.0'?><a/>", "case.json:1:1: this is XML, as STIX 1.x is, which is not read"),
    ],
)
def test_what_cannot_be_read_at_all_says_where(text: str, message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        stix.read([Document.of_bytes(text.encode(), "case.json")])


STIX_1 = """<?xml version="1.0"?>
<!-- made by hand -->
<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" id="ex:pkg-1" version="1.1.1"/>
"""


def test_stix_1_is_told_and_what_to_do(tmp_path: Path) -> None:
    package = tmp_path / "package.xml"
    package.write_text(STIX_1)
    with pytest.raises(StoreError, match=r"STIX 1\.x, which is not read; make it STIX 2 with stix2-elevator"):
        sources.read([package])
    with pytest.raises(InvalidData, match="which is not read; make it STIX 2 with stix2-elevator"):
        sources.read([package], as_="stix")
