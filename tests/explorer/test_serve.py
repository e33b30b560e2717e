"""`whoblamed serve` as a process: where it listens, what it says, and how it ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import whoblamed

from ..support.cases import blame, case, written
from ..support.server import Server, serving


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one invented case, which nobody changes."""
    folder = tmp_path_factory.mktemp("served")
    whoblamed.open(folder / "graph").load(written(folder, case(blame())))
    return folder / "graph"


@pytest.fixture(scope="module")
def server(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(graph, tmp_path_factory.mktemp("printed")) as running:
        yield running


def test_it_says_where_it_serves_and_answers_there(server: Server) -> None:
    assert f"serving at {server.url}/" in server.output
    assert server.get("/there/is/no/such/page").status_code == 404


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)])
def test_it_ends_as_a_service_manager_or_a_shell_expects(
    graph: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with serving(graph, tmp_path) as running:
        assert running.end(number) == code  # a shell says 130 of one that Ctrl-C ended
