"""Quads in Oxigraph, in memory or on disk. Nothing outside this room knows of its `Store`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn, TypeVar, cast

import pyoxigraph as ox

from ...errors import StoreError
from ...ontology import PREFIXES
from . import bulk
from .answers import Answer, Solutions, Triples
from .base import Dataset, GraphName, Object, QuadStore, Subject, Writable
from .sparql import Parameters, answering, bind, names_its_graphs

if TYPE_CHECKING:
    import rdflib

    from .limits import Limits


_Read = TypeVar("_Read")

#: From how many quads on the bulk loader, whose files have to be merged, is faster than a transaction.
_MANY = 300


class OxigraphQuads(QuadStore):
    """The quads of one Oxigraph store (None: a new one in memory). Those who made it may also change them."""

    def __init__(self, store: ox.Store | None = None, folder: Path | None = None) -> None:
        self._store = ox.Store() if store is None else store
        self._place = folder
        self._is_shared = False  # whether another process can read it from its folder

    @classmethod
    def read_only(cls, folder: Path) -> OxigraphQuads:
        """Open the store in a folder to read it, which any number of processes may do. Raises OSError."""
        opened = cls(ox.Store.read_only(str(folder)), folder)
        opened._is_shared = True
        return opened

    @classmethod
    def writable(cls, folder: Path) -> OxigraphQuads:
        """Open the store in a folder, or make one there, to change it: one at a time. Raises OSError."""
        return cls(ox.Store(str(folder)), folder)

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        return self._read(lambda: self._store.quads_for_pattern(subject, predicate, object, graph))

    def graphs(self) -> Iterator[GraphName]:
        return self._read(self._store.named_graphs)

    def _read(self, read: Callable[[], Iterator[_Read]]) -> Iterator[_Read]:
        return read() if self._place is None else _told(read, self._place)

    @property
    def folder(self) -> Path | None:
        return self._place if self._is_shared else None

    def as_rdflib(self) -> rdflib.Dataset:
        from .rdf import dataset

        return dataset(self._store)

    def _answer(self, query: str, parameters: Parameters | None) -> Answer:
        return self._evaluated(bind(query, parameters or {}), query)

    def _answer_within(self, query: str, parameters: Parameters | None, limits: Limits) -> Answer:
        from .processes import child

        text = bind(query, parameters or {})
        if child.FORKS:
            return child.answer_of_copy(lambda: self._evaluated(text, query), limits)
        if self.folder is not None:
            return child.answer_of_new(self.folder, text, limits)
        return self._evaluated(text, query)  # what is in the memory of this process alone is answered by it alone

    def _evaluated(self, text: str, query: str) -> Answer:
        union = not names_its_graphs(query)
        with answering(query):
            return _answer(self._store.query(text, prefixes=PREFIXES, use_default_graph_as_union=union))

    def _answer_over(self, query: str, dataset: Dataset) -> Answer:
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(iri) for iri in dataset.default]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in dataset.named]
        with answering(query):
            return _answer(self._store.query(query, prefixes=PREFIXES, default_graph=default, named_graphs=named))

    # ----------------------------------------------------------------------------------------------------- changing

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, as many as there are."""
        self._store.bulk_extend(quads)

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads` the whole content of a named graph; no quads: remove it. What is there already stays."""
        wanted = set(quads)
        held = set(self.find(graph=ox.NamedNode(graph))) if wanted else set()
        if len(held - wanted) > len(wanted) // 2 or not wanted:
            self._remove_graph(graph)
            held = set()
        for quad in held - wanted:
            self._store.remove(quad)
        missing = wanted - held
        (self._store.bulk_extend if len(missing) > _MANY else self._store.extend)(missing)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        """The same, by lines of N-Triples; see `bulk.load`."""
        self._remove_graph(graph)
        bulk.load(self._store, graph, lines)

    def remove_thing(self, graph: str, thing: str) -> None:
        """Remove the quads about a thing (IRI) from a named graph."""
        for quad in list(self.find(ox.NamedNode(thing), graph=ox.NamedNode(graph))):
            self._store.remove(quad)

    def _remove_graph(self, graph: str) -> None:
        name = ox.NamedNode(graph)
        if self._store.contains_named_graph(name):
            self._store.remove_graph(name)

    def copy(self, folder: Path | None = None, *, without: Collection[str] = ()) -> OxigraphQuads:
        """Return a copy, quad by quad, of all but some graphs; in memory, or in a new folder."""
        copy = OxigraphQuads() if folder is None else OxigraphQuads.writable(folder)
        for graph in self.graphs():
            if graph.value not in without:
                copy.extend(self.find(graph=graph))
        return copy

    def link_to(self, folder: Path) -> None:
        """Copy a store that is on disk to a new folder, by hard links."""
        self._store.backup(str(folder))

    def dump(self, graph: str, out: Writable) -> None:
        """The same without a detour through Python."""
        self._store.dump(cast("IO[bytes]", out), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))

    def flush(self) -> None:
        """Write everything to disk."""
        self._store.flush()

    def close(self) -> None:
        """Let go of the store, whoever still knows of these quads: Oxigraph closes one when its last reference goes."""
        del self._store

    def merge(self) -> None:
        """Merge the files that loading has left, each of which is looked through for whatever is read."""
        self._store.optimize()


def _answer(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Answer:
    if isinstance(found, ox.QuerySolutions):
        return Solutions(found)
    return Triples(found) if isinstance(found, ox.QueryTriples) else found


def _told(read: Callable[[], Iterator[_Read]], folder: Path) -> Iterator[_Read]:
    """Yield what is read; raises `StoreError` where the disk gives other than was written, which checksums tell."""
    try:
        yield from read()
    except (OSError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise StoreError(
            f"{folder}: the graph is damaged ({reason}); take back the last change, or load it anew"
        ) from error


def answer_as_child(folder: str, timeout: str, max_memory: str) -> NoReturn:
    """Answer the query on standard input over the store in a folder; see `child`."""
    from .limits import Limits
    from .processes.child import answer_here

    text = sys.stdin.buffer.read().decode()
    limits = Limits(float(timeout), None, int(max_memory))
    answer_here(lambda: OxigraphQuads.read_only(Path(folder))._evaluated(text, text), limits)
