"""whoblamed: who blamed whom, for what, when, according to which source, how confidently, and who answered back.

The graph asserts who said what; it never asserts who did it.

>>> import whoblamed
>>> graph = whoblamed.open(":memory:")
>>> report = graph.load()                       # the casebook that ships with whoblamed
>>> net = graph.blame_network()                 # networkx.MultiDiGraph, accuser -> accused
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__
from .errors import WhoblamedError

if TYPE_CHECKING:
    from pathlib import Path

    from .graph import Graph

__all__ = ["Graph", "WhoblamedError", "__version__", "open"]


def open(path: str | Path | None = None, *, update: str | None = None, store: str | None = None) -> Graph:
    """Open a graph.

    `path` is a folder (made when something is first loaded), ":memory:", the address of a server that answers SPARQL
    (https://host/sparql), or None for the user's own graph, which is `$WHOBLAMED_GRAPH` or a folder in the user's data
    directory, built from the casebook when it does not exist yet. Of a server, `update` is the address that takes
    updates, without which it can only be read, and `store` that of its Graph Store Protocol; see docs/remote.md.

    Raises `StoreError` when there is something else at `path`.
    """
    from .graph import Graph

    return Graph.open(path, update=update, store=store)


def __getattr__(name: str) -> Any:
    if name == "Graph":  # imported on first use: the command line must start fast
        from .graph import Graph

        return Graph
    raise AttributeError(f"module 'whoblamed' has no attribute {name!r}")
