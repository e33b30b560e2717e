"""How many rows there are in what the engine writes, counted in the bytes as they are written.

The engine writes an answer in one go, much faster than rows could pass through Python, and does not say how many there
are. Each counter is given the blocks of an answer in one syntax, in order and cut anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

#: Counts the rows of which the end, or in JSON and XML the beginning, is in the next block.
Counter = Callable[[bytes], int]


def tsv() -> Counter:
    """Return a counter of lines but for the first, which names the variables; texts have theirs escaped."""
    first = True

    def count(block: bytes) -> int:
        nonlocal first
        lines = block.count(b"\n")
        heads = int(first and lines > 0)
        first = first and not lines
        return lines - heads

    return count


def csv() -> Counter:
    """Return a counter of the ends of lines outside of quotes but for the first; a quote in quotes is two."""
    lines = tsv()
    quoted = 0

    def count(block: bytes) -> int:
        nonlocal quoted
        parts = block.split(b'"')
        bare = parts[quoted::2]
        quoted = (quoted + len(parts) - 1) % 2
        return lines(b"".join(bare))

    return count


def xml() -> Counter:
    """Return a counter of the elements `result`; in texts a `<` is escaped."""
    mark = b"<result>"
    rest = b""

    def count(block: bytes) -> int:
        nonlocal rest
        text = rest + block
        rest = text[1 - len(mark) :]
        return text.count(mark)

    return count


def json() -> Counter:
    """Return a counter of objects in the array of bindings: the only braces that close and open again outside of
    strings."""
    quoted = 0
    escaping = b""  # a backslash at the end of the last block
    last = b""  # what stood last outside of strings
    begun = False

    def count(block: bytes) -> int:
        nonlocal quoted, escaping, last, begun
        text = (escaping + block).replace(rb"\\", b"")
        escaping = b"\\" if text.endswith(b"\\") else b""
        parts = text.removesuffix(b"\\").replace(rb"\"", b"").split(b'"')
        bare = last + b"".join(parts[quoted::2])
        quoted = (quoted + len(parts) - 1) % 2
        rows = bare.count(b"},{")
        if not begun and b"[{" in bare:
            begun, rows = True, rows + 1
        last = bare[-2:]
        return rows

    return count


#: The counters, by the name of a syntax (see `answers.SOLUTIONS`).
COUNTERS: Final[Mapping[str, Callable[[], Counter]]] = {"json": json, "xml": xml, "csv": csv, "tsv": tsv}
