"""Python's cyclic garbage collector, and when it is better to do without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from running while millions of objects are made that all stay.

    It would look at all of them again and again and find nothing: a third of the time, and more the larger the graph.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
