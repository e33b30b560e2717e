"""The rows of claims are the same whether they were looked up in the store or read from the columns beside it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
import whoblamed
from whoblamed.graph.ask import listing
from whoblamed.graph.ask.listing import beside, reading
from whoblamed.graph.ask.values import Values
from whoblamed.graph.status.provenance import chain
from whoblamed.graph.store.base import QuadStore
from whoblamed.graph.store.columns.files import file_of
from whoblamed.graph.store.oxigraph import OxigraphQuads
from whoblamed.graph.view import data
from whoblamed.ontology import ID

NORTH_KOREA = f"{ID}casebook-actors/actor/north-korea"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small_case: Path) -> Path:
    """A graph on disk of the casebook and of an invented case that uses every key; nobody changes it."""
    folder = tmp_path_factory.mktemp("beside") / "graph"
    graph = whoblamed.open(folder)
    graph.load()
    graph.load(small_case)
    return folder


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> QuadStore:
    """The same, with columns of its own beside it."""
    store = whoblamed.open(folder).store.current
    assert store.columns is not None
    store.columns = Path(shutil.copytree(store.columns, tmp_path / "columns"))
    return store


@pytest.fixture
def alone(folder: Path) -> QuadStore:
    """The same without columns."""
    found = whoblamed.open(folder).store.current.folder
    assert found is not None
    return OxigraphQuads.read_only(found)


def test_all_rows_are_the_same(store: QuadStore, alone: QuadStore) -> None:
    assert listing.all_claims(store) == listing.all_claims(alone)


def test_the_rows_of_an_actor_are_the_same(store: QuadStore, alone: QuadStore) -> None:
    actors = [
        row.actor for row in alone.select("SELECT DISTINCT ?actor { ?claim wb:speaker|wb:accused ?actor }").rows()
    ]
    assert len(actors) > 100
    for actor in actors[::10]:
        assert listing.claims_touching(store, [actor]) == listing.claims_touching(alone, [actor]), actor


def test_what_is_much_of_its_data_sets_is_not_looked_up(store: QuadStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_looked_up", None)
    monkeypatch.setattr(Values, "_numbered", None)
    assert len(listing.claims_touching(store, [NORTH_KOREA])) > 50


def test_of_what_is_little_of_its_data_set_no_columns_are_read(
    store: QuadStore, alone: QuadStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "Lazily", None)
    (row,) = listing.claims(store, [listing.all_claims(alone)[0].iri])
    assert row.said


@pytest.mark.parametrize("what", ["missing", "damaged"])
def test_columns_that_are_not_there_whole_are_not_believed(store: QuadStore, alone: QuadStore, what: str) -> None:
    assert store.columns is not None
    path = file_of(store.columns, f"{ID}sony-intrusion")
    text = path.read_bytes()
    path.unlink()
    if what == "damaged":
        path.write_bytes(text.replace(b"FBI", b"CIA", 1))
    assert listing.claims_touching(store, [NORTH_KOREA]) == listing.claims_touching(alone, [NORTH_KOREA])


def test_things_of_nobody_are_looked_up(disk_graph: whoblamed.Graph, tmp_path: Path) -> None:
    """What is not under the IRI of a data set may be described by several."""
    file = tmp_path / "said.ttl"
    file.write_text(
        """@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix : <https://example.org/> .
        :a a wb:Actor ; rdfs:label "A" ; wb:kind "group" . :b a wb:Actor ; rdfs:label "B" ; wb:kind "group" .
        :x a wb:Incident ; rdfs:label "X" ; wb:kind "leak" .
        :ax a wb:Allegation ; rdfs:label "A did X" ; wb:accused :a ; wb:incident :x ; wb:role "carried-out" .
        :s a wb:Source ; rdfs:label "S" .
        :c a wb:Claim , wb:Attribution ; rdfs:label "B attributes X to A" ; wb:speaker :b ; wb:about :ax ;
           wb:accused :a ; wb:incident :x ; wb:madeIn :s ."""
    )
    disk_graph.load(file)
    (row,) = listing.all_claims(disk_graph.store.current)
    assert (row.speaker, list(row.accused.values()), row.incident) == ("B", ["A"], "X")


def test_what_is_written_has_one_order_wherever_records_are_read_from(folder: Path, tmp_path: Path) -> None:
    """The columns of a load have the order of its source; those made of quads have another."""
    again = Path(shutil.copytree(folder, tmp_path / "graph"))
    for file in again.glob("generation-*/columns/*"):
        file.unlink()
    graphs = whoblamed.open(folder), whoblamed.open(again)
    for name in ("graphml", "gexf"):
        one, other = (io.BytesIO() for _ in graphs)
        graphs[0].write(one, name)
        graphs[1].write(other, name)
        assert one.getvalue() == other.getvalue(), name
    loaded, made = (graph.facts() for graph in graphs)
    for claim in loaded.claims:
        assert chain(loaded, claim) == chain(made, claim), claim
    assert json.dumps(data(loaded, title="")) == json.dumps(data(made, title=""))
