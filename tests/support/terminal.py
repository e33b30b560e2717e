"""A terminal to run commands in, as a person does."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path


def on_terminal(
    words: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    columns: int = 80,
    lines: int = 24,
    stdout: Path | None = None,
) -> tuple[int, str]:
    """Run the command line on a terminal of that size, with standard output in a file if one is given; return its exit
    code and what the terminal got."""
    child, terminal = pty.fork()
    if child == 0:  # in the child, which becomes the command
        if stdout is not None:
            os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT), 1)
        own = {"TERM": "xterm", "COLUMNS": str(columns), "LINES": str(lines)}
        kept = {name: value for name, value in os.environ.items() if name not in ("PAGER", "WHOBLAMED_PAGER", "LESS")}
        os.execve(sys.executable, [sys.executable, "-m", "whoblamed", *words], kept | own | dict(environment or {}))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    got = bytearray()
    while block := _read(terminal):
        got += block
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), got.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the child has ended
        return b""
