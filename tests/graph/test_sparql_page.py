"""The queries of docs/sparql.md: where the page says that one is wrong, it finds less than the right one beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import whoblamed
from whoblamed.graph import Graph
from whoblamed.ontology import ID

from ..support.cases import blame, case, written
from ..support.places import DOCS

PAGE = (DOCS / "sparql.md").read_text(encoding="utf-8")
TOGETHER = re.findall(r"```sparql\n# (apart|together): .*\n((?s:.*?))```", PAGE)
QUERIES = re.findall(r"```sparql\n# (right|wrong): .*\n((?s:.*?))```", PAGE)
PAIRS = list(zip(QUERIES[::2], QUERIES[1::2], strict=True))


def _found(graph: Graph, query: str) -> int:
    """How many rows have a value in every column."""
    rows = graph.query(query)
    assert isinstance(rows, list)
    return sum(all(value not in (None, "") for value in row) for row in rows)


@pytest.mark.parametrize(("wrong", "right"), PAIRS)
def test_the_right_query_finds_what_the_wrong_one_misses(
    wrong: tuple[str, str], right: tuple[str, str], casebook: Graph
) -> None:
    assert (wrong[0], right[0]) == ("wrong", "right")
    assert _found(casebook, wrong[1]) < _found(casebook, right[1])


def test_every_trap_has_its_way_out() -> None:
    assert len(PAIRS) == 5


# ---------------------------------------------------------------------------------------- somebody under all names


@pytest.fixture
def both(tmp_path: Path) -> Graph:
    """Two cases in which Red Tide is blamed and the port speaks, each with actors of its own, and a third group."""
    challenge = {
        "id": "doubt",
        "act": "challenge",
        "by": "port",
        "challenges": "blame",
        "source": "story",
        "on": "2031-04-04",
    }
    graph = whoblamed.open(":memory:")
    harbour, canal = case(blame(), blame("again", accused="lab"), challenge), case(blame(), blame("more"), name="canal")
    graph.load(written(tmp_path, harbour), written(tmp_path, canal))
    return graph


@pytest.fixture(params=["as it is", "as it was public in 2031"])
def merged(request: pytest.FixtureRequest, both: Graph) -> Graph:
    return both if request.param == "as it is" else both.at(as_of="2031")


def found(graph: Graph, query: str) -> list[tuple[object, ...]]:
    """The rows of a SELECT, in order."""
    rows = graph.query(query)
    assert isinstance(rows, list)
    return sorted(map(tuple, rows))


def test_a_query_asks_for_somebody_under_all_names(merged: Graph) -> None:
    (_, apart), (_, together), (_, contradicted) = TOGETHER
    assert found(merged, apart) == [("Quay Lab", 1), ("Red Tide", 1), ("Red Tide", 2)]
    assert merged.query(together) == [("Red Tide", 3), ("Quay Lab", 1)]
    assert merged.query(contradicted) == [("Port of Arden",)]


def test_who_is_the_same_as_nobody_is_shown_as_themselves(casebook: Graph) -> None:
    rows = found(casebook, "SELECT ?a ?b { ?a a wb:Actor OPTIONAL { ?a wb:shownAs ?b } }")
    assert rows
    assert all(actor == shown for actor, shown in rows)


def test_who_is_shown_as_whom_goes_by_who_is_there(merged: Graph) -> None:
    same = "SELECT ?a { ?a wb:shownAs ?b FILTER(?a != ?b) }"
    assert len(found(merged, same)) == 3
    assert merged.only([f"{ID}harbour/claim/blame"]).query(same) == []


def test_who_is_shown_as_another_is_not_when_that_one_is_gone(both: Graph) -> None:
    both.unload("canal")
    same = "SELECT ?a { ?a wb:shownAs ?b FILTER(?a != ?b) }"
    assert both.query(same) == []
    assert both.at(as_of="2031").query(same) == []


def test_it_is_neither_exported_nor_a_data_set(merged: Graph, tmp_path: Path) -> None:
    merged.export(tmp_path / "all.trig")
    text = (tmp_path / "all.trig").read_text("utf-8")
    assert "shownAs" not in text
    assert [dataset.name for dataset in merged.datasets()] == ["canal", "harbour"]
    again = whoblamed.open(":memory:")
    again.load(tmp_path / "all.trig")
    same = "SELECT ?a ?b { ?a wb:shownAs ?b } ORDER BY ?a"
    assert again.query(same) == merged.query(same)
