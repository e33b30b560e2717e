"""Writing a graph to a file, and what is said about it."""

from __future__ import annotations

from pathlib import Path

from whoblamed.graph import Graph
from whoblamed.graph.export.files import complete
from whoblamed.graph.export.formats import Written


def export_to(graph: Graph, path: Path, format: str, dataset: str | None = None) -> Written:
    """Write a graph as `whoblamed export` does."""
    with complete(path) as file:
        return graph.write(file, format, dataset=dataset)
