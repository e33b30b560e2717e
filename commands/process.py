"""What the command line may do to its process, because it is alone in it. The library never does so by itself.

That is Python's garbage collector, what other libraries import for themselves, signals, and the standard streams: what
happens when they are closed, or cannot be written.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from types import FrameType, ModuleType
from typing import NoReturn, TextIO

import click

from ..errors import OutputError, ReaderGone
from .output import clean


def run_collector() -> None:
    """Let Python's cyclic garbage collector run, which `__main__.run` stops, in a command that goes on for long.

    What was made before is not looked at.
    """
    gc.freeze()
    gc.enable()


def spare_imports() -> None:
    """Have other libraries not import what no command needs and what takes as long as they do.

    httpx imports its own command line wherever rich and pygments are installed (35 ms of 70), and pyvis a class of
    IPython's for notebooks, for which the whole shell would be loaded (0.1 s of 0.3): its modules can be imported as
    ever, the package itself is empty.
    """
    sys.modules["httpx._main"] = None  # type: ignore[assignment]  # what Python takes for a module that is not there
    if (shell := find_spec("IPython")) and shell.submodule_search_locations:
        package = ModuleType("IPython")
        package.__path__ = shell.submodule_search_locations
        sys.modules["IPython"] = package


class Ended(SystemExit):
    """SIGTERM or SIGHUP has asked the process to end. It does, when what is open is closed."""


def end_in_order() -> None:
    """Have SIGTERM and SIGHUP end a command as Ctrl-C does: temporary files are removed, and it says nothing.

    One that is ignored, as under `nohup`, stays so. The second signal ends the process at once.
    """
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - the signature of handlers
    if sys.platform != "win32":
        for each in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(each) == _end:
                signal.signal(each, signal.SIG_DFL)
    give_up()  # the process may wait for whoever reads, who does not
    raise Ended(128 + number)


def end_now() -> NoReturn:
    """End the process at once, when nothing more is to be done, and wait for no thread that is still computing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


@contextmanager
def told_streams() -> Iterator[None]:
    """Have what goes wrong with the standard streams told in words while a command runs; for a process of its own.

    Standard output that cannot be written is one line on standard error and exit code 1; where its reader is gone
    (`| head`) nobody wants to know, and the code is 1. On standard error there is nobody left to tell.
    """
    _open_what_is_closed()
    sys.stdout, sys.stderr = _rewrapped(sys.stdout, _Output), _rewrapped(sys.stderr, _Errors)
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (BrokenPipeError, ReaderGone):
        give_up()
        sys.exit(1)
    except OutputError as error:
        give_up()
        click.echo(clean(str(error)), err=True)
        sys.exit(1)


def give_up() -> None:
    """Let what is still to be written to standard output go nowhere; Python would try again at the end."""
    with suppress(OSError, ValueError):  # it is none of the process in a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_what_is_closed() -> None:
    """Give the streams that were closed (`>&-`) a place of which reading and writing fails, as they should.

    Otherwise the next file that is opened would be one of them.
    """
    for number, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # the lowest number that is free, which is this one
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as the process
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Output(1, "w", closefd=False)))
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(_Errors(2, "w", closefd=False)))


class _Output(io.FileIO):
    """Standard output: raises `OutputError`.

    A broken pipe is one of our errors, too. Otherwise click ends the process itself, with text that was not written
    yet: Python tries again at the very end, and from 3.13 on says that this failed.
    """

    def write(self, block: object, /) -> int:
        try:
            return super().write(block)  # type: ignore[arg-type]
        except BrokenPipeError as error:
            raise ReaderGone("standard output is no longer read") from error
        except OSError as error:
            raise OutputError(f"standard output cannot be written: {error.strerror}") from error


class _Errors(io.FileIO):
    """Standard error: what cannot be written is lost."""

    def write(self, block: object, /) -> int:
        try:
            return super().write(block)  # type: ignore[arg-type]
        except OSError:
            return len(memoryview(block))  # type: ignore[arg-type]


def _rewrapped(stream: TextIO, kind: type[io.FileIO]) -> TextIO:
    """Return a stream over the same file; one to a terminal, which has its own ways on Windows, as it is."""
    if stream.isatty() or not isinstance(stream, io.TextIOWrapper):
        return stream
    raw = kind(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
