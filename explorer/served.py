"""What the server serves: the graph, read once for as long as nothing changes it."""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import Final

from ..errors import StoreError
from ..graph import Graph
from ..graph.store.pinned import Pinned
from .settings import Settings

#: What is told of a graph that cannot be read. Why is for whoever runs the server, as it tells of their files.
UNREADABLE: Final = "the graph cannot be read now; try again later"


class Served:
    """A graph that is served, and how. Safe to use from several threads."""

    def __init__(
        self,
        path: str | None,
        settings: Settings,
        *,
        update: str | None = None,
        store: str | None = None,
        resolve: bool = True,
        machine_coded: bool = False,
    ) -> None:
        """Serve the graph at a path or address (see `whoblamed.open`); with `machine_coded`, such claims count, too.

        Raises `StoreError` when there is none.
        """
        self.settings = settings
        self._opened = partial(Graph.open_existing, path, update=update, store=store)
        self._resolve = resolve
        self._machine_coded = machine_coded
        self._lock = Lock()
        self._store = self._opened().store
        self._latest = self._pinned()

    def graph(self) -> Graph:
        """Return the graph as it is now: the same object until somebody changes it, so that what was read is kept.

        A request takes it once, and sees one generation to its end, whatever is loaded meanwhile. Raises `StoreError`
        when the graph cannot be read any more.
        """
        with self._lock:
            if self._store.state != self._latest.store.state:
                self._latest = self._pinned()
            return self._latest

    def changeable(self) -> Graph:
        """Return the graph itself, to load into."""
        return self._opened()

    def _pinned(self) -> Graph:
        if not self._store.exists:
            raise StoreError(f"{self._store.place}: the graph is not there any more")
        graph = Graph(Pinned(self._store), resolve=self._resolve)
        graph.machine_coded = self._machine_coded
        return graph
