"""An answer on its way to a client: asked of a process of the pool, and passed on as it comes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Final, Protocol

from starlette.types import Receive, Send

from ...errors import FormatError, QueryError, QueryLimit, StoreError
from ...graph.store.answers import media_type
from ...graph.store.base import QuadStore
from ...graph.store.processes.frames import Head, Question
from ...graph.store.processes.pool import Busy, NoAnswer, Pool
from ..served import UNREADABLE
from .here import asked_here
from .refusing import Refused

#: How many processes answer queries: more than there are processors, because some queries are slow.
PROCESSES: Final = max(4, 2 * (os.cpu_count() or 1))
#: After how many seconds without an answer it is looked whether the client is still there.
_LOOK: Final = 0.5
#: In how many seconds to come again when all are busy.
_SOON: Final = "5"


class Asked(Protocol):
    """A question that is being answered; see `pool.Asked`."""

    async def head(self) -> Head: ...

    def blocks(self) -> AsyncIterator[bytes]: ...

    def abandon(self) -> None: ...


class Answers:
    """What answers the questions to a server: processes, or the store itself where there is no folder to read."""

    def __init__(self) -> None:
        self._pool = Pool(PROCESSES)

    async def send(self, store: QuadStore, question: Question, receive: Receive, send: Send) -> None:
        """Answer a question by HTTP. Raises `Refused` for what cannot be answered, as long as nothing is sent."""
        try:
            async with self._asked(store, question) as asked:
                await _Sending(asked, question, receive, send).done()
        except Busy:
            busy = "all processes that answer queries are busy; come again later"
            raise Refused(503, busy, {"Retry-After": _SOON}) from None

    def _asked(self, store: QuadStore, question: Question) -> AbstractAsyncContextManager[Asked]:
        return self._pool.asked(question) if question.folder else asked_here(store, question)


class _Sending:
    """One answer: its head, then what there is of it, until it is whole, something is wrong, or the client is gone."""

    def __init__(self, asked: Asked, question: Question, receive: Receive, send: Send) -> None:
        self._asked = asked
        self._question = question
        self._receive = receive
        self._send = send
        self._gone = False
        self._looking: asyncio.Task[None] | None = None

    async def done(self) -> None:
        looks = asyncio.get_running_loop().call_later(_LOOK, self._look)
        try:
            await self._answered()
        finally:
            looks.cancel()
            if self._looking:
                self._looking.cancel()

    def _look(self) -> None:
        self._looking = asyncio.ensure_future(self._until_gone())

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._asked.abandon()

    async def _answered(self) -> None:
        with _refusing():
            try:
                head = await self._asked.head()
            except StoreError:
                if self._gone:
                    return
                raise
        await self._send({"type": "http.response.start", "status": 200, "headers": _headers(head)})
        try:
            await self._blocks()
        except (QueryError, FormatError, StoreError) as error:
            if not self._gone:
                await self._cut(error)
        else:
            await self._body(b"", more=False)

    async def _blocks(self) -> None:
        """Pass on what comes. Raises `QueryError` for a client that reads for longer than a query may take."""
        loop = asyncio.get_running_loop()
        patience = self._question.limits.timeout or None
        async for block in self._asked.blocks():
            begun = loop.time()
            try:
                async with asyncio.timeout(patience):
                    await self._body(block)
            except TimeoutError:
                raise QueryError("the answer was read too slowly") from None
            if patience is not None:
                patience = max(patience - (loop.time() - begun), 0.001)

    async def _cut(self, error: Exception) -> None:
        """Say why an answer ends, and leave it without its end, so that nobody takes it for a whole one.

        The server then closes the connection.
        """
        if self._question.zipped:
            return
        told = error if isinstance(error, QueryError | FormatError | NoAnswer) else UNREADABLE
        await self._body(f"\n# {told}\n".encode())

    async def _body(self, block: bytes, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": block, "more_body": more})


def _headers(head: Head) -> list[tuple[bytes, bytes]]:
    kind = media_type(head.syntax)
    found = {
        "content-type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "vary": "Accept, Accept-Encoding",
        "cache-control": "no-cache",
    }
    if head.zipped:
        found["content-encoding"] = "gzip"
    if head.length is not None:
        found["content-length"] = str(head.length)
    return [(name.encode(), value.encode()) for name, value in found.items()]


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn why there is no answer into why the request is refused."""
    try:
        yield
    except QueryLimit as error:
        raise Refused(503, str(error)) from error
    except FormatError as error:
        raise Refused(406, str(error)) from error
    except QueryError as error:
        raise Refused(400, str(error)) from error
    except NoAnswer as error:
        raise Refused(500, str(error)) from error
