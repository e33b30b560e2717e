"""Web addresses, against a server on this computer; no other is ever asked."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.opening.cache import GRACE
from whoblamed.loaders.opening.documents import Document, SourceLimits
from whoblamed.loaders.opening.fetch import fetch, shown
from whoblamed.loaders.opening.opening import documents

SECRET = "s3cret"


@dataclass
class Server:
    """A web server; `answer` is what it does with each request, and `asked` are their paths and headers."""

    port: int = 0
    answer: Callable[[BaseHTTPRequestHandler], None] = lambda request: reply(request, b"rows")
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/rows.csv", user: str = "") -> str:
        """The address of something on it."""
        return f"http://{user}127.0.0.1:{self.port}{path}"


def reply(request: BaseHTTPRequestHandler, body: bytes = b"", status: int = 200, **headers: str) -> None:
    """Answer with a body; `Content_Type=…` sets a header."""
    request.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on this computer, beside which no other can be found."""
    found = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            with suppress(ConnectionError):
                found.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        found.port = running.server_port
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield found
        found.stopping.set()
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but this computer can be reached."""
    resolve = socket.getaddrinfo

    def only_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in ("127.0.0.1", b"127.0.0.1"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", only_here)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The folder for what is fetched."""
    return tmp_path / "cache"


def opened(source: str, cache: Path, **limits: Any) -> Document:
    """The one document that is at an address."""
    (document,) = documents([source], cache=cache, limits=SourceLimits(**limits)).documents
    return document


def content(document: Document) -> bytes:
    with document.open() as file:
        return file.read()


def error(source: str, cache: Path, **limits: Any) -> str:
    """The one line that is told about an address."""
    with pytest.raises((StoreError, InvalidData)) as raised:
        content(opened(source, cache, **limits))
    (line,) = str(raised.value).splitlines()
    assert SECRET not in line
    return line


def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


# ----------------------------------------------------------------------------------------------------- what is fetched


def test_what_is_at_an_address_is_a_document(server: Server, cache: Path) -> None:
    document = opened(server.url(), cache)
    assert content(document) == content(document) == b"rows"
    assert (document.name, document.url, document.base) == (server.url(), server.url(), "rows.csv")
    assert (document.size, len(server.asked)) == (4, 1)


def test_it_may_be_packed(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, gzip.compress(b"rows"))
    document = opened(server.url("/rows.csv.gz"), cache)
    assert (content(document), document.base) == (b"rows", "rows.csv")


def test_it_may_be_an_archive(server: Server, cache: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("one.csv", "1")
        packed.writestr("two.csv", "2")
    server.answer = lambda request: reply(request, archive.getvalue())
    found = documents([server.url("/data")], cache=cache).documents
    assert [document.name for document in found] == [server.url("/data!one.csv"), server.url("/data!two.csv")]
    assert {document.url for document in found} == {server.url("/data")}
    assert [document.base for document in found] == ["one.csv", "two.csv"]


def test_it_may_be_packed_for_the_way_only(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, gzip.compress(b"rows" * 50_000), Content_Encoding="gzip")
    assert content(opened(server.url(), cache)) == b"rows" * 50_000
    assert server.asked[0][1]["Accept-Encoding"] == "gzip"


def test_progress_is_told(server: Server, cache: Path) -> None:
    told: list[object] = []

    class Progress:
        def started(self, name: str, size: int | None) -> None:
            told.append((name, size))

        def advanced(self, name: str, count: int) -> None:
            told.append(count)

        def finished(self, name: str) -> None:
            told.append(name)

    server.answer = lambda request: reply(request, bytes(500_000))
    fetch(server.url(user=f"me:{SECRET}@"), cache=cache, progress=Progress())
    assert (told[0], told[-1]) == ((server.url(), 500_000), server.url())
    assert sum(count for count in told if isinstance(count, int)) == 500_000


def test_redirects_are_followed(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        step = int(request.path[1:])
        reply(request, b"rows") if step == 5 else reply(request, status=302, Location=f"/{step + 1}")

    server.answer = answer
    document = opened(server.url("/0"), cache)
    assert (content(document), document.url) == (b"rows", server.url("/0"))


def test_a_host_in_another_script(server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo
    name = "häfen.example".encode("idna").decode()

    def with_it(host: Any, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1" if host in (name, name.encode()) else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", with_it)
    url = f"http://häfen.example:{server.port}/rows.csv"
    document = opened(url, cache)
    assert (content(document), document.name) == (b"rows", url)
    assert server.asked[0][1]["Host"] == f"{name}:{server.port}"


# ------------------------------------------------------------------------------------------------------- the cache


def versioned(server: Server) -> dict[str, bytes]:
    """Makes the server answer 304 to those who have what it has; its `content` can be changed."""
    held = {"content": b"first"}

    def answer(request: BaseHTTPRequestHandler) -> None:
        tag = f'"{held["content"].decode()}"'
        if request.headers.get("If-None-Match") == tag:
            reply(request, status=304, Content_Length="0")
        else:
            reply(request, held["content"], ETag=tag)

    server.answer = answer
    return held


def test_what_has_not_changed_is_not_fetched_again(server: Server, cache: Path) -> None:
    versioned(server)
    assert content(opened(server.url(), cache)) == content(opened(server.url(), cache)) == b"first"
    assert [headers.get("If-None-Match") for _, headers in server.asked] == [None, '"first"']


def test_what_has_changed_is_fetched_again(server: Server, cache: Path) -> None:
    held = versioned(server)
    before = opened(server.url(), cache)
    held["content"] = b"second"
    assert content(opened(server.url(), cache)) == b"second"
    assert content(before) == b"first"


def test_a_date_serves_where_there_is_no_etag(server: Server, cache: Path) -> None:
    date = "Mon, 05 May 2031 12:00:00 GMT"
    server.answer = lambda request: (
        reply(request, status=304)
        if "If-Modified-Since" in request.headers
        else reply(request, b"1", Last_Modified=date)
    )
    assert content(opened(server.url(), cache)) == content(opened(server.url(), cache)) == b"1"
    assert server.asked[1][1]["If-Modified-Since"] == date


def test_what_cannot_be_compared_is_fetched_anew(server: Server, cache: Path) -> None:
    bodies = iter([b"one", b"two"])
    server.answer = lambda request: reply(request, next(bodies))
    assert [content(opened(server.url(), cache)) for _ in range(2)] == [b"one", b"two"]


@pytest.mark.parametrize("harm", ["content", "cut", "missing", "description", "list", "other keys"])
def test_a_copy_that_was_harmed_is_fetched_again(server: Server, cache: Path, harm: str) -> None:
    versioned(server)
    opened(server.url(), cache)
    (data,) = cache.glob("*.data")
    (description,) = cache.glob("*.json")
    harms: dict[str, Callable[[], object]] = {
        "content": lambda: data.write_bytes(b"worst"),
        "cut": lambda: data.write_bytes(b""),
        "missing": data.unlink,
        "description": lambda: description.write_text("{"),
        "list": lambda: description.write_text("[]"),
        "other keys": lambda: description.write_text(json.dumps({"sha256": 1})),
    }
    harms[harm]()
    assert content(opened(server.url(), cache)) == b"first"
    assert "If-None-Match" not in server.asked[-1][1]


def test_each_address_has_its_own_copy(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, request.path.encode())
    assert [content(opened(server.url(path), cache)) for path in ("/a", "/b?c", "/b?d")] == [b"/a", b"/b?c", b"/b?d"]


def test_a_redirect_to_another_page_is_no_reason_to_take_the_old_one(server: Server, cache: Path) -> None:
    """Both pages have the ETag "1", which says nothing as they are two."""
    target = {"now": "/a"}

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/":
            reply(request, status=307, Location=target["now"])
        elif request.headers.get("If-None-Match"):
            reply(request, status=304)
        else:
            reply(request, request.path.encode(), ETag='"1"')

    server.answer = answer
    assert content(opened(server.url("/"), cache)) == content(opened(server.url("/"), cache)) == b"/a"
    target["now"] = "/b"
    assert content(opened(server.url("/"), cache)) == b"/b"


def test_several_may_fetch_the_same_at_once(server: Server, cache: Path) -> None:
    body = os.urandom(300_000)
    server.answer = lambda request: reply(request, body, ETag='"1"')
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(content(opened(server.url(), cache)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [body] * 8
    assert sorted(path.suffix for path in cache.iterdir()) == [".data", ".json"]


def test_versions_are_forgotten_when_nobody_can_be_reading_them(server: Server, cache: Path) -> None:
    held = versioned(server)
    opened(server.url(), cache)
    (first,) = cache.glob("*.data")
    held["content"] = b"second"
    opened(server.url(), cache)
    assert len(list(cache.glob("*.data"))) == 2
    broken_off = cache / "new-abc"
    broken_off.touch()
    for path in (first, broken_off):
        os.utime(path, (time.time() - GRACE - 60,) * 2)
    held["content"] = b"third"
    opened(server.url(), cache)
    assert sorted(path.read_bytes() for path in cache.glob("*.data")) == [b"second", b"third"]
    assert not broken_off.exists()


def test_a_cache_that_cannot_be_written(server: Server, cache: Path) -> None:
    cache.write_bytes(b"a file")
    assert error(server.url(), cache).startswith(f"{cache}: ")


# ------------------------------------------------------------------------------------------------- without an answer


def offline(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.mark.parametrize("failure", ["offline", "out of order", "slow", "cut off"])
def test_the_copy_serves_when_there_is_no_answer(
    server: Server, cache: Path, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert content(opened(server.url(), cache)) == b"rows"
    if failure == "offline":
        monkeypatch.setattr(socket, "getaddrinfo", offline)
    server.answer = {
        "offline": void,
        "out of order": lambda request: reply(request, status=503),
        "slow": lambda request: void(server.stopping.wait(5)),
        "cut off": lambda request: reply(request, b"ro", Content_Length="4"),
    }[failure]
    found = documents([server.url()], cache=cache, limits=SourceLimits(timeout=0.2))
    assert content(found.documents[0]) == b"rows"
    (note,) = found.notes
    assert note.startswith(f"{server.url()}: ")
    assert note.count(";") == 1
    assert note.endswith("; what was fetched before is used instead")


@pytest.mark.parametrize("status", [404, 410, 403])
def test_the_copy_does_not_serve_when_it_is_gone(server: Server, cache: Path, status: int) -> None:
    opened(server.url(), cache)
    server.answer = lambda request: reply(request, status=status)
    assert f"the server answers {status}" in error(server.url(), cache)


def test_a_server_that_is_not_there(cache: Path) -> None:
    url = f"http://127.0.0.1:{unused_port()}/rows.csv"
    assert error(url, cache).startswith(f"{url}: the server cannot be reached (")


def test_a_name_that_nobody_knows(cache: Path) -> None:
    url = "http://nowhere.example/rows.csv"
    assert error(url, cache) == (
        f"{url}: the server cannot be reached ([Errno -2] Name or service not known); check the address"
    )


def test_a_server_that_does_not_answer(server: Server, cache: Path) -> None:
    server.answer = lambda request: void(server.stopping.wait(5))
    assert error(server.url(), cache, timeout=0.2) == (f"{server.url()}: no answer within 0.2 seconds; try again later")


def test_a_server_that_stops_in_the_middle(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        reply(request, b"ro", Content_Length="4")
        server.stopping.wait(5)

    server.answer = answer
    assert "no answer within 0.2 seconds" in error(server.url(), cache, timeout=0.2)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_a_server_that_trickles_before_the_content(server: Server, cache: Path, begin: bytes) -> None:
    """It is never silent for as long as `timeout`, and would go on for ever."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(begin)
        while not server.stopping.wait(0.05):
            request.wfile.write(b"H")

    server.answer = answer
    begun = time.monotonic()
    assert error(server.url(), cache, max_seconds=0.3).endswith(": took longer than 0.3 seconds; try again later")
    assert time.monotonic() - begun < 3


def test_a_server_that_trickles_lengths_of_chunks(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server.stopping.wait(0.05):
            request.wfile.write(b"0")

    server.answer = answer
    assert error(server.url(), cache, max_seconds=0.3).endswith(": took longer than 0.3 seconds; try again later")


def test_a_server_that_redirects_slowly_has_one_time_for_all(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        server.stopping.wait(0.2)
        reply(request, status=302, Location=f"{request.path}x")

    server.answer = answer
    assert error(server.url(), cache, max_seconds=0.3).endswith(": took longer than 0.3 seconds; try again later")


def test_what_an_address_redirects_to_on_another_host_is_another_source(
    server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo

    def with_it(host: Any, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1" if host == "mirror.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", with_it)
    assert opened(server.url("/rows.csv"), cache).place == server.url("/rows.csv")
    server.answer = lambda request: (
        reply(request, b"rows")
        if request.headers["Host"].startswith("mirror")
        else reply(request, status=302, Location=f"http://mirror.example:{server.port}/rows.csv")
    )
    assert opened(server.url("/other.csv"), cache).place == f"{server.url('/other.csv')} (mirror.example)"


def test_a_server_that_trickles(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        reply(request, Content_Length="100000")
        while not server.stopping.wait(0.05):
            request.wfile.write(b"x")

    server.answer = answer
    assert error(server.url(), cache, max_seconds=0.3).endswith(": took longer than 0.3 seconds; try again later")


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "404 Not Found"), (401, "401 Unauthorized"), (204, "204 No Content"), (304, "304 Not Modified")],
)
def test_an_answer_that_is_no_content(server: Server, cache: Path, status: int, reason: str) -> None:
    server.answer = lambda request: reply(request, status=status)
    assert error(server.url(), cache) == f"{server.url()}: the server answers {reason}; check the address"


def test_a_server_out_of_order(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, status=500)
    assert error(server.url(), cache).endswith("the server answers 500 Internal Server Error; try again later")


def test_a_connection_that_is_not_secure(server: Server, cache: Path) -> None:
    url = server.url().replace("http:", "https:")
    assert error(url, cache).startswith(f"{url}: the connection is not secure (")


# ---------------------------------------------------------------------------------------------------- what is hostile


def test_a_redirect_loop(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, status=301, Location=request.path)
    assert error(server.url(), cache) == f"{server.url()}: redirects more than 5 times"
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/x"])
def test_a_redirect_to_what_is_not_of_the_web(server: Server, cache: Path, target: str) -> None:
    server.answer = lambda request: reply(request, status=302, Location=target)
    assert "only http and https addresses are fetched" in error(server.url(), cache)


@pytest.mark.parametrize("target", ["http://[", "http://a:b:c/", "data:,x", "", "http://"])
def test_a_redirect_to_nowhere(server: Server, cache: Path, target: str) -> None:
    server.answer = lambda request: reply(request, status=302, Location=target)
    error(server.url(), cache)


def test_a_body_that_is_announced_to_be_too_large(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, b"x", Content_Length="5000")
    assert error(server.url(), cache, max_download=4096) == (
        f"{server.url()}: is more than 4 KiB; if it is meant to be, set WHOBLAMED_MAX_DOWNLOAD"
    )


def test_a_body_without_end(server: Server, cache: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not server.stopping.is_set():
            request.wfile.write(bytes(10_000))

    server.answer = answer
    assert "is more than 97.66 KiB" in error(server.url(), cache, max_download=100_000)
    assert list(cache.iterdir()) == []


def test_a_bomb_on_the_way(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, gzip.compress(bytes(70 << 20)), Content_Encoding="gzip")
    assert "unpacks to more than 250 times its size" in error(server.url(), cache)
    assert list(cache.iterdir()) == []


def test_a_bomb_at_the_end(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, gzip.compress(bytes(70 << 20)))
    assert "unpacks to more than 250 times its size" in error(server.url(), cache)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate", "x"])
def test_a_packing_that_was_not_asked_for(server: Server, cache: Path, encoding: str) -> None:
    server.answer = lambda request: reply(request, b"rows", Content_Encoding=encoding)
    assert "packed in a way that was not asked for" in error(server.url(), cache)


@pytest.mark.parametrize("length", ["4", "5000"])
def test_less_than_was_announced(server: Server, cache: Path, length: str) -> None:
    server.answer = lambda request: reply(request, b"row", Content_Length=length)
    assert ": the connection broke off (" in error(server.url(), cache)
    assert list(cache.iterdir()) == []


def test_more_than_was_announced(server: Server, cache: Path) -> None:
    server.answer = lambda request: reply(request, b"rows and more", Content_Length="4")
    assert content(opened(server.url(), cache)) == b"rows"


@pytest.mark.parametrize("length", ["-1", "four", "9" * 40, "4, 5"])
def test_a_length_that_is_none(server: Server, cache: Path, length: str) -> None:
    server.answer = lambda request: reply(request, b"rows", Content_Length=length)
    error(server.url(), cache)


def test_an_answer_that_is_no_http(server: Server, cache: Path) -> None:
    server.answer = lambda request: void(request.wfile.write(b"\x00\x01\x02 hello\r\n\r\n"))
    assert ": the connection broke off (" in error(server.url(), cache)


@pytest.mark.parametrize(
    "url", ["http://", "http:///x", "http://[::1", "http://a b/", "http://x:99999999/", "http://x\n.y/"]
)
def test_what_is_no_address(url: str, cache: Path) -> None:
    error(url, cache)


# -------------------------------------------------------------------------------------------------------- credentials


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b#c", "https://example.org/a?b"),
        (f"https://me:{SECRET}@example.org/a", "https://example.org/a"),
        (f"https://{SECRET}@example.org:8080", "https://example.org:8080"),
        (f"https://me:{SECRET}@@example.org/", "https://example.org/"),
        (f"https://me:{SECRET}@[::1/", "https://[::1/"),
    ],
)
def test_what_is_shown_of_an_address(url: str, expected: str) -> None:
    assert shown(url) == expected


def test_credentials_are_used_and_not_recorded(server: Server, cache: Path) -> None:
    document = opened(server.url(user=f"me:{SECRET}@"), cache)
    assert server.asked[0][1]["Authorization"].startswith("Basic ")
    assert SECRET not in f"{document!r} {document.name} {document.url} {document.base}"
    assert SECRET not in "".join(path.read_text() + path.name for path in cache.iterdir())


@pytest.mark.parametrize("status", [404, 500, 302])
def test_credentials_are_not_in_messages(server: Server, cache: Path, status: int) -> None:
    server.answer = lambda request: reply(request, status=status, Location=f"ftp://me:{SECRET}@127.0.0.1/")
    error(server.url(user=f"me:{SECRET}@"), cache)


def test_credentials_do_not_go_to_another_server(server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/rows.csv":
            reply(request, status=302, Location=f"http://localhost:{server.port}/other")
        else:
            reply(request, b"rows")

    server.answer = answer
    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *args, **kwargs: resolve("127.0.0.1", *args, **kwargs))
    opened(server.url(user=f"me:{SECRET}@"), cache)
    assert ["Authorization" in headers for _, headers in server.asked] == [True, False]


def void(_: object) -> None:
    """For the lambdas that wait."""


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://", "it names no host"),
        ("https:///rows.csv", "it names no host"),
        ("http://127.0.0.1:99999/rows.csv", "port 99999 is none"),
        ("http://127.0.0.1:rows/", "Invalid port: 'rows'"),
    ],
)
def test_what_is_no_address_is_told_as_that(url: str, reason: str, cache: Path) -> None:
    assert error(url, cache) == f"{url}: is no address that can be fetched ({reason})"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("http://127.0.0.1:99999/", "leads to http://127.0.0.1:99999/, which is no address that can be fetched"),
        ("http://127.0.0.1:rows/", "leads to what is no address ("),
    ],
)
def test_a_redirect_to_what_is_no_address(server: Server, cache: Path, target: str, told: str) -> None:
    server.answer = lambda request: reply(request, status=302, Location=target)
    assert error(server.url(), cache).startswith(f"{server.url()}: {told}")
