"""RDF 1.2: what is alleged is a triple term, which claims speak of and nothing asserts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from whoblamed.graph import Graph
from whoblamed.ontology import RDF, ROLE, WB
from whoblamed.ontology.records import Claim

from ..support.cases import blame, case, written

REIFIES = ox.NamedNode(RDF + "reifies")
FORMATS = {"turtle12": ox.RdfFormat.TURTLE, "trig12": ox.RdfFormat.TRIG}
NOW = datetime(2040, 1, 1, tzinfo=UTC)
HARBOUR = "https://w3id.org/whoblamed/id/harbour/"

# rdflib warns of its own use of names that it has given up.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\..*|ConjunctiveGraph) is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case, now=NOW)
    return graph


def read(graph: Graph, format_: str) -> list[ox.Quad]:
    """What another program reads of an export."""
    out = io.BytesIO()
    count, *_ = graph.write(out, format_)
    found = list(ox.parse(out.getvalue(), FORMATS[format_]))
    assert len(found) == count
    return found


def said_of(quads: list[ox.Quad]) -> Iterator[tuple[Any, ox.Triple]]:
    return ((quad.subject, quad.object) for quad in quads if isinstance(quad.object, ox.Triple))


@pytest.mark.parametrize("format_", FORMATS)
def test_all_else_is_as_in_rdf_1_1(graph: Graph, format_: str) -> None:
    plain = [quad for quad in read(graph, format_) if quad.predicate != REIFIES]
    if format_ == "trig12":
        assert set(plain) == set(graph.quads())
    else:
        assert {quad.triple for quad in plain} == {quad.triple for quad in graph.quads()}


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_alleged_is_spoken_of_and_never_asserted(casebook: Graph, format_: str) -> None:
    quads = read(casebook, format_)
    alleged = {term for _, term in said_of(quads)}
    assert len(alleged) > 100
    assert all(term.predicate.value.startswith(ROLE) for term in alleged)
    assert not alleged & {quad.triple for quad in quads}
    assert not [quad for quad in quads if quad.predicate.value.startswith(ROLE)]


def test_attributions_reify_what_they_allege_and_denials_do_not(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    denial = {**blame("no"), "act": "denial", "by": "tide", "responds_to": "ordered"}
    claims = (blame("ordered", role="ordered"), denial)
    graph.load(written(tmp_path, case(*claims)))
    (statement,) = {term for _, term in said_of(read(graph, "trig12"))}
    assert statement == ox.Triple(
        ox.NamedNode(HARBOUR + "actor/tide"), ox.NamedNode(ROLE + "ordered"), ox.NamedNode(HARBOUR + "incident/outage")
    )
    reifiers = {node.value.removeprefix(HARBOUR).partition("/")[0]: node for node, _ in said_of(read(graph, "trig12"))}
    assert reifiers.keys() == {"allegation", "claim"}
    assert reifiers["claim"].value == HARBOUR + "claim/ordered"


def found_in(store: ox.Store, query: str) -> list[Any]:
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return list(solutions)


@pytest.mark.parametrize("format_", FORMATS)
def test_it_can_be_asked_in_sparql_1_2(graph: Graph, format_: str) -> None:
    store = ox.Store()
    store.bulk_extend(read(graph, format_))
    asked = f"SELECT ?claim {{ ?claim <{REIFIES.value}> <<( ?who ?role ?incident )>> ; <{WB.speaker}> ?by %s }}"
    found = [found_in(store, asked % more) for more in ("", ". ?who ?role ?incident")]
    assert len(found[0]) > 0
    assert found[1] == []


def timeless(claim: Claim) -> str:
    """A claim without the second clock, which starts anew wherever it is loaded."""
    return repr(replace(claim, recorded_on=None, said_recorded_on=None))


@pytest.mark.parametrize("format_", FORMATS)
def test_loaded_again_it_is_the_same_and_nothing_is_told(graph: Graph, format_: str, tmp_path: Path) -> None:
    graph.export(path := tmp_path / f"small.{format_.removesuffix('12')}", format_)
    again = whoblamed.open(":memory:")
    report = again.load(path, now=NOW)
    assert [skip for entry in report.loaded for skip in entry.skips.places] == []
    assert set(map(timeless, again.claims())) == set(map(timeless, graph.claims()))


@pytest.mark.parametrize("format_", FORMATS)
def test_rdflib_says_that_it_cannot_read_it(graph: Graph, format_: str) -> None:
    """If this fails, rdflib has learned RDF 1.2, and docs/rdf.md says otherwise."""
    out = io.BytesIO()
    graph.write(out, format_)
    with pytest.raises(SyntaxError):
        rdflib.Dataset().parse(data=out.getvalue(), format=format_.removesuffix("12"))


def test_triple_terms_of_others_are_told_and_rdflib_sees_none(graph: Graph, tmp_path: Path) -> None:
    graph.export(path := tmp_path / "small.trig", "trig12")
    other = "<urn:a> rdf:reifies <<( <urn:b> <urn:c> <urn:d> )>> .\n"
    claim = next(claim.iri for claim in graph.claims())
    path.write_text(path.read_text() + f"<{claim}> rdf:reifies <<( <urn:b> <urn:c> <urn:d> )>> .\n" + other)
    again = whoblamed.open(":memory:")
    (entry,) = again.load(path).loaded
    assert any("rdf:reifies means nothing here" in reason for reason in entry.skips.reasons)
    assert not [quad for quad in again.quads() if isinstance(quad.object, ox.Triple)]
    assert all(
        isinstance(term, rdflib.term.Identifier)
        for triple in again.as_rdflib().triples((None, None, None))
        for term in triple
    )
