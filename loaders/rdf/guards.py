"""What is checked of RDF documents block by block, before it gets to a parser that it could harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ..opening.jsonguard import Guard

#: The byte order mark of UTF-8.
BOM = b"\xef\xbb\xbf"

_DEEPEST = 200
_BLOCK = 1 << 18
_LONGEST_REASON = 100
# pyoxigraph says in its messages where it is, too.
_PLACE = re.compile(r"^(?:Parser error )?at line \d+ (?:between columns \d+ and \d+|column \d+): | \(line \d+\)$")
MOST_TRIPLE_TERMS = 500
_OF_TERMS = re.compile(rb"<<\(|\)>>|<[^<>\s]*>|#")


class Guarded:
    """A file of which every block is checked before it gets out; a byte order mark does not."""

    def __init__(self, file: BinaryIO, check: Callable[[bytes], None]) -> None:
        self._file = file
        self._check = check
        self._begun = False
        self._block = b""
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; nothing at the end.

        Blocks are larger than those that pyoxigraph asks for, which are 2 KiB.
        """
        if self._given == len(self._block):
            self._block, self._given = self._next(size), 0
        begin = self._given
        self._given = len(self._block) if size < 0 else min(begin + size, len(self._block))
        return self._block[begin : self._given]

    def _next(self, size: int) -> bytes:
        block = self._file.read(size if size < 0 else max(size, _BLOCK))
        self._check(block)
        if not self._begun:
            self._begun = True
            block = block.removeprefix(BOM) or self._next(size)
        return block


class GoodLines:
    """A file of N-Quads without the lines that are none; `note` is told of each its number from 1 and what is wrong."""

    def __init__(self, file: Guarded, note: Callable[[int, str], None]) -> None:
        self._file = file
        self._note = note
        self._line = 0
        self._rest = b""
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of the next good lines; nothing at the end."""
        while not self._ready:
            block = self._file.read(_BLOCK)
            if not block and not self._rest:
                break
            whole, end, rest = (self._rest + block).rpartition(b"\n") if block else (self._rest, b"", b"")
            self._rest = rest
            self._ready = self._good(whole + end)
        found = self._ready if size < 0 else self._ready[:size]
        self._ready = self._ready[len(found) :]
        return found

    def _good(self, text: bytes) -> bytes:
        """Return those of some whole lines that can be read. What stands before a bad one was read, and is not
        again."""
        lines = text.splitlines(keepends=True)
        found, begin = [], 0
        while begin < len(lines):
            bad, why = _first_bad(lines[begin:])
            found += lines[begin : begin + bad]
            begin += bad + 1
            if why:
                self._note(self._line + begin, why)
        self._line += len(lines)
        return b"".join(found)


def without_place(message: str) -> str:
    """Return what pyoxigraph says is wrong without where, which is told apart."""
    return _PLACE.sub("", message)


def _first_bad(lines: list[bytes]) -> tuple[int, str]:
    """Return how many lines come before the first that cannot be read, and what is wrong with that."""
    try:
        for _ in ox.parse(b"".join(lines), ox.RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        return min(max((error.lineno or 1) - 1, 0), len(lines) - 1), without_place(error.msg or "")[:_LONGEST_REASON]
    except ValueError as error:
        return 0, str(error)[:_LONGEST_REASON]
    return len(lines), ""


class Json:
    """Refuses JSON that is nested too deep, or has a number that no parser should see."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._guard = Guard(_DEEPEST)

    def __call__(self, block: bytes) -> None:
        if fault := self._guard.fault(block):
            raise InvalidData([Problem(f"this is {fault}", self._name)])


class TripleTerms:
    """Refuses triple terms that are nested too deep.

    What closes one in a comment does not count, or it could hide how deep others are. In a text nothing can be hidden:
    between two that are opened in each other there is none, because a term begins with an IRI.
    """

    def __init__(self, name: str, *, in_lines: bool = False) -> None:
        self._name = name
        self._in_lines = in_lines
        self._depth = 0
        self._in_comment = False
        self._rest = b""

    def __call__(self, block: bytes) -> None:
        block = self._rest + block
        self._rest = next((part for part in (b"<<", b"<", b")>", b")") if block.endswith(part)), b"")
        block = block.removesuffix(self._rest)
        if not self._depth and b"<<(" not in block:
            self._in_comment = b"#" in block[block.rfind(b"\n") + 1 :] or (self._in_comment and b"\n" not in block)
            return
        for number, line in enumerate(block.split(b"\n")):
            if number:
                self._in_comment = False
                self._depth = 0 if self._in_lines else self._depth
            self._add(line)

    def _add(self, line: bytes) -> None:
        for token in _OF_TERMS.findall(line):
            if token == b"#":
                self._in_comment = True
            elif token == b"<<(":
                self._depth += 1
            elif token == b")>>" and not self._in_comment:
                self._depth = max(self._depth - 1, 0)
            if self._depth > MOST_TRIPLE_TERMS:
                raise InvalidData([Problem(f"triple terms are nested more than {MOST_TRIPLE_TERMS} deep", self._name)])


class Xml:
    """Refuses XML that has a DOCTYPE, is nested too deep or is not well-formed, whatever its encoding is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def __call__(self, block: bytes) -> None:
        try:
            self._parser.Parse(block, not block)
        except (LookupError, ValueError) as error:
            if isinstance(error, InvalidData):
                raise
            self._refuse(f"this is in an encoding that cannot be read ({error}); write it as UTF-8")

    def _doctype(self, *_: object) -> None:
        self._refuse("RDF/XML with a DOCTYPE is not read, because its entities may be a trap; write it as Turtle")

    def _start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse(f"this is nested more than {_DEEPEST} deep")

    def _end(self, *_: object) -> None:
        self._depth -= 1

    def _refuse(self, reason: str) -> None:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        raise InvalidData([Problem(reason, self._name, line, column)])
