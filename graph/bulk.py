"""Loading text into a store while it is made.

On Linux the store parses in a thread that never needs Python, from a pipe, and what it parses is made in this thread,
so that two processors work at a time. Elsewhere the store asks for the text bit by bit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Thread

import pyoxigraph as ox

#: How many pieces of text are joined before they are handed over.
_PIECES = 500
_PIPES = sys.platform == "linux" and Path("/proc/self/fd").exists()


def load(store: ox.Store, lines: Iterable[str]) -> None:
    """Load lines of N-Quads in bulk. What goes wrong in making them is raised as it is; what the store finds wrong is a
    SyntaxError or OSError. Either may leave the store with a part of them."""
    if _PIPES:
        _through_pipe(store, lines)
    else:
        _on_demand(store, lines)


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    pieces = iter(lines)
    while block := list(islice(pieces, _PIECES)):
        yield "".join(block).encode()


def _through_pipe(store: ox.Store, lines: Iterable[str]) -> None:
    exit_, entrance = os.pipe()
    reader = _Reader(store, exit_)
    reader.start()
    try:
        with suppress(BrokenPipeError):  # the reader knows why it stopped
            for block in _blocks(lines):
                _write(entrance, block)
    finally:
        os.close(entrance)
        reader.join()
    if reader.failure is not None:
        raise reader.failure


def _write(descriptor: int, block: bytes) -> None:
    waiting = memoryview(block)
    while waiting:
        waiting = waiting[os.write(descriptor, waiting) :]


class _Reader(Thread):
    """Loads what is written into a pipe."""

    def __init__(self, store: ox.Store, exit_: int) -> None:
        super().__init__(name="bulk load", daemon=True)
        self.store = store
        self.exit = exit_
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            # Linux opens a pipe by this name without waiting for whoever writes, who may have finished already.
            self.store.bulk_load(path=f"/proc/self/fd/{self.exit}", format=ox.RdfFormat.N_QUADS)
        except Exception as error:
            self.failure = error
        finally:
            os.close(self.exit)  # whoever still writes is told by a broken pipe


def _on_demand(store: ox.Store, lines: Iterable[str]) -> None:
    text = _Text(_blocks(lines))
    try:
        store.bulk_load(input=text, format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # all it needs is read()
    except BaseException:
        if text.failure is not None:
            raise text.failure from None
        raise


class _Text:
    """Text that is made when it is read; `failure` is what went wrong with making it."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._waiting = b""
        self._position = 0
        self.failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        if self._position >= len(self._waiting):
            try:
                self._waiting, self._position = next(self._blocks, b""), 0
            except BaseException as error:
                self.failure = error
                raise
        found = self._waiting[self._position : self._position + size]
        self._position += len(found)
        return found
