"""The last load, replacement or unload can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import StoreError
from whoblamed.graph import Graph

from ..support.cases import blame, case, dump, written

MONDAY = datetime(2031, 5, 5, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(params=["memory", "disk"])
def graph(request: pytest.FixtureRequest, graph_folder: Path) -> Graph:
    return whoblamed.open(":memory:" if request.param == "memory" else graph_folder)


def names(datasets: Any) -> list[str]:
    return [dataset.name for dataset in datasets]


def test_a_newer_version_is_taken_back_on_both_clocks(graph: Graph, tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame(), blame("denied"))), now=MONDAY)
    before = dump(graph.store)
    graph.load(written(tmp_path, case(blame())), now=TUESDAY)
    done = graph.undo()
    assert (names(done.removed), names(done.replaced), names(done.restored)) == ([], ["harbour"], [])
    assert done.replaced[0].loaded_on == MONDAY
    assert dump(graph.store) == before
    assert graph.load(tmp_path / "harbour.yaml", now=TUESDAY).loaded[0].closed_claims == 1


def test_a_new_data_set_is_taken_back(graph: Graph, tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame())))
    graph.load(written(tmp_path, case(blame(), name="quay")))
    assert names(graph.undo().removed) == ["quay"]
    assert names(graph.datasets()) == ["harbour"]


def test_what_was_unloaded_is_back(graph: Graph, tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame())))
    before = dump(graph.store)
    graph.unload("harbour")
    assert names(graph.undo().restored) == ["harbour"]
    assert dump(graph.store) == before


def test_only_the_last_change_can_be_taken_back(graph: Graph, tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame())))
    graph.load(written(tmp_path, case(blame())))  # which changes nothing
    graph.undo()
    with pytest.raises(StoreError, match="there is nothing to take back; only the last change"):
        graph.undo()


def test_the_commands(tmp_path: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "g"), *arguments])

    assert run("undo").exit_code == 1
    assert not (tmp_path / "g").exists()
    run("load", str(written(tmp_path, case(blame()))))
    assert "whoblamed undo takes that back" in run("unload", "harbour").output
    undone = run("undo")
    assert undone.output.splitlines()[0] == "restored   harbour: it had been removed"
    assert undone.output.splitlines()[1].startswith("took back the last change of ")
    refused = run("undo")
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
