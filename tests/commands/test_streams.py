"""Standard streams that are full, closed or no longer read: one sentence, the right exit code, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CANNOT = "standard output cannot be written: "
FULL = CANNOT + "No space left on device\n"
CLOSED = CANNOT + "Bad file descriptor\n"
ALL = "'SELECT * { ?s ?p ?o }'"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="by a POSIX shell")
full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@pytest.fixture(scope="module")
def folder(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams") / "graph"
    assert shell(folder, f"load {small_case}")[0] == 0
    return folder


def shell(graph: Path, line: str) -> tuple[int, str, str]:
    """Run whoblamed by a shell's line; return the exit code of whoblamed, and what both streams got."""
    script = f'set -o pipefail; "$0" -m whoblamed --graph "$1" {line}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, str(graph)], capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


@full_device
@pytest.mark.parametrize(
    "command",
    [
        "datasets",
        "--help",
        f"query {ALL}",
        f"query {ALL} -f csv",
        "export -f nquads -o -",
        "export -f csv -o -",
        "export -f xlsx -o -",
        "view -f json -o -",
    ],
)
def test_a_full_disk_is_told(folder: Path, command: str) -> None:
    assert shell(folder, f"{command} > /dev/full") == (1, "", FULL)


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_a_closed_output_is_one_line(folder: Path, format_: str) -> None:
    told = "standard output cannot be written: Bad file descriptor\n"
    assert shell(folder, f"export -f {format_} -o - >&-") == (1, "", told)


@pytest.mark.parametrize("command", ["export -f csv", "view -f svg"])
def test_where_to_write_is_asked_with_the_way_to_the_terminal(folder: Path, command: str) -> None:
    code, out, told = shell(folder, command)
    assert (code, out) == (2, "")
    assert "Missing option '-o' / '--output'. Name a file, or write -o - for the terminal or a pipe" in told


@full_device
def test_a_file_that_is_full_is_told_by_its_name(folder: Path) -> None:
    assert shell(folder, "export -f csv -o /dev/full") == (
        1,
        "",
        "/dev/full: cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize(
    "command", ["datasets", "--version", "query 'ASK { }'", f"query {ALL} -f csv", "export -f csv -o -"]
)
def test_closed_output_is_told(folder: Path, command: str) -> None:
    assert shell(folder, f"{command} >&-") == (1, "", CLOSED)


@pytest.mark.parametrize("command", ["load -", "check -", "query --file -"])
def test_closed_input_is_told(folder: Path, command: str) -> None:
    assert shell(folder, f"{command} <&-") == (1, "", "<stdin>: cannot be read: Bad file descriptor\n")


def test_closed_streams_that_are_not_needed_do_no_harm(folder: Path, tmp_path: Path) -> None:
    assert shell(folder, f"export -f csv -o {tmp_path}/a.csv <&- >&- 2>&-") == (0, "", "")
    assert len((tmp_path / "a.csv").read_text().splitlines()) > 1


@full_device
@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
def test_the_exit_code_tells_where_the_message_cannot(folder: Path, where: str) -> None:
    assert shell(folder, f"who nobody {where}") == (1, "", "")
    assert shell(folder, f"export -f csv -o - {where}")[0] == 0


@pytest.mark.parametrize("command", [f"query {ALL} -f csv", f"query {ALL}", "schema"])
def test_a_reader_that_has_seen_enough_is_no_error(folder: Path, command: str) -> None:
    _, out, err = shell(folder, f"{command} | head -n 1")
    assert (out.count("\n"), err) == (1, "")


def test_a_closed_pipe_ends_silently(folder: Path) -> None:
    code, _, err = shell(folder, "query 'SELECT * { ?a ?b ?c . ?d ?e ?f }' -f csv | true")
    assert (code, err) == (1, "")
