"""What is looked at in JSON block by block, before a parser that it could harm sees it.

Parsers written in C take memory with the square of the depth, end the process on a number of thousands of digits, and
write a question mark for half a surrogate pair.
"""

from __future__ import annotations

import re

#: Digits of one number. No table has longer ones; identifiers that are should be written as texts.
MOST_DIGITS = 100

_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_REST_OF_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]+|[\]}]+")
_DIGITS = re.compile(rb"[0-9]{%d}" % (MOST_DIGITS + 1))

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
#: An escape is made of these; where so many follow each other, they are none.
_MOST_HELD = 1 << 20
_OF_ESCAPE = b"\\uU0123456789abcdefABCDEF"
#: What stands for half a surrogate pair, from which no text can come that could be written.
_HALF = rb"\uffff"


class Guard:
    """Finds what no parser should see. Brackets and digits in texts do not count; texts may go on in the next block."""

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._depth = 0
        self._in_text = False
        self._is_escaped = False

    def fault(self, block: bytes) -> str | None:
        """Return why this block, which follows those before it, should not be parsed; None if it may."""
        bare, self._in_text, rest = self._outside(block)
        if self._in_text and block:
            self._is_escaped = (len(rest) - len(rest.rstrip(b"\\"))) % 2 == 1
        for brackets in _BRACKETS.findall(bare):
            self._depth += len(brackets) if brackets[:1] in b"[{" else -len(brackets)
            if self._depth > self._deepest:
                return f"nested deeper than {self._deepest} levels"
        if _DIGITS.search(bare):
            return f"a number of more than {MOST_DIGITS} digits; write it as a text"
        return None

    def _outside(self, block: bytes) -> tuple[bytes, bool, bytes]:
        """Return what of a block is in no text, whether it ends in one, and as far as it does, what of that is in
        it."""
        begin = 0
        if self._in_text:
            begin = 1 if self._is_escaped else 0
            end = _REST_OF_TEXT.match(block, begin)
            if end is None:
                return b"", True, block[begin:]
            begin = end.end()
        bare, quote, rest = _TEXT.sub(b"", block[begin:]).partition(b'"')
        return bare, bool(quote), rest


class Surrogates:
    """Writes U+FFFF, which no text may hold, for escapes of halves of surrogate pairs, so that they are not lost."""

    def __init__(self) -> None:
        self._held = b""

    def marked(self, block: bytes) -> bytes:
        """Return the block, without what may be the beginning of an escape that ends in the next one; that comes with
        it."""
        block = self._held + block
        whole = block if block.endswith(b"\n") or len(block) > _MOST_HELD else block.rstrip(_OF_ESCAPE)
        self._held = block[len(whole) :]
        return _marked(whole)

    def rest(self) -> bytes:
        """Return what was held back at the end."""
        return _marked(self._held)


def _marked(block: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: _HALF if found[1] else found[0], block) if _SURROGATE.search(block) else block
