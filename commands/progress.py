"""A sign that something is being done, for people who wait longer than a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Final, Self, TextIO

#: How long nobody is told that something is being done, and how often it is told anew, in seconds.
_PATIENCE: Final = 1.0
_PACE: Final = 0.25
_CLEAR: Final = "\r\x1b[K"


class Working:
    """A line on standard error that says what is being done and for how long; only on a terminal, and gone when done.

    `hide` ends it early, before something else is printed there.
    """

    def __init__(self, what: str = "") -> None:
        self.what = what
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._thread = threading.Thread(target=self._tell, args=(sys.stderr, time.monotonic()), daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def on(self, what: str) -> None:
        """Say what is being done now."""
        self.what = what

    def hide(self) -> None:
        """Take the line away, for good."""
        if self._thread is not None:
            self._done.set()
            self._thread.join()
            self._thread = None

    def _tell(self, stream: TextIO, since: float) -> None:
        if self._done.wait(_PATIENCE):
            return
        while not self._done.wait(_PACE):
            print(f"{_CLEAR}{self.what} … {time.monotonic() - since:.0f} s", end="", file=stream, flush=True)
        print(_CLEAR, end="", file=stream, flush=True)
