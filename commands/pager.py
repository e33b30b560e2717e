"""What is longer than the terminal goes to a pager, as git's output does; what fits is printed as it is."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final, TextIO

import click

from .lines import clean, columns_of_terminal
from .process import Ended

#: Where a user says which pager to take, the first that is set; empty or `cat`: none.
_VARIABLES: Final = ("WHOBLAMED_PAGER", "PAGER")
_PAGERS: Final = ("less", "more")
#: For less: colours stay, the text stays on the screen afterwards, and there is no waiting for what fits.
_LESS: Final = "FRX"
_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


@contextmanager
def screen(*, paged: bool, before: Callable[[], None]) -> Iterator[None]:
    """Have what is printed in this context shown on the terminal, by a pager if it is `paged` and does not fit.

    `before` is called before anything is shown. Nothing is done where standard output is no terminal. A pager that
    cannot be started, or fails, is told; in the second case the exit code is 1.
    """
    if not sys.stdout.isatty():
        yield
        return
    shown = _Screen(sys.stdout.buffer, _pager() if paged else [], before)
    out, err = sys.stdout, sys.stderr
    sys.stdout = _over(shown, out)
    if err.isatty():  # remarks have their place among the rest, and would be written across the pager's screen
        sys.stderr = _over(shown, err)
    waits = True
    try:
        yield
    except Ended:
        sys.stdout, sys.stderr, waits = out, err, False  # the pager's user may go on reading
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = out, err
        problem = shown.end() if waits else ""
    if problem:
        click.echo(clean(problem), err=True)
        sys.exit(1)


def _pager() -> list[str]:
    """Return the command of the pager that the user wants, or that there is; nothing for none."""
    wanted = next((os.environ[name] for name in _VARIABLES if name in os.environ), None)
    if wanted is None:
        return next(([name] for name in _PAGERS if shutil.which(name)), [])
    return [] if wanted.strip() in ("", "cat") else shlex.split(wanted)


def _over(shown: _Screen, stream: TextIO) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(shown), encoding=stream.encoding, errors=stream.errors, line_buffering=True
    )


class _Screen(io.RawIOBase):
    """Keeps what is written until it is known whether it fits the terminal."""

    def __init__(self, terminal: BinaryIO, pager: list[str], before: Callable[[], None]) -> None:
        self._terminal = terminal
        self._command = pager
        self._before = before
        self._waiting: list[bytes] = []
        self._rows = 0
        self._size = columns_of_terminal(), shutil.get_terminal_size().lines
        self._pager: subprocess.Popen[bytes] | None = None
        self._is_left = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()

    def close(self) -> None:
        """The streams over this one end before it does; `end` ends it."""

    def write(self, block: object, /) -> int:
        data = bytes(block)  # type: ignore[call-overload]  # what has a buffer
        self._before()
        if not self._command:
            self._terminal.write(data)
            self._terminal.flush()
        elif self._pager:
            self._hand_over(data)
        else:
            self._waiting.append(data)
            self._rows += self._height(data)
            if self._rows >= self._size[1]:
                self._begin()
        return len(data)

    def _height(self, data: bytes) -> int:
        """Return how many rows of the terminal a text takes, long lines more than one."""
        lines = _COLOUR.sub(b"", data).decode(errors="replace").split("\n")
        return sum(len(line) // self._size[0] for line in lines) + len(lines) - 1

    def _begin(self) -> None:
        environment = {"LESS": _LESS, **os.environ}
        try:
            # It is the user's own command.
            self._pager = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=environment)  # noqa: S603
        except OSError as error:
            told = f"the pager {shlex.join(self._command)} cannot be started: {error.strerror}\n"
            self._waiting.insert(0, told.encode())
            self._command = []
        waiting, self._waiting = b"".join(self._waiting), []
        self.write(waiting)

    def _hand_over(self, data: bytes) -> None:
        if self._pager and self._pager.stdin and not self._is_left:
            try:
                self._pager.stdin.write(data)
                self._pager.stdin.flush()
            except BrokenPipeError:  # its user has seen enough
                self._is_left = True

    def end(self) -> str:
        """Show what is left and wait for the pager; return what went wrong with it, if anything did."""
        self._before()
        if self._pager is None:
            self._terminal.write(b"".join(self._waiting))
            self._terminal.flush()
            return ""
        if self._pager.stdin:
            with suppress(BrokenPipeError):
                self._pager.stdin.close()
        while True:
            try:
                code = self._pager.wait()
                break
            except KeyboardInterrupt:  # it was meant for the pager
                continue
        if code:
            return f"the pager {shlex.join(self._command)} ended with exit code {code}; --no-pager does without one"
        return ""
