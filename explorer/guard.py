"""What every request must pass, and every answer says: whom this server answers, and what its pages may do.

A page of another site that somebody has open can send requests to a server on the same computer, and with a name of
its own that leads there (DNS rebinding) read the answers. So a request must name this server as it is called, and come
from no other site, unless somebody follows a link or the site was allowed by name. What a page of ours loads is ours.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .settings import Settings

#: The most bytes of the body of a request, and of its address; and how long the body may take to come, in seconds.
MAX_BODY: Final = 1_000_000
MAX_ADDRESS: Final = 16_384
BODY_SECONDS: Final = 20.0
#: The most bytes of all its headers.
MAX_HEADERS: Final = 32_768
#: What pages of the origins that were allowed may read.
SHARED: Final = frozenset({"/sparql", "/graph-store", "/.well-known/void"})

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: What every answer says to browsers.
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.IGNORECASE)


class Refusal(NamedTuple):
    """Why a request is not answered: the status, and words for whoever sent it."""

    status: int
    why: str


class Guard:
    """Refuses what this server does not answer, bounds what is read, and tells browsers what they may do."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before an application."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        scope = _below(scope, self.settings.root_path)
        headers = Headers(scope=scope)
        refused = refusal(scope, headers, self.settings)
        if refused:
            answer: ASGIApp = PlainTextResponse(f"{refused.why}\n", refused.status, {"connection": "close"})
        else:
            answer = self.app
        await answer(scope, _Bounded(receive), _Told(send))


def _below(scope: Scope, root: str) -> Scope:
    """Return a request as one below the path under which a proxy has the server, whether or not the proxy leaves that
    path out. Most of them change what is escaped in a path when they do."""
    if not root:
        return scope
    if scope["path"] == root or scope["path"].startswith(f"{root}/"):
        return {**scope, "root_path": root}
    return {**scope, "root_path": root, "path": root + scope["path"], "raw_path": root.encode() + scope["raw_path"]}


def refusal(scope: Scope, headers: Headers, settings: Settings) -> Refusal | None:
    """Return why a request is not answered; None if it may be."""
    return (
        _ambiguous(headers)
        or _too_large(scope, headers)
        or _misdirected(headers, settings)
        or _foreign(scope, headers, settings)
    )


def _ambiguous(headers: Headers) -> Refusal | None:
    """Return why a request is refused that has two lengths: a proxy may take it for two requests, or for another."""
    if "transfer-encoding" in headers and "content-length" in headers:
        return Refusal(400, "a request has one length: Transfer-Encoding or Content-Length")
    return None


def _too_large(scope: Scope, headers: Headers) -> Refusal | None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_ADDRESS:
        return Refusal(414, f"the address is longer than {MAX_ADDRESS:,} bytes; send a query by POST")
    if sum(len(name) + len(value) for name, value in headers.raw) > MAX_HEADERS:
        return Refusal(431, f"the headers have more than {MAX_HEADERS:,} bytes")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > MAX_BODY:
        return Refusal(413, _TOO_MUCH)
    return None


_TOO_MUCH: Final = f"the request has more than {MAX_BODY:,} bytes"


def _misdirected(headers: Headers, settings: Settings) -> Refusal | None:
    """Return why a request names another host, as those do that a foreign name has led here."""
    named = headers.getlist("host")
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    if found and found[1].lower() in settings.hosts:
        return None
    return Refusal(421, "this server does not answer by that name; whoever runs it can add it with --host-name")


def _foreign(scope: Scope, headers: Headers, settings: Settings) -> Refusal | None:
    """Return why a request comes from a page of another site, by what browsers say of it; None if it does not."""
    site = headers.get("sec-fetch-site", "")
    own = _own_origin(headers, trusted=site == "same-origin") and site in ("", "none", "same-origin")
    if own or _follows_link(scope, headers) or _is_shared(scope, headers, settings):
        return None
    return Refusal(403, "this server does not answer pages of other sites; see --cors")


def _own_origin(headers: Headers, *, trusted: bool) -> bool:
    """Return whether a page of ours sends the request, or no page. A browser that is `trusted` to say so otherwise may
    call our origin null: it does where a page sends no referrer."""
    origin = headers.get("origin")
    if origin is None or (trusted and origin == "null"):
        return True
    return origin.lower().partition("://")[2] == headers["host"].lower()


def _follows_link(scope: Scope, headers: Headers) -> bool:
    """Return whether somebody goes to a page of ours from another site, which is what stable addresses are for."""
    to_page = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return to_page and scope["method"] in ("GET", "HEAD") and "origin" not in headers


def _is_shared(scope: Scope, headers: Headers, settings: Settings) -> bool:
    """Return whether an answer is shared with the pages that ask for it; whoever answers tells the browser."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return path in SHARED and bool({headers.get("origin"), "*"} & settings.origins)


class _Told:
    """Sends an answer with what browsers are told."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await self._send(message)


class _Bounded:
    """Reads a body that has only so many bytes, and comes within some time; raises `HTTPException` otherwise."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read = 0
        self._whole = False
        self._due: float | None = None

    async def __call__(self) -> Message:
        if self._whole:  # what else comes is that the client has gone, for which there is no time
            return await self._receive()
        self._due = self._due or asyncio.get_running_loop().time() + BODY_SECONDS
        try:
            async with asyncio.timeout_at(self._due):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, "the request took too long to come", {"connection": "close"}) from None
        self._read += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._read > MAX_BODY:
            raise HTTPException(413, _TOO_MUCH, {"connection": "close"})
        return message
