"""Rows that wait on disk until all of them are known."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, BinaryIO

from .room import in_words


class Waiting:
    """What is put by, to be taken in the same order. Raises `StoreError` where there is no room."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._number = 0

    def put(self, value: Any) -> None:
        """Put by a value."""
        with in_words():
            pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)
        self._number += 1

    def taken(self) -> Iterator[Any]:
        """Yield the values; no more can be put by."""
        with in_words():
            self._file.seek(0)
        for _ in range(self._number):
            yield pickle.load(self._file)  # noqa: S301 - written by this process, to a file that has no name


@contextmanager
def waiting_on_disk(number: int) -> Iterator[list[Waiting]]:
    """Open places for what waits."""
    with ExitStack() as files:
        made = []
        for _ in range(number):
            with in_words():
                file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed at the end
            files.callback(_close, file)
            made.append(Waiting(file))
        yield made


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # what did not fit is written once more
        file.close()
