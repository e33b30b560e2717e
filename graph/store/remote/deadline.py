"""An end to waiting: time-outs of a connection start anew with each byte, and a server may send one now and then."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, MutableSet
from contextlib import suppress
from typing import Any


class Deadline:
    """Shuts all of a client's connections when the time of a request is up; whoever else is on one tries again.

    `connections` are those that are known; new ones are added to them by `watch`, which is the `trace` of httpcore.
    """

    def __init__(self, seconds: float, connections: MutableSet[socket.socket]) -> None:
        self.has_passed = False
        self._connections = connections
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a new connection."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._connections.add(info["return_value"].get_extra_info("socket"))
            if self.has_passed:
                self._shut()

    def _pass(self) -> None:
        self.has_passed = True
        self._shut()

    def _shut(self) -> None:
        for each in list(self._connections):
            with suppress(OSError):  # it is closed already
                each.shutdown(socket.SHUT_RDWR)
