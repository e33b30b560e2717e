"""A query in a process of its own, which is ended when it takes too much.

Oxigraph computes for as long as a query needs, with as much memory as it needs, and cannot be told to stop. So a query
with limits runs in a child, which a kill always stops. The child is a copy of this process (fork), has the store as it
is, and costs a few milliseconds; where processes are not copied (macOS, Windows), it is started anew and opens the
graph on disk. It writes what kind of answer it has in one line, and then the answer, in syntaxes with a row a line
(TSV, N-Triples), which is counted while it is read. What goes wrong is on its standard error.

Limits of memory are the operating system's, and hold on Linux.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import subprocess
import sys
import time
import warnings
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any, NoReturn, cast

import pyoxigraph as ox

from ....errors import QueryError
from ..answers import Answer, Solutions, Triples
from ..limits import Limits
from .system import STARVED, end_with_parent, restrain

#: Whether the child is a copy of this process. On macOS the system's own libraries may not be used in one.
FORKS = sys.platform == "linux"

_BLOCK = 1 << 16
_MOST_SAID = 10_000
_REFUSED = 3  # the exit code of a query that cannot be answered, for the reason on standard error
_OUT_OF_MEMORY = 4
_ENDING = (signal.SIGINT, signal.SIGTERM, *([] if sys.platform == "win32" else [signal.SIGHUP]))
_COMMAND = "import sys; from whoblamed.graph.store.oxigraph import answer_as_child; answer_as_child(*sys.argv[1:])"

# What this process holds of its running children: a child must hold none of it, or it would not be seen that one ended.
_held: set[int] = set()
_forking = Lock()


def answer_of_copy(evaluate: Callable[[], Answer], limits: Limits) -> Answer:
    """Return the answer of a function that evaluates a query, run in a copy of this process within limits.

    Raises `QueryError` as the query does, and `QueryLimit`. Threads of this process do not exist in the copy; if one of
    them holds a lock of the store at that moment, the query waits until its time is over.
    """
    with _forking:
        (out, child_out), (words, child_words), (child_life, life) = os.pipe(), os.pipe(), os.pipe()
        try:
            pid = _fork()
        except BaseException as error:  # Ctrl-C too: a child that is there already ends with its `life`
            for pipe in (out, child_out, words, child_words, child_life, life):
                os.close(pipe)
            if not isinstance(error, OSError):
                raise
            raise QueryError(f"no process for the query can be started: {error.strerror}") from error
        if pid == 0:
            _be_child(evaluate, limits, child_out, child_words, child_life, (out, words, life))
        for pipe in (child_out, child_words, child_life):
            os.close(pipe)
        _held.update((out, words, life))
    return _read(_Running(pid, None, (out, words, life)), limits)


def answer_of_new(folder: Path, text: str, limits: Limits) -> Answer:
    """Return the answer of a query (whose parameters are bound) over the store in a folder, by a new process."""
    command = [sys.executable, "-c", _COMMAND, str(folder), str(limits.timeout or 0), str(limits.max_memory or 0)]
    (asked, ask), (out, child_out), (words, child_words) = os.pipe(), os.pipe(), os.pipe()
    process = subprocess.Popen(command, stdin=asked, stdout=child_out, stderr=child_words)  # noqa: S603 - this Python
    for pipe in (asked, child_out, child_words):
        os.close(pipe)
    with suppress(BrokenPipeError), os.fdopen(ask, "wb") as file:  # if it ended already, its exit code says why
        file.write(text.encode())
    return _read(_Running(process.pid, process, (out, words)), limits)


# -------------------------------------------------------------------------------------------------------- in the child


def answer_here(evaluate: Callable[[], Answer], limits: Limits) -> NoReturn:
    """Answer on standard output, in a process that has nothing else to do, and end it."""
    code = 0
    try:
        restrain(limits)
        with os.fdopen(1, "wb", buffering=0) as out:
            _send(evaluate(), out)
    except BrokenPipeError:
        pass  # nobody wants to know any more
    except QueryError as error:
        _tell(str(error))
        code = _REFUSED
    except MemoryError:
        code = _OUT_OF_MEMORY
    except BaseException as error:  # whatever it is, the parent tells it
        _tell(f"the query cannot be answered: {error!r}")
        code = _REFUSED
    os._exit(code)


def _tell(what: str) -> None:
    os.write(2, ("\n" + " ".join(what.split())).encode(errors="replace"))


def _send(answer: Answer, out: Any) -> None:
    if isinstance(answer, Solutions):
        out.write(b"solutions\n")
        answer.write(out, ox.QueryResultsFormat.TSV)
    elif isinstance(answer, Triples):
        out.write(b"triples\n")
        answer.write(out, ox.RdfFormat.N_TRIPLES)
    else:
        out.write(b"boolean\n")
        answer.serialize(out, format=ox.QueryResultsFormat.JSON)


def _fork() -> int:
    # Ctrl-C is for both. The child is to get it only when it has left it to the system: until then Python would raise
    # it in what it does of itself after a fork, and print where that was.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    pid = None
    try:
        with warnings.catch_warnings():
            # Python warns where there are threads. The child uses nothing that another thread may hold but the store.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        return pid
    finally:
        if pid != 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _be_child(
    evaluate: Callable[[], Answer], limits: Limits, out: int, words: int, life: int, others: tuple[int, ...]
) -> NoReturn:
    try:
        faulthandler.disable()  # how the child ends is no fault of this program
        for number in (*_ENDING, signal.SIGPIPE):
            if number == signal.SIGPIPE or signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        for pipe in (*_held, *others):
            os.close(pipe)
        os.dup2(out, 1)
        os.dup2(words, 2)
        end_with_parent(life)
        answer_here(evaluate, limits)
    finally:
        os._exit(1)  # never back into what the parent was doing


# ------------------------------------------------------------------------------------------------------- in the parent


def _read(running: _Running, limits: Limits) -> Answer:
    answered = _Stream(running, limits)
    kind = answered.kind()
    stream = cast("IO[bytes]", answered)  # what of one is needed here
    if kind == "triples":
        return Triples(quad.triple for quad in ox.parse(stream, format=ox.RdfFormat.N_TRIPLES))
    format = ox.QueryResultsFormat.TSV if kind == "solutions" else ox.QueryResultsFormat.JSON
    found = ox.parse_query_results(stream, format=format)
    return Solutions(found) if isinstance(found, ox.QuerySolutions) else found


class _Stream:
    """What a child answers, block by block as it comes, within its limits."""

    def __init__(self, running: _Running, limits: Limits) -> None:
        self._running = running
        self._limits = limits
        self._seconds = limits.timeout or None
        self._lines: int | None = None  # that may still come
        self._block = b""
        self._kept = b""  # what came, and is more than may come
        self._ended = False

    def kind(self) -> str:
        """Return its first line, which says what kind of answer it is."""
        while b"\n" not in self._block:
            self._block += self._next()
        line, _, self._block = self._block.partition(b"\n")
        if self._limits.max_rows and line != b"boolean":
            self._lines = self._limits.max_rows + (line == b"solutions")  # whose first line names the variables
            self._block = self._within(self._block)
        return line.decode()

    def read(self, size: int = _BLOCK) -> bytes:
        """Return up to so many bytes; none at the end. Raises `QueryError` and `QueryLimit`."""
        if not self._block:
            self._block = self._within(self._next())
        block, self._block = self._block[:size], self._block[size:]
        return block

    def _next(self) -> bytes:
        if self._ended or self._kept:
            return self._kept
        begun = time.monotonic()
        if not _comes(self._running.out, self._seconds):
            self._running.kill()
            raise self._limits.reached("timeout")
        block = os.read(self._running.out, _BLOCK)
        if self._seconds is not None:
            self._seconds = max(self._seconds - (time.monotonic() - begun), 0)
        self._ended = not block
        if self._ended and (fault := _fault(*self._running.end(), self._limits)):
            raise fault
        return block

    def _within(self, block: bytes) -> bytes:
        """Return the lines of a block that may still come; raises `QueryLimit` when none may."""
        if self._lines is None or not block:
            return block
        if self._lines == 0:
            self._running.kill()
            raise self._limits.reached("max_rows")
        *lines, rest = block.split(b"\n", self._lines)
        self._lines -= len(lines)
        if self._lines or not rest:
            return block
        self._kept = rest
        return block[: -len(rest)]


def _comes(pipe: int, seconds: float | None) -> bool:
    """Wait until there is something to read, or the end; return whether there is before the time is over."""
    if sys.platform == "win32":  # which can only wait for sockets
        return True
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(None if seconds is None else seconds * 1000))


def _fault(code: int, said: str, limits: Limits) -> QueryError | None:
    """Return what went wrong in a child, by its exit code and what it said; None for nothing."""
    if code == 0:
        return None
    if code == _REFUSED:
        return QueryError(said.splitlines()[-1])  # before it may stand what a library says
    if limits.timeout and code == -signal.SIGXCPU:
        return limits.reached("timeout")
    if limits.max_memory and code in (_OUT_OF_MEMORY, *STARVED):
        return limits.reached("max_memory")
    ended = f"signal {-code}" if code < 0 else f"exit code {code}"
    return QueryError(f"the process that answers the query ended before it was done ({ended}); try a simpler query")


class _Running:
    """A child, and our ends of the pipes to it: its answer, its words, and perhaps one that keeps it alive."""

    def __init__(self, pid: int, process: subprocess.Popen[bytes] | None, pipes: tuple[int, ...]) -> None:
        self.out, self._words = pipes[:2]
        self._alive = [pid]
        self._release = weakref.finalize(self, _released, pid, process, pipes, self._alive)

    def end(self) -> tuple[int, str]:
        """Wait until it has ended; return its exit code (negative: the signal that ended it), and what it said."""
        said = b""
        while block := os.read(self._words, _BLOCK):  # to its end, which is that of the process
            said = (said + block)[-_MOST_SAID:]
        self._alive.clear()
        return self._release() or 0, said.decode(errors="replace")

    def kill(self) -> None:
        """End it, if it has not ended."""
        self._release()


def _released(pid: int, process: subprocess.Popen[bytes] | None, pipes: tuple[int, ...], alive: list[int]) -> int:
    """Let go of a child, which is killed if it is alive; return its exit code."""
    for child in alive:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    _held.difference_update(pipes)
    for pipe in pipes:
        os.close(pipe)
    if process:
        return process.wait()
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return -signal.SIGKILL  # somebody else waited for it, and knows how it ended
