"""Questions that the store answers itself, in a thread: where no other process could read the same quads."""

from __future__ import annotations

import asyncio
import tempfile
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO, BinaryIO, Final, cast

from ...graph.store.base import QuadStore
from ...graph.store.processes.frames import Head, Question
from ...graph.store.processes.writing import writable

_BLOCK: Final = 1 << 16
_IN_MEMORY: Final = 1 << 22


@asynccontextmanager
async def asked_here(store: QuadStore, question: Question) -> AsyncIterator[_Here]:
    """Ask a question: it is answered whole, and kept in a temporary file, before anything is sent."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        yield _Here(store, question, file)


class _Here:
    def __init__(self, store: QuadStore, question: Question, file: IO[bytes]) -> None:
        self._store = store
        self._question = question
        self._file = file

    async def head(self) -> Head:
        """Return what the answer is; raises `QueryError`, and `FormatError` as `pool.Asked` does."""
        syntax = await asyncio.to_thread(self._written)
        length = self._file.tell()
        self._file.seek(0)
        return Head(syntax, length=None if self._question.bare else length)

    def _written(self) -> str:
        """Write the answer to the file, and let go of all of it in this thread, as Oxigraph asks, whatever happens."""
        try:
            return self._write()
        except BaseException as error:
            fault: BaseException | None = error
            while fault is not None:  # a traceback would take what it holds along into the thread that is told
                traceback.clear_frames(fault.__traceback__)
                fault = fault.__context__
            raise

    def _write(self) -> str:
        answer = writable(self._store, self._question, self._question.limits)
        if not self._question.bare:
            answer.write(cast("BinaryIO", self._file))
        return answer.syntax

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield the answer."""
        while block := self._file.read(_BLOCK):
            yield block

    def abandon(self) -> None:
        """Do nothing: the store ends the query at its limits."""
