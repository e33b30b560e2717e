"""The copy of a remote graph that is kept on this computer: for what reads all of it, and for making the next state.

Statuses, networks and analyses read whole data sets, and a change is made where nobody sees it half done. Both happen
in a graph on disk in the user's cache, with all that is derived beside the quads. It is of one state of the server's
graph; what has changed since is fetched, data set by data set. All of it can be removed at any time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256  # `digest` of the records is the same, but they take as long to import as a query
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ....errors import StoreError
from ....ontology import MADE_GRAPHS, WB
from ..base import Change, Generation
from ..disk import DiskStore
from .catalogue import Held, history, read, refuse_damaged, refuse_switching
from .client import Client
from .lookups import passed_on, whole_graph

if TYPE_CHECKING:
    from filelock import BaseFileLock

#: Names the folder in which copies are kept.
CACHE = "WHOBLAMED_GRAPH_CACHE"
_WAIT = 600
_TRIES = 3
_LOADED_ON = ox.NamedNode(WB.loadedOn)
_LINE = "{} {} {} .\n"


def default_folder() -> Path:
    """Return where copies are kept: in the folder that the environment names, or the user's cache."""
    import platformdirs

    named = os.environ.get(CACHE)
    return Path(named) if named else Path(platformdirs.user_cache_dir("whoblamed", appauthor=False)) / "remote"


def computer(folder: Path) -> str:
    """Return a name for this computer, or whatever shares a folder of copies, that says nothing of it."""
    file = folder / "computer"
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        name = os.urandom(8).hex()
        file.write_text(name, encoding="ascii")
        return name


class Copy:
    """The copy of the graph of one server."""

    def __init__(self, client: Client, folder: Path | None = None) -> None:
        self._client = client
        self.folder = (folder or default_folder()) / sha256(client.place.encode()).hexdigest()[:16]
        self.disk = DiskStore(self.folder / "graph")
        self._lock: BaseFileLock | None = None

    def of(self, held: Held) -> Generation | None:
        """Return the copy if it is of this state of the graph."""
        if self._state() != held.state:
            return None
        generation = self.disk.generation
        return generation if self._state() == held.state else None  # else it was brought up to date meanwhile

    def synced(self, held: Held) -> Generation:
        """Return the copy after bringing it to this state of the graph, or to a later one; raises `StoreError`."""
        near = self.of(held)
        if near is not None:
            return near
        with self.locked():
            for _ in range(_TRIES):
                refuse_switching(held, self._client.place)
                refuse_damaged(held, self._client.place)
                if self._state() != held.state:
                    self._fetch(held)
                now = read(self._client)
                if now.state == held.state and not now.is_switching:
                    self.mark(held)
                    return self.disk.generation
                held = now
        raise StoreError(f"{self._client.place}: the graph changes faster than it can be read; ask again")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the copy for this process alone; waits for others, who fetch the same."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = self._lock = self._lock or FileLock(self.folder / "lock")  # one, so that whoever holds it holds it
            lock.acquire(timeout=_WAIT)
        except Timeout:
            raise StoreError(f"{self.folder}: another process holds the copy of this graph; try again later") from None
        except OSError as error:
            raise StoreError(
                f"{self.folder}: the copy of the graph cannot be kept: {error.strerror};"
                f" name another folder with ${CACHE}"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def mark(self, held: Held) -> None:
        """Write down of what state the copy is."""
        new = self.folder / "state.new"
        new.write_text(held.state, encoding="ascii")
        new.replace(self.folder / "state")

    def unmark(self) -> None:
        """Say that the copy is of no state, before it changes."""
        (self.folder / "state").unlink(missing_ok=True)

    def _state(self) -> str:
        try:
            return (self.folder / "state").read_text(encoding="ascii", errors="replace")
        except OSError:
            return ""

    def _fetch(self, held: Held) -> None:
        """Bring the copy up to date, one data set after the other."""
        have = _descriptions(self.disk.generation)
        gone = have.keys() - held.descriptions.keys()
        changed = [
            graph
            for graph, described in held.descriptions.items()
            if have.get(graph) != described or not _is_dated(described)
        ]
        self.unmark()
        with self.disk.changing() as change:
            change.will_replace([*changed, *gone])
            for graph in sorted(gone):
                change.replace(graph, ())
                change.replace_history(graph, ())
            for graph in changed:
                change.replace_by_lines(graph, self._lines(graph))
                self._fetch_history(change, graph, held)
            for graph in sorted(MADE_GRAPHS if held.graphs else ()):
                change.replace_by_lines(graph, self._lines(graph))

    def _fetch_history(self, change: Change, dataset: str, held: Held) -> None:
        name = ox.NamedNode(dataset)
        there = whole_graph(self._client, ox.NamedNode(history(dataset))) if dataset in held.history else ()
        change.replace_history(dataset, (ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in there))

    def _lines(self, graph: str) -> Iterator[str]:
        for quad in passed_on(whole_graph(self._client, ox.NamedNode(graph))):
            yield _LINE.format(quad.subject, quad.predicate, quad.object)


def _is_dated(described: Iterable[ox.Quad]) -> bool:
    """Return whether a data set says when it was loaded, and so says something else whenever its content changes."""
    return any(quad.predicate == _LOADED_ON for quad in described)


def _descriptions(generation: Generation) -> dict[str, frozenset[ox.Quad]]:
    """Return what the data sets of a copy say of themselves, but for where their files were on this computer."""
    found = {}
    for graph in generation.current.graphs():
        if isinstance(graph, ox.NamedNode):
            found[graph.value] = frozenset(passed_on(generation.current.find(graph, None, None, graph)))
    return {graph: quads for graph, quads in found.items() if quads and graph not in MADE_GRAPHS}
