"""Processes that answer queries for a server: a few that stay, but are ended when a query takes too much.

A pool belongs to one event loop. It has at most so many processes, each with one query at a time; whoever comes when
all are busy waits, and is sent away when too many wait already.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from ....errors import StoreError
from .frames import END, HEADER, Head, Question, raise_why
from .system import STARVED

_COMMAND: Final = "import sys; from whoblamed.graph.store.processes.worker import main; main(int(sys.argv[1]))"
# Elsewhere a process ends when it has nothing more to answer, or has computed for as long as it may.
_PIPES: Final = sys.platform == "linux"
#: How long those who wait may wait, in seconds, and how many of them for each process.
_PATIENCE: Final = 10.0
_QUEUE: Final = 16


class Busy(Exception):
    """Raised when all processes are busy, and nobody knows for how long."""


class NoAnswer(StoreError):
    """Raised when a process could not be started, or has ended; says nothing of where the graph is."""


class Pool:
    """Up to `most` processes that answer questions."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._idle: list[_Process] = []
        self._waiting: deque[asyncio.Future[_Process | None]] = deque()
        self._number = 0  # of processes that there are, or are being started
        self._life: tuple[int, int] | None = None

    @asynccontextmanager
    async def asked(self, question: Question) -> AsyncIterator[Asked]:
        """Ask a question: a process has it for as long as the context lasts, and is ended if it is not done then.

        Raises `Busy`.
        """
        process = await self._take()
        asked = Asked(process, question)
        try:
            yield asked
        finally:
            self._give_back(process if asked.is_done else None, process)

    async def _take(self) -> _Process:
        while self._idle:
            process = self._idle.pop()
            if process.lives:
                return process
            self._number -= 1  # somebody else has ended it
        if self._number < self._most:
            return await self._start()
        if len(self._waiting) >= self._most * _QUEUE:
            raise Busy
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await waiting
        except BaseException as error:
            self._gone(waiting)
            if isinstance(error, TimeoutError):
                raise Busy from None
            raise
        return found or await self._start()

    def _gone(self, waiting: asyncio.Future[_Process | None]) -> None:
        """Hand on what was given to somebody who does not wait any more."""
        if waiting in self._waiting:
            self._waiting.remove(waiting)
        elif waiting.done() and not waiting.cancelled():
            process = waiting.result()
            self._give_back(process, process)

    async def _start(self) -> _Process:
        self._number += 1
        try:
            return await _Process.started(self._life_of_server())
        except BaseException as error:
            self._give_back(None, None)
            if isinstance(error, OSError):
                raise NoAnswer(f"no process for the query can be started: {error.strerror}") from error
            raise

    def _life_of_server(self) -> int:
        """Return the end of a pipe that shows others when this process ends; -1 where there are none."""
        if not _PIPES:
            return -1
        if self._life is None:
            self._life = os.pipe()
        return self._life[0]

    def _give_back(self, good: _Process | None, process: _Process | None) -> None:
        """Let another have a process that is good, or start a new one in its place."""
        if good is None:
            self._number -= 1
            if process is not None:
                process.kill()
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(good)
                return
        if good is not None:
            self._idle.append(good)


class Asked:
    """A question that a process is answering: `head`, then `blocks`.

    Both raise `QueryError` as the query does, `QueryLimit` at its limits, `FormatError` where the answer is not wanted
    in a format that there is, and `NoAnswer` where the process has ended.
    """

    def __init__(self, process: _Process, question: Question) -> None:
        self._process = process
        self._question = question
        self._seconds = question.limits.timeout or None
        self.is_done = False

    async def head(self) -> Head:
        """Return what the answer is, as soon as that is known."""
        self._process.ask(self._question.line())
        _, content = await self._next()
        return Head(**json.loads(content))

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield the answer as it comes."""
        while True:
            kind, content = await self._next()
            if kind == END:
                return
            yield content

    def abandon(self) -> None:
        """End the process: nobody wants its answer any more."""
        self._process.kill()

    async def _next(self) -> tuple[bytes, bytes]:
        """Return the next frame; raises what the last one tells."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(self._seconds):
                kind, content = await self._process.frame()
        except TimeoutError:
            raise_why({"limit": "timeout"}, self._question.limits)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._fault() from None
        if self._seconds is not None:
            self._seconds = max(self._seconds - (loop.time() - begun), 0.001)
        if kind == END:
            why = json.loads(content)
            self.is_done = not why.pop("last")
            if why:
                raise_why(why, self._question.limits)
        return kind, content

    async def _fault(self) -> NoAnswer:
        """Return why a process ended before it was done, by its exit code."""
        code = await self._process.ended()
        limits = self._question.limits
        if limits.timeout and code == -signal.SIGXCPU:
            raise_why({"limit": "timeout"}, limits)
        if limits.max_memory and code in STARVED:
            raise_why({"limit": "max_memory"}, limits)
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        return NoAnswer(f"the process that answers the query ended before it was done ({ended}); try a simpler query")


class _Process:
    """A process of the pool, and the streams to and from it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin  # noqa: S101 - both were asked for
        assert process.stdout  # noqa: S101
        self._in, self._out = process.stdin, process.stdout

    @classmethod
    async def started(cls, life: int) -> _Process:
        """Start a process, which ends with the one that has the other end of a pipe, `life`."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _COMMAND,
                str(life),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                pass_fds=(life,) if life >= 0 else (),
                start_new_session=True,  # Ctrl-C is for the server, which ends it
            )
        )

    @property
    def lives(self) -> bool:
        """Whether it has not ended, as far as is known."""
        return self._process.returncode is None

    def ask(self, line: bytes) -> None:
        self._in.write(line)

    async def frame(self) -> tuple[bytes, bytes]:
        kind, length = HEADER.unpack(await self._out.readexactly(HEADER.size))
        return kind, await self._out.readexactly(length)

    async def ended(self) -> int:
        return await self._process.wait()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
