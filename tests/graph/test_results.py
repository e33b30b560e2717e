"""Results of queries in the W3C's formats, read again by rdflib, and as tables for people."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from rdflib.query import Result
from whoblamed.errors import FormatError, QueryError
from whoblamed.graph import Graph
from whoblamed.graph.ask import named, results
from whoblamed.graph.store.base import MemoryStore
from whoblamed.ontology import ID

Out = pytest.CaptureFixture[bytes]

SELECT = "SELECT ?said ?on ?none { ?c a wb:Denial ; rdfs:label ?said ; wb:statedOn ?on }"
ODD = """
    SELECT ("a,\\"b\\"\\n\\tc" AS ?text) ("Ü"@de AS ?word) (<urn:x> AS ?iri) (7 AS ?number) ("=1+1" AS ?formula) { }
"""


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case)
    return graph


def written(capture: Out, graph: Graph, query: str, format_: str | None, **values: Any) -> bytes:
    results.write(graph, query, values, format_)
    return capture.readouterr().out


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_rows_are_read_again_by_rdflib(capfdbinary: Out, graph: Graph, format_: str) -> None:
    found = Result.parse(io.BytesIO(written(capfdbinary, graph, ODD, format_)), format=format_)
    ((text, word, iri, number, formula),) = ([*row] for row in found)  # type: ignore[misc]  # rows of a SELECT
    assert (str(text), str(word), str(iri), str(number), str(formula)) == ('a,"b"\n\tc', "Ü", "urn:x", "7", "=1+1")
    if format_ in ("json", "xml"):
        assert word == rdflib.Literal("Ü", lang="de")
        assert number == rdflib.Literal(7)
        assert isinstance(iri, rdflib.URIRef)


def test_csv_is_as_the_standard_says(capfdbinary: Out, graph: Graph) -> None:
    """It is for programs: lines end with CR LF, and nothing is put before a formula."""
    assert written(capfdbinary, graph, ODD, "csv") == (
        b'text,word,iri,number,formula\r\n"a,""b""\n\tc",\xc3\x9c,urn:x,7,=1+1\r\n'
    )


@pytest.mark.parametrize(
    ("format_", "yes"),
    [("json", b'{"head":{},"boolean":true}\n'), ("csv", b"true"), ("table", b"yes\n"), (None, b"yes\n")],
)
def test_a_yes_is_a_yes(capfdbinary: Out, graph: Graph, format_: str | None, yes: bytes) -> None:
    assert written(capfdbinary, graph, "ASK { ?c a wb:Denial }", format_) == yes
    assert written(capfdbinary, graph, "ASK { ?c a wb:Denial, wb:Report }", format_) == yes.replace(
        b"true", b"false"
    ).replace(b"yes", b"no")


@pytest.mark.parametrize(("format_", "syntax"), [(None, "turtle"), ("turtle", "turtle"), ("ntriples", "nt")])
def test_triples_are_read_again_by_rdflib(capfdbinary: Out, graph: Graph, format_: str | None, syntax: str) -> None:
    text = written(capfdbinary, graph, "CONSTRUCT WHERE { ?c a wb:Denial ; wb:respondsTo ?other }", format_)
    read = rdflib.Graph().parse(data=text, format=syntax)
    assert set(read.objects(None, None)) == {
        rdflib.URIRef("https://w3id.org/whoblamed/ns#Denial"),
        rdflib.URIRef(f"{ID}harbour-2031/claim/police-blame-belmont"),
    }


def test_people_get_a_table(capfdbinary: Out, graph: Graph) -> None:
    header, row = written(capfdbinary, graph, SELECT, None).decode().splitlines()
    assert header.split() == ["said", "on", "none"]
    assert row.endswith("2031-04-11")


def test_a_table_shows_our_iris_by_their_prefix_and_each_row_in_one_line(capfdbinary: Out) -> None:
    store = ox.Store()
    subject = ox.NamedNode(f"{ID}x")
    store.add(ox.Quad(subject, ox.NamedNode("urn:p"), ox.Literal("two\nlines \x1b[31m"), ox.NamedNode("urn:g")))
    text = written(capfdbinary, Graph(MemoryStore(store)), "SELECT * { ?s ?p ?o }", "table").decode()
    assert text.splitlines()[1].split() == ["two", "lines", "�[31m", "urn:p", "id:x"]


def test_no_rows_are_remarked_on_beside_the_output(capfdbinary: Out, graph: Graph) -> None:
    results.write(graph, "SELECT ?x { ?x a <urn:none> }", {}, "table")
    captured = capfdbinary.readouterr()
    assert (captured.out, captured.err) == (b"", b"no results\n")


@pytest.mark.parametrize(
    ("query", "format_", "message"),
    [
        (SELECT, "turtle", "turtle is for CONSTRUCT and DESCRIBE; take table, csv, tsv, json, xml"),
        ("ASK {}", "ntriples", "ntriples is for CONSTRUCT and DESCRIBE; take table, csv, tsv, json, xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "json", "json is for SELECT and ASK; take turtle or ntriples"),
        ("DESCRIBE <urn:x>", "table", "table is for SELECT and ASK; take turtle or ntriples"),
    ],
)
def test_a_format_that_does_not_fit_is_told(
    capfdbinary: Out, graph: Graph, query: str, format_: str, message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        results.write(graph, query, {}, format_)
    assert capfdbinary.readouterr().out == b""


@pytest.mark.parametrize("format_", ["json", "table", None])
def test_what_goes_wrong_while_writing_is_told(capfdbinary: Out, graph: Graph, format_: str | None) -> None:
    with pytest.raises(QueryError, match=r"the query cannot be answered: .*urn:unheard"):
        results.write(graph, "SELECT (<urn:unheard>(?s) AS ?x) { ?s ?p ?o }", {}, format_)


def test_named_queries_are_answered_and_listed(capfdbinary: Out, graph: Graph) -> None:
    assert b"Ministry of Belmont" in written(capfdbinary, graph, "denials-and-what-they-answer", "csv", accused="BLM")
    listed = {row["name"]: row for row in results.listed()}
    assert listed.keys() == named.named_queries().keys()
    assert listed["timeline"]["parameters"].startswith("about (actor|incident): an incident, or an actor")
