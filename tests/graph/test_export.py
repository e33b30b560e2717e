"""Exports: every format is read again by a program that is not ours, and says the same."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import tempfile
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from whoblamed.errors import FormatError, StoreError, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.export import formats, sorting
from whoblamed.graph.export.formats import FORMATS, format_of
from whoblamed.graph.export.tables.columns import COLUMNS
from whoblamed.graph.identity.representatives import IDENTITIES
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology import CONTEXT, ID, VOCABULARY_GRAPH
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Actor, mint

from ..support.cases import keys
from ..support.exports import export_to
from ..support.hostile import HOSTILE, hostile_graph

TRIPLES = {"turtle": "ttl", "ntriples": "nt"}
QUADS = {"trig": "trig", "nquads": "nq", "jsonld": "jsonld"}
_SYNTAX = {"turtle": "TURTLE", "ntriples": "N_TRIPLES"}
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
NETWORKS: dict[str, Any] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
ALL = (*TRIPLES, *QUADS, *NETWORKS, "csv")

# rdflib warns of its own use of names that it has given up.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\..*|ConjunctiveGraph) is deprecated:DeprecationWarning")

Statement = tuple[str, ...]


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    """Two data sets, one of which uses the actors of a third."""
    graph = whoblamed.open(":memory:")
    graph.load(small_case, small_case.parent / "shared" / "second.yaml")
    return graph


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib rewrites the dates that it reads, unless it is told not to."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def exported(graph: Graph, folder: Path, format_: str, **more: Any) -> Path:
    path = folder / f"export.{format_}"
    export_to(graph, path, format_, **more)
    return path


def statements(graph: Graph) -> set[Statement]:
    """What is to be written: subject, predicate, object and graph."""
    return {
        (*(written_as(term) for term in (quad.subject, quad.predicate, quad.object)), written_as(quad.graph_name))
        for quad in graph.quads()
    }


def written_as(term: Any) -> str:
    """A term as text that rdflib and Oxigraph agree on."""
    if isinstance(term, ox.Literal):
        return "|".join((term.value, term.language or "", "" if term.language else term.datatype.value))
    if isinstance(term, rdflib.Literal):
        datatype = "" if term.language else term.datatype or rdflib.XSD.string
        return "|".join((str(term), term.language or "", str(datatype)))
    return str(getattr(term, "value", term))


def read_by_rdflib(path: Path, format_: str) -> set[Statement]:
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB[format_])
    return {
        (*(written_as(term) for term in (subject, predicate, object_)), str(graph))
        for subject, predicate, object_, graph in dataset.quads((None, None, None, None))
    }


# ------------------------------------------------------------------------------------------------------------- RDF


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("format_", QUADS)
def test_formats_with_named_graphs_keep_every_statement_in_its_data_set(
    graph: Graph, tmp_path: Path, format_: str
) -> None:
    assert read_by_rdflib(exported(graph, tmp_path, format_), format_) == statements(graph)


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("format_", TRIPLES)
def test_formats_without_named_graphs_keep_every_statement(graph: Graph, tmp_path: Path, format_: str) -> None:
    read = read_by_rdflib(exported(graph, tmp_path, format_), format_)
    assert {statement[:3] for statement in read} == {statement[:3] for statement in statements(graph)}


@pytest.mark.usefixtures("exact")
def test_the_casebook_survives_in_every_format(casebook: Graph, tmp_path: Path) -> None:
    wanted = statements(casebook)
    for format_ in ("nquads", "jsonld"):
        assert read_by_rdflib(exported(casebook, tmp_path, format_), format_) == wanted
    assert len({quad[3] for quad in wanted}) == len(casebook.datasets())


@pytest.mark.parametrize("format_", [*TRIPLES, *QUADS])
def test_the_number_of_statements_is_told(graph: Graph, tmp_path: Path, format_: str) -> None:
    wanted = statements(graph) if format_ in QUADS else {statement[:3] for statement in statements(graph)}
    assert export_to(graph, tmp_path / "x", format_) == (len(wanted), "statements")


def test_the_vocabulary_is_not_exported(graph: Graph, tmp_path: Path) -> None:
    assert VOCABULARY_GRAPH not in {quad[3] for quad in read_by_rdflib(exported(graph, tmp_path, "nquads"), "nquads")}


def test_text_formats_group_what_belongs_together(graph: Graph, tmp_path: Path) -> None:
    """Each thing stands in one place, its class first; data sets come in order."""
    subjects = [line.split()[0] for line in exported(graph, tmp_path, "nquads").read_text("utf-8").splitlines()]
    things = list(dict.fromkeys(subjects))
    assert len(things) == sum(1 for before, after in zip(["", *subjects], subjects, strict=False) if before != after)
    text = exported(graph, tmp_path, "trig").read_text("utf-8")
    assert text.count("{") == 4  # three data sets, and who is who
    assert "harbour-2031\\/claim\\/not-us a wb:Denial ;" in text


@pytest.mark.parametrize("format_", [*TRIPLES, *QUADS, "turtle12", "trig12"])
def test_what_is_sorted_in_parts_on_disk_is_written_the_same_way(
    hostile: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    """Statements are sorted some megabytes at a time, so that a graph of any size is written in constant memory."""
    written = []
    for largest in (24 << 20, 1000):
        monkeypatch.setattr(sorting, "_LARGEST", largest)
        path = tmp_path / str(largest)
        export_to(hostile, path, format_)
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_a_statement_that_two_data_sets_make_is_written_once_in_one_graph(tmp_path: Path) -> None:
    """Of a thing whose IRI is nobody's, two data sets may say the same."""
    shared = Actor(iri="https://example.org/belmont", label="Belmont", kind="state")
    graphs = [f"{ID}harbour", f"{ID}quay"]
    both = Graph(MemoryStore(quad for graph in graphs for quad in to_quads(shared, graph)))
    for format_ in TRIPLES:
        path = tmp_path / format_
        export_to(both, path, format_)
        assert len(list(ox.parse(path.read_bytes(), getattr(ox.RdfFormat, _SYNTAX[format_])))) == 4


def test_the_same_graph_is_written_the_same_way(
    graph: Graph, disk_graph: Graph, tmp_path: Path, small_case: Path
) -> None:
    loaded_on = graph.datasets()[0].loaded_on
    disk_graph.load(small_case.parent / "shared" / "second.yaml", now=loaded_on)
    disk_graph.load(small_case, now=loaded_on)
    for format_ in ("nquads", "jsonld", "csv"):
        first, second = tmp_path / "first", tmp_path / "second"
        export_to(graph, first, format_)
        export_to(disk_graph, second, format_)
        assert first.read_bytes() == second.read_bytes(), format_


# --------------------------------------------------------------------------------------------------------- JSON-LD


def test_json_ld_reads_as_plain_json(graph: Graph, tmp_path: Path) -> None:
    document = json.loads(exported(graph, tmp_path, "jsonld").read_text("utf-8"))
    assert document["@context"] == json.loads(CONTEXT.read_text("utf-8"))["@context"]
    harbour = next(dataset for dataset in document["@graph"] if dataset["id"] == f"{ID}harbour-2031")
    things = {thing["id"].removeprefix(f"{ID}harbour-2031/"): thing for thing in harbour["@graph"]}
    denial = things["claim/not-us"]
    assert denial["type"] == "Denial"
    assert denial["speaker"] == f"{ID}harbour-2031/actor/belmont-ministry"
    assert denial["accused"] == [f"{ID}harbour-2031/actor/belmont"]
    assert denial["statedOn"] == {"@value": "2031-04-11", "@type": "http://www.w3.org/2001/XMLSchema#date"}
    assert things["claim/damage"]["quantity"]["@value"] == "1500000.5"
    assert things["claim/police-blame-belmont"]["summary"] == {"en": "The police said that Belmont ordered it."}
    assert things["source/release"]["title"] == {"@none": "What the police found"}
    assert things["evidence/malware"]["disclosed"] is False
    assert things["claim/police-blame-belmont/passages/1"]["start"] == 120


@pytest.mark.usefixtures("exact")
def test_json_ld_keeps_what_its_terms_do_not_foresee(tmp_path: Path) -> None:
    """Literals of other types than the context gives, and properties that it does not know."""
    name, label, summary, start, speaker = (
        f"https://w3id.org/whoblamed/ns#{term}" for term in ("unheardOf", "kind", "summary", "start", "speaker")
    )
    xsd = "http://www.w3.org/2001/XMLSchema#"
    objects: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (name, ox.NamedNode("urn:x")),
        (name, ox.Literal("text", language="de")),
        (label, ox.NamedNode("urn:x")),
        (summary, ox.Literal("plain")),
        (summary, ox.Literal("two", language="en")),
        (summary, ox.Literal("three", language="en")),
        (start, ox.Literal("007", datatype=ox.NamedNode(xsd + "integer"))),
        (start, ox.Literal("12345678901234567890", datatype=ox.NamedNode(xsd + "integer"))),
        (start, ox.Literal("7", datatype=ox.NamedNode(xsd + "decimal"))),
        (start, ox.Literal("7")),
        (speaker, ox.Literal("nobody")),
        (speaker, ox.NamedNode("urn:x")),
        (summary + "s", ox.Literal(3.5)),
        (summary + "s", ox.Literal(True)),
        (summary + "s", ox.Literal(7)),
    ]
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode(predicate), object_, ox.NamedNode("urn:g"))
        for predicate, object_ in objects
    )
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode(summary), ox.NamedNode("urn:x"), ox.NamedNode("urn:h")))
    odd = Graph(MemoryStore(store))
    path = exported(odd, tmp_path, "jsonld")
    assert set(ox.parse(path=str(path), format=ox.RdfFormat.JSON_LD)) == set(odd.quads())
    assert read_by_rdflib(path, "jsonld") == statements(odd)


def test_json_ld_needs_things_that_have_an_iri(tmp_path: Path) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("o"), ox.NamedNode("urn:g")))
    with pytest.raises(FormatError, match="has no IRI; jsonld is for named graphs and things that have one"):
        exported(Graph(MemoryStore(store)), tmp_path, "jsonld")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------------------------------- the blame network


@pytest.mark.parametrize("format_", NETWORKS)
def test_networks_keep_nodes_edges_keys_and_attributes(casebook: Graph, tmp_path: Path, format_: str) -> None:
    network = casebook.blame_network()
    assert export_to(casebook, tmp_path / "x", format_) == (network.number_of_edges(), "edges")
    read = NETWORKS[format_](tmp_path / "x")
    assert isinstance(read, nx.MultiDiGraph)
    assert {node: read.nodes[node] for node in read} == {node: network.nodes[node] for node in network}
    edges = {(a, b, data["claim"]): data for a, b, data in read.edges(data=True)}
    assert len(edges) == read.number_of_edges() == network.number_of_edges()
    for speaker, accused, claim, data in network.edges(keys=True, data=True):
        assert edges[speaker, accused, claim].items() >= data.items()


@pytest.mark.parametrize("format_", NETWORKS)
def test_every_edge_has_an_id_of_its_own(graph: Graph, tmp_path: Path, format_: str) -> None:
    """Also the two edges of a claim that accuses two; programs take edges of one id for one."""
    read = ET.parse(exported(graph, tmp_path, format_))  # we wrote it
    ids = [edge.get("id") for edge in read.iter() if edge.tag.endswith("}edge")]
    assert len(ids) == graph.blame_network().number_of_edges()
    assert None not in ids
    assert max(Counter(ids).values()) == 1


# -------------------------------------------------------------------------------------------------------------- CSV


def test_csv_has_one_row_a_claim(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    assert export_to(graph, path, "csv") == (len(graph.claims()), "claims")
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert tuple(found[0]) == (*COLUMNS, "record")
    assert keys(row["claim"] for row in found) == keys(graph.facts().claims)
    row = next(row for row in found if row["claim"].endswith("harbour-2031/claim/insiders-did"))
    assert row["accused"] == "Former employees; Red Tide"
    assert row["date"] == "2031-04-12"


# -------------------------------------------------------------------------------------------------- hostile content


@pytest.fixture(scope="module")
def hostile() -> Graph:
    return hostile_graph()


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("format_", [*TRIPLES, *QUADS])
def test_rdf_carries_hostile_text_unchanged(hostile: Graph, tmp_path: Path, format_: str) -> None:
    read = read_by_rdflib(exported(hostile, tmp_path, format_), format_)
    assert {statement[:3] for statement in read} == {statement[:3] for statement in statements(hostile)}


@pytest.mark.parametrize("format_", NETWORKS)
def test_what_xml_cannot_hold_is_replaced(hostile: Graph, tmp_path: Path, format_: str) -> None:
    read = NETWORKS[format_](exported(hostile, tmp_path, format_))
    assert read.number_of_nodes() == read.number_of_edges() == len(HOSTILE)
    labels = [read.nodes[mint("hostile", "actor", str(number))]["label"] for number in range(len(HOSTILE))]
    assert labels[0] == "\ufffd" * 5 + "\x7f\x9f"
    assert labels[1] == "\ufffd\ufffd\ufeff"
    assert labels[2] == HOSTILE[2]
    assert labels[12] == HOSTILE[12]


def test_no_cell_of_a_csv_is_a_formula(hostile: Graph, tmp_path: Path) -> None:
    text = exported(hostile, tmp_path, "csv").read_bytes().decode("utf-8")
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert len(found) == 1 + len(HOSTILE)
    cells = [cell for row in found for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))] == []
    assert '\'=HYPERLINK("http://x.example")' in cells
    assert "a,b;c\r\nd" in cells


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_never_get_into_a_graph(text: str) -> None:
    with pytest.raises(ValueError, match="no place in a text"):
        list(to_quads(Actor(iri="urn:a", label=text, kind="group"), "urn:g"))


# ------------------------------------------------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("path", "format_"),
    [
        ("x.ttl", "turtle"),
        ("x.nt", "ntriples"),
        ("x.trig", "trig"),
        ("x.nq", "nquads"),
        ("x.JSONLD", "jsonld"),
        ("a.b/x.graphml", "graphml"),
        ("x.gexf", "gexf"),
        ("x.csv", "csv"),
    ],
)
def test_the_ending_says_the_format(path: str, format_: str) -> None:
    assert format_of(path) == format_


@pytest.mark.parametrize("path", ["x", "x.pdf", "ttl", "x.ttl.gz", "-"])
def test_an_unknown_ending_is_told(path: str) -> None:
    with pytest.raises(
        FormatError, match=r"no format is known by this ending; say it with -f, or end the name in \.ttl,"
    ):
        format_of(path)


def test_every_format_has_a_writer_and_endings_of_its_own(graph: Graph, tmp_path: Path) -> None:
    endings = [ending for format_ in FORMATS.values() for ending in format_.endings]
    assert len(set(endings)) == len(endings)
    for name in FORMATS:
        # nobody gives a name to a group here
        assert graph.write(io.BytesIO(), name)[0] > 0 or name == "misp-producers"
        assert exported(graph, tmp_path, name).stat().st_size > 0


def test_every_module_that_writes_is_registered() -> None:
    """By another way: what lies in the folder beside what serves the writers."""
    modules = {Path(entry.name).stem for entry in Path(formats.__file__).parent.iterdir()}
    serving = {"__init__", "__pycache__", "formats", "files", "sorting", "spreadsheet", "waiting"}
    assert modules - serving == {format_.writer.partition(":")[0] for format_ in FORMATS.values()}


def test_an_unknown_format_is_told(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="'pdf' is no export format; take turtle, trig, nquads, ntriples, jsonld"):
        export_to(graph, tmp_path / "x", "pdf")


def test_the_facade_exports_by_ending_or_format(graph: Graph, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "x.nq") == len(statements(graph))
    assert graph.export(tmp_path / "x", "nquads") == len(statements(graph))
    assert (tmp_path / "x").read_bytes() == (tmp_path / "x.nq").read_bytes()


@pytest.mark.parametrize("format_", ALL)
def test_a_stream_gets_the_same_bytes(graph: Graph, tmp_path: Path, format_: str) -> None:
    path = exported(graph, tmp_path, format_)
    out = io.BytesIO()
    told = graph.write(out, format_)
    written_out = out.getvalue()
    assert told == export_to(graph, path, format_)
    if format_ in ("turtle", "trig"):  # Oxigraph writes the prefixes in any order
        assert sorted(written_out.splitlines()) == sorted(path.read_bytes().splitlines())
    else:
        assert written_out == path.read_bytes()


@pytest.mark.parametrize("format_", ALL)
def test_a_file_is_replaced_only_when_the_new_one_is_complete(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    path = exported(graph, tmp_path, format_)
    before = path.read_bytes()

    def broken(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ox, "serialize", broken)
    monkeypatch.setattr("networkx.readwrite.graphml.GraphMLWriterLxml", broken)
    monkeypatch.setattr(nx, "write_gexf", broken)
    monkeypatch.setattr("whoblamed.graph.export.jsonld.write", broken)
    monkeypatch.setattr("whoblamed.graph.export.tables.write_csv", broken)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        export_to(graph, path, format_)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_files_beside_it_are_left_alone(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "export.csv.part").write_text("mine")
    exported(graph, tmp_path, "csv")
    assert (tmp_path / "export.csv.part").read_text() == "mine"


def test_a_link_still_leads_to_its_file(graph: Graph, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    export_to(graph, link, "csv")
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("key,act,said,")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_stays_a_pipe(graph: Graph, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    export_to(graph, pipe, "csv")
    reader.join()
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert read[0].startswith(b"key,act,said,")


@pytest.mark.parametrize("path", ["", ".", "missing/folder/x.csv"])
def test_a_place_that_cannot_be_written_is_told(graph: Graph, tmp_path: Path, path: str) -> None:
    with pytest.raises(StoreError, match="cannot be written: "):
        export_to(graph, tmp_path / path, "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", ["turtle", "nquads", "jsonld"])
def test_no_room_for_what_waits_is_told(
    graph: Graph, tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "_LARGEST", 500)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(StoreError, match="what is sorted does not fit into the folder for temporary files: No such"):
        export_to(graph, tmp_path / "out", format_)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------- a data set


@pytest.mark.usefixtures("exact")
def test_one_data_set_comes_with_the_actors_that_it_uses(graph: Graph, tmp_path: Path) -> None:
    read = read_by_rdflib(exported(graph, tmp_path, "nquads", dataset="second"), "nquads")
    assert {quad[3] for quad in read} == {f"{ID}second", f"{ID}shared-actors"}
    assert read == {quad for quad in statements(graph) if quad[3] not in (f"{ID}harbour-2031", IDENTITIES)}


def test_one_data_set_as_a_network_and_as_rows(graph: Graph, tmp_path: Path) -> None:
    network = nx.read_graphml(exported(graph, tmp_path, "graphml", dataset="second"))
    assert keys(network.nodes) == {"arden", "police", "tide"}
    assert network.number_of_edges() == 1
    assert exported(graph, tmp_path, "csv", dataset="second").read_text("utf-8").count("\n") == 2


def test_a_data_set_that_is_not_there_is_told(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no data set 'third' in the graph"):
        export_to(graph, tmp_path / "x", "csv", dataset="third")
    assert list(tmp_path.iterdir()) == []


def test_the_graph_of_a_day_is_exported_as_it_was(graph: Graph, tmp_path: Path) -> None:
    text = exported(graph.at(as_of="2031-04-10"), tmp_path, "csv").read_text("utf-8")
    assert keys(row["claim"] for row in csv.DictReader(io.StringIO(text))) == {"police-blame-belmont"}


SHARED = """
case: {name}
actors: {{bureau: {{name: Bureau, kind: agency}}, tide: {{name: Red Tide of {name}, kind: group}}}}
incidents: {{outage: {{name: Outage of {name}, kind: outage, from: 2021-04-02}}}}
sources: {{story: {{title: Story, published: 2021-04-04}}}}
claims:
  - {{id: blame, act: attribution, by: bureau, accused: tide, incident: outage, source: story, on: 2021-04-03}}
"""


@pytest.mark.parametrize("repaired", [False, True])
@pytest.mark.parametrize("ending", [".ttl", ".nt", ".trig", ".nq", ".jsonld"])
def test_data_sets_whose_actors_are_the_same_come_back(tmp_path: Path, ending: str, repaired: bool) -> None:
    """Who was decided to be the same is written for those who read it, and decided anew by whoever loads it."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(SHARED.format(name=name), encoding="utf-8")
    graph = whoblamed.open(":memory:")
    graph.load(tmp_path / "one.yaml", tmp_path / "two.yaml")
    written = tmp_path / f"all{ending}"
    graph.export(written)
    if repaired and ending != ".jsonld":  # what is not ours is left out, which takes another way of reading
        with written.open("a", encoding="utf-8") as file:
            file.write('<https://example.org/nothing> <https://example.org/says> "nothing of ours" .\n')
    again = whoblamed.open(":memory:")
    again.load(written)
    assert [dataset.name for dataset in again.datasets()] == ["one", "two"]
    assert len(again.claims()) == 2
    both = {f"{ID}{name}/actor/bureau" for name in ("one", "two")}
    assert set(again.representatives().members(f"{ID}one/actor/bureau")) == both
