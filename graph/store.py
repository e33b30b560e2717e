"""Where the quads are: an Oxigraph store that is changed all at once or not at all; this one is in memory.

The other, on disk, is in `disk`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox


class Change(Protocol):
    """A change in the making: what it replaces is visible to readers only when the change is done."""

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads` the whole content of the named graph `graph`; no quads: remove it."""

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """The same, for the quads of closed claims."""

    @property
    def columns(self) -> Path | None:
        """The folder of `projection` for what is in the making; None where none is kept."""


class Generation(Protocol):
    """What a store held between two changes."""

    @property
    def current(self) -> ox.Store:
        """What is recorded."""

    @property
    def history(self) -> ox.Store:
        """The claims that are closed: they were recorded once and are no longer held."""

    @property
    def columns(self) -> Path | None:
        """The folder in which `projection` keeps columns of what is recorded; None where none are kept."""


class Store(Generation, Protocol):
    """What the graph needs of a store. `current` and `history` are those of its latest generation."""

    @property
    def generation(self) -> Generation:
        """The latest generation; it stays as it is while the graph changes, unless it is in memory."""

    @property
    def place(self) -> str:
        """Where the graph is, for people."""

    @property
    def state(self) -> str:
        """A name for what is in the store now: it changes with every change."""

    @property
    def exists(self) -> bool:
        """Whether there is a graph at its place."""

    def changing(self) -> AbstractContextManager[Change]:
        """A context in which the graph is changed; leaving it by an exception, or without a change, changes nothing.

        Raises `StoreError` when the graph cannot be written, or another process is changing it.
        """


class MemoryStore:
    """A graph in memory."""

    place = "memory"
    exists = True
    columns = None

    def __init__(self, current: ox.Store | None = None) -> None:
        self.current = ox.Store() if current is None else current
        self.history = ox.Store()
        self._changes = 0

    @property
    def generation(self) -> Generation:
        return self

    @property
    def state(self) -> str:
        return str(self._changes)

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """Collects the change and applies it at the end."""
        change = _MemoryChange()
        yield change
        for store, graphs in ((self.current, change.current), (self.history, change.history)):
            for graph, quads in graphs.items():
                replace_graph(store, graph, quads)
        if change.current or change.history:
            self._changes += 1


class _MemoryChange:
    columns = None

    def __init__(self) -> None:
        self.current: dict[str, list[ox.Quad]] = {}
        self.history: dict[str, list[ox.Quad]] = {}

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.current[graph] = list(quads)

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.history[graph] = list(quads)


def replace_graph(store: ox.Store, graph: str, quads: Iterable[ox.Quad]) -> None:
    """Make `quads` the whole content of one named graph of a store; no quads: remove it."""
    name = ox.NamedNode(graph)
    if store.contains_named_graph(name):
        store.remove_graph(name)
    store.bulk_extend(quads)
