"""What the server serves: the graph, read once for as long as nothing changes it."""

from __future__ import annotations

from threading import Lock

from ..graph import Graph
from .settings import Settings


class Served:
    """A graph that is served, and how. Safe to use from several threads."""

    def __init__(self, path: str | None, settings: Settings) -> None:
        """Serve the graph at a path (see `whoblamed.open`). Raises `StoreError` when there is none."""
        self.settings = settings
        self._path = path
        self._lock = Lock()
        self._latest = Graph.open_existing(path)
        self._state = self._latest.store.state

    def graph(self) -> Graph:
        """Return the graph as it is now: the same object until somebody changes it, so that what was read is kept.

        A request takes it once, and sees one generation to its end.
        """
        with self._lock:
            if self._latest.store.state != self._state:
                self._latest = Graph.open_existing(self._path)
                self._state = self._latest.store.state
            return self._latest
