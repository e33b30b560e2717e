"""What people see on a terminal: lines that fit, keys that are whole, a pager for what is long, and signs of work."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import whoblamed
from rich.cells import cell_len
from whoblamed.commands.lines import paragraph
from whoblamed.commands.tables import table

from ..support.cases import ACTORS, blame, case, written

if sys.platform == "win32":
    pytest.skip("terminals are made by pty", allow_module_level=True)

from ..support.terminal import on_terminal

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LONG = "The harbour authority of Arden and its neighbours on the northern coast of the bay"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("terminal")
    actors = ACTORS | {"authority": {"name": {"en": LONG}, "kind": "agency"}}
    many = [blame(f"a-key-that-is-rather-long-number-{number}", by="authority") for number in range(40)]
    whoblamed.open(place / "graph").load(written(place, case(*many, actors=actors)))
    return place / "graph"


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says how many lines it got."""
    program = tmp_path / "pager"
    program.write_text('#!/bin/sh\necho "the pager got $(wc -l) lines"\n')
    program.chmod(0o755)
    return str(program)


def shown(
    folder: Path, *words: str, environment: Mapping[str, str] | None = None, columns: int = 80
) -> tuple[int, str]:
    code, text = on_terminal(["--graph", str(folder), *words], environment, columns=columns)
    return code, CODES.sub("", text)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "words",
    ["list claims", "list actors", "list sources", "count --by speaker,incident", "datasets", "status", "contested",
     "timeline outage", "rank", "query who-blamed-whom", "unanswered", "search authority", "cite outage", "who tide"],
)  # fmt: skip
def test_lines_fit_the_terminal_and_keys_are_whole(folder: Path, words: str, columns: int) -> None:
    code, text = shown(folder, "--no-pager", *words.split(), columns=columns)
    assert code == 0
    # A word alone on its line, such as a key or an address, is worth more whole.
    assert [line for line in text.splitlines() if cell_len(line) > columns and " " in line.strip()] == []
    if words in ("list claims", "timeline outage", "who tide"):
        assert "harbour/a-key-that-is-rather-long-number-39" in text


def test_what_is_longer_than_the_terminal_goes_to_the_pager_with_its_remarks(folder: Path, pager: str) -> None:
    for name in ("PAGER", "WHOBLAMED_PAGER"):
        assert shown(folder, "list", "claims", environment={name: pager}) == (0, "the pager got 159 lines\n")
    limited = shown(folder, "list", "claims", "--limit", "30", environment={"WHOBLAMED_PAGER": pager, "PAGER": "false"})
    assert limited == (0, "the pager got 120 lines\n")


def test_what_fits_is_printed(folder: Path, pager: str) -> None:
    code, text = shown(folder, "list", "actors", environment={"PAGER": pager})
    assert code == 0
    assert "the pager got" not in text
    assert "Red Tide" in text


@pytest.mark.parametrize(
    ("words", "environment"), [(["--no-pager"], {"PAGER": "false"}), ([], {"PAGER": ""}), ([], {"PAGER": "cat"})]
)
def test_nobody_needs_to_take_a_pager(folder: Path, words: list[str], environment: dict[str, str]) -> None:
    code, text = shown(folder, *words, "list", "claims", environment=environment)
    assert code == 0
    assert text.count("key: ") == 40


def test_a_pager_that_is_not_there_is_told_and_nothing_is_lost(folder: Path) -> None:
    code, text = shown(folder, "list", "claims", environment={"PAGER": "/nowhere/less -R"})
    assert code == 0
    assert text.startswith("the pager /nowhere/less -R cannot be started: No such file or directory\n")
    assert text.count("key: ") == 40


def test_a_pager_that_fails_is_told(folder: Path) -> None:
    code, text = shown(folder, "list", "claims", environment={"PAGER": "false"})
    assert (code, text) == (1, "the pager false ended with exit code 1; --no-pager does without one\n")


def test_an_error_keeps_its_exit_code(folder: Path, pager: str) -> None:
    code, text = shown(folder, "who", "xyzzy", environment={"PAGER": pager})
    assert (code, text.startswith("no actor 'xyzzy' in the graph, nor anything called nearly so")) == (1, True)
    assert shown(folder, "list", "xyzzy", environment={"PAGER": pager})[0] == 2


def test_colours_reach_the_pager(folder: Path, tmp_path: Path) -> None:
    code, text = on_terminal(["--graph", str(folder), "datasets"], {"PAGER": "cat -v"}, lines=2)
    assert code == 0
    assert "^[[1mname" in text


# ------------------------------------------------------------------------------------------------------- work goes on


def test_who_waits_longer_than_a_second_is_told_and_it_is_gone_when_done(folder: Path, tmp_path: Path) -> None:
    """The query takes some seconds: three claims each, four times crossed."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(CONTAINS(STR(?c), STR(?f))) }"
    words = ["--graph", str(folder), "query", slow, "--timeout", "0"]
    code, text = on_terminal(words, stdout=tmp_path / "answer")
    assert code == 0
    assert re.search(r"\r\x1b\[K[a-z ]+ … \d+ s", text)
    assert text.endswith("\r\x1b[K")
    assert (tmp_path / "answer").read_text().startswith("n\n")


def test_what_is_quick_tells_nothing(folder: Path, tmp_path: Path) -> None:
    assert on_terminal(["--graph", str(folder), "datasets"], stdout=tmp_path / "answer") == (0, "")


# ------------------------------------------------------------------------------------------------------------ in a pipe


def test_a_pipe_gets_a_line_a_row_and_none_is_as_wide_as_the_widest(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"key": "a/1", "said": "x" * 300, "on": "2031"}, {"key": "a/2", "said": "short", "on": "2032"}]
    table(rows, ("key", "said", "on"), ())
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1] == f"a/1  {'x' * 300}  2031"
    assert lines[2] == f"a/2  short{' ' * 35}  2032"


def test_wide_letters_take_their_room(capsys: pytest.CaptureFixture[str]) -> None:
    table([{"name": "北朝鮮", "kind": "state"}, {"name": "Arden", "kind": "state"}], ("name", "kind"), ())
    assert capsys.readouterr().out.splitlines() == ["name    kind", "北朝鮮  state", "Arden   state"]


def test_a_date_wider_than_its_column_stands_apart_from_what_was_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whoblamed.open(tmp_path / "graph").load(written(tmp_path, case(blame("a", on="2031-04-03/2031-04-09"))))
    code, text = shown(tmp_path / "graph", "who", "Red Tide")
    assert (code, "  between 2031-04-03 and 2031-04-09\n" in text.replace("\r", "")) == (0, True)
    paragraph("Port of Arden attributes it", "between 2031-04-03 and 2031-04-09")  # in a pipe
    assert capsys.readouterr().out == "  between 2031-04-03 and 2031-04-09 Port of Arden attributes it\n"
