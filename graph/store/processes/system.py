"""What the operating system does for us: ends a process at its limits, or with the one that started it."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Final

from ..limits import Limits

#: How a process ends that gets no more memory: Rust aborts, and glibc exits where a thread finds no room for its data.
STARVED: Final = (-signal.SIGABRT, 127)


def end_with_parent(life: int) -> None:
    """Have the system end this process when the other end of a pipe is closed, in whatever way the parent ends."""
    import fcntl

    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)  # SIGIO, which ends who does not expect it
    with suppress(BlockingIOError):  # it is open, and nothing is ever written to it
        os.read(life, 1)
        os._exit(1)  # the parent ended before it could be known


def restrain(limits: Limits) -> None:
    """Have the system end this process at its limits, also when nobody reads what it answers."""
    restrain_time(limits)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.max_memory and sys.platform == "linux":
        _lower(resource.RLIMIT_AS, size() + limits.max_memory * 1_000_000)


def restrain_time(limits: Limits) -> None:
    """Have the system end this process when it has computed for longer than a query may take, from now on."""
    if not limits.timeout or sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CPU, ceil(time.process_time() + limits.timeout) + 1)


def _lower(kind: int, most: int) -> None:
    """Set the limit that a process can raise again, and never above the one that was set for it."""
    import resource

    ceiling = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if ceiling == resource.RLIM_INFINITY else min(most, ceiling), ceiling))


def size() -> int:
    """Return how large the address space of this process is, in bytes; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")
