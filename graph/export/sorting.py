"""Statements in an order in which files read well and can be compared, however many: sorted in parts, which wait on
disk and are merged."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from heapq import merge
from typing import BinaryIO

import pyoxigraph as ox

from ...errors import StoreError
from ...ontology import RDF
from ..store.base import QuadStore

#: How many bytes are sorted at once, in memory.
_LARGEST = 24 << 20
_TYPE = f"<{RDF}type>".encode()


def lines(store: QuadStore, graph: str) -> Iterator[bytes]:
    """Yield the statements of a named graph (an IRI) as lines of N-Triples, without line ends: by subject, then its
    classes, then by property and object. What is in memory at a time is bounded. Raises `StoreError` where there is no
    room for what waits."""
    with _Sorting() as sorting:
        store.dump(graph, sorting)
        yield from map(_line, sorting.sorted())


def quads(store: QuadStore, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the same as quads."""
    text = _Text(lines(store, graph.value))
    for subject, predicate, object_, _ in ox.parse(text, ox.RdfFormat.N_TRIPLES, lenient=True):  # type: ignore[arg-type]
        yield ox.Quad(subject, predicate, object_, graph)


def _key(line: bytes) -> bytes:
    """Return a line of N-Triples as what sorts as its terms do: no character that a term can go on with is before a
    blank."""
    subject, predicate, rest = line.split(b" ", 2)
    return b"%b %b%b %b" % (subject, b"0" if predicate == _TYPE else b"1", predicate[1:-1], rest)


def _line(key: bytes) -> bytes:
    subject, predicate, rest = key.rstrip(b"\n").split(b" ", 2)
    return b"%b <%b> %b" % (subject, predicate[1:], rest)


class _Sorting:
    """Takes lines as a store writes them, in pieces that end anywhere."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._rest = b""
        self._size = 0
        self._parts: list[BinaryIO] = []

    def __enter__(self) -> _Sorting:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts:
            with suppress(OSError):  # what did not fit is written once more
                part.close()

    def write(self, text: bytes) -> int:
        *lines, self._rest = (self._rest + text).split(b"\n")
        self._keys += map(_key, filter(None, lines))
        self._size += len(text)
        if self._size >= _LARGEST:
            self._put_by()
        return len(text)

    def flush(self) -> None:
        """Do nothing: what waits is sorted at the end."""

    def _put_by(self) -> None:
        self._keys.sort()
        try:
            part = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed at the end
            self._parts.append(part)
            part.writelines(key + b"\n" for key in self._keys)
            part.seek(0)
        except OSError as error:
            raise StoreError(
                f"what is sorted does not fit into the folder for temporary files: {error.strerror or error};"
                " name another with $TMPDIR"
            ) from error
        self._keys, self._size = [], 0

    def sorted(self) -> Iterable[bytes]:
        """Return all lines as their keys, in order; some with a line end."""
        if self._rest:
            self.write(b"\n")
        if not self._parts:
            self._keys.sort()
            return self._keys
        self._put_by()
        return merge(*self._parts)


class _Text(io.RawIOBase):
    """Lines as a file to be read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return about so many bytes; none at the end."""
        found, length = [self._rest], len(self._rest)
        for line in self._lines:
            found.append(line + b"\n")
            length += len(line) + 1
            if 0 <= size <= length:
                break
        text = b"".join(found)
        self._rest = text[size:] if size >= 0 else b""
        return text[:size] if size >= 0 else text
