"""A change of a remote graph: made in the copy, sent to where nobody reads it, and put in place by one last step.

What was sent stays there when the connection breaks off, and the same work goes on with it; see `sending`. The last
step is written down in the server's catalogue before it is taken, so that whoever changes the graph next can finish it;
see `catalogue.Plan`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence

import pyoxigraph as ox

from ....errors import StoreError
from ..base import Change, QuadStore
from ..oxigraph import OxigraphQuads
from . import catalogue
from .catalogue import Held, Plan
from .client import Client
from .lookups import triples_in
from .sending import Sender, Stream

_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } }"
#: How many bytes of lines are read at a time.
_BLOCK = 8 << 20


class Watched:
    """A change of the copy, which takes note of what is touched, and sends what is replaced by lines on the way."""

    def __init__(self, change: Change, sending: Sending) -> None:
        self._change = change
        self._sending = sending
        self.touched: dict[str, bool] = {}  # the names of graphs; whether their history was touched
        self.columns = change.columns

    @property
    def begun(self) -> bool:
        return self._change.begun

    @property
    def notes(self) -> Sequence[str]:
        return self._change.notes

    @property
    def current(self) -> QuadStore:
        return self._change.current

    @property
    def history(self) -> QuadStore:
        return self._change.history

    def will_replace(self, graphs: Collection[str]) -> None:
        self._change.will_replace(graphs)

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.touched.setdefault(graph, False)
        self._sending.forget(graph)
        self._change.replace(graph, quads)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        self.touched.setdefault(graph, False)
        self._change.replace_by_lines(graph, self._sending.passing(graph, lines))
        self._sending.check()

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.touched[graph] = True
        self._change.replace_history(graph, quads)

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        quads = list(quads)
        names = {quad.graph_name for quad in quads}
        self.touched.update((name.value, True) for name in names if isinstance(name, ox.NamedNode))
        self._change.extend_history(quads)

    def remove_from_history(self, graph: str, thing: str) -> None:
        self.touched[graph] = True
        self._change.remove_from_history(graph, thing)


class Sending:
    """Sends what a change makes of the copy to where nobody reads it, and says what is left to do then."""

    def __init__(self, client: Client, held: Held, sender: Sender) -> None:
        self._client = client
        self._held = held
        self._sender = sender
        self._streams: dict[str, Stream] = {}
        self._copies: list[tuple[str, str]] = []
        self._drops: list[str] = []
        self._descriptions: dict[str, str] = {}
        self._changed: dict[str, bool] = {}

    def passing(self, dataset: str, lines: Iterable[str]) -> Iterator[str]:
        """Return the lines of a data set's new content as they come, which are sent meanwhile."""
        stream = self._streams[dataset] = self._stream(dataset, dataset)
        return self._sender.passing(stream, lines)

    def check(self) -> None:
        """Raises `StoreError` for what has gone wrong with sending so far, which says what holds."""
        try:
            self._sender.check()
        except StoreError as error:
            raise self._broken(error) from error

    def forget(self, dataset: str) -> None:
        """Let what was sent of a data set not count: it is another now."""
        self._streams.pop(dataset, None)

    def plan(self, change: Watched, id: str, at: str) -> Plan:
        """Send all that is new and was not sent yet. Raises `StoreError`, which says what holds."""
        with_history = set(self._held.history)
        placed: list[tuple[str, str, QuadStore]] = []
        for dataset, has_history in sorted(change.touched.items()):
            if has_history:
                placed.append((catalogue.history(dataset), dataset, change.history))
            placed.append((dataset, dataset, change.current))
        try:
            for graph, dataset, store in placed:
                self._send(graph, dataset, store)
            self._sender.wait()
            for graph, dataset, store in placed:
                self._sender.stay()
                is_there = self._place(graph, dataset, store)
                if graph != dataset:
                    with_history = with_history | {dataset} if is_there else with_history - {dataset}
        except StoreError as error:
            raise self._broken(error) from error
        changed = dict(sorted(self._changed.items()))
        return Plan(id, at, self._copies, self._drops, self._descriptions, sorted(with_history), changed)

    def _broken(self, error: StoreError) -> StoreError:
        return StoreError(
            f"{error}; {self._sender.done} graphs were sent, and nothing that the graph held has changed;"
            " the same command goes on where this one stopped"
        )

    def _is_read(self, graph: str, dataset: str) -> bool:
        return dataset in (self._held.graphs if graph == dataset else self._held.history)

    def _stream(self, graph: str, dataset: str) -> Stream:
        """Return what sends the content of a graph: to where it is, if nobody sees it before it describes itself or the
        catalogue names it, or else beside it."""
        is_read = self._is_read(graph, dataset)
        target = catalogue.staged(graph) if is_read else graph
        return self._sender.stream(dataset, target, without_own=graph == dataset and not is_read)

    def _send(self, graph: str, dataset: str, store: QuadStore) -> None:
        """Send the content of a graph, if it was not sent while it was made."""
        assert isinstance(store, OxigraphQuads)  # noqa: S101 - the copy's
        if graph in self._streams or not _number(store, dataset):
            return
        stream = self._streams[graph] = self._stream(graph, dataset)
        with tempfile.TemporaryFile() as file:
            store.dump(dataset, file)
            file.seek(0)
            self._sender.send(stream, iter(lambda: b"".join(file.readlines(_BLOCK)), b""))

    def _place(self, graph: str, dataset: str, store: QuadStore) -> bool:
        """Prepare another content for a graph: that of a data set in `store`; return whether there is any. What it has,
        if anybody reads it, is kept."""
        is_read = self._is_read(graph, dataset)
        is_held = is_read and triples_in(self._client, graph) > 0
        number = _number(store, dataset)
        if is_held:
            self._client.update_all(catalogue.copy(graph, catalogue.before(graph)))
        if number:
            stream = self._streams[graph]
            self._refuse_other(stream, number - _own(store, dataset))
            if is_read:
                self._copies.append((stream.target, graph))
            elif stream.without_own and stream.own:
                self._descriptions[graph] = b"".join(dict.fromkeys(stream.own)).decode()
        elif is_held:
            self._drops.append(graph)
        if number or is_held:
            self._changed[graph] = is_held
        return number > 0

    def _refuse_other(self, stream: Stream, number: int) -> None:
        """Raises `StoreError` where the server has not as many triples as were sent: `number`, and its own."""
        expected = number if stream.without_own else number + len(set(stream.own))
        if stream.there != expected:
            self._sender.keep(stream.target, [])
            raise StoreError(
                f"{self._client.place}: has {stream.there:,} of the {expected:,} triples that were sent to it"
            )


def _number(store: QuadStore, dataset: str) -> int:
    """Return how many quads of a data set are in a store."""
    return int(next(iter(store.select(_COUNT, {"graph": ox.NamedNode(dataset)}).rows())).n)


def _own(store: QuadStore, dataset: str) -> int:
    """Return how many of them are about the data set itself."""
    name = ox.NamedNode(dataset)
    return sum(1 for _ in store.find(name, graph=name))
