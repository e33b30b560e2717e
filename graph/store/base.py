"""Where the quads are: an Oxigraph store that is changed all at once or not at all; this one is in memory.

The other, on disk, is in `disk`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from . import bulk


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


class Change(Generation, Protocol):
    """A change in the making: the next generation, which nobody sees before the change is done."""

    @property
    def begun(self) -> bool:
        """Whether anything was changed."""

    def will_replace(self, graphs: Collection[str]) -> None:
        """Before anything else: these graphs will all be replaced. Saves removing large ones quad by quad."""

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads` the whole content of the named graph `graph`; no quads: remove it."""

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        """The same, by lines of N-Triples: faster for many."""

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """As `replace`, for the quads of closed claims."""

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of closed claims."""


class Store(Generation, Protocol):
    """What the graph needs of a store. `current` and `history` are those of its latest generation."""

    @property
    def generation(self) -> Generation:
        """The latest generation; it stays as it is while the graph changes."""

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
        self._generation = _MemoryGeneration(ox.Store() if current is None else current, ox.Store())
        self._changes = 0

    @property
    def generation(self) -> Generation:
        return self._generation

    @property
    def current(self) -> ox.Store:
        return self._generation.current

    @property
    def history(self) -> ox.Store:
        return self._generation.history

    @property
    def state(self) -> str:
        return str(self._changes)

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """Changes a copy, which takes the place of the original at the end."""
        change = _MemoryChange(self._generation)
        yield change
        if change.begun:
            self._generation = _MemoryGeneration(change.current, change.history)
            self._changes += 1


class _MemoryGeneration:
    columns = None

    def __init__(self, current: ox.Store, history: ox.Store) -> None:
        self.current = current
        self.history = history


class _MemoryChange:
    columns = None

    def __init__(self, before: Generation) -> None:
        self.begun = False
        self.current = before.current
        self.history = before.history
        self._replacing: Collection[str] = ()

    def will_replace(self, graphs: Collection[str]) -> None:
        self._replacing = graphs

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        replace_graph(self.current, graph, quads)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        self._begin()
        remove_graph(self.current, graph)
        bulk.load(self.current, graph, lines)

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        replace_graph(self.history, graph, quads)

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        self.history.bulk_extend(quads)

    def _begin(self) -> None:
        if not self.begun:
            self.begun = True
            self.current = _copy(self.current, self._replacing)
            self.history = _copy(self.history)


def _copy(store: ox.Store, without: Collection[str] = ()) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(quad for quad in store if not without or getattr(quad.graph_name, "value", "") not in without)
    return copy


def replace_graph(store: ox.Store, graph: str, quads: Iterable[ox.Quad]) -> None:
    """Make `quads` the whole content of one named graph of a store; no quads: remove it."""
    remove_graph(store, graph)
    store.bulk_extend(quads)


def remove_graph(store: ox.Store, graph: str) -> None:
    """Remove one named graph of a store, if it is there."""
    name = ox.NamedNode(graph)
    if store.contains_named_graph(name):
        store.remove_graph(name)
