"""The threats of docs/threat-model.md, row by row: each names tests, and these are there; some stand here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import whoblamed
from whoblamed.errors import QueryError
from whoblamed.graph import Graph

from ..support.places import DOCS, ROOT

NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows() -> list[str]:
    table = (DOCS / "threat-model.md").read_text("utf-8").partition("| threat | seen |")[2].partition("\n\n")[0]
    return [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("|---")]


@pytest.mark.parametrize("row", rows(), ids=[row.split("|")[1].strip() for row in rows()])
def test_every_threat_has_its_tests(row: str) -> None:
    named = NAMED.findall(row)
    assert named
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, file


@pytest.fixture(scope="module")
def graph() -> Graph:
    return whoblamed.open(":memory:")


@pytest.mark.parametrize("form", ["FROM <{}>", "FROM NAMED <{}>"])
def test_no_query_reads_a_file_or_a_page(graph: Graph, tmp_path: Path, form: str) -> None:
    """The graphs that a query names are those of the store; rdflib reads them from where their names lead."""
    file = tmp_path / "secret.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    for address in (file.as_uri(), "http://127.0.0.1:9/x.ttl"):
        for ask in (graph.query, graph.as_rdflib().query):
            query = f"SELECT * {form.format(address)} {{ {{ ?a ?b ?c }} UNION {{ GRAPH ?g {{ ?a ?b ?c }} }} }}"
            try:
                found = list(ask(query))  # type: ignore[arg-type]
            except QueryError:
                continue
            assert found == []
        with pytest.raises(QueryError):
            graph.query(f"LOAD <{address}>")


def test_a_regular_expression_takes_no_time_out_of_proportion(graph: Graph) -> None:
    """Python's engine would not come to an end of this one."""
    assert graph.query(f'ASK {{ FILTER(REGEX("{"a" * 60}!", "^(a+)+$")) }}') is False
