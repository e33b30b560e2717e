"""What is sent of a change, while it is made: lines that go into the copy go to the server at the same time.

One thread sends, batch after batch, and never more than a few are waiting. What was sent is written down here (hashes
of batches), so that the same work goes on with it after a break.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from queue import Full, Queue
from threading import Thread

from ....errors import StoreError
from ....ontology import WB
from . import catalogue
from .client import Client
from .lookups import triples_in

#: How many bytes are sent at a time as a graph, and how many triples in an update, of which Virtuoso takes no more than
#: 10,000 lines.
_MOST, _FEW = 8 << 20, 2_000
#: How many batches may wait beside the one that is sent.
_WAITING = 3
#: For how many seconds a request that is on its way is waited for when nothing more is to be sent: before what was
#: sent is removed, and otherwise.
_PATIENCE, _IMPATIENCE = 60.0, 2.0
#: How long what was begun may lie before it is begun anew.
_KEPT = timedelta(days=1)
_BLANK = re.compile(rb"^_:| _:\S+ \.$", re.MULTILINE)
#: Where a file was, if that is no address of the web.
_PLACE = re.compile(rb'<%s> "(?!https?://)' % re.escape(WB.readFrom.encode()))


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


class Stream:
    """The content of one data set on its way to a graph that nobody reads. `own` are the lines about the data set
    itself, which come last, or not at all."""

    def __init__(self, dataset: str, target: str, before: list[str], *, without_own: bool) -> None:
        self.target = target
        self.without_own = without_own
        self.own: list[bytes] = []
        self.sent: list[str] = []
        #: The hashes of what is there already.
        self.before = before
        #: How many triples the server has of it in the end.
        self.there = 0
        self._dataset = dataset
        self._start = f"<{dataset}> ".encode()

    def passed_on(self, text: bytes) -> bytes:
        """Return lines of N-Triples without those about the data set itself, which go to `own`, and there without where
        its files are on this computer. Raises `StoreError` for blank nodes, which would be others each time."""
        if b"_:" in text and _BLANK.search(text):
            raise StoreError(f"{self._dataset}: blank nodes cannot be sent to a server; give things IRIs")
        others: list[bytes] = []
        rest = 0
        for begin, end in self._about(text):
            others.append(text[rest:begin])
            rest = end
            if not _PLACE.match(text, begin + len(self._start)):
                self.own.append(text[begin:end])
        return b"".join((*others, text[rest:])) if others else text

    def _about(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the lines about the data set begin and end. They are few: a pattern would look at every byte."""
        end = 0
        while (begin := self._next(text, end)) is not None:
            end = text.index(b"\n", begin) + 1
            yield begin, end

    def _next(self, text: bytes, place: int) -> int | None:
        if text.startswith(self._start, place):
            return place
        found = text.find(b"\n" + self._start, place)
        return None if found < 0 else found + 1


class Sender:
    """Sends streams to a server, one after the other, by a thread of its own. `stay` is called now and then."""

    def __init__(self, client: Client, begun: Begun, file: Path, stay: Callable[[], None]) -> None:
        self._client = client
        self._begun = begun
        self._file = file
        self.stay = stay
        self._queue: Queue[tuple[Stream, bytes | None] | None] = Queue(_WAITING)
        self._thread: Thread | None = None
        self._failure: BaseException | None = None
        self._is_stopped = False
        #: How many graphs were sent whole.
        self.done = 0

    def stream(self, dataset: str, target: str, *, without_own: bool) -> Stream:
        """Return what the content of a data set can be sent by."""
        return Stream(dataset, target, self._begun.sent.get(target, []), without_own=without_own)

    def passing(self, stream: Stream, lines: Iterable[str]) -> Iterator[str]:
        """Yield lines as they come, while they are sent. What goes wrong with that is raised by `check`: here it would
        break off what reads the lines, and be kept with the store that it has open."""
        waiting: list[str] = []
        size = 0
        for text in lines:
            yield text
            waiting.append(text)
            size += len(text)
            if size >= _MOST:
                self._hand_over(stream, "".join(waiting).encode())
                waiting, size = [], 0
        self._hand_over(stream, "".join(waiting).encode())
        self._end(stream)

    def send(self, stream: Stream, lines: Iterable[bytes]) -> None:
        """Send all lines, blocks of which are given."""
        for text in lines:
            self._hand_over(stream, text)
            self.check()
        self._end(stream)

    def check(self) -> None:
        """Raise what has gone wrong."""
        if self._failure is not None:
            raise self._failure

    def wait(self) -> None:
        """Wait until all was sent; raises what has gone wrong."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        self.check()

    def stop(self, patience: float = _IMPATIENCE) -> None:
        """Send nothing more of what is waiting, and wait so many seconds for what is on its way."""
        self._is_stopped = True
        if self._thread is not None:
            with suppress(Full):  # then it looks up from its work by itself
                self._queue.put_nowait(None)
            self._thread.join(patience)

    def discard(self) -> None:
        """Remove what was sent, and send nothing more; raises `StoreError`."""
        self.stop(_PATIENCE)
        for target in list(self._begun.sent):
            self._client.update(catalogue.drop(target), again=True)
            del self._begun.sent[target]
            self._begun.write(self._file)

    def _end(self, stream: Stream) -> None:
        if stream.own and not stream.without_own:
            self._put(stream, b"".join(stream.own))
        self._put(stream, None)

    def _hand_over(self, stream: Stream, text: bytes) -> None:
        try:
            text = stream.passed_on(text)
        except StoreError as error:
            self._failure = self._failure or error
        if text and self._client.takes_graphs:
            self._put(stream, text)
        elif text:
            lines = text.splitlines(keepends=True)
            for first in range(0, len(lines), _FEW):
                self._put(stream, b"".join(lines[first : first + _FEW]))

    def _put(self, stream: Stream, text: bytes | None) -> None:
        if self._failure is not None:
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, name="send", daemon=True)
            self._thread.start()
        self._queue.put((stream, text))

    def _work(self) -> None:
        while (given := self._queue.get()) is not None and not self._is_stopped:
            if self._failure is None:
                try:
                    self._deliver(*given)
                except BaseException as error:  # whoever waits for it raises it
                    self._failure = error

    def _deliver(self, stream: Stream, text: bytes | None) -> None:
        self.stay()
        if text is None:
            stream.there = triples_in(self._client, stream.target)
            self.done += 1
            return
        stream.sent.append(sha256(text).hexdigest())
        if stream.sent != stream.before[: len(stream.sent)]:
            self._add(stream.target, text, is_first=len(stream.sent) == 1)
            stream.before = stream.sent.copy()
            self.keep(stream.target, stream.sent)

    def _add(self, target: str, lines: bytes, is_first: bool) -> None:
        if is_first:
            self._client.update(catalogue.drop(target), again=True)
        if self._client.takes_graphs:
            self._client.add(target, lines)
        else:
            self._client.update(f"INSERT DATA {{ GRAPH <{target}> {{ {lines.decode()} }} }}", again=True)

    def keep(self, target: str, sent: list[str]) -> None:
        """Write down what was sent to a graph."""
        self._begun.sent[target] = sent.copy()
        self._begun.write(self._file)
