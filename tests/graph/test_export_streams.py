"""What is written needs as much memory for many claims as for a few: nothing is asked for long before it is written."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import StoreError
from whoblamed.graph import Graph
from whoblamed.graph.export import networks
from whoblamed.graph.export.jsonld import indented
from whoblamed.graph.export.tables import arrow
from whoblamed.graph.export.tables.columns import COLUMNS
from whoblamed.graph.export.tables.disputes import assessed, received
from whoblamed.graph.export.waiting import shelf
from whoblamed.graph.export.waiting.shelf import Shelf
from whoblamed.graph.identity.representatives import Representatives
from whoblamed.graph.store.columns.files import Columns
from whoblamed.graph.store.columns.writing import columns_of
from whoblamed.ontology.records import Actor, DataSet

from ..support.exports import export_to

DATASET = DataSet(iri="urn:d", name="d")


@pytest.fixture(scope="module")
def shelved(casebook: Graph) -> Iterator[Shelf]:
    with Shelf.of_store(casebook.store.current, casebook.store.generation.columns, casebook.datasets()) as found:
        yield found


# ----------------------------------------------------------------------------------------------------------- the shelf


def test_what_waits_is_what_was_put_by(casebook: Graph, shelved: Shelf) -> None:
    facts, waiting = casebook.facts(), shelved.facts()
    for kind in ("actors", "incidents", "allegations", "claims", "sources", "evidence", "reliances", "identities"):
        assert dict(getattr(waiting, kind)) == getattr(facts, kind)
        assert list(getattr(waiting, kind).values()) == [record for _, record in sorted(getattr(facts, kind).items())]


def test_a_block_is_gone_before_the_next_one_is_read() -> None:
    before: list[Columns] = []

    def blocks() -> Iterator[Columns]:
        for number in range(5):
            assert not any(before)
            before.append(columns_of([Actor(iri=f"urn:{number}", label="x", kind="person")]))
            yield before[-1]

    with Shelf([(DATASET, blocks())]) as found:
        assert [actor.iri for actor in found.of(DATASET, Actor)] == [f"urn:{number}" for number in range(5)]


def test_what_two_data_sets_say_of_one_thing_waits_in_both() -> None:
    other = DataSet(iri="urn:e", name="e")
    said = {each.iri: Actor(iri="urn:a", label=each.name, kind="person") for each in (DATASET, other)}
    with Shelf([(each, [columns_of([said[each.iri]])]) for each in (DATASET, other)]) as found:
        assert found.facts().actors["urn:a"] == said["urn:e"]
        assert [list(found.of(each, Actor)) for each in (DATASET, other)] == [[said["urn:d"]], [said["urn:e"]]]
        assert [found.is_repeated("urn:a", each) for each in (DATASET, other)] == [False, True]


@pytest.mark.parametrize("format_", ["stix", "csv", "nanopub", "claimreview"])
def test_no_room_for_records_that_wait_is_told(
    casebook: Graph, tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_TABLES", shelf._TABLES + "PRAGMA max_page_count = 50;")
    with pytest.raises(StoreError, match=r"does not fit into the folder for temporary files: .*; name another"):
        export_to(casebook, tmp_path / "out", format_)
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_a_workbook_is_told(casebook: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", lambda: "/dev/full")
    with pytest.raises(StoreError, match=r"does not fit into the folder for temporary files: .*; name another"):
        export_to(casebook, tmp_path / "out.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------ what is written


def test_no_more_rows_are_asked_for_than_stand_together() -> None:
    asked = count()
    endless = ({"key": str(next(asked))} for _ in count())
    batches = arrow._batches(endless, tuple(COLUMNS))
    assert [batch.num_rows for batch in islice(batches, 3)] == [arrow._BATCH] * 3
    assert next(asked) == 3 * arrow._BATCH


def test_how_allegations_were_received_does_not_depend_on_which_are_assessed_together(
    casebook: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whoblamed.graph.export.tables.disputes._AT_ONCE", 1)
    shown = Representatives.of(casebook.store.current)
    with Shelf.of_store(casebook.store.current, casebook.store.generation.columns, casebook.datasets()) as found:
        told = received(assessed(found, shown))
    assert told == received(casebook.statuses())


def test_graphml_says_what_networkx_writes_at_once_but_for_truth_values(casebook: Graph) -> None:
    network = casebook.blame_network()
    ours, at_once = io.BytesIO(), io.BytesIO()
    networks.graphml(network, ours)
    nx.write_graphml_xml(networks._Plain(network, dict).copied(), at_once)
    found, expected = (nx.read_graphml(io.BytesIO(file.getvalue()), force_multigraph=True) for file in (ours, at_once))
    assert dict(found.nodes) == dict(expected.nodes)
    assert dict(found.edges) == dict(expected.edges)
    assert b">false<" in ours.getvalue()
    assert b">False<" not in ours.getvalue()


def test_graphml_is_written_in_a_part_of_the_memory_that_the_network_takes() -> None:
    told: dict[str, Any] = {"label": "x" * 200, "act": "attribution", "withdrawn": False, "stated_on": "2031"}
    tracemalloc.start()
    try:
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for n in range(3_000):
            network.add_edge(f"a{n % 50}", f"b{n % 40}", f"c{n}", **told, claim=f"{n}")
        size = tracemalloc.get_traced_memory()[0]
        with Path(os.devnull).open("wb") as nowhere:
            networks.graphml(network, nowhere)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * size


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(plain)
def test_indented_json_is_what_json_writes(value: Any) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)
