"""What it means when a request fails, in one line that shows no credentials; and whether it may be tried again."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from ....errors import QueryError, StoreError
from .credentials import ADVICE
from .request import Request

_BUSY: Final = (429, 503)
_AGAIN: Final = (*_BUSY, 502, 504)
_MOST_SAID, _SHOWN = 4_000, 200


class TimeIsUpError(StoreError):
    """There was no answer in the time that the question had."""


class RefusedError(QueryError):
    """The server does not answer a query that is in order: it is too much for it, or beyond it."""


class FailedError(Exception):
    """An attempt that failed: with what, after how many seconds to try again, and whether nothing was done for sure."""

    def __init__(
        self, error: StoreError, after: float | None = None, *, is_undone: bool = False, is_unreached: bool = False
    ) -> None:
        super().__init__(str(error))
        self.error, self.after, self.is_undone, self.is_unreached = error, after, is_undone, is_unreached


def on_the_way(sent: Request, error: httpx.HTTPError) -> FailedError:
    """Return what it means that a request or its answer did not arrive."""
    if isinstance(error, httpx.LocalProtocolError):  # which quotes what it was given: perhaps a token
        return FailedError(StoreError(f"{sent.url}: HTTP cannot carry these credentials; nothing was sent"))
    said = line(str(error)) or type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        if "certificate" in said.lower() or "ssl" in said.lower():
            return FailedError(StoreError(f"{sent.url}: the connection is not secure ({said}); nothing was sent"))
        what = "no connection in time" if isinstance(error, httpx.ConnectTimeout) else said
        return FailedError(
            StoreError(f"{sent.url}: cannot be reached ({what}); is the server running, and the address right?"),
            is_undone=True,
            is_unreached=True,
        )
    return FailedError(StoreError(f"{sent.url}: the connection broke off ({said}); try again"))


def refuse_failure(sent: Request, response: httpx.Response, *, may_be_html: bool) -> None:
    """Raises what an answer without success means, or one that is a web page.

    `may_be_html` is for a server that says in a web page that an update was done.
    """
    if response.is_success:
        if "html" in response.headers.get("content-type", "") and not may_be_html:
            raise StoreError(
                f"{sent.url}: answers with a web page, not with {sent.what};"
                " give the address at which the server answers SPARQL"
            )
        return
    called = f"{response.status_code} {line(response.reason_phrase)}".strip()
    if response.status_code in _AGAIN:
        after = _seconds(response.headers.get("retry-after"))
        asked = f", and asks to wait {after:g} s" if after else ""
        error = StoreError(f"{sent.url}: is busy or out of order ({called}){asked}; try again later")
        raise FailedError(error, after, is_undone=response.status_code in _BUSY)
    raise _refused(sent, response, called)


def _refused(sent: Request, response: httpx.Response, called: str) -> StoreError | QueryError:
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
        verb = "are" if sent.is_query else "is"
        return StoreError(f"{where}: there {verb} no {sent.what} at this address ({called}); see the address")
    said = _said(response)
    reason = f": {said}" if said else ""
    if sent.is_query and (status == httpx.codes.BAD_REQUEST or said.startswith("Virtuoso")):
        return RefusedError(f"the server does not answer this query ({called}){reason}")
    return StoreError(f"{where}: answers {called}{reason}; try again later, or ask who runs the server")


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
        for block in response.iter_bytes():
            said += block
            if len(said) >= _MOST_SAID:
                break
    except httpx.HTTPError:
        pass  # the status has been told already
    text = said[:_MOST_SAID].decode(errors="replace")
    return line(re.split(r"\n\s*\n|\nSPARQL query:", text.strip())[0])


def line(text: str) -> str:
    """Return what somebody else said in one line, not too long, and without the credentials of an address in it."""
    one = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    one = re.sub(r"//[^/\s]*@", "//", one)
    return one if len(one) <= _SHOWN else one[: _SHOWN - 2] + " …"
