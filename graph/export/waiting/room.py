"""What is said where the folder for temporary files has no room."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ....errors import StoreError


@contextmanager
def in_words(*more: type[Exception]) -> Iterator[None]:
    """Tell in words that there is no room, which an OSError says, one of SQLite's, or one of `more`.

    Raises `StoreError`.
    """
    kinds: tuple[type[Exception], ...] = (OSError, sqlite3.OperationalError, *more)
    try:
        yield
    except kinds as error:
        raise StoreError(
            "what waits to be written does not fit into the folder for temporary files:"
            f" {_reason(error)}; name another with $TMPDIR"
        ) from error


def _reason(error: Exception) -> str:
    """Return why, in words; libxml2 has the names of numbers.

    >>> _reason(Exception("IO_ENOSPC"))
    'No space left on device'
    """
    number = getattr(errno, str(error).removeprefix("IO_"), None)
    return os.strerror(number) if number else getattr(error, "strerror", None) or str(error)
