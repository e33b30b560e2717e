"""Loading text into a store while it is made.

The text is cut into pieces, which threads hand to Oxigraph's bulk loader. It lets go of Python's lock, so that the next
piece is made while others are parsed, sorted and written. (As one stream it would ask for the lock at each block, and
collect a million quads before it sorts any: more memory, and less of the work side by side.)
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from concurrent.futures import Future

_THREADS = 2
#: How many pieces there may be at a time beside the one that is made: one waits, so that no thread does.
_PIECES = _THREADS + 1
#: How many characters the first piece has, and the most that one has. Small pieces are sorted faster and keep all
#: threads busy to the end, but each makes files of its own, which Oxigraph has to merge; so pieces grow with the text:
#: each is a `_PART` of what was loaded before.
FIRST = 4 << 20
#: How many bytes a text has that is not worth files of its own: with some 300 quads the bulk loader takes as long as
#: a transaction, and each of its files has to be merged, so that a thousand small data sets take minutes.
SMALL = 32 << 10
LARGEST = 32 << 20
_PART = 1 / 8
#: The priority (niceness) of merging, below that of everything else.
LATER = 19


def load(store: ox.Store, graph: str, lines: Iterable[str]) -> None:
    """Load lines of N-Triples into the named graph `graph`. Their IRIs must be valid: they are not looked at again.

    What goes wrong in making the lines is raised as it is; what the store finds wrong is a SyntaxError or OSError.
    Either may leave the store with a part of them.
    """
    name = ox.NamedNode(graph)
    pieces = _pieces(lines)
    first = next(pieces, b"")
    if len(first) < min(SMALL, FIRST):  # and so it is all
        store.load(input=first, format=ox.RdfFormat.N_TRIPLES, to_graph=name, lenient=True)
    else:
        _load_pieces(store, name, chain([first], pieces))


def _load_pieces(store: ox.Store, name: ox.NamedNode, pieces: Iterable[bytes]) -> None:
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait  # it takes as long as a look-up of a name

    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="bulk-load")
    try:
        running: set[Future[None]] = set()
        for piece in pieces:
            running.add(threads.submit(_load, store, name, piece))
            if len(running) == _PIECES:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                _raise_failures(done)
        _raise_failures(running)
    finally:
        threads.shutdown(cancel_futures=True)


def merge_later() -> None:
    """Let Oxigraph merge files when a processor has nothing else to do, where threads have a priority (Linux).

    What is merged while more is being loaded is soon merged again: it takes a quarter of the processors' time (30,000
    claims: 11.5 s instead of 9.0). The threads are those of all stores of this process, and stay below, because raising
    a priority again needs a privilege: so this is only for a process that does nothing else, and says so.
    """
    tasks = Path("/proc/self/task")
    for task in tasks.iterdir() if tasks.exists() else ():
        with suppress(OSError):  # the thread has ended, or the system does not allow it: it goes on as before
            if (task / "comm").read_text().startswith("rocksdb:low"):
                os.setpriority(os.PRIO_PROCESS, int(task.name), LATER)


def _raise_failures(pieces: Iterable[Future[None]]) -> None:
    for piece in pieces:
        piece.result()


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size, before, wanted = 0, 0, FIRST
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= wanted:
            yield "".join(waiting).encode()
            waiting.clear()
            before += size
            size, wanted = 0, max(FIRST, min(int(before * _PART), LARGEST))
    if waiting:
        yield "".join(waiting).encode()


def _load(store: ox.Store, graph: ox.NamedNode, text: bytes) -> None:
    store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
