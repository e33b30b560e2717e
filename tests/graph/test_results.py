"""Results of queries in the W3C's formats, read again by rdflib, and as rows for people."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from rdflib.query import Result
from whoblamed.errors import FormatError, QueryError
from whoblamed.graph import Graph
from whoblamed.graph.ask import named, results
from whoblamed.graph.store.answers import Solutions
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology import ID

SELECT = "SELECT ?said ?on ?none { ?c a wb:Denial ; rdfs:label ?said ; wb:statedOn ?on }"
ODD = """
    SELECT ("a,\\"b\\"\\n\\tc" AS ?text) ("Ü"@de AS ?word) (<urn:x> AS ?iri) (7 AS ?number) ("=1+1" AS ?formula) { }
"""


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case)
    return graph


def written(graph: Graph, query: str, format_: str, **values: Any) -> bytes:
    out = io.BytesIO()
    results.write(graph.answer(query, values), format_, out)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_rows_are_read_again_by_rdflib(graph: Graph, format_: str) -> None:
    found = Result.parse(io.BytesIO(written(graph, ODD, format_)), format=format_)
    ((text, word, iri, number, formula),) = ([*row] for row in found)  # type: ignore[misc]  # rows of a SELECT
    assert (str(text), str(word), str(iri), str(number), str(formula)) == ('a,"b"\n\tc', "Ü", "urn:x", "7", "=1+1")
    if format_ in ("json", "xml"):
        assert word == rdflib.Literal("Ü", lang="de")
        assert number == rdflib.Literal(7)
        assert isinstance(iri, rdflib.URIRef)


def test_csv_is_as_the_standard_says(graph: Graph) -> None:
    """It is for programs: lines end with CR LF, and nothing is put before a formula."""
    assert written(graph, ODD, "csv") == (b'text,word,iri,number,formula\r\n"a,""b""\n\tc",\xc3\x9c,urn:x,7,=1+1\r\n')


@pytest.mark.parametrize(
    ("format_", "yes", "no"),
    [("json", b'{"head":{},"boolean":true}\n', b'{"head":{},"boolean":false}\n'), ("csv", b"true", b"false")],
)
def test_a_yes_is_a_yes(graph: Graph, format_: str, yes: bytes, no: bytes) -> None:
    assert written(graph, "ASK { ?c a wb:Denial }", format_) == yes
    assert written(graph, "ASK { ?c a wb:Denial, wb:Report }", format_) == no


@pytest.mark.parametrize(("format_", "syntax"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_triples_are_read_again_by_rdflib(graph: Graph, format_: str, syntax: str) -> None:
    text = written(graph, "CONSTRUCT WHERE { ?c a wb:Denial ; wb:respondsTo ?other }", format_)
    read = rdflib.Graph().parse(data=text, format=syntax)
    assert set(read.objects(None, None)) == {
        rdflib.URIRef("https://w3id.org/whoblamed/ns#Denial"),
        rdflib.URIRef(f"{ID}harbour-2031/claim/police-blame-belmont"),
    }


def test_rows_for_people_show_our_iris_by_their_prefix() -> None:
    quad = ox.Quad(ox.NamedNode(f"{ID}x"), ox.NamedNode("urn:p"), ox.Literal(7), ox.NamedNode("urn:g"))
    answer = Graph(MemoryStore([quad])).answer("SELECT ?s ?p ?o ?none { ?s ?p ?o }")
    assert isinstance(answer, Solutions)
    assert list(results.rows(answer)) == [{"s": "id:x", "p": "urn:p", "o": 7, "none": None}]


def test_results_are_written_as_they_are_computed(graph: Graph) -> None:
    """A stream that has enough after a few bytes ends a query that would go on for ever, or nearly."""

    class Enough(io.RawIOBase):
        def write(self, _: Any) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        results.write(graph.answer("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), "csv", cast("BinaryIO", Enough()))


def test_what_an_endpoint_sent_is_written_like_what_was_found_here(graph: Graph) -> None:
    """Another store answers with the same classes, made from what it received."""
    sent = ox.parse_query_results(written(graph, ODD, "json"), format=ox.QueryResultsFormat.JSON)
    assert isinstance(sent, ox.QuerySolutions)
    out = io.BytesIO()
    results.write(Solutions(sent), "csv", out)
    assert out.getvalue() == written(graph, ODD, "csv")


@pytest.mark.parametrize(
    ("query", "format_", "message"),
    [
        (SELECT, "turtle", "turtle is for CONSTRUCT and DESCRIBE; take table, json, xml, csv, tsv"),
        ("ASK {}", "ntriples", "ntriples is for CONSTRUCT and DESCRIBE; take table, json, xml, csv, tsv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "json", "json is for SELECT and ASK; take turtle, ntriples, jsonld, rdfxml"),
        ("DESCRIBE <urn:x>", "table", "table is for SELECT and ASK; take turtle, ntriples, jsonld, rdfxml"),
    ],
)
def test_a_format_that_does_not_fit_is_told(graph: Graph, query: str, format_: str, message: str) -> None:
    out = io.BytesIO()
    with pytest.raises(FormatError, match=message):
        results.write(graph.answer(query), format_, out)
    assert out.getvalue() == b""


def test_what_goes_wrong_while_writing_is_told(graph: Graph) -> None:
    with pytest.raises(QueryError, match=r"the query cannot be answered: .*urn:unheard"):
        written(graph, "SELECT (<urn:unheard>(?s) AS ?x) { ?s ?p ?o }", "json")


def test_named_queries_are_answered_and_listed(graph: Graph) -> None:
    assert b"Ministry of Belmont" in written(graph, "denials-and-what-they-answer", "csv", accused="BLM")
    listed = {row["name"]: row for row in named.listed(named.named_queries().values())}
    assert listed.keys() == named.named_queries().keys()
    assert listed["timeline"]["parameters"].startswith("about (actor|incident): an incident, or an actor")
