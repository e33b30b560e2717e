"""The graph as its users have it: questions, records, the blame network, and rdflib over the same store."""

from __future__ import annotations

import datetime
import io
import re
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
import whoblamed
from rdflib.plugins.sparql import prepareQuery
from whoblamed.errors import QueryError, StoreError
from whoblamed.graph import Graph
from whoblamed.graph.graph import ENVIRONMENT, default_folder
from whoblamed.graph.store.answers import Row
from whoblamed.ontology import ID, MADE_GRAPHS, VOCABULARY_GRAPH, WB
from whoblamed.ontology.acts import ACT_OF_CLASS, ACTS
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Claim

from ..support.cases import blame, case, keys, written

WHO_BLAMED_WHOM = """
    SELECT DISTINCT ?a ?b { ?c a wb:Attribution ; wb:speaker/rdfs:label ?a ; wb:accused/rdfs:label ?b }
"""
ALL_CLAIMS = "SELECT DISTINCT ?c { ?c a/rdfs:subClassOf* wb:Claim }"

# rdflib warns of its own use of names that it has given up.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\..*|ConjunctiveGraph) is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def small(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case)
    return graph


def rows(graph: Graph, query: str) -> list[Row]:
    found = graph.query(query)
    assert isinstance(found, list)
    return found


# ------------------------------------------------------------------------------------------------------------- open


def test_the_package_opens_graphs(tmp_path: Path) -> None:
    assert isinstance(whoblamed.open(":memory:"), whoblamed.Graph)
    assert whoblamed.open(tmp_path / "graph").store.place == str(tmp_path / "graph")
    assert whoblamed.open(":memory:").exists


def test_a_path_may_begin_with_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert whoblamed.open("~/graph").store.place == str(tmp_path / "graph")


def test_the_environment_names_the_graph_when_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "mine"))
    assert whoblamed.open().store.place == str(tmp_path / "mine")
    assert not whoblamed.open().exists
    assert whoblamed.open(tmp_path / "other").store.place == str(tmp_path / "other")


def test_the_users_own_graph_is_built_from_the_casebook(graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(graph_folder))
    assert default_folder() == graph_folder / "whoblamed" / "graph"
    assert not Graph.open(build=False).exists
    assert "casebook-actors" in {dataset.name for dataset in whoblamed.open().datasets()}


def test_only_what_exists_can_be_opened_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no graph here yet; make one with `whoblamed load`"):
        Graph.open_existing(tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


def test_an_empty_graph_answers(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    assert graph.query(WHO_BLAMED_WHOM) == []
    assert (graph.claims(), graph.datasets(), list(graph.quads())) == ([], [], [])
    assert graph.blame_network().number_of_nodes() == 0
    assert len(graph.as_rdflib()) == 0


READINGS: dict[str, Callable[[Graph], object]] = {
    "query": lambda graph: graph.query(WHO_BLAMED_WHOM),
    "claims": lambda graph: graph.claims(),
    "datasets": lambda graph: graph.datasets(),
    "statuses": lambda graph: graph.statuses(),
    "matrix": lambda graph: graph.matrix(),
    "dataframe": lambda graph: graph.dataframe(),
    "quads": lambda graph: list(graph.quads()),
    "network": lambda graph: graph.blame_network(),
    "rdflib": lambda graph: graph.as_rdflib(),
    "facts": lambda graph: graph.facts(),
    "at": lambda graph: graph.at(as_of="2031").claims(),
    "check": lambda graph: graph.check(),
    "write": lambda graph: graph.write(io.BytesIO(), "csv"),
}


@pytest.mark.parametrize("what", READINGS)
def test_a_path_that_is_mistyped_is_told_by_whatever_reads(tmp_path: Path, what: str) -> None:
    typo = whoblamed.open(tmp_path / "grpah")
    with pytest.raises(StoreError, match="grpah: there is no graph here yet; load something into it, or see the path"):
        READINGS[what](typo)
    assert not (tmp_path / "grpah").exists()
    assert repr(typo) == f"<Graph {tmp_path / 'grpah'}: nothing is loaded yet>"


# ------------------------------------------------------------------------------------------------------------ query


def test_the_fbi_blamed_north_korea(casebook: Graph) -> None:
    assert ("FBI", "North Korea") in rows(casebook, WHO_BLAMED_WHOM)
    found = casebook.as_rdflib().query(WHO_BLAMED_WHOM)
    assert ("FBI", "North Korea") in {tuple(map(str, row)) for row in found}  # type: ignore[arg-type]  # rows of a SELECT


def test_all_claims_are_found_by_their_common_class(casebook: Graph) -> None:
    claims = {row.c for row in rows(casebook, ALL_CLAIMS)}
    assert claims == {claim.iri for claim in casebook.claims()}
    assert {str(row[0]) for row in casebook.as_rdflib().query(ALL_CLAIMS)} == claims  # type: ignore[index]


def test_every_form_of_query_has_its_answer(small: Graph) -> None:
    assert small.query("ASK { ?c a wb:Denial }") is True
    assert small.query("ASK { ?c a wb:Denial, wb:Report }") is False
    built = small.query("CONSTRUCT { ?a <urn:blames> ?b } { ?c a wb:Attribution ; wb:speaker ?a ; wb:accused ?b }")
    assert isinstance(built, rdflib.Graph)
    assert {(str(a), str(b)) for a, _, b in built} == {
        (f"{ID}harbour-2031/actor/{a}", f"{ID}harbour-2031/actor/{b}")
        for a, b in (("police", "belmont"), ("lab", "insiders"), ("lab", "tide"))
    }
    described = small.query("DESCRIBE ?c { ?c a wb:Report }")
    assert isinstance(described, rdflib.Graph)
    assert len(described) > 5


def test_parameters_can_be_given_by_name_or_as_a_mapping(small: Graph) -> None:
    query = "SELECT ?c { ?c wb:speaker/rdfs:label ?speaker }"
    by_name, mapped = small.query(query, speaker="Port of Arden"), small.query(query, {"speaker": "Port of Arden"})
    assert by_name == mapped == [(f"{ID}harbour-2031/claim/damage", "Port of Arden")[:1]]


def test_the_values_of_a_list_are_alternatives(small: Graph) -> None:
    speakers = ["Port of Arden", "Red Tide", "nobody"]
    found = small.query("SELECT ?c ?speaker { ?c wb:speaker/rdfs:label ?speaker }", speaker=speakers)
    assert isinstance(found, list)
    assert {row.speaker for row in found} == {"Port of Arden", "Red Tide"}


def test_named_queries_are_asked_by_name(casebook: Graph) -> None:
    found = casebook.query("who-blamed-whom", accused="nordkorea")
    assert isinstance(found, list)
    assert found
    assert all("North Korea" in row.accused_name.split(", ") for row in found)


# ---------------------------------------------------------------------------------------------------------- records


def test_claims_are_typed_records_in_order_of_date(small: Graph) -> None:
    claims = small.claims()
    assert all(isinstance(claim, Claim) for claim in claims)
    assert [claim.iri.rsplit("/", 1)[1] for claim in claims][:2] == ["police-blame-belmont", "not-us"]
    claim = claims[0]
    assert claim.stated_on == PartialDate.parse("2031-04-10")
    (stated,) = [claim for claim in claims if claim.act == "responsibility"]
    assert stated.recorded_on == datetime.datetime(2021, 4, 11, 6, 30, tzinfo=datetime.UTC)
    assert claim.confidence is not None
    assert (claim.confidence.words, claim.confidence.value) == ("we have no doubt", 95)
    (report,) = [claim for claim in claims if claim.act == "report"]
    assert (report.quantity, report.unit) == (Decimal("1500000.5"), "crowns")


def test_records_are_read_once_from_each_state(disk_graph: Graph, tmp_path: Path) -> None:
    disk_graph.load(written(tmp_path, case(blame())))
    facts = disk_graph.facts()
    assert disk_graph.facts() is facts
    disk_graph.load(written(tmp_path, case(blame(), blame("second"))))
    assert keys(disk_graph.facts().claims) == {"blame", "second"}


def test_another_process_changes_what_is_read(disk_graph: Graph, tmp_path: Path) -> None:
    disk_graph.load(written(tmp_path, case(blame())))
    assert len(disk_graph.claims()) == 1
    whoblamed.open(disk_graph.store.place).load(written(tmp_path, case(blame(), blame("second"))))
    assert len(disk_graph.claims()) == 2


def test_data_sets_are_described(small: Graph, small_case: Path) -> None:
    (dataset,) = small.datasets()
    assert (dataset.iri, dataset.name, dataset.origin) == (f"{ID}harbour-2031", "harbour-2031", "small.yaml")
    assert dataset.title == {"en": "The outage of the harbour", "de": "Der Ausfall des Hafens"}
    assert dataset.loaded_on is not None
    assert dataset.loaded_on.tzinfo is datetime.UTC


def test_the_vocabulary_is_asked_with_the_data_but_is_no_data(small: Graph) -> None:
    assert small.query("ASK { wb:Attribution rdfs:subClassOf wb:Claim }")
    assert VOCABULARY_GRAPH not in {quad.graph_name.value for quad in small.quads()}  # type: ignore[union-attr]
    assert len(list(small.quads())) < len(list(small.store.current))


def test_everything_of_our_classes_has_just_one_label(casebook: Graph) -> None:
    classes = [*ACT_OF_CLASS, *(iri for name, iri in vars(WB).items() if name[0].isupper())]
    assert {WB.Name, WB.Passage, WB.Confidence} < set(classes)
    things = rows(
        casebook, f"SELECT DISTINCT ?g ?s {{ VALUES ?c {{ <{'> <'.join(classes)}> }} GRAPH ?g {{ ?s a ?c }} }}"
    )
    labels = Counter((row.g, row.s) for row in rows(casebook, "SELECT ?g ?s ?l { GRAPH ?g { ?s rdfs:label ?l } }"))
    assert {row.g for row in things} == {dataset.iri for dataset in casebook.datasets()}
    assert {tuple(row): labels[tuple(row)] for row in things if labels[tuple(row)] != 1} == {}


def test_there_are_no_blank_nodes(casebook: Graph) -> None:
    assert casebook.query("ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }") is False


def test_an_allegation_is_nothing_that_the_graph_says(casebook: Graph) -> None:
    """Accused and incident are linked through claims and allegations only, never directly."""
    linked = "?incident a wb:Incident . ?actor a wb:Actor ."
    assert casebook.query(f"ASK {{ {linked} ?actor ?any ?incident }}") is False
    assert rows(casebook, f"SELECT DISTINCT ?p {{ {linked} ?incident ?p ?actor }}") == [(WB.victim,)]


# ---------------------------------------------------------------------------------------------------- blame network


def test_the_blame_network_leads_from_accuser_to_accused(small: Graph) -> None:
    network = small.blame_network()
    edges = {
        (*(iri.rsplit("/", 1)[1] for iri in (speaker, accused, claim)), data["act"])
        for speaker, accused, claim, data in network.edges(keys=True, data=True)
    }
    assert edges == {
        ("police", "belmont", "police-blame-belmont", "attribution"),
        ("arden", "belmont", "backed", "endorsement"),
        ("belmont-ministry", "belmont", "not-us", "denial"),
        ("tide", "tide", "it-was-us", "responsibility"),
        ("lab", "insiders", "insiders-did", "attribution"),
        ("lab", "tide", "insiders-did", "attribution"),
        ("lab", "tide", "tide-did", "attribution"),
    }
    assert keys(network.nodes) == keys(small.facts().actors)
    assert network.nodes[f"{ID}harbour-2031/actor/tide"] == {"label": "Red Tide", "kind": "persona"}


def test_the_network_of_a_day_has_what_was_public_then(small: Graph) -> None:
    network = small.at(as_of="2031-04-10").blame_network()
    assert keys(claim for _, _, claim in network.edges(keys=True)) == {"police-blame-belmont"}


# ----------------------------------------------------------------------------------------------------------- rdflib


@pytest.fixture(params=["memory", "disk"])
def dataset(request: pytest.FixtureRequest, graph_folder: Path, small_case: Path) -> rdflib.Dataset:
    graph = whoblamed.open(":memory:" if request.param == "memory" else graph_folder)
    graph.load(small_case)
    return graph.as_rdflib()


def test_rdflib_sees_the_same_statements(small: Graph) -> None:
    dataset = small.as_rdflib()
    assert len(dataset) == len({(q.subject, q.predicate, q.object) for q in small.store.current})
    denials = {str(thing) for thing in dataset.subjects(rdflib.RDF.type, rdflib.URIRef(ACTS["denial"].class_))}
    assert denials == {f"{ID}harbour-2031/claim/not-us"}


def test_rdflib_sees_the_data_sets_apart(dataset: rdflib.Dataset) -> None:
    names = {str(graph.identifier) for graph in dataset.graphs()} - {"urn:x-rdflib:default"}
    assert names == {f"{ID}harbour-2031", *MADE_GRAPHS}
    harbour = dataset.graph(rdflib.URIRef(f"{ID}harbour-2031"))
    assert 0 < len(harbour) < len(dataset)
    classes = "SELECT ?x { ?x a owl:Class }"
    assert len(list(dataset.query(classes))) > len(list(harbour.query(classes))) == 0


def test_rdflib_takes_the_graphs_that_a_query_names(dataset: rdflib.Dataset) -> None:
    subclasses = "SELECT ?x FROM <%s> { ?x rdfs:subClassOf wb:Claim }"
    assert list(dataset.query(subclasses % f"{ID}harbour-2031")) == []
    assert len(list(dataset.query(subclasses % VOCABULARY_GRAPH))) == len(ACTS)


def test_rdflib_binds_variables(dataset: rdflib.Dataset) -> None:
    tide = rdflib.URIRef(f"{ID}harbour-2031/actor/tide")
    found = dataset.query("SELECT ?c ?a { ?c a wb:Attribution ; wb:accused ?a }", initBindings={"a": tide})
    assert len(list(found)) == 2


WRITES: dict[str, Any] = {
    "add": lambda data, triple: data.add(triple),
    "addN": lambda data, triple: data.addN([(*triple, data.graph(rdflib.URIRef("urn:g")))]),
    "remove": lambda data, _: data.remove((None, None, None)),
    "parse": lambda data, _: data.parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle"),
    "insert": lambda data, _: data.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
    "insert into a graph": lambda data, _: data.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }"),
    "delete": lambda data, _: data.update("DELETE WHERE { ?s ?p ?o }"),
    "clear": lambda data, _: data.update("CLEAR ALL"),
    "load": lambda data, _: data.update("LOAD <file:///etc/hostname>"),
    "add to a graph": lambda data, triple: data.graph(rdflib.URIRef("urn:g")).add(triple),
    "update of a graph": lambda data, _: data.graph(rdflib.URIRef(f"{ID}harbour-2031")).update(
        "DELETE WHERE {?s ?p ?o}"
    ),
    "remove a graph": lambda data, _: data.remove_graph(rdflib.URIRef(f"{ID}harbour-2031")),
    "destroy": lambda data, _: data.store.destroy(""),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_rdflib_cannot_write(dataset: rdflib.Dataset, write: Any) -> None:
    """Neither through Oxigraph, nor by the updates that rdflib runs itself when it joins all graphs into one."""
    before = set(dataset.quads((None, None, None, None)))
    triple = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.URIRef("urn:c"))
    with pytest.raises(StoreError, match="through rdflib the graph can only be read; change it with load and unload"):
        write(dataset, triple)
    assert set(dataset.quads((None, None, None, None))) == before


def test_rdflib_reaches_no_network_either(dataset: rdflib.Dataset) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        dataset.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="a prepared query would not run in the store but in rdflib"):
        dataset.query(prepareQuery("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))


def test_rdflib_writes_the_graph_in_its_own_formats(dataset: rdflib.Dataset) -> None:
    text = dataset.serialize(format="trig")
    assert re.search(r"a wb:Denial ;", text)
    read = rdflib.Dataset()
    read.parse(data=text, format="trig")
    assert len(list(read.quads())) == len(list(dataset.quads()))


@pytest.mark.parametrize(
    ("now", "said"), [(-1.0, "says 1969-12-31"), (1e10, "says 2286-11-20"), (1e15, "is past the year 9999")]
)
def test_a_clock_that_is_far_wrong_is_told(monkeypatch: pytest.MonkeyPatch, now: float, said: str) -> None:
    monkeypatch.setattr(time, "time", lambda: now)
    with pytest.raises(StoreError, match=f"the clock of this computer {said}; set it right"):
        whoblamed.open(":memory:")
