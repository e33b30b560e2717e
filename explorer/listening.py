"""The server as the system sees it: where it listens, how long it waits for those who ask, and how it ends."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..errors import ServerError
from .settings import Settings

#: How long a client may take to send the head of a request, and to begin the next one, in seconds.
HEAD_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 10
#: How long a client may take none of what is sent to it, in seconds.
STALL_SECONDS: Final = 30.0
#: How long answers that are being sent may take when the server is told to end, in seconds.
LAST_SECONDS: Final = 1
#: The most bytes that the head of a request has, and the most connections at a time; others are asked to come later.
MAX_HEAD: Final = 32_768
MAX_CONNECTIONS: Final = 256

_REASONS: Final = {
    errno.EADDRINUSE: "something listens there already; choose another with --port, or --port 0 for one that is free",
    errno.EACCES: "this user may not listen there; choose a --port from 1024 on",
    errno.EADDRNOTAVAIL: "this computer has no such address; see --host",
}


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address, an IP address or a name of this computer; port 0: one that is free.

    Raises `ServerError` when nothing can listen there.
    """
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no name of a computer"
        raise ServerError(f"cannot listen at {place}: {why}; see --host") from None
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise ServerError(f"cannot listen at {place}: {reason}") from None
    return listening


def address_of(listening: socket.socket, host: str) -> str:
    """Return the address at which a browser on this computer finds the server, without a slash at its end."""
    port = listening.getsockname()[1]
    shown = host if not is_everywhere(host) else "127.0.0.1"
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def is_everywhere(host: str) -> bool:
    """Return whether an address stands for all addresses of this computer."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def serve(app: ASGIApp, settings: Settings, listening: socket.socket) -> None:
    """Answer until the process is told to end: by SIGTERM, after which this returns, by SIGHUP or by Ctrl-C.

    Raises `KeyboardInterrupt` after Ctrl-C, and does what SIGHUP did before after that. What is being sent then may
    take `LAST_SECONDS` more.
    """
    made = server(app, settings)
    with _hung_up(made):
        made.run(sockets=[listening])
    if made.ended_by == signal.SIGINT:
        raise KeyboardInterrupt
    if made.ended_by not in (None, signal.SIGTERM):
        signal.raise_signal(made.ended_by)


@contextmanager
def _hung_up(made: Server) -> Iterator[None]:
    """Have SIGHUP end a server as the other signals do, which uvicorn knows, unless it is ignored (`nohup`)."""
    if sys.platform == "win32" or signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGHUP, made.handle_exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def server(app: ASGIApp, settings: Settings) -> Server:
    """Return what answers for an application, before it does."""
    config = uvicorn.Config(
        app,
        http=_ImpatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="error",
        access_log=False,  # an address says what somebody looked for
        server_header=False,
        workers=1,
        # not uvicorn's own default, which believes whatever a process on this computer says
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=sorted(settings.proxies),
        h11_max_incomplete_event_size=MAX_HEAD,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
    )
    return Server(config)


class Server(uvicorn.Server):
    """Ends in an orderly way when it is told to, at once when it is told twice, and says by which signal."""

    ended_by: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        self.force_exit = self.should_exit
        self.should_exit = True
        self.ended_by = sig

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").disabled = True  # each request that is cut off would be a traceback
        await super().shutdown(sockets)


class _ImpatientProtocol(H11Protocol):
    """HTTP/1.1 with clients that send the head of a request, and take the answer, in time.

    uvicorn waits for both for ever; a few hundred who do neither would keep all others out.
    """

    _head: _Timer
    _stall: _Timer

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head = _Timer(self.loop, HEAD_SECONDS, transport)
        self._stall = _Timer(self.loop, STALL_SECONDS, transport)
        self._head.start()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head.stop()
        elif not self._head.runs:
            self._head.start()

    def on_response_complete(self) -> None:
        self._head.stop()
        super().on_response_complete()
        if self.transport.is_closing():  # when all is sent
            self._stall.start()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stall.start()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stall.stop()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._stall.start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head.stop()
        self._stall.stop()
        super().connection_lost(exc)


class _Timer:
    """Cuts a connection off when it has run for some seconds."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, transport: asyncio.Transport) -> None:
        self._call = partial(loop.call_later, seconds, transport.abort)
        self._handle: asyncio.TimerHandle | None = None

    @property
    def runs(self) -> bool:
        return self._handle is not None

    def start(self) -> None:
        self.stop()
        self._handle = self._call()

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
