"""The server in a process of its own, as a user starts it, and what it said."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

T = TypeVar("T")
_ADDRESS = re.compile(r"serving at (http://\S+?)/?(?= |$)", re.MULTILINE)
#: How long the server may take to begin or to end, in seconds: what a crowded machine needs, and not what it takes.
PATIENCE = 60.0


@dataclass
class Server:
    """A running server: where it answers (`http://127.0.0.1:PORT`), its process, and the file of what it printed."""

    url: str
    process: subprocess.Popen[bytes]
    printed: Path

    @property
    def output(self) -> str:
        """All that it has printed, on both streams."""
        return self.printed.read_text("utf-8", "replace")

    def get(self, path: str, **more: object) -> httpx.Response:
        """Ask for a path, as a program does that sends no header of a browser; redirects are not followed."""
        return httpx.get(f"{self.url}{path}", timeout=PATIENCE, **more)  # type: ignore[arg-type]

    def post(self, path: str, **more: object) -> httpx.Response:
        """Post to a path, as such a program does."""
        return httpx.post(f"{self.url}{path}", timeout=PATIENCE, **more)  # type: ignore[arg-type]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; return its exit code (negative: the signal that ended it)."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(
    graph: Path | str, folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serve a graph on a free port of the loopback address, and end that at last; `folder` is for what it prints.

    A server that has written a traceback fails the test.
    """
    printed = folder / "server.txt"
    with started(graph, printed, "--port", "0", *options, environment=environment) as process:
        found = until(lambda: _address(printed, process))
        server = Server(found, process, printed)
        yield server
    assert "Traceback" not in server.output, server.output


@contextmanager
def started(
    graph: Path | str, printed: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start `whoblamed serve` with options, whatever comes of it; it is ended at last."""
    with printed.open("wb") as out:
        process = subprocess.Popen(
            command("--graph", str(graph), "serve", *options),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def free_port() -> int:
    """A port of the loopback address at which nothing listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def command(*arguments: str) -> Sequence[str]:
    """The command line as a program of its own."""
    return [sys.executable, "-m", "whoblamed", *arguments]


def until(what: Callable[[], T], patience: float = PATIENCE) -> T:
    """Wait until something is there, and return it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came")


def _address(printed: Path, process: subprocess.Popen[bytes]) -> str:
    text = printed.read_text("utf-8", "replace")
    if process.poll() is not None:
        raise AssertionError(f"the server ended with {process.returncode}: {text}")
    found = _ADDRESS.search(text)
    return found[1] if found else ""
