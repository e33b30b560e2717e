"""The blame network and the facts from columns are the same as from records, whatever way the columns come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import whoblamed
from hypothesis import given
from whoblamed.graph.network import projection as network_projection
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.status.status import statuses
from whoblamed.graph.store import projection
from whoblamed.graph.store.columns.files import Columns, file_of, read
from whoblamed.graph.store.columns.kept import ALL, BARE
from whoblamed.graph.store.columns.writing import Writer, columns_of, values_of, write
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.store.oxigraph import OxigraphQuads
from whoblamed.ontology import ID, VOCABULARY_GRAPH
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.quads import from_quads, to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Quote,
    Record,
    Reliance,
    Score,
    Source,
)

from ..support.strategies import graphs

HOSTILE = 'tab\t line\n return\r separator\u2028 quote" comma, \\ <script> ]]> 🜁 \x85 end'


def actor(key: str, **more: Any) -> Actor:
    return Actor(iri=ID + key, label=f"the {key}", kind="state", **more)


def allegation(accused: str, role: str = "carried-out", **more: Any) -> Allegation:
    iri = f"{ID}p/{accused}/{role}"
    return Allegation(iri=iri, label=iri, accused=ID + accused, incident=ID + "intrusion", role=role, **more)


def claim(key: str, act: str, by: str, accused: tuple[str, ...] = (), **more: Any) -> Claim:
    about = tuple(f"{ID}p/{each}/carried-out" for each in accused)
    values = {"about": about, "accused": tuple(ID + each for each in accused), "incident": ID + "intrusion", **more}
    return Claim(iri=ID + key, label=f"claim {key}", act=act, speakers=(ID + by,), **values)


ONE: tuple[Record, ...] = (
    actor("a", names=(Name(iri=ID + "a/name/1", actor=ID + "a", value="A", kind="preferred"),)),
    actor("b", part_of=(ID + "a",), speaks_for=(ID + "a",)),
    actor("c"),
    replace(actor("d"), label=HOSTILE),
    Incident(iri=ID + "intrusion", label=HOSTILE, kind="intrusion", occurred_from=PartialDate.parse("2014")),
    allegation("a"),
    allegation("a", "ordered"),
    allegation("b", excludes=(ID + "p/a/carried-out",)),
    Source(iri=ID + "s", label="s", publisher=ID + "c", published=PartialDate.parse("2014-12")),
    Evidence(iri=ID + "e", label="e", held_by=ID + "c", disclosed=False),
    Reliance(iri=ID + "r", label="r", relying=ID + "s", on=None, mode="unknown"),
    claim(
        "1", "attribution", "c", ("b", "a"), stated_on=PartialDate.parse("2014-12-19"), made_in=(ID + "s",),
        about=(ID + "p/b/carried-out", ID + "p/a/ordered", ID + "p/a/carried-out"), evidence=(ID + "e",),
        recorded_on=datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=UTC), confidence=Confidence(words="sure"),
        passages=(Passage(source=ID + "s", section="1"),), summary={"en": "said"},
    ),
    replace(claim("2", "denial", "a", ("a",), responds_to=(ID + "1",)), label=HOSTILE),
    claim("3", "endorsement", "d", ("a",), endorses=(ID + "1",), stated_on=PartialDate.parse("2015")),
    claim("4", "responsibility", "b", ("b",), incident=None),
    claim("5", "challenge", "c", challenges=(ID + "e",)),
    claim("6", "withdrawal", "c", withdraws=(ID + "1",), replaced_by=ID + "7", stated_on=PartialDate.parse("2016")),
    claim("7", "attribution", "c", ("nobody",)),
    claim("8", "report", "d"),
)  # fmt: skip
OTHER: tuple[Record, ...] = (
    actor("z"),
    claim("9", "attribution", "z", ("a",)),  # about an allegation, an incident and an actor of the other data set
)


@pytest.fixture
def store() -> OxigraphQuads:
    store = OxigraphQuads()
    for name, records in (("one", ONE), ("other", OTHER)):
        store.extend(to_quads(DataSet(iri=ID + name, name=name), ID + name))
        for record in records:
            store.extend(to_quads(record, ID + name))
    vocabulary = ox.NamedNode(VOCABULARY_GRAPH)
    store.extend([ox.Quad(vocabulary, ox.NamedNode(ID + "p"), ox.Literal("not data"), vocabulary)])
    return store


def lean(record: Record) -> Record:
    """A record with the fields that statuses need, the others as if they had not been given."""
    return type(record)(**{name: getattr(record, name) for name in BARE[type(record)]})


def same(net: nx.MultiDiGraph[str], other: nx.MultiDiGraph[str]) -> bool:
    return bool(nx.utils.graphs_equal(net, other))


# -------------------------------------------------------------------------------------------------- the network


def test_the_network_of_records(store: OxigraphQuads) -> None:
    net = blame_network(Facts.of((*ONE, *OTHER)))
    assert net.number_of_edges() == 7
    assert net.edges[ID + "c", ID + "a", ID + "1"] == {
        "act": "attribution",
        "claim": ID + "1",
        "label": "claim 1",
        "incident": ID + "intrusion",
        "incident_label": HOSTILE,
        "role": "carried-out, ordered",
        "stated_on": "2014-12-19",
        "withdrawn": True,
        "confidence": "sure",
        "likelihood": "",
        "unlikely": False,
        "condition": "",
        "coding": "",
    }
    assert net.edges[ID + "c", ID + "b", ID + "1"]["role"] == "carried-out"
    assert net.edges[ID + "b", ID + "b", ID + "4"]["incident_label"] == ""
    assert net.edges[ID + "c", ID + "nobody", ID + "7"]["role"] == ""
    assert net.edges[ID + "z", ID + "a", ID + "9"]["role"] == "carried-out"
    assert net.nodes[ID + "d"] == {"label": HOSTILE, "kind": "state"}
    assert net.nodes[ID + "nobody"] == {}


def test_quads_new_columns_and_kept_columns_make_the_same_network(store: OxigraphQuads, tmp_path: Path) -> None:
    net = blame_network(Facts.of((*ONE, *OTHER)))
    folder = tmp_path / "cache"
    assert same(network_projection.network(store), net)
    assert same(network_projection.network(store, folder), net)
    assert sorted(folder.iterdir()) == sorted(file_of(folder, ID + name) for name in ("one", "other"))
    assert same(network_projection.network(store, folder), net)


def test_an_empty_store_has_an_empty_network(tmp_path: Path) -> None:
    assert len(network_projection.network(OxigraphQuads(), tmp_path)) == 0
    assert projection.facts(OxigraphQuads(), tmp_path) == Facts()


# ---------------------------------------------------------------------------------------------------- the facts


def test_facts_have_the_kept_fields(store: OxigraphQuads, tmp_path: Path) -> None:
    expected = Facts.of(lean(record) for record in from_quads(store) if not isinstance(record, DataSet))
    for folder in (None, tmp_path, tmp_path):
        assert projection.facts(store, folder) == expected


#: Texts in many languages, passages in order, figures and points as they may be written.
WORDY: tuple[Record, ...] = (
    actor(
        "w",
        description={"de-CH": "Grüezi", "en": HOSTILE, "": "no language"},
        names=tuple(
            Name(iri=f"{ID}w/name/{n}", actor=ID + "w", value=f"W {n}", language="zh-Hans", source=ID + "s")
            for n in (10, 9)
        ),
    ),
    Source(iri=ID + "s", label="s", title={"fr": "Titre"}, gloss={"en": "Title"}, sha256="0"),
    claim(
        "told", "report", "w", through=(ID + "c",), through_words="a spokesperson", own_view=True,
        said_recorded_on=datetime(2020, 1, 2, 3, tzinfo=timezone(timedelta(hours=5))), summary={"en": "a", "de": "b"},
        quote=Quote(text="We did", language="en", translated=True), quantity=Decimal("30.50"), unit="machines",
        quantity_at_least=Decimal("1E+3"), quantity_at_most=Decimal("-0"), attribution_type=(ID + "b", ID + "a"),
        passages=tuple(Passage(source=ID + "s", paragraph=12 - n, start=0, end=n) for n in range(12)),
        scores=(Score(criterion="z", points=Decimal("1.0"), out_of=Decimal(2)), Score(criterion="a", points=Decimal())),
    ),
    Identity(iri=ID + "i", label="i", actors=(ID + "w", ID + "a"), verdict="similar", likelihood=Confidence(value=7)),
)  # fmt: skip


@pytest.mark.parametrize("records", [ONE, OTHER, WORDY])
def test_the_whole_facts_from_columns_are_those_of_the_quads(records: tuple[Record, ...], tmp_path: Path) -> None:
    graph = ID + "one"
    held = [DataSet(iri=graph, name="one", licence="CC0-1.0"), *records]
    store = OxigraphQuads()
    store.extend(quad for record in held for quad in to_quads(record, graph))
    expected = Facts.of(from_quads(store))
    made_of_quads, kept = (projection.whole_facts(store, tmp_path / "cache") for _ in range(2))
    with Writer(file_of(tmp_path, graph)) as writer:  # as a load does, which may see a record twice
        writer.write(columns_of(records))
        writer.write(columns_of(records))
    loaded = projection.whole_facts(store, tmp_path)
    for kind in Facts.__slots__:
        facts = getattr(expected, kind)
        for found in (made_of_quads, kept, loaded):
            read = getattr(found, kind)
            assert {iri: repr(record) for iri, record in read.items()} == {iri: repr(facts[iri]) for iri in facts}


def test_a_graph_on_disk_has_the_facts_of_its_quads(tmp_path: Path, small_case: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(small_case)
    assert graph.facts() == Facts.of(from_quads(graph.quads()))


def test_statuses_are_the_same(store: OxigraphQuads, tmp_path: Path) -> None:
    assert statuses(projection.facts(store, tmp_path)) == statuses(Facts.of((*ONE, *OTHER)))


def test_columns_of_records_are_those_of_their_quads(store: OxigraphQuads) -> None:
    def rows(records: Any) -> dict[str, list[str]]:
        values = values_of(columns_of(records))
        return {name: sorted(map(str, column)) for name, column in values.items()}

    assert rows(ONE) == rows(projection.records_of_quads(store, ID + "one"))


@given(graphs())
def test_any_records_come_back(tmp_path_factory: pytest.TempPathFactory, facts: Facts) -> None:
    path = tmp_path_factory.mktemp("columns") / "file"
    columns = columns_of([*facts.claims.values(), *facts.allegations.values(), *facts.sources.values()])
    write(columns, path)
    assert values_of(whole(path)) == values_of(columns)
    values = values_of(columns)
    for name in BARE[Claim]:
        fields = [getattr(each, name) for each in facts.claims.values()]
        assert values[f"Claim.{name}"] == [tuple(sorted(set(f))) if isinstance(f, tuple) else f for f in fields]


# ---------------------------------------------------------------------------------------------------- the files


def whole(path: Path) -> Columns:
    """The columns in a file that is not damaged."""
    found = read(path, ALL)
    assert found is not None
    return found


def test_kept_columns_are_read_instead_of_the_quads(
    store: OxigraphQuads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = network_projection.network(store, tmp_path)
    monkeypatch.setattr(projection, "records_of_quads", None)
    assert same(network_projection.network(store, tmp_path), net)


def test_columns_written_by_a_load_are_used(
    store: OxigraphQuads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, records in (("one", ONE), ("other", OTHER)):
        write(columns_of(records), file_of(tmp_path, ID + name))
    monkeypatch.setattr(projection, "records_of_quads", None)
    assert same(network_projection.network(store, tmp_path), blame_network(Facts.of((*ONE, *OTHER))))


def test_a_folder_that_cannot_be_written_does_not_hinder_reading(store: OxigraphQuads, tmp_path: Path) -> None:
    folder = tmp_path / "missing" / "cache"
    assert same(network_projection.network(store, folder), network_projection.network(store))
    assert not folder.exists()


@pytest.mark.parametrize("content", [b"", b"Claim.iri\t[[", b"Claim.iri\t7\n", b"Claim.iri\t[[], null]\n", b"\xff\xfe"])
def test_a_damaged_file_is_made_again(store: OxigraphQuads, tmp_path: Path, content: bytes) -> None:
    path = file_of(tmp_path, ID + "one")
    path.write_bytes(content)
    assert same(network_projection.network(store, tmp_path), network_projection.network(store))
    assert values_of(whole(path))["Claim.iri"]


@pytest.mark.parametrize("number", range(-8, -1))
def test_a_file_that_lost_a_line_is_not_believed(tmp_path: Path, number: int) -> None:
    path = tmp_path / "file"
    with Writer(path) as writer:  # two pieces of each column, so that a lost line leaves no column empty
        for records in (ONE, OTHER):
            writer.write(columns_of(records))
    assert read(path, ALL) is not None
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[number]
    path.write_bytes(b"".join(lines))
    assert read(path, ALL) is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write({"good": (["before"], None)}, path)
    with pytest.raises(TypeError):
        write({"good": (["after"], None), "bad": ([object()], None)}, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    assert read(path, {"good"}) == {"good": (["before"], None)}


def test_repeated_values_are_written_once() -> None:
    columns = columns_of(claim(str(number), "report", "a") for number in range(4))
    assert columns["Claim.speakers"] == ([[ID + "a"]], [0, 0, 0, 0])
    assert columns["Claim.iri"] == ([ID + str(number) for number in range(4)], None)
