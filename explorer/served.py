"""What the server serves: the graph, read once for as long as nothing changes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from ..errors import StoreError
from ..graph import Graph
from ..graph.store.pinned import Pinned
from .settings import Settings

#: What is told of a graph that cannot be read. Why is for whoever runs the server, as it tells of their files.
UNREADABLE: Final = "the graph cannot be read now; try again later"


#: For how many seconds a request waits for another one that looks whether the graph has changed.
_MOMENT: Final = 1.0


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

        Raises `StoreError` when there is none, or it is to be edited and can only be read.
        """
        self.settings = settings
        self._opened = partial(Graph.open_existing, path, update=update, store=store)
        self._resolve = resolve
        self._machine_coded = machine_coded
        self._lock = Lock()
        self._store = self._opened().store
        if settings.token is not None:
            self._store.refuse_read_only()
        self._latest = self._pinned()

    def graph(self) -> Graph:
        """Return the graph as it is now: the same object until somebody changes it, so that what was read is kept.

        A request takes it once, and sees one generation to its end, whatever is loaded meanwhile. A graph that is
        elsewhere is asked, and perhaps fetched, by one thread; others wait for it a moment, and read what was there
        before. Raises `StoreError` when the graph cannot be read any more.
        """
        if not self._lock.acquire(timeout=_MOMENT):
            return self._latest
        try:
            if self._store.state != self._latest.store.state:
                self._latest = self._pinned()
            return self._latest
        finally:
            self._lock.release()

    def load(self, file: Path) -> None:
        """Load a file into the graph, which whoever asks from then on sees. Raises `StoreError` and `InvalidData`."""
        graph = self._opened()
        graph.load(file)
        self._store = graph.store  # one that is far away has looked at it just now

    def _pinned(self) -> Graph:
        if not self._store.exists:
            raise StoreError(f"{self._store.place}: the graph is not there any more")
        graph = Graph(Pinned(self._store), resolve=self._resolve)
        graph.machine_coded = self._machine_coded
        return graph
