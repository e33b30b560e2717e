"""A graph on disk: a folder of *generations*, each a complete store that is never changed once it is current.

A change begins as a copy of the current generation (hard links, so it takes milliseconds), and becomes visible when the
file `CURRENT` is replaced, which the operating system does atomically. A process that is killed in the middle leaves
the current generation as it was. Readers go on with the generation that they opened, for `GRACE` after it was replaced.
The one before the current one is kept, so that a change can be taken back: by a change like any other, which begins as
a copy of that one.

    graph/CURRENT           the name of the current generation
    graph/lock              held by the one process that is changing the graph
    graph/generation-000007/store      the quads
    graph/generation-000007/history    the quads of claims that are closed (only if there are any)
    graph/generation-000007/columns    what `projection` keeps of each data set; can be made again at any time
    graph/generation-000007/before     the name of the generation that it took the place of
    graph/generation-000007/format     how it is laid out, and by which version (see `generations.FORMAT`)
    graph/generation-000007/copied     only where there are no hard links: it was copied whole
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from ...errors import StoreError
from . import bulk, generations
from .base import Change, Generation, OfGenerations, QuadStore, nothing_to_take_back
from .memory import MemoryStore
from .oxigraph import OxigraphQuads

#: The size of columns, in bytes, below which a data set is removed quad by quad whatever else there is.
_WORTH_COPYING = 1_000_000
#: The size of columns, in bytes, up to which the files of a new store are merged at once. Of some 100,000 claims it
#: takes a tenth of the load, and whatever is read afterwards half as long: each file is looked through for each text.
#: (The columns of the casebook have 3.4 MB, beside a store of 28. A change links what it leaves as it is, and merges
#: nothing. The files of the store itself come and go while they are counted.)
_MERGED = 64 << 20


class DiskStore(OfGenerations):
    """A graph in a folder, which is made when something is first written.

    Raises `StoreError` when there is something else at its place, or it cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: _DiskGeneration | None = None
        with _in_words(folder, "read"):
            if folder.exists() and not generations.is_ours(folder):
                raise StoreError(f"{folder}: not a whoblamed graph; give the path of one, or of a folder to be made")

    @property
    def place(self) -> str:
        return str(self.folder)

    @property
    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return (self.folder / generations.CURRENT).exists()

    @property
    def state(self) -> str:
        return self._name() or ""

    @property
    def generation(self) -> Generation:
        """The current generation, opened for reading; the same object until the graph changes."""
        name = self._name()
        if name is None:
            return MemoryStore()
        if self._opened is None or self._opened.folder.name != name:
            self._opened = _DiskGeneration(self.folder / name)
        return self._opened

    def _name(self) -> str | None:
        """Return the name of the current generation."""
        with _in_words(self.folder, "read"):
            try:
                name = (self.folder / generations.CURRENT).read_text(encoding="ascii", errors="replace").strip()
            except FileNotFoundError:
                return None
        if not generations.GENERATION.match(name):
            raise StoreError(
                f"{self.folder / generations.CURRENT}: names no generation; the graph is damaged, load it elsewhere"
            )
        if self._opened is None or self._opened.folder.name != name:
            with _in_words(self.folder, "read"):
                generations.refuse_newer(self.folder, name)
        return name

    @contextmanager
    def changing(self, *, alone: bool = False) -> Iterator[Change]:
        """Build the next generation and make it current; one process at a time."""
        with _locked(self.folder):
            name = self._name()
            change = _DiskChange(self.folder, name, alone)
            with self._finishing(change):
                yield change
                if change.begun:
                    with _in_words(self.folder, "written"):
                        (change.folder / generations.BEFORE).write_text(name or "", encoding="ascii")

    def take_back(self) -> None:
        """Make what was held before the last change current again; raises `StoreError` when there is nothing."""
        if not self.exists:
            raise nothing_to_take_back(self.place)
        with _locked(self.folder):
            name = self._name() or ""
            with _in_words(self.folder, "read"):
                earlier = generations.before(self.folder, name)
            if earlier is None:
                raise nothing_to_take_back(self.place)
            change = _DiskChange(self.folder, name, alone=False, copied=earlier)
            with self._finishing(change):
                change.current  # noqa: B018 - begins the change, which is all there is to it

    @contextmanager
    def _finishing(self, change: _DiskChange) -> Iterator[None]:
        """Makes a change current at the end, or leaves nothing of it."""
        try:
            yield
            change.finish()
        except BaseException:
            if change.folder.name != self._name():  # it is, when the interruption came at the very end
                change.abandon()
            raise


class _DiskGeneration:
    """A generation opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.columns = folder / generations.COLUMNS
        self.current = self._part("store")
        self.current.columns = self.columns

    @cached_property
    def history(self) -> QuadStore:
        return self._part("history") if (self.folder / "history").exists() else OxigraphQuads()

    def _part(self, name: str) -> QuadStore:
        with _in_words(self.folder.parent, "read"):
            return OxigraphQuads.read_only(self.folder / name)


class _DiskChange:
    """The next generation; it is begun when something is to be replaced in it."""

    def __init__(self, graph: Path, current: str | None, alone: bool, copied: str | None = None) -> None:
        """It begins as a copy of `copied`, an earlier generation or empty text for none, or else of the current one."""
        with _in_words(graph, "written"):
            generations.tidy(graph, current)
            number = max(generations.numbered(graph), default=0) + 1
        self.graph = graph
        before = current if copied is None else copied
        self.before = graph / before if before else None
        self.alone = alone
        self.replacing: Collection[str] = ()
        self.folder = graph / f"generation-{number:06d}"
        self.stores: dict[str, OxigraphQuads] = {}
        self.merges_later = False
        self.notes: list[str] = []

    @property
    def begun(self) -> bool:
        return self.folder.exists()

    @property
    def columns(self) -> Path:
        return self.folder / generations.COLUMNS

    @property
    def current(self) -> OxigraphQuads:
        return self._store("store")

    @property
    def history(self) -> OxigraphQuads:
        return self._store("history")

    def will_replace(self, graphs: Collection[str]) -> None:
        self.replacing = graphs

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        with _in_words(self.graph, "written"):
            self._forget_columns(graph)
            self.current.replace(graph, quads)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        with _in_words(self.graph, "written"):
            self._forget_columns(graph)
            current = self.current
            if self.alone and not self.merges_later:
                bulk.merge_later()  # its threads are there when a store is
                self.merges_later = True
            current.replace_by_lines(graph, lines)

    def _forget_columns(self, graph: str) -> None:
        from .columns.files import file_of  # it needs JSON, which a reader of the graph need not

        file_of(self.columns, graph).unlink(missing_ok=True)

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        with _in_words(self.graph, "written"):
            self.history.replace(graph, quads)

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        with _in_words(self.graph, "written"):
            self.history.extend(quads)

    def remove_from_history(self, graph: str, thing: str) -> None:
        with _in_words(self.graph, "written"):
            self.history.remove_thing(graph, thing)

    def _store(self, part: str) -> OxigraphQuads:
        with _in_words(self.graph, "written"):
            if not self.folder.exists():
                self._begin()
            if part not in self.stores:
                self.stores[part] = OxigraphQuads.writable(self.folder / part)
            return self.stores[part]

    def _begin(self) -> None:
        self.folder.mkdir()
        self.columns.mkdir()
        generations.mark(self.folder)
        copied_before = self.before is not None and generations.is_copied(self.before)
        links = self.before is None or generations.can_link(self.before, self.folder)
        for part in ("store", "history"):
            if self.before and (self.before / part).exists():
                self._copy(self.before, part, links)
        self._store("store")
        for kept in (self.before / generations.COLUMNS).glob("*") if self.before else ():
            generations.copy_file(kept, self.columns / kept.name, links)
        if not links and not copied_before:
            self.notes.append(
                f"{self.graph}: this file system has no hard links; each change copies the whole graph and takes longer"
            )

    def _copy(self, before: Path, part: str, links: bool) -> None:
        held = OxigraphQuads.read_only(before / part)
        if part == "store" and self._most_is_replaced():
            self.stores[part] = held.copy(self.folder / part, without=self.replacing)
        elif links:
            held.link_to(self.folder / part)
        else:
            generations.copy_folder(before / part, self.folder / part)

    def _most_is_replaced(self) -> bool:
        """Return whether copying what stays is quicker than removing what goes; the files of columns tell how large
        both are.

        Oxigraph on disk removes some 20,000 quads a second, all of them in memory until it is done. A graph of 30,000
        claims in the place of which nothing comes is gone in 3.5 s instead of 42, with 110 MB instead of 1,160.
        """
        from .columns.files import file_of

        if not self.before:
            return False
        sizes = {file: file.stat().st_size for file in (self.before / generations.COLUMNS).glob("*")}
        replaced = sum(sizes.get(file_of(self.before / generations.COLUMNS, graph), 0) for graph in self.replacing)
        return replaced > max(sum(sizes.values()) - replaced, _WORTH_COPYING)

    def finish(self) -> None:
        """Make what was begun the current generation."""
        if not self.folder.exists():
            return
        with _in_words(self.graph, "written"):
            for part in self.stores:
                self.stores[part].flush()
            if self.before is None and sum(file.stat().st_size for file in self.columns.iterdir()) < _MERGED:
                self.stores["store"].merge()
            self._close()
            generations.point(self.graph, self.folder.name)

    def abandon(self) -> None:
        self._close()
        generations.remove(self.folder)

    def _close(self) -> None:
        """Close what was opened, also where an exception keeps it: its folder's name may be that of the next change."""
        while self.stores:
            self.stores.popitem()[1].close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Makes the folder and holds its lock."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / generations.LOCK)
    with _in_words(folder, "written"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreError(f"{folder}: another process is changing this graph; try again when it is done") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _in_words(folder: Path, done: str) -> Iterator[None]:
    """Says what the operating system or Oxigraph reports as a `StoreError`."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise StoreError(f"{folder}: cannot be {done}: {reason}") from error
