"""A process that answers one question after the other, for a server, and is ended by it when a question takes too much.

It never copies another process, opens the store itself, and ends when the server does. What it answers is in the syntax
that was asked for, so that the server only passes it on.
"""

from __future__ import annotations

import os
import sys
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Final, cast

from ....errors import WhoblamedError
from ..base import QuadStore
from ..limits import Limits
from ..oxigraph import OxigraphQuads
from .counting import COUNTERS, Counter
from .frames import DATA, END, HEAD, Head, Question, frame, why_none
from .system import end_with_parent, restrain, restrain_time, size
from .writing import Writable, writable

#: How much of an answer is held back, in bytes: what goes wrong until then is told instead of an answer. Some 100,000
#: rows are less.
_HELD: Final = 1 << 25
_BLOCK: Final = 1 << 16
#: Below so many bytes compression is not worth it.
_WORTH_ZIPPING: Final = 2_000
#: By which part of what a query may take a process may have grown after one, before it makes room for a new one.
_GROWN: Final = 4


def main(life: int) -> None:
    """Answer the questions on standard input until it ends; `life` is a pipe that is open for as long as the server
    (-1: none)."""
    if life >= 0:
        end_with_parent(life)
    worker = _Worker()
    for line in sys.stdin.buffer:
        if not worker.answer(Question.read(line)):
            break


class _Worker:
    def __init__(self) -> None:
        self._folder = ""
        self._store: QuadStore = OxigraphQuads()
        self._begun_with = 0

    def answer(self, question: Question) -> bool:
        """Answer a question; return whether the process is good for another one."""
        restrain_time(question.limits)
        out = _Out(question)
        try:
            self._open(question)
            out.take(writable(self._store, question))
        except BrokenPipeError:
            return False
        except Exception as error:  # whatever it is, the server tells it
            last = not isinstance(error, WhoblamedError)
            out.end(why_none(error), last=last)
        else:
            last = self._has_grown(question.limits)
            out.end({}, last=last)
        return not last

    def _open(self, question: Question) -> None:
        if self._folder != question.folder:
            self._store = OxigraphQuads.read_only(Path(question.folder))
            self._folder = question.folder
            self._begun_with = size()
            restrain(Limits(max_memory=question.limits.max_memory))

    def _has_grown(self, limits: Limits) -> bool:
        return bool(limits.max_memory) and (size() - self._begun_with) * _GROWN > (limits.max_memory or 0) * 1_000_000


class _Out:
    """Where the engine writes an answer: held back for a while, counted, compressed if that is wanted, in frames."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._rows = question.limits.max_rows or 0
        self._block = bytearray()
        self._syntax = ""
        self._zip = zlib.compressobj(1, wbits=31) if question.zipped else None
        self._counts: Counter | None = None
        self._sent = False

    def take(self, answer: Writable) -> None:
        """Take an answer, or with `bare` only what it is. Raises `QueryError` and `FormatError`."""
        self._syntax = answer.syntax
        if answer.has_rows and self._rows:
            self._counts = COUNTERS[answer.syntax]()
        if not self._question.bare:
            answer.write(cast("BinaryIO", self))  # what of one is needed here

    def write(self, block: bytes) -> int:
        """Take what the engine has written. Raises `QueryLimit` when it has too many rows."""
        if self._counts is not None:
            self._rows -= self._counts(block)
            if self._rows < 0:
                raise self._question.limits.reached("max_rows")
        self._block += block
        if len(self._block) >= (_BLOCK if self._sent else _HELD):
            self._send()
        return len(block)

    def flush(self) -> None:
        """Do nothing: what is held back stays so."""

    def _send(self) -> None:
        """Send what there is, as a part of an answer of which nobody knows how long it will be."""
        head = b"" if self._sent else self._headed(None, self._zip is not None)
        block = self._zip.compress(self._block) if self._zip else bytes(self._block)
        self._sent = True
        self._block.clear()
        _send(head, _framed(block))

    def _headed(self, length: int | None, zipped: bool) -> bytes:
        return frame(HEAD, asdict(Head(self._syntax, zipped, length)))

    def end(self, why: dict[str, str], *, last: bool) -> None:
        """End the answer, and say why if it is not whole, and whether the process has answered its last question."""
        end = frame(END, {**why, "last": last})
        if why:
            _send(end)
        elif self._sent:
            rest = self._zip.compress(self._block) + self._zip.flush() if self._zip else bytes(self._block)
            _send(_framed(rest), end)
        else:
            _send(*self._whole(), end)

    def _whole(self) -> tuple[bytes, bytes]:
        """Return the head and the content of an answer that was held back to its end."""
        zipped = self._zip is not None and len(self._block) >= _WORTH_ZIPPING
        body = self._zip.compress(self._block) + self._zip.flush() if self._zip and zipped else bytes(self._block)
        return self._headed(None if self._question.bare else len(body), zipped), _framed(body)


def _framed(content: bytes) -> bytes:
    """Return content in frames that are small enough to be passed on one by one."""
    return b"".join(frame(DATA, content[start : start + _BLOCK]) for start in range(0, len(content), _BLOCK))


def _send(*frames: bytes) -> None:
    rest = memoryview(b"".join(frames))
    while rest:
        rest = rest[os.write(1, rest) :]
