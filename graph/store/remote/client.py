"""Requests to a server: how long an answer is waited for, what is tried again, and how much of an answer is taken.

An answer is read whole before anything is made of it, into memory or, if it is large, a temporary file: a connection
that is cut in the middle is a line of error or another attempt, and never half of a result.
"""

from __future__ import annotations

import os
import random
import socket
import ssl
import tempfile
import time
import weakref
from collections.abc import Collection, Sequence
from typing import IO, Final
from urllib.request import getproxies

import httpx

from ...._version import __version__
from ....errors import StoreError
from .address import Endpoint
from .credentials import Credentials
from .deadline import Deadline
from .failures import FailedError, TimeIsUpError, line, on_the_way, refuse_failure
from .request import Answered, Form, Request

#: Sets how long a server may take for one answer, in seconds.
PATIENCE: Final = "WHOBLAMED_GRAPH_TIMEOUT"

_PATIENCE = 300.0
_CONNECT = 10.0
#: How often one request is sent at most, and how long it is waited before that, in seconds; a server may ask for more.
_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
#: How large an answer may be, and how much of it is held in memory, in bytes.
_LARGEST, _IN_MEMORY = 8 << 30, 8 << 20

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
TRIPLES = "application/n-triples, text/turtle;q=0.5"


class Client:
    """A server, as it is asked. Raises `StoreError` for what it does not do, and `QueryError` for a query it refuses.

    >>> Client(Endpoint("https://example.org/sparql")).place
    'https://example.org/sparql'
    """

    def __init__(self, endpoint: Endpoint, transport: httpx.BaseTransport | None = None) -> None:
        self.endpoint = endpoint
        self.place = endpoint.query
        self._patience = _patience()
        self._http = _client(endpoint, transport)
        weakref.finalize(self, self._http.close)
        self._connections: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._has_answered = False
        self._is_virtuoso = False

    def query(
        self,
        text: str,
        *,
        graphs: Collection[str] = (),
        accept: str = RESULTS,
        seconds: float | None = None,
    ) -> Answered:
        """Return the answer to a query, over these graphs (IRIs; none: those that the query itself names).

        `seconds` is how long it may take (None: as long as any). Raises `TimeIsUpError` then.
        """
        # As a form: Virtuoso reads no bare query after it has asked for a password.
        form: Form = {"query": text, "default-graph-uri": list(graphs)}
        if "GRAPH" in text.upper():  # the fewer graphs are named, the better some engines plan
            form["named-graph-uri"] = list(graphs)
        if self._is_virtuoso and accept == RESULTS:
            accept = "application/sparql-results+xml"  # in JSON it writes the boolean true as 1
        return self._answered(Request("POST", self.endpoint.query, accept, again=True, form=form), seconds)

    def update(self, text: str, *, again: bool = False) -> None:
        """Carry out an update; `again` says that it may be carried out twice with the same result."""
        address = self.refuse_read_only()
        self._answered(Request("POST", address, "*/*", again=again, form={"update": text})).body.close()

    def refuse_read_only(self) -> str:
        """Return the address that takes updates; raises `StoreError` where there is none."""
        if self.endpoint.update is None:
            raise StoreError(
                f"{self.place}: can only be read; give the address that takes updates with --graph-update URL"
                " (or $WHOBLAMED_GRAPH_UPDATE)"
            )
        return self.endpoint.update

    def update_all(self, texts: Sequence[str]) -> None:
        """Carry out updates that may be carried out twice: as one where a server takes several for a whole.

        Virtuoso does not, and gets each by itself.
        """
        for text in texts if self._is_virtuoso else (" ;\n".join(texts),):
            self.update(text, again=True)

    @property
    def takes_graphs(self) -> bool:
        """Whether there is an address for whole graphs."""
        return self.endpoint.store is not None

    def get(self, graph: str) -> Answered:
        """Return the triples of a graph by the Graph Store Protocol; none where there is no such graph."""
        return self._answered(self._of_graph("GET", graph, TRIPLES))

    def add(self, graph: str, lines: bytes) -> None:
        """Add triples (N-Triples without blank nodes, so that it can be done twice) to a graph by that protocol."""
        self._answered(self._of_graph("POST", graph, "*/*", lines)).body.close()

    def _of_graph(self, method: str, graph: str, accept: str, lines: bytes | None = None) -> Request:
        url = self.endpoint.store or ""
        # Virtuoso 7 has a parameter of its own for what the protocol calls `graph`, and passes over others.
        return Request(method, url, accept, again=True, params={"graph": graph, "graph-uri": graph}, lines=lines)

    # --------------------------------------------------------------------------------------------------- one request

    def _answered(self, sent: Request, seconds: float | None = None) -> Answered:
        until = time.monotonic() + (seconds or self._patience)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._once(sent, until)
            except FailedError as failed:
                wait = failed.after if failed.after is not None else _FIRST_WAIT * 2 ** (attempt - 1)
                is_last = attempt == _ATTEMPTS or wait > _LONGEST_WAIT or time.monotonic() + wait > until
                never = not self._has_answered and failed.is_unreached  # nobody is there: say so at once
                if is_last or never or not (sent.again or failed.is_undone):
                    raise failed.error from failed.__cause__
                time.sleep(wait * random.uniform(0.9, 1.1) if failed.after is None else wait)  # noqa: S311 - no secret
        raise AssertionError("the last attempt returns or raises")

    def _once(self, sent: Request, until: float) -> Answered:
        left = max(until - time.monotonic(), 0.001)
        timeout = httpx.Timeout(left, connect=min(_CONNECT, left))
        try:
            with (
                Deadline(left, self._connections) as deadline,
                self._http.stream(
                    **sent.options,  # type: ignore[arg-type]
                    timeout=timeout,
                    extensions={"trace": deadline.watch},
                ) as response,
            ):
                self._has_answered = True
                self._is_virtuoso |= response.headers.get("server", "").startswith("Virtuoso")
                refuse_failure(sent, response, may_be_html=self._is_virtuoso)
                body = self._read(sent, response)
            if deadline.has_passed:  # what ends with the connection ended too early
                raise self._late(sent)
        except httpx.ConnectTimeout as error:
            raise on_the_way(sent, error) from error
        except httpx.HTTPError as error:
            if deadline.has_passed or isinstance(error, httpx.TimeoutException):
                raise self._late(sent) from error
            raise on_the_way(sent, error) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise StoreError(f"{sent.url}: no address of a server; write it as https://host/sparql") from error
        type_ = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answered(type_, response.headers, body)

    def _read(self, sent: Request, response: httpx.Response) -> IO[bytes]:
        body = _Body(max_size=_IN_MEMORY)
        for block in response.iter_bytes():  # as it comes, not gathered into blocks
            body.write(block)
            if body.tell() > _LARGEST:
                body.close()
                raise StoreError(f"{sent.url}: the answer is larger than {_LARGEST >> 30} GB; ask for less")
        body.seek(0)
        return body

    def _late(self, sent: Request) -> TimeIsUpError:
        return TimeIsUpError(
            f"{sent.url}: no whole answer within {self._patience:g} s; ask for less, or set ${PATIENCE} (seconds)"
        )


class _Body(tempfile.SpooledTemporaryFile[bytes]):
    """What was read, which is closed when nobody needs it any more: parsers keep it for as long as they read."""

    def __del__(self) -> None:
        self.close()


def _client(endpoint: Endpoint, transport: httpx.BaseTransport | None) -> httpx.Client:
    """Return what sends; raises `StoreError` for proxies and certificates of the environment that cannot be used."""
    try:
        return httpx.Client(
            auth=Credentials(),
            headers={"User-Agent": f"whoblamed/{__version__}"},
            transport=transport,
            verify=_trusted(endpoint),
        )
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        raise StoreError(
            f"{endpoint.query}: cannot be asked by way of the proxy, or with the certificates, that the environment"
            f" names: {line(str(error))}"
        ) from error


def _trusted(endpoint: Endpoint) -> ssl.SSLContext | bool:
    """Return whose certificates are believed: where none is looked at, nobody's. To read those of all authorities takes
    longer than most queries."""
    addresses = (endpoint.query, endpoint.update or "", endpoint.store or "")
    is_secure = any(address.startswith("https:") for address in addresses) or getproxies()
    return True if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _patience() -> float:
    text = os.environ.get(PATIENCE, "")
    try:
        seconds = float(text or _PATIENCE)
    except ValueError:
        seconds = -1
    if not 0 < seconds < float("inf"):
        raise StoreError(f"${PATIENCE}: {line(text)!r} is no number of seconds")
    return seconds
