"""What the tests of the explorer share: a server of one invented case, to which nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import whoblamed

from ..support.cases import blame, case, written
from ..support.places import FIXTURES
from ..support.server import Server, serving


@pytest.fixture(scope="session")
def small_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph on disk of one invented case, which nobody changes."""
    folder = tmp_path_factory.mktemp("served")
    whoblamed.open(folder / "graph").load(written(folder, case(blame())))
    return folder / "graph"


@pytest.fixture(scope="session")
def small_server(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of that graph."""
    with serving(small_graph, tmp_path_factory.mktemp("printed")) as running:
        yield running


@pytest.fixture(scope="session")
def casebook_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph on disk of the casebook, and of an invented case that uses every key; nobody changes it."""
    graph = whoblamed.open(tmp_path_factory.mktemp("casebook") / "graph")
    graph.load()
    graph.load(FIXTURES / "facts" / "small.yaml")
    return Path(graph.store.place)


@pytest.fixture(scope="session")
def casebook_server(casebook_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of that graph."""
    with serving(casebook_folder, tmp_path_factory.mktemp("printed")) as running:
        yield running
