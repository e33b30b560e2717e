"""A small server of our own, which passes on to a real one and does what it is told in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import whoblamed
from whoblamed.graph import Graph

from .servers import Server

#: What is done with a request and its body; whether that is all.
Fault = Callable[["Passing", bytes], bool]


class Passing(BaseHTTPRequestHandler):
    """Passes a request on to the real server, unless the fault does something else with it."""

    protocol_version = "HTTP/1.1"
    real: Server
    fault: Fault

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not type(self).fault(self, sent):
            self.answer(*self.passed_on(sent))

    do_GET = do_POST

    def passed_on(self, sent: bytes) -> tuple[int, str, bytes]:
        base = self.real.query.rpartition("/")[0]
        headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        found = httpx.request(self.command, base + self.path, content=sent, headers=headers)
        return found.status_code, found.headers.get("content-type", ""), found.content

    def answer(self, status: int, type_: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": type_, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):  # nobody waits for it any more
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Failing:
    """A server that fails as it is told, in front of a real one."""

    def __init__(self, real: Server) -> None:
        self.real = real
        self.handler: type[Passing] = type(
            "_Failing", (Passing,), {"real": real, "fault": staticmethod(lambda *_: False)}
        )
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler)
        base = f"http://127.0.0.1:{self.http.server_port}"
        self.base = base
        self.asked = 0

    @contextmanager
    def running(self) -> Iterator[Failing]:
        """Answer in a thread."""
        thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield self
        self.http.shutdown()
        self.http.server_close()
        thread.join()

    def graph(self) -> Graph:
        return whoblamed.open(f"{self.base}/query", update=f"{self.base}/update", store=f"{self.base}/store")

    def does(self, fault: Fault, *, times: int = 1_000_000, of: str = "") -> None:
        """Do this with so many of the requests whose path and content have a text."""
        left = [times]

        def first(handler: Passing, sent: bytes) -> bool:
            if of not in f"{handler.command} {handler.path} {sent.decode(errors='replace')}" or left[0] == 0:
                return False
            left[0] -= 1
            self.asked += 1
            return fault(handler, sent)

        self.handler.fault = staticmethod(first)
