"""Requests to a server: what is sent, how long it is waited for, what is tried again, and what is said when it fails.

An answer is read whole before anything is made of it, into memory or, if it is large, a temporary file: a connection
that is cut in the middle is a line of error or another attempt, and never half of a result.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
import weakref
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import IO, Final

import httpx

from ...._version import __version__
from ....errors import QueryError, StoreError
from .address import Endpoint
from .credentials import ADVICE, Credentials

#: Sets how long a server may take for one answer, in seconds.
PATIENCE: Final = "WHOBLAMED_GRAPH_TIMEOUT"

_PATIENCE = 300.0
_CONNECT = 10.0
#: How often one request is sent at most, and how long it is waited before that, in seconds; a server may ask for more.
_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
#: How large an answer may be, and how much of it is held in memory, in bytes.
_LARGEST, _IN_MEMORY = 8 << 30, 8 << 20
_BLOCK = 1 << 16
_MOST_SAID, _SHOWN = 4_000, 200

_Form = dict[str, str | list[str]]
_BUSY = (429, 503)
_AGAIN = (*_BUSY, 502, 504)
RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
TRIPLES = "application/n-triples, text/turtle;q=0.5"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its media type, its headers, and all of its body."""

    type: str
    headers: Mapping[str, str]
    body: IO[bytes]


class TimeIsUpError(StoreError):
    """There was no answer in the time that the question had."""


class RefusedError(QueryError):
    """The server does not answer a query that is in order: it is too much for it, or beyond it."""


class BrokenOffError(StoreError):
    """There was no whole answer: what was asked may have been done or not."""


class Client:
    """A server, as it is asked. Raises `StoreError` for what it does not do, and `QueryError` for a query it refuses.

    >>> Client(Endpoint("https://example.org/sparql")).place
    'https://example.org/sparql'
    """

    def __init__(self, endpoint: Endpoint, transport: httpx.BaseTransport | None = None) -> None:
        self.endpoint = endpoint
        self.place = endpoint.query
        self._patience = _patience()
        self._http = httpx.Client(
            auth=Credentials(),
            headers={"User-Agent": f"whoblamed/{__version__}"},
            timeout=httpx.Timeout(self._patience, connect=_CONNECT),
            transport=transport,
        )
        weakref.finalize(self, self._http.close)
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
        form: _Form = {"query": text, "default-graph-uri": list(graphs)}
        if "GRAPH" in text.upper():  # the fewer graphs are named, the better some engines plan
            form["named-graph-uri"] = list(graphs)
        if self._is_virtuoso and accept == RESULTS:
            accept = "application/sparql-results+xml"  # in JSON it writes the boolean true as 1
        sent = _Request("POST", self.endpoint.query, accept, again=True, form=form)
        return self._answered(sent, seconds)

    def update(self, text: str, *, again: bool = False) -> None:
        """Carry out an update; `again` says that it may be carried out twice with the same result."""
        if self.endpoint.update is None:
            raise StoreError(
                f"{self.place}: can only be read; give the address that takes updates with --graph-update URL"
                " (or $WHOBLAMED_GRAPH_UPDATE)"
            )
        self._answered(_Request("POST", self.endpoint.update, "*/*", again=again, form={"update": text})).body.close()

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

    def _of_graph(self, method: str, graph: str, accept: str, lines: bytes | None = None) -> _Request:
        url = self.endpoint.store or ""
        # Virtuoso 7 has a parameter of its own for what the protocol calls `graph`, and passes over others.
        return _Request(method, url, accept, again=True, params={"graph": graph, "graph-uri": graph}, lines=lines)

    # --------------------------------------------------------------------------------------------------- one request

    def _answered(self, sent: _Request, seconds: float | None = None) -> Answered:
        begun = time.monotonic()
        until = begun + (seconds or self._patience)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._once(sent, until)
            except _FailedError as failed:
                wait = failed.after if failed.after is not None else _FIRST_WAIT * 2 ** (attempt - 1)
                is_last = attempt == _ATTEMPTS or wait > _LONGEST_WAIT or time.monotonic() + wait > until
                never = not self._has_answered and failed.is_unreached  # nobody is there: say so at once
                if is_last or never or not (sent.again or failed.is_undone):
                    raise failed.error from failed.__cause__
                time.sleep(wait * random.uniform(0.9, 1.1) if failed.after is None else wait)  # noqa: S311 - no secret
        raise AssertionError("the last attempt returns or raises")

    def _once(self, sent: _Request, until: float) -> Answered:
        left = until - time.monotonic()
        if left <= 0:
            raise self._late(sent)
        timeout = httpx.Timeout(max(left, 0.001), connect=min(_CONNECT, max(left, 0.001)))
        try:
            with self._http.stream(**sent.options, timeout=timeout) as response:  # type: ignore[arg-type]
                self._has_answered = True
                self._is_virtuoso |= response.headers.get("server", "").startswith("Virtuoso")
                self._check(sent, response)
                body = self._read(sent, response, until)
        except httpx.HTTPError as error:
            raise self._failed(sent, error) from error
        type_ = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answered(type_, response.headers, body)

    def _read(self, sent: _Request, response: httpx.Response, until: float) -> IO[bytes]:
        body = _Body(max_size=_IN_MEMORY)
        for block in response.iter_bytes(_BLOCK):
            body.write(block)
            if time.monotonic() > until:
                body.close()
                raise self._late(sent)
            if body.tell() > _LARGEST:
                body.close()
                raise StoreError(f"{sent.url}: the answer is larger than {_LARGEST >> 30} GB; ask for less")
        body.seek(0)
        return body

    def _late(self, sent: _Request) -> TimeIsUpError:
        return TimeIsUpError(
            f"{sent.url}: no whole answer within {self._patience:g} s; ask for less, or set ${PATIENCE} (seconds)"
        )

    def _failed(self, sent: _Request, error: httpx.HTTPError) -> _FailedError:
        said = _line(str(error) or type(error).__name__)
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            if "certificate" in said.lower() or "ssl" in said.lower():
                return _FailedError(StoreError(f"{sent.url}: the connection is not secure ({said}); nothing was sent"))
            what = "no connection in time" if isinstance(error, httpx.ConnectTimeout) else said
            return _FailedError(
                StoreError(f"{sent.url}: cannot be reached ({what}); is the server running, and the address right?"),
                is_undone=True,
                is_unreached=True,
            )
        if isinstance(error, httpx.TimeoutException):
            return _FailedError(self._late(sent))
        return _FailedError(BrokenOffError(f"{sent.url}: the connection broke off ({said}); try again"))

    def _check(self, sent: _Request, response: httpx.Response) -> None:
        """Raises what an answer without success means."""
        status = response.status_code
        if response.is_success:
            if "html" in response.headers.get("content-type", "") and not self._is_virtuoso:  # which says "done" in it
                raise StoreError(
                    f"{sent.url}: answers with a web page, not with {sent.what};"
                    " give the address at which the server answers SPARQL"
                )
            return
        called = f"{status} {response.reason_phrase}".strip()
        if status in _AGAIN:
            after = _seconds(response.headers.get("retry-after"))
            asked = f", and asks to wait {after:g} s" if after else ""
            error = StoreError(f"{sent.url}: is busy or out of order ({called}){asked}; try again later")
            raise _FailedError(error, after, is_undone=status in _BUSY)
        raise self._refused(sent, response, called)

    def _refused(self, sent: _Request, response: httpx.Response, called: str) -> StoreError | QueryError:
        status, where = response.status_code, sent.url
        if status == httpx.codes.UNAUTHORIZED:
            known = "authorization" in response.request.headers
            told = "refuses these credentials" if known else "asks who you are"
            return StoreError(f"{where}: {told} ({called}); {ADVICE}")
        if status == httpx.codes.FORBIDDEN:
            return StoreError(f"{where}: does not allow this ({called}); {ADVICE}, or ask who runs the server")
        if response.has_redirect_location:
            return StoreError(f"{where}: is elsewhere ({called}); give its new address")
        if status in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED):
            return StoreError(f"{where}: there is no {sent.what} at this address ({called}); see the address")
        said = _said(response)
        reason = f": {said}" if said else ""
        if sent.is_query and (status == httpx.codes.BAD_REQUEST or said.startswith("Virtuoso")):
            return RefusedError(f"the server does not answer this query ({called}){reason}")
        return StoreError(f"{where}: answers {called}{reason}; try again later, or ask who runs the server")


class _Body(tempfile.SpooledTemporaryFile[bytes]):
    """What was read, which is closed when nobody needs it any more: parsers keep it for as long as they read."""

    def __del__(self) -> None:
        self.close()


class _FailedError(Exception):
    """An attempt that failed: with what, after how many seconds to try again, and whether nothing was done for sure."""

    def __init__(
        self, error: StoreError, after: float | None = None, *, is_undone: bool = False, is_unreached: bool = False
    ) -> None:
        super().__init__(str(error))
        self.error, self.after, self.is_undone, self.is_unreached = error, after, is_undone, is_unreached


@dataclass(frozen=True, slots=True)
class _Request:
    """What is sent: a form, or lines of N-Triples; `again` says that it may arrive twice."""

    method: str
    url: str
    accept: str
    again: bool
    form: _Form | None = None
    lines: bytes | None = None
    params: Mapping[str, str] | None = None

    @property
    def is_query(self) -> bool:
        return self.form is not None and "query" in self.form

    @property
    def what(self) -> str:
        if self.form is None:
            return "graph store"
        return "results of SPARQL" if self.is_query else "SPARQL update"

    @property
    def options(self) -> dict[str, object]:
        headers = {"Accept": self.accept}
        if self.lines is not None:
            headers["Content-Type"] = "application/n-triples"
        options = {"data": self.form, "content": self.lines, "params": self.params}
        given = {name: value for name, value in options.items() if value is not None}
        return {"method": self.method, "url": self.url, "headers": headers, **given}


def _patience() -> float:
    text = os.environ.get(PATIENCE, "")
    try:
        seconds = float(text or _PATIENCE)
    except ValueError:
        seconds = -1
    if not 0 < seconds < float("inf"):
        raise StoreError(f"${PATIENCE}: {_line(text)!r} is no number of seconds")
    return seconds


def _seconds(after: str | None) -> float | None:
    """Return the seconds that Retry-After asks for, which may be a number or a time."""
    if after is None:
        return None
    if after.strip().isdecimal():
        return float(after)
    try:
        return max(parsedate_to_datetime(after).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _said(response: httpx.Response) -> str:
    """Return what a server says in an error, in one line; of a web page nothing."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    said = b""
    try:
        for block in response.iter_bytes(_MOST_SAID):
            said += block
            if len(said) >= _MOST_SAID:
                break
    except httpx.HTTPError:
        pass  # the status has been told already
    text = said[:_MOST_SAID].decode(errors="replace")
    return _line(re.split(r"\n\s*\n|\nSPARQL query:", text.strip())[0])


def _line(text: str) -> str:
    one = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return one if len(one) <= _SHOWN else one[: _SHOWN - 2] + " …"
