"""Ctrl-C: one line, the end that a shell calls 130, nothing half written and nothing half loaded."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import INTERRUPTED
from whoblamed.graph.export import tables
from whoblamed.graph.store.disk import DiskStore

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

in_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="sees in /proc that a process is at work")


@pytest.fixture(scope="module")
def folder(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted") / "graph"
    assert CliRunner().invoke(main, ["--graph", str(folder), "load", str(small_case)]).exit_code == 0
    return folder


def begun(graph: Path, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "whoblamed", "--graph", str(graph), *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(command, text=True, start_new_session=True, **pipes)


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """What a process ends with, and writes, after Ctrl-C, which all processes of a terminal get."""
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def until(what: Callable[[], bool]) -> None:
    for _ in range(3000):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError


def asks(process: subprocess.Popen[str]) -> bool:
    """Whether a process has begun the one in which its query is answered."""
    return bool(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8"))


@in_linux
def test_a_query_ends_with_one_line(folder: Path) -> None:
    process = begun(folder, "query", ENDLESS)
    until(lambda: asks(process))
    assert interrupted(process) == (-signal.SIGINT, "", "interrupted\n")


@in_linux
def test_a_shell_says_130_and_stops_its_loop(folder: Path) -> None:
    line = [sys.executable, "-m", "whoblamed", "--graph", str(folder), "query", ENDLESS]
    loop = 'trap \'echo "code $?"; exit\' INT; for each in 1 2; do "$@"; echo "code $?"; done'
    process = subprocess.Popen(
        ["bash", "-c", loop, "-", *line], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until(lambda: any(Path(f"/proc/{each}/task/{each}/children").read_text() for each in children.read_text().split()))
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "code 130\n"


@in_linux
def test_the_line_is_one_of_its_own_in_a_terminal(folder: Path) -> None:
    terminal, end = pty.openpty()
    process = begun(folder, "query", ENDLESS, stderr=end)
    until(lambda: asks(process))
    interrupted(process)
    os.close(end)
    assert os.read(terminal, 100).decode() == "\r\ninterrupted\r\n"


@in_linux
def test_a_load_that_waits_for_its_input_leaves_no_graph_and_no_copy(tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    process = begun(tmp_path / "graph", "load", "-", env={**os.environ, "TMPDIR": str(copies)})
    assert process.stdin
    process.stdin.write("case: harbour\n")
    process.stdin.flush()
    until(lambda: is_read(process.stdin) and any(copies.iterdir()))
    assert interrupted(process) == (-signal.SIGINT, "", "interrupted\n")
    assert not any(copies.iterdir())
    assert not DiskStore(tmp_path / "graph").exists


def is_read(pipe: Any) -> bool:
    """Whether a process has read all that it was sent, and so waits for more."""
    return fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)) == bytes(4)


@pytest.mark.parametrize("held", [b"", b"what was there before"])
def test_a_file_is_not_there_or_as_it_was(
    folder: Path, tmp_path: Path, held: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "claims.csv"
    if held:
        file.write_bytes(held)

    def write(*arguments: Any) -> Any:
        out = next(each for each in arguments if hasattr(each, "write"))
        out.write(b"half a li")
        raise KeyboardInterrupt

    monkeypatch.setattr(tables, "csv", write)
    result = CliRunner().invoke(main, ["--graph", str(folder), "export", "-o", str(file)])
    assert (result.exit_code, result.stderr) == (INTERRUPTED, "interrupted\n")
    assert names(tmp_path) == (["claims.csv"] if held else [])
    assert not held or file.read_bytes() == held


def names(folder: Path) -> Sequence[str]:
    return sorted(each.name for each in folder.iterdir())
