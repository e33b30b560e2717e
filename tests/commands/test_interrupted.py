"""Ctrl-C, `kill`, a terminal that is closed: the end that a shell calls 130 (143, 129), one line or none, nothing half
written, nothing half loaded and nothing left behind."""

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

SIGNALS = [(signal.SIGINT, "interrupted\n"), (signal.SIGTERM, ""), (signal.SIGHUP, "")]

#: The command line, for which an RDF file is large that is in truth small.
SOON_LARGE = """
from whoblamed.__main__ import run
from whoblamed.loaders.rdf import syntax
syntax._LARGE = 1000
run()
"""

in_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="sees in /proc that a process is at work")


@pytest.fixture(scope="module")
def folder(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted") / "graph"
    assert CliRunner().invoke(main, ["--graph", str(folder), "load", str(small_case)]).exit_code == 0
    return folder


def begun(graph: Path, *arguments: str, program: Sequence[str] = ("-m", "whoblamed"), **streams: Any) -> Any:
    command = [sys.executable, *program, "--graph", str(graph), *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(command, text=True, start_new_session=True, **pipes)


def interrupted(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str, str]:
    """What a process ends with, and writes, after Ctrl-C, which all processes of a terminal get, or another signal."""
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def until(what: Callable[[], bool]) -> None:
    for _ in range(3000):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError


def asks(process: subprocess.Popen[Any]) -> bool:
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
@pytest.mark.parametrize(("number", "said"), SIGNALS)
def test_a_load_that_waits_for_its_input_leaves_no_graph_and_no_copy(tmp_path: Path, number: int, said: str) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    process = begun(tmp_path / "graph", "load", "-", env={**os.environ, "TMPDIR": str(copies)})
    assert process.stdin
    process.stdin.write("case: harbour\n")
    process.stdin.flush()
    until(lambda: is_read(process.stdin) and any(copies.iterdir()))
    assert interrupted(process, number) == (-number, "", said)
    assert not any(copies.iterdir())
    assert not DiskStore(tmp_path / "graph").exists


@in_linux
@pytest.mark.parametrize(("number", "said"), SIGNALS)
def test_a_load_of_large_rdf_leaves_no_store(tmp_path: Path, number: int, said: str) -> None:
    copies, large = tmp_path / "copies", tmp_path / "large.nt"
    copies.mkdir()
    with large.open("w", encoding="utf-8") as file:
        file.writelines(f'<urn:x:{each}> <urn:x:label> "{"of no use " * 100}" .\n' for each in range(30_000))
    environment = {**os.environ, "TMPDIR": str(copies)}
    process = begun(tmp_path / "graph", "load", str(large), program=("-c", SOON_LARGE), env=environment)
    until(lambda: any(copies.glob("whoblamed-rdf-*")))
    assert interrupted(process, number) == (-number, "", said)
    assert not any(copies.iterdir())


@in_linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_query_ends_with_its_child_and_without_a_word(folder: Path, number: int) -> None:
    process = begun(folder, "query", ENDLESS)
    until(lambda: asks(process))
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()
    process.send_signal(number)
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == -number
    until(lambda: not Path(f"/proc/{child}").exists())


def test_a_reader_who_reads_nothing_holds_nobody_up(folder: Path) -> None:
    process = begun(folder, "query", "SELECT * { ?a ?b ?c . ?d ?e ?f }", "-f", "csv")
    assert process.stdout
    process.stdout.read(1)  # the pipe is full soon after
    time.sleep(0.5)
    process.terminate()
    assert process.wait(timeout=30) == -signal.SIGTERM
    process.communicate()


@in_linux
def test_what_is_to_go_on_without_its_terminal_does(folder: Path) -> None:
    line = [sys.executable, "-m", "whoblamed", "--graph", str(folder), "query", ENDLESS]
    process = subprocess.Popen(["nohup", *line], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until(lambda: bool(children.read_text("utf-8")))
    (child,) = children.read_text("utf-8").split()
    for each in (process.pid, int(child)):
        os.kill(each, signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.terminate()
    assert process.wait(timeout=30) == -signal.SIGTERM


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
