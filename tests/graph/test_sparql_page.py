"""The queries of docs/sparql.md: where the page says that one is wrong, it finds less than the right one beside it."""

from __future__ import annotations

import re

import pytest
from whoblamed.graph import Graph

from ..support.places import DOCS

PAGE = (DOCS / "sparql.md").read_text(encoding="utf-8")
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
    assert len(PAIRS) == 4
