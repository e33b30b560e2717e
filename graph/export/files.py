"""Files that are there when they are complete, and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ...errors import StoreError


@contextmanager
def complete(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place when it is complete; what is no file, such as a pipe, is written to as it is.

    Raises `StoreError` when it cannot be written.
    """
    try:
        with _complete(path) as file:
            yield file
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _complete(path: Path) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    place = path.resolve()  # of a link, what it leads to
    unfinished = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
