"""Loading text into a store while it is made.

A store in memory, or little text, is loaded by this process. For much text a store on disk is loaded by a process of
its own, which reads from a pipe what this one writes: Python makes the text on one processor while Oxigraph parses,
sorts and writes on the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from queue import Queue
from threading import Thread

import pyoxigraph as ox

#: How many pieces of text are joined before they are handed over.
_PIECES = 500
#: How many blocks of them may wait to be handed over.
_WAITING = 16
#: How many bytes are little: a process of its own takes longer to start.
LITTLE = 8 << 20
#: What the other process does; its argument is the folder of the store.
_OTHER = """\
import sys
import pyoxigraph as ox
try:
    store = ox.Store(sys.argv[1])
    store.bulk_load(input=sys.stdin.buffer, format=ox.RdfFormat.N_QUADS)
    store.flush()
except Exception as error:
    sys.exit(" ".join(str(error).split()))
"""


def load(store: ox.Store, lines: Iterable[str]) -> None:
    """Load lines of N-Quads in bulk.

    What goes wrong in making them is raised as it is; what the store finds wrong is a SyntaxError or OSError. Either
    may leave the store with a part of them.
    """
    _load_blocks(store, _blocks(lines))


def load_on_disk(folder: Path, opened: Callable[[], ox.Store], close: Callable[[], None], lines: Iterable[str]) -> None:
    """The same for a store in a folder: `opened` gives it, and `close` lets go of it, so that another may open it."""
    blocks = _blocks(lines)
    little = list(_up_to(LITTLE, blocks))
    more = next(blocks, None)
    if more is None or not sys.executable:
        _load_blocks(opened(), chain(little, () if more is None else (more,), blocks))
    else:
        close()
        _load_elsewhere(folder, chain(little, (more,), blocks))


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    pieces = iter(lines)
    while block := list(islice(pieces, _PIECES)):
        yield "".join(block).encode()


def _up_to(most: int, blocks: Iterator[bytes]) -> Iterator[bytes]:
    while most > 0 and (block := next(blocks, None)) is not None:
        most -= len(block)
        yield block


def _load_elsewhere(folder: Path, blocks: Iterable[bytes]) -> None:
    with _other_process(folder) as process:
        try:
            with _Writer(process) as writer:
                for block in blocks:
                    writer.put(block)
            said = writer.answer()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise OSError(said or f"the process that loads it ended with {process.returncode}")


class _Writer(Thread):
    """Hands text over to a process from a thread of its own: a pipe takes so little that making it would wait."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(name="bulk load", daemon=True)
        assert process.stdin is not None and process.stderr is not None  # noqa: S101, PT018 - both are pipes
        self.pipe, self.errors = process.stdin, process.stderr
        self.waiting: Queue[bytes] = Queue(_WAITING)

    def __enter__(self) -> _Writer:
        self.start()
        return self

    def put(self, block: bytes) -> None:
        self.waiting.put(block)

    def run(self) -> None:
        is_open = True
        while block := self.waiting.get():  # also when nobody reads: whoever makes the text must not wait for ever
            if is_open:
                try:
                    self.pipe.write(block)
                except OSError:  # the process says itself why it stopped
                    is_open = False
        with suppress(OSError):
            self.pipe.close()

    def __exit__(self, *_: object) -> None:
        self.put(b"")
        self.join()

    def answer(self) -> str:
        """What the process said on its standard error, when it is done."""
        return self.errors.read().decode(errors="replace").strip()


def _other_process(folder: Path) -> subprocess.Popen[bytes]:
    """Finds the library where this process found it, and nowhere else first."""
    library = str(Path(ox.__file__).parent.parent)
    return subprocess.Popen(  # noqa: S603 - this very Python, and a folder of ours
        [sys.executable, "-P", "-c", _OTHER, str(folder)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": library},
    )


def _load_blocks(store: ox.Store, blocks: Iterable[bytes]) -> None:
    text = _Text(iter(blocks))
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
