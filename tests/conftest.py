"""What several test modules need: the casebook in a graph, which nobody changes, and a small invented case."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import whoblamed
from hypothesis import settings
from whoblamed.graph import Graph

from .support.places import FIXTURES

# How long an example takes says more about the machine than about the code.
settings.register_profile("whoblamed", deadline=None)
# A change must not fail for what an earlier one broke: there the examples are the same in every run.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "whoblamed")

# Under nohup, and behind & in a script, programs that the tests start and end would inherit that these are ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

FACTS = FIXTURES / "facts"


@pytest.fixture(scope="session")
def casebook() -> Graph:
    """The casebook in memory; to be read only."""
    graph = whoblamed.open(":memory:")
    graph.load()
    return graph


@pytest.fixture(scope="session")
def small_case() -> Path:
    """The fact file of an invented case that uses every key."""
    return FACTS / "small.yaml"


@pytest.fixture
def graph_folder() -> Iterator[Path]:
    """Where a graph can be made; in memory if possible, because every change waits some 70 times for a real disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder) / "graph"


@pytest.fixture
def disk_graph(graph_folder: Path) -> Graph:
    """A graph on disk that nothing was loaded into yet."""
    return whoblamed.open(graph_folder)
