"""What the command line may do to its process, because it is alone in it. The library never does so by itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's cyclic garbage collector from running while a command runs.

    A command makes millions of objects that all stay until it ends. The collector would look at all of them again and
    again and find nothing: reading the facts of 30,000 claims takes 1.8 times as long with it, statuses 1.4 times. A
    command that goes on for long, such as a server, must not be paused so.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
