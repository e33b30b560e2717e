"""What is checked of RDF documents block by block, before it gets to a parser that it could harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from ...errors import InvalidData, Problem
from ..opening.jsonguard import Guard

#: The byte order mark of UTF-8.
BOM = b"\xef\xbb\xbf"

_DEEPEST = 200
_MOST_TRIPLE_TERMS = 500


class Guarded:
    """A file of which every block is checked before it gets out; a byte order mark does not."""

    def __init__(self, file: BinaryIO, check: Callable[[bytes], None]) -> None:
        self._file = file
        self._check = check
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """The next block."""
        block = self._file.read(size)
        self._check(block)
        if not self._begun:
            self._begun = True
            return block.removeprefix(BOM)
        return block


class Json:
    """Refuses JSON that is nested too deep, or has a number that no parser should see."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._guard = Guard(_DEEPEST)

    def __call__(self, block: bytes) -> None:
        if fault := self._guard.fault(block):
            raise InvalidData([Problem(f"this is {fault}", self._name)])


class TripleTerms:
    """Refuses triple terms that may be nested too deep: so many in one line, or where lines do not count, in all."""

    def __init__(self, name: str, *, in_lines: bool = False) -> None:
        self._name = name
        self._in_lines = in_lines
        self._count = 0
        self._rest = b""

    def __call__(self, block: bytes) -> None:
        block = self._rest + block
        self._rest = block[-2:] if block.endswith((b"<", b"<<")) else b""
        *lines, last = block.split(b"\n") if self._in_lines else (block,)
        for line in lines:
            self._add(line)
            self._count = 0
        self._add(last)

    def _add(self, line: bytes) -> None:
        self._count += line.count(b"<<(")
        if self._count > _MOST_TRIPLE_TERMS:
            raise InvalidData([Problem(self._reason(), self._name)])

    def _reason(self) -> str:
        if self._in_lines:
            return f"triple terms are nested more than {_MOST_TRIPLE_TERMS} deep"
        return f"in this syntax, no more than {_MOST_TRIPLE_TERMS} triple terms are read; write N-Quads"


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
        self._parser.Parse(block, not block)

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
