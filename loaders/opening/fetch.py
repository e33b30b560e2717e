"""Web addresses: fetched once, kept in the user's cache directory, and asked for again only if they changed."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit, urlunsplit

from ...errors import StoreError, WhoblamedError
from .cache import Entry, Place, default_folder
from .documents import Progress, SourceLimits, Watched, in_words
from .packing import Unpacked

if TYPE_CHECKING:
    import httpx

_HIGHEST_PORT = 65_535
SCHEMES = ("http", "https")
MAX_REDIRECTS = 5
_BLOCK = 1 << 16
_GZIP = ("gzip", "x-gzip")
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the file it is in, and a note when that is an older copy because the server did not answer.

    `host` is the one that it came from in the end, if the address led to another than its own.
    """

    path: Path
    size: int
    note: str | None = None
    host: str | None = None


def shown(url: str) -> str:
    """Return the address without the name and password that may be in it, and without its fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket in the host
        scheme, _, rest = url.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def fetch(
    url: str, *, limits: SourceLimits | None = None, cache: Path | None = None, progress: Progress | None = None
) -> Fetched:
    """Get what is at `url`, from the cache (`cache`: another folder for it) when the server says it has not changed.

    The copy in the cache also serves, with a note, when there is no answer. Raises `StoreError`, in one line without
    credentials, when nothing can be got or it is more than `limits` allow.
    """
    place = Place(cache or default_folder(), url)
    entry = place.read()
    try:
        return _Download(url, place, limits or SourceLimits.of_environment(), progress).get(entry)
    except _NoAnswerError as error:
        if entry is None:
            raise
        note = f"{error.what}; what was fetched before is used instead"
        return Fetched(place.content(entry), entry.size, note, _other_host(url, entry))


class _NoAnswerError(StoreError):
    """The server cannot be reached, or is out of order: what it said before still holds."""

    def __init__(self, what: str, advice: str = "try again later") -> None:
        self.what = what
        super().__init__(f"{what}; {advice}")


# ------------------------------------------------------------------------------------------------------- the download


class _Download:
    """One address on its way here."""

    def __init__(self, url: str, place: Place, limits: SourceLimits, progress: Progress | None) -> None:
        self._url, self._place, self._limits, self._progress = url, place, limits, progress
        self._name = shown(url)
        self._deadline = _Deadline(limits.max_seconds)

    def get(self, entry: Entry | None) -> Fetched:
        import httpx

        headers = {"Accept-Encoding": "gzip", "User-Agent": "whoblamed"}
        with (
            self._in_words(),
            self._deadline,
            httpx.Client(headers=headers, timeout=self._limits.timeout) as client,
            self._answer(client, entry) as response,
        ):
            if entry is not None and response.status_code == 304 and _is_conditional(response.request):
                return Fetched(self._place.content(entry), entry.size, host=_other_host(self._url, entry))
            self._check(response)
            return self._keep(response)

    @contextmanager
    def _answer(self, client: httpx.Client, entry: Entry | None) -> Iterator[httpx.Response]:
        """The answer to the request, after the redirects, with a body that is yet to be read."""
        request = client.build_request("GET", self._url, extensions={"trace": self._deadline.watch})
        for number in range(MAX_REDIRECTS + 1):
            self._check_address(request.url, f"leads to {shown(str(request.url))}, which " if number else "")
            request.headers.update(_conditions(request, entry))
            response = client.send(request, stream=True)
            try:
                if response.next_request is None:
                    yield response
                    return
                request = response.next_request
                for name in _CONDITIONS:
                    request.headers.pop(name, None)
            finally:
                response.close()
        raise self._error(f"redirects more than {MAX_REDIRECTS} times")

    def _check_address(self, url: httpx.URL, where: str) -> None:
        """Raises `StoreError` for what no request can be sent to; `where` is how it was come upon."""
        if url.scheme and url.scheme not in SCHEMES:
            raise self._error(f"leads to {shown(str(url))}; only http and https addresses are fetched")
        if not url.host:
            raise self._error(f"{where}is no address that can be fetched (it names no host)")
        if not 0 < (url.port or 1) <= _HIGHEST_PORT:
            raise self._error(f"{where}is no address that can be fetched (port {url.port} is none)")

    def _check(self, response: httpx.Response) -> None:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        if response.status_code >= 500:
            raise _NoAnswerError(f"{self._name}: the server answers {status}")
        if response.status_code != 200:
            raise self._error(f"the server answers {status}; check the address")
        if response.headers.get("Content-Encoding", "identity").lower() not in ("identity", *_GZIP):
            raise self._error("the server sends it packed in a way that was not asked for; fetch it yourself")
        if (_announced(response) or 0) > self._limits.max_download:
            raise self._too_large()

    def _keep(self, response: httpx.Response) -> Fetched:
        found = hashlib.sha256()
        size = 0
        with self._place.writing() as file, self._content(response) as content:
            while block := content.read(_BLOCK):
                found.update(block)
                size += file.write(block)
            entry = Entry(
                final=_without_user(response.url),
                sha256=found.hexdigest(),
                size=size,
                etag=response.headers.get("ETag"),
                last_modified=response.headers.get("Last-Modified"),
            )
            return Fetched(self._place.put(file, entry), size, host=_other_host(self._url, entry))

    def _content(self, response: httpx.Response) -> BinaryIO:
        """Return the body, unpacked if it was packed for the way, and no more of it than is allowed."""
        body: BinaryIO = io.BufferedReader(_Body(self._blocks(response)), _BLOCK)
        if self._progress:
            body = io.BufferedReader(Watched(body, self._name, _announced(response), self._progress), _BLOCK)
        if response.headers.get("Content-Encoding", "").lower() in _GZIP:
            return io.BufferedReader(Unpacked(body, "gzip", self._name, self._limits), _BLOCK)
        return body

    def _blocks(self, response: httpx.Response) -> Iterator[bytes]:
        total = 0
        for block in response.iter_raw():  # as it comes, not gathered into blocks
            total += len(block)
            if total > self._limits.max_download:
                raise self._too_large()
            yield block
        if self._deadline.passed:  # what ends with the connection ended too early
            raise self._too_slow()

    def _error(self, message: str) -> StoreError:
        return StoreError(f"{self._name}: {message}")

    def _too_slow(self) -> StoreError:
        return _NoAnswerError(f"{self._name}: took longer than {self._limits.max_seconds:g} seconds")

    def _too_large(self) -> StoreError:
        most = in_words(self._limits.max_download)
        return self._error(f"is more than {most}; if it is meant to be, set WHOBLAMED_MAX_DOWNLOAD")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Turn what the network complains of into one line, without the address as it was given."""
        import httpx

        try:
            yield
        except WhoblamedError:
            raise
        except httpx.RemoteProtocolError as error:
            if "location header" in str(error):
                raise self._error(f"leads to what is no address ({_said(error)})") from None
            raise self._broken_off(error) from None
        except httpx.TransportError as error:
            raise self._broken_off(error) from None
        except (httpx.InvalidURL, UnicodeError) as error:
            raise self._no_address(error) from None

    def _broken_off(self, error: httpx.TransportError) -> StoreError:
        """Return what went wrong on the way."""
        import httpx

        if self._deadline.passed:
            return self._too_slow()
        if isinstance(error, httpx.TimeoutException):
            return _NoAnswerError(f"{self._name}: no answer within {self._limits.timeout:g} seconds")
        if isinstance(error, httpx.UnsupportedProtocol):
            return self._no_address(error)
        if not isinstance(error, httpx.ConnectError):
            return _NoAnswerError(f"{self._name}: the connection broke off ({_said(error)})")
        if _is_certificate(error):
            return self._error(f"the connection is not secure ({_said(error)}); nothing was read")
        return _NoAnswerError(f"{self._name}: the server cannot be reached ({_said(error)})", "check the address")

    def _no_address(self, error: Exception) -> StoreError:
        return self._error(f"is no address that can be fetched ({_said(error)})")


class _Deadline:
    """Shuts the connection when the time is up: who sends a byte now and then is never silent for long."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the connection when there is a new one; this is the `trace` of httpcore."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._connection = info["return_value"].get_extra_info("socket")
            if self.passed:
                self._shut()

    def _pass(self) -> None:
        self.passed = True
        self._shut()

    def _shut(self) -> None:
        if self._connection is not None:
            with suppress(OSError):  # it is closed already
                self._connection.shutdown(socket.SHUT_RDWR)


class _Body(io.RawIOBase):
    """The blocks of an answer as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower in typeshed
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        found, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(found)] = found
        return len(found)


def _other_host(url: str, entry: Entry) -> str | None:
    """Return the host that a copy came from, if it is not that of its address."""
    asked, found = urlsplit(shown(url)).hostname, urlsplit(entry.final).hostname
    return None if found == asked else found


def _announced(response: httpx.Response) -> int | None:
    length = response.headers.get("Content-Length")
    return int(length) if length else None


def _without_user(url: httpx.URL) -> str:
    return str(url.copy_with(userinfo=b""))


def _conditions(request: httpx.Request, entry: Entry | None) -> dict[str, str]:
    """Headers by which the server sends only what has changed; they hold for the address that the copy came from."""
    if entry is None or _without_user(request.url) != entry.final:
        return {}
    return {name: value for name, value in zip(_CONDITIONS, (entry.etag, entry.last_modified), strict=True) if value}


def _is_conditional(request: httpx.Request) -> bool:
    return any(name in request.headers for name in _CONDITIONS)


def _said(error: Exception) -> str:
    """Return what an error says, in one line, without the credentials of an address that it may quote."""
    return re.sub(r"//[^/\s]*@", "//", " ".join(str(error).split())) or type(error).__name__


def _is_certificate(error: BaseException | None) -> bool:
    """Return whether it is the encryption that failed."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None
