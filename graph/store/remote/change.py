"""A change of a remote graph: made in the copy, sent to where nobody reads it, and put in place by one last step.

What was sent stays there when the connection breaks off, and is written down here; the same work goes on with it. The
last step is written down in the server's catalogue before it is taken, so that whoever changes the graph next can
finish it; see `catalogue.Plan`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from ....errors import StoreError
from ....ontology import WB
from ..base import Change, QuadStore
from ..oxigraph import OxigraphQuads
from . import catalogue
from .catalogue import Held, Plan
from .client import Client
from .lookups import counted

#: How many triples are sent at a time: as a graph, and in an update, of which Virtuoso takes no more than 10,000 lines.
_MOST, _FEW = 50_000, 2_000
#: How long what was begun may lie before it is begun anew.
_KEPT = timedelta(days=1)
_ENDS_BLANK = re.compile(rb" _:\S+ \.$")
#: Where a file was, if that is no address of the web.
_PLACE = re.compile(rb'<%s> "(?!https?://)' % re.escape(WB.readFrom.encode()))


class Watched:
    """A change of the copy, which takes note of what is touched."""

    def __init__(self, change: Change) -> None:
        self._change = change
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
        self._change.replace(graph, quads)

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        self.touched.setdefault(graph, False)
        self._change.replace_by_lines(graph, lines)

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


@dataclass(slots=True)
class Begun:
    """What was begun here, and perhaps not finished: what, when, and what was sent (hashes of batches, by graph).

    `left` are graphs of other work that was begun, and not gone on with.
    """

    work: str = ""
    at: str = ""
    sent: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Begun:
        """Return what is written in a file; nothing where that is nothing of ours, or long ago."""
        try:
            found = cls(**json.loads(file.read_text(encoding="utf-8")))
            is_late = datetime.now(UTC) - datetime.fromisoformat(found.at) > _KEPT
            return cls() if is_late else found
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, file: Path) -> None:
        """Write it down."""
        new = file.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)), encoding="utf-8")
        new.replace(file)


class Sending:
    """Sends what a change has made of the copy to where nobody reads it, and says what is left to do then."""

    def __init__(self, client: Client, held: Held, change: Watched, begun: Begun, file: Path) -> None:
        self._client = client
        self._held = held
        self._change = change
        self._begun = begun
        self._file = file
        self._copies: list[tuple[str, str]] = []
        self._drops: list[str] = []
        self._descriptions: dict[str, str] = {}
        self._changed: dict[str, bool] = {}

    def plan(self, id: str, at: str, stay: Callable[[], None]) -> Plan:
        """Send all that is new; `stay` is called now and then. Raises `StoreError`, which says what holds."""
        with_history = set(self._held.history)
        for number, (dataset, has_history) in enumerate(sorted(self._change.touched.items())):
            stay()
            try:
                if has_history:
                    closed = catalogue.history(dataset)
                    is_there = self._place(closed, self._change.history, dataset, dataset in self._held.history)
                    with_history = with_history | {dataset} if is_there else with_history - {dataset}
                self._place(dataset, self._change.current, dataset, dataset in self._held.graphs)
            except StoreError as error:
                raise StoreError(f"{error}; {self._so_far(number)}") from error
        changed = dict(sorted(self._changed.items()))
        return Plan(id, at, self._copies, self._drops, self._descriptions, sorted(with_history), changed)

    def _so_far(self, number: int) -> str:
        return (
            f"{number} of {len(self._change.touched)} graphs were sent, and nothing that the graph held has changed;"
            " the same command goes on where this one stopped"
        )

    def _place(self, graph: str, store: QuadStore, dataset: str, is_read: bool) -> bool:
        """Prepare another content for a graph: that of a data set in `store`; return whether there is any. What it has,
        if anybody reads it, is kept."""
        name = ox.NamedNode(dataset)
        is_held = is_read and counted(self._client, graph) > 0
        is_left = next(store.find(graph=name), None) is not None
        if is_held:
            self._client.update_all(catalogue.copy(graph, catalogue.before(graph)))
        if is_left and is_read:
            self._send(catalogue.staged(graph), store, dataset)
            self._copies.append((catalogue.staged(graph), graph))
        elif is_left:  # nobody sees it before it describes itself, or the catalogue names it
            own = self._send(graph, store, dataset, without_description=graph == dataset)
            if own:
                self._descriptions[graph] = b"".join(own).decode()
        elif is_held:
            self._drops.append(graph)
        if is_left or is_held:
            self._changed[graph] = is_held
        return is_left

    def _send(self, target: str, store: QuadStore, dataset: str, *, without_description: bool = False) -> list[bytes]:
        """Make a data set the content of a graph that nobody reads; what is there already of the same is not sent.

        Returns the lines about the data set itself, which can be left out.
        """
        assert isinstance(store, OxigraphQuads)  # noqa: S101 - the copy's
        own: list[bytes] = []
        with tempfile.TemporaryFile() as file:
            store.dump(dataset, file)
            file.seek(0)
            number = self._send_all(target, _passed_on(file, dataset, own), [] if without_description else own)
        there = counted(self._client, target)
        if there != number:
            self._keep(target, [])
            raise StoreError(f"{self._client.place}: has {there:,} of the {number:,} triples that were sent to it")
        return own

    def _send_all(self, target: str, lines: Iterator[bytes], last: list[bytes]) -> int:
        """Send lines, and those that are in `last` by then; return how many there were."""
        before = self._begun.sent.get(target, [])
        sent: list[str] = []
        number = 0
        lines = chain(lines, last)
        while batch := list(islice(lines, _MOST if self._client.takes_graphs else _FEW)):
            number += len(batch)
            text = b"".join(batch)
            sent.append(sha256(text).hexdigest())
            if sent != before[: len(sent)]:
                self._add(target, text, is_first=len(sent) == 1)
                before = sent.copy()
                self._keep(target, sent)
        return number

    def _add(self, target: str, lines: bytes, is_first: bool) -> None:
        if is_first:
            self._client.update(catalogue.drop(target), again=True)
        if self._client.takes_graphs:
            self._client.add(target, lines)
        else:
            self._client.update(f"INSERT DATA {{ GRAPH <{target}> {{ {lines.decode()} }} }}", again=True)

    def _keep(self, target: str, sent: list[str]) -> None:
        self._begun.sent[target] = sent.copy()
        self._begun.write(self._file)


def _passed_on(lines: Iterable[bytes], dataset: str, own: list[bytes]) -> Iterator[bytes]:
    """Yield lines of N-Triples but for those about the data set itself, which go to `own`, without where its files are
    on this computer. Raises `StoreError` for blank nodes, which would be others each time."""
    start = f"<{dataset}> ".encode()
    for line in lines:
        if line.startswith(b"_:") or (b" _:" in line and _ENDS_BLANK.search(line)):
            raise StoreError(f"{dataset}: blank nodes cannot be sent to a server; give things IRIs")
        if not line.startswith(start):
            yield line
        elif not _PLACE.match(line, len(start)):
            own.append(line)
