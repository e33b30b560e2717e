"""The extension of our bundles: every record comes back exactly, and nothing else gets in."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.ontology.json import decode, encode
from whoblamed.ontology.records import Actor, Claim, DataSet, Record, Source, dataset_iri

from .test_quads import records

FBI: dict[str, Any] = {"iri": "urn:fbi", "label": "FBI", "kind": "agency"}
SAID: dict[str, Any] = {"iri": "urn:c", "label": "FBI reports", "act": "report", "speakers": ("urn:fbi",)}


def _on_record(record: Record | DataSet) -> Record | DataSet:
    """The record as the shapes want it: data sets have the IRI of their name, and addresses are on the web."""
    if isinstance(record, DataSet):
        return replace(record, iri=dataset_iri("case"), name="case")
    if isinstance(record, Source):
        return replace(record, url="https://a.example/", archived_at=None)
    return record


conforming = records.map(_on_record)


@given(conforming)
def test_every_record_reads_back_as_it_was(record: Record | DataSet) -> None:
    assert decode(encode(record)) == record


@given(conforming)
def test_the_same_record_is_the_same_text(record: Record | DataSet) -> None:
    assert encode(decode(encode(record))) == encode(record)


def test_what_has_its_default_value_is_not_written() -> None:
    assert json.loads(encode(Actor(**FBI))) == {"actor": FBI}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no text"),
        ({"actor": FBI}, "no text"),
        ("{", "not JSON"),
        ("[" * 2_000, "not JSON"),
        ("9" * 5000, "not JSON"),
        ("[]", "not one object"),
        ("{}", "not one object"),
        ('{"actor": {}, "claim": {}}', "not one object"),
        ('{"system": {}}', "no such kind"),
        ('{"actor": []}', "Actor is no object"),
    ],
)
def test_what_is_no_record_is_refused(text: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(text)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("actor", {"iri": "urn:a", "label": "A"}, "has not all that it needs"),
        ("actor", {**FBI, "secret": 1}, "has a field too many"),
        ("actor", {**FBI, "kind": "spy"}, "Actor.kind has a value"),
        ("actor", {**FBI, "label": 7}, "Actor.label has a value"),
        ("actor", {**FBI, "label": ""}, "no label"),
        ("actor", {**FBI, "label": "a\x1b"}, "cannot be written"),
        ("actor", {**FBI, "label": "\ud800"}, "cannot be written"),
        ("actor", {**FBI, "iri": "no iri"}, "cannot be written"),
        ("actor", {**FBI, "part_of": "urn:usa"}, "Actor.part_of has a value"),
        ("actor", {**FBI, "part_of": [["urn:usa"]]}, "Actor.part_of has a value"),
        ("actor", {**FBI, "description": {"en": None}}, "Actor.description has a value"),
        ("actor", {**FBI, "description": {"en please": "x"}}, "cannot be written"),
        ("actor", {**FBI, "names": [{"iri": "urn:n"}]}, "Actor.names has a value"),
        ("actor", {**FBI, "wikidata": None}, "Actor.wikidata has a value"),
        ("claim", {**SAID, "act": "rumour"}, "Claim.act has a value"),
        ("claim", {**SAID, "stated_on": "2014-13"}, "Claim.stated_on has a value"),
        ("claim", {**SAID, "recorded_on": "2014-12-01T00:00:00"}, "Claim.recorded_on has a value"),
        ("claim", {**SAID, "quantity": 1}, "Claim.quantity has a value"),
        ("claim", {**SAID, "quantity": "1e999999999999999999999"}, "Claim.quantity has a value"),
        ("claim", {**SAID, "quantity": "NaN"}, "cannot be written"),
        ("claim", {**SAID, "confidence": {"value": True}}, "Claim.confidence has a value"),
        ("claim", {**SAID, "confidence": {"value": 101}}, "not between 0 and 100"),
        ("claim", {**SAID, "passages": [{"start": -1}]}, "a place that does not exist"),
        ("source", {"iri": "urn:s", "label": "S", "url": "javascript:alert(1)"}, "not on the web"),
        ("dataset", {"iri": "urn:d", "name": "d"}, "the name of the data set"),
        ("dataset", {"iri": dataset_iri("../x"), "name": "../x"}, "the name of the data set"),
    ],
)
def test_a_malformed_record_is_refused_with_a_reason(kind: str, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(json.dumps({kind: fields}))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([Actor(**FBI), Claim(**SAID), Source(iri="urn:s", label="S")]), st.data())
def test_nothing_that_stands_in_a_field_breaks_the_reader(record: Record, data: st.DataObject) -> None:
    ((kind, fields),) = json.loads(encode(record)).items()
    field = data.draw(st.sampled_from(sorted(type(record).__dataclass_fields__)))
    with contextlib.suppress(ValueError):
        assert decode(json.dumps({kind: {**fields, field: data.draw(_json)}}))
