"""What a shell offers while somebody types: names, keys, data sets, queries; and nothing where there is nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import whoblamed
from click.shell_completion import ShellComplete
from whoblamed.cli import main

from ..support.cases import ACTORS, blame, case, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("completion")
    whoblamed.open(place / "graph").load(written(place, case(blame(), actors=ACTORS)))
    return place / "graph"


def offered(folder: Path, *words: str) -> list[str]:
    """What is offered for the last of some words of a command line."""
    before = ["--graph", str(folder), *words[:-1]]
    found = ShellComplete(main, {}, "whoblamed", "_WHOBLAMED_COMPLETE").get_completions(before, words[-1])
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["who", "RED t"], ["Red Tide"]),
        (["who", "Port"], ["Port of Arden"]),
        (["status", "harb"], ["Harbour outage"]),
        (["timeline", "harb"], ["Harbour outage"]),
        (["show", "harbour/bl"], ["harbour/blame"]),
        (["list", "claims", "--actor", "red"], ["Red Tide"]),
        (["export", "--incident", "Harb"], ["Harbour outage"]),
        (["list", "claims", "--dataset", "h"], ["harbour"]),
        (["list", "claims", "--status", "uncont"], ["uncontested"]),
        (["unload", "h"], ["harbour"]),
        (["query", "who-b"], ["who-blamed-whom"]),
        (["count", "--by", "year,spe"], ["year,speaker"]),
        (["list", "claims", "-f", "c"], ["csv"]),
        (["who", "nobody"], []),
    ],
)
def test_what_begins_so_is_offered(folder: Path, words: list[str], names: list[str]) -> None:
    assert offered(folder, *words) == names


@pytest.mark.parametrize("what", ["nowhere", "file", "damaged"])
def test_where_there_is_no_graph_nothing_is_offered_and_nothing_is_said(
    tmp_path: Path, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "graph"
    if what == "file":
        place.write_text("no graph")
    elif what == "damaged":
        place.mkdir()
        (place / "CURRENT").write_text("generation-of-nobody")
    assert offered(place, "who", "n") == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("red", r"Red\ Tide"), (r"Red\ T", r"Red\ Tide"), ('"Red T', "Red Tide")],
)
def test_bash_gets_a_name_that_is_one_word(folder: Path, tmp_path: Path, typed: str, completed: str) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    program = tmp_path / "whoblamed"
    program.write_text(f"#!{sys.executable}\nfrom whoblamed.__main__ import run\nrun()\n")
    program.chmod(0o755)
    script = """
        eval "$(_WHOBLAMED_COMPLETE=bash_source whoblamed)"
        COMP_WORDS=(whoblamed who "$1") COMP_CWORD=2
        _whoblamed_completion whoblamed
        printf '%s' "${COMPREPLY[@]}"
    """
    environment = os.environ | {"WHOBLAMED_GRAPH": str(folder), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script, "-", typed], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (completed, "")
