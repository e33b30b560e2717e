"""Whom the server answers, and what it tells browsers: docs/threat-model.md, over HTTP."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from starlette.types import Receive, Scope, Send
from whoblamed.explorer import listening
from whoblamed.explorer.guard import HEADERS, MAX_ADDRESS, MAX_BODY
from whoblamed.explorer.listening import HEAD_SECONDS, MAX_HEAD
from whoblamed.explorer.settings import Settings

from ..support.server import Server, serving

ASK = f"/sparql?query={quote('ASK { }')}"
SHARED = "https://site.example"


@pytest.fixture(scope="module")
def sharing(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that shares SPARQL answers with one site, and may be asked for by a second name."""
    options = ("--cors", SHARED, "--host-name", "graph.example")
    with serving(small_graph, tmp_path_factory.mktemp("sharing"), *options) as running:
        yield running


def port(server: Server) -> int:
    return urlsplit(server.url).port or 0


# ------------------------------------------------------------------------------------------------------------ the name


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_it_answers_by_the_names_of_this_computer(small_server: Server, name: str) -> None:
    for host in (name, f"{name}:{port(small_server)}"):
        assert small_server.get(ASK, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["rebound.example", "127.0.0.1.rebound.example", "localhost.rebound.example", "10.0.0.1", "[::2]", "localhost@evil",
     "evil/localhost", "localhost:80:80", "localhost:", "", "localhost, evil.example"],
)  # fmt: skip
def test_a_name_that_was_made_to_lead_here_is_not_answered(small_server: Server, name: str) -> None:
    """DNS rebinding: the page of a site whose name leads to this computer would read everything."""
    answer = small_server.get(ASK, headers={"Host": name})
    assert answer.status_code == 421
    assert "--host-name" in answer.text


def test_a_request_that_names_two_hosts_or_none_is_not_answered(small_server: Server) -> None:
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert sent(small_server, two).startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))
    assert sent(small_server, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421")


def test_a_name_is_added_by_who_runs_the_server(sharing: Server) -> None:
    assert sharing.get(ASK, headers={"Host": "graph.example"}).status_code == 200
    assert sharing.get(ASK, headers={"Host": "other.example"}).status_code == 421


# ------------------------------------------------------------------------------------------------------- the other site


def fetched(site: str, mode: str, **more: str) -> dict[str, str]:
    """What a browser says of a request."""
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, **{f"Sec-Fetch-{key}": more[key] for key in more}}


EVIL = {"Origin": "https://evil.example"}
FOREIGN = {
    "a script of another site": {**fetched("cross-site", "cors"), **EVIL},
    "a picture in a page of another site": fetched("cross-site", "no-cors", Dest="image"),
    "a frame in a page of another site": fetched("cross-site", "navigate", Dest="iframe"),
    "a page on another port of this computer": {**fetched("same-site", "cors"), "Origin": "http://127.0.0.1:1"},
    "a browser of before that names the origin": EVIL,
    "a page without an origin": {"Origin": "null"},
    "a page without an origin, of another site": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
}  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD"])
def test_no_page_of_another_site_gets_an_answer(small_server: Server, headers: dict[str, str], method: str) -> None:
    import httpx

    answer = httpx.request(method, f"{small_server.url}{ASK}", headers=headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_form_of_another_site_cannot_be_sent_here(small_server: Server) -> None:
    """What a form sends no preflight is asked for; a page that is left open sent an update to a bare store so."""
    navigates = fetched("cross-site", "navigate", Dest="document")
    for headers in (navigates, {**navigates, **EVIL}):
        assert small_server.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code == 403


OWN = {
    "curl": {},
    "an address that is typed": fetched("none", "navigate", Dest="document"),
    "a link in a page of another site": fetched("cross-site", "navigate", Dest="document"),
    "a script of ours": fetched("same-origin", "cors"),
}  # fmt: skip


@pytest.mark.parametrize("headers", OWN.values(), ids=OWN)
def test_people_programs_and_our_own_pages_get_an_answer(small_server: Server, headers: dict[str, str]) -> None:
    assert small_server.get(ASK, headers=headers).status_code == 200


def test_our_own_forms_may_be_sent_by_browsers_of_any_age(small_server: Server) -> None:
    for headers in ({"Origin": small_server.url}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
        assert small_server.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code == 200


def test_a_site_that_was_allowed_reads_sparql_answers_and_nothing_else(sharing: Server) -> None:
    asks = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": SHARED}
    answer = sharing.get(ASK, headers=asks)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SHARED)
    assert "origin" in answer.headers["vary"].lower()
    assert sharing.get("/", headers=asks).status_code == 403
    assert sharing.get("/edit/", headers=asks).status_code == 403
    assert sharing.get(ASK, headers={**asks, "Origin": "https://other.example"}).status_code == 403
    assert sharing.get(ASK, headers={**asks, "Origin": f"{SHARED}.evil.example"}).status_code == 403


# ----------------------------------------------------------------------------------------------- what browsers are told


@pytest.mark.parametrize("path", [ASK, "/no/such/page", "/sparql?query=nonsense", "/%00", "/" + "a" * MAX_ADDRESS])
def test_every_answer_says_what_its_page_may_do(small_server: Server, path: str) -> None:
    answer = small_server.get(path)
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value], (answer.status_code, name)
    assert "server" not in answer.headers


def test_a_page_may_run_nothing_but_files_of_ours() -> None:
    policy = {part.split()[0]: part.split()[1:] for part in HEADERS["content-security-policy"].split("; ")}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert "unsafe" not in HEADERS["content-security-policy"]


# --------------------------------------------------------------------------------------------------- sizes and patience


def test_what_is_too_large_is_refused_in_words(small_server: Server) -> None:
    assert small_server.get("/" + "a" * MAX_ADDRESS).status_code == 414
    answer = small_server.post(
        "/sparql", content=b"x" * (MAX_BODY + 1), headers={"Content-Type": "application/sparql-query"}
    )
    assert (answer.status_code, answer.text) == (413, f"the request has more than {MAX_BODY:,} bytes\n")


def test_what_does_not_say_how_large_it_is_is_read_no_further_than_allowed(small_server: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 10_000 + 5):
            yield b"x" * 10_000

    answer = small_server.post("/sparql", content=endless(), headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413


def test_a_length_that_is_no_number_is_refused(small_server: Server) -> None:
    for length in (b"-1", b"1e9", b"0x10", "٣".encode()):
        asked = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + b"\r\n\r\n"
        assert sent(small_server, asked)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 413")


HERE = b"Host: localhost\r\n"
NO_REQUEST = {
    "an endless head": b"GET / HTTP/1.1\r\n" + HERE + b"X: " + b"a" * MAX_HEAD,
    "no HTTP": b"nonsense\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    "two lengths": b"GET / HTTP/1.1\r\n" + HERE + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "another's address": b"GET http://evil.example/ HTTP/1.1\r\n" + HERE + b"\r\n",
    "a tunnel": b"CONNECT evil.example:80 HTTP/1.1\r\n" + HERE + b"\r\n",
}


@pytest.mark.parametrize("head", NO_REQUEST.values(), ids=NO_REQUEST)
def test_what_is_no_request_is_told_so(small_server: Server, head: bytes) -> None:
    assert sent(small_server, head).startswith(b"HTTP/1.1 4")
    assert small_server.get(ASK).status_code == 200


def test_nobody_waits_for_clients_that_dawdle(small_server: Server) -> None:
    """A hundred clients that send their requests byte by byte, and never end them, take no other's place."""
    slow = [socket.create_connection(("127.0.0.1", port(small_server))) for _ in range(101)]
    silent = slow[100]
    try:
        for each in slow[:50]:
            each.sendall(b"GET / HT")
        for each in slow[50:100]:
            each.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                         b"Content-Length: 100\r\n\r\nASK")  # fmt: skip
        with ThreadPoolExecutor(8) as threads:
            begun = time.monotonic()
            statuses = list(threads.map(lambda _: small_server.get(ASK).status_code, range(16)))
        assert statuses == [200] * 16
        assert time.monotonic() - begun < HEAD_SECONDS
        for each in (slow[0], silent):  # who sends no request in time is not waited for
            each.settimeout(HEAD_SECONDS * 3)
            assert each.recv(100) == b""
    finally:
        for each in slow:
            each.close()


def test_a_client_that_takes_none_of_its_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "STALL_SECONDS", 0.5)
    let_go = threading.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        sending = asyncio.ensure_future(_send_for_ever(send))
        while (await receive())["type"] != "http.disconnect":
            pass
        sending.cancel()
        let_go.set()

    running = listening.server(endless, Settings())
    bound = listening.bind("127.0.0.1", 0)
    thread = threading.Thread(target=running.run, args=([bound],))
    with socket.create_connection(bound.getsockname()) as client:
        thread.start()
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert let_go.wait(30)
        running.should_exit = True
        thread.join(30)
    assert not thread.is_alive()


async def _send_for_ever(send: Send) -> None:
    while True:
        await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})


def sent(server: Server, request: bytes) -> bytes:
    """What the server answers to these bytes, to its end."""
    with socket.create_connection(("127.0.0.1", port(server)), timeout=60) as connection:
        connection.sendall(request)
        connection.settimeout(60)
        found = b""
        while b"\r\n\r\n" not in found and (block := connection.recv(65536)):
            found += block
        return found
