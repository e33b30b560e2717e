"""A graph in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from .base import Change, Generation, OfGenerations, nothing_to_take_back
from .oxigraph import OxigraphQuads


class MemoryStore(OfGenerations):
    """A graph in memory, at first with the quads that are given; those of `OxigraphQuads` are not copied."""

    place = "memory"
    exists = True

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        if isinstance(quads, OxigraphQuads):
            current = quads
        else:
            current = OxigraphQuads()
            current.extend(quads)
        self._generation = _Generation(current, OxigraphQuads())
        self._before: _Generation | None = None
        self._changes = 0

    @property
    def generation(self) -> Generation:
        return self._generation

    @property
    def state(self) -> str:
        return str(self._changes)

    @contextmanager
    def changing(self, *, alone: bool = False) -> Iterator[Change]:  # noqa: ARG002 - there is nothing to gain
        """Change a copy, which takes the place of the original at the end."""
        change = _Change(self._generation)
        yield change
        if change.begun:
            self._before, self._generation = self._generation, _Generation(change.current, change.history)
            self._changes += 1

    def take_back(self) -> None:
        """Make what was held before the last change current again; raises `StoreError` when there is nothing."""
        if self._before is None:
            raise nothing_to_take_back(self.place)
        self._generation, self._before = self._before, None
        self._changes += 1


class _Generation:
    columns = None

    def __init__(self, current: OxigraphQuads, history: OxigraphQuads) -> None:
        self.current = current
        self.history = history


class _Change(_Generation):
    notes = ()

    def __init__(self, before: _Generation) -> None:
        super().__init__(before.current, before.history)
        self.begun = False
        self._replacing: Collection[str] = ()

    def will_replace(self, graphs: Collection[str]) -> None:
        self._replacing = graphs

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        self.current.replace(graph, quads)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        self._begin()
        self.current.replace_by_lines(graph, lines)

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        self.history.replace(graph, quads)

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        self._begin()
        self.history.extend(quads)

    def remove_from_history(self, graph: str, thing: str) -> None:
        self._begin()
        self.history.remove_thing(graph, thing)

    def _begin(self) -> None:
        if not self.begun:
            self.begun = True
            self.current = self.current.copy(without=self._replacing)
            self.history = self.history.copy()
