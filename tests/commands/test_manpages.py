"""Manual pages are made of the help of the commands, and are in order by those who show them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from whoblamed import commands

from ..support.places import ROOT

LINTERS = {
    "groff": ["-man", "-Tutf8", "-Kutf8", "-ww", "-z"],
    "mandoc": ["-T", "lint", "-W", "warning"],
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man")
    subprocess.run([sys.executable, ROOT / "tools" / "manpages.py", folder], check=True, capture_output=True)
    return folder


def test_there_is_a_page_of_each_command_and_one_of_all(pages: Path) -> None:
    named = {f"whoblamed-{name}.1" for name in commands.COMMANDS}
    assert {"whoblamed.1", "whoblamed-add-claim.1", *named} <= {path.name for path in pages.iterdir()}


@pytest.mark.parametrize("linter", LINTERS)
def test_those_who_show_them_have_nothing_to_object_to(pages: Path, linter: str) -> None:
    if shutil.which(linter) is None:
        pytest.skip(f"{linter} is not installed")
    told = [
        subprocess.run([linter, *LINTERS[linter], path], capture_output=True, text=True) for path in pages.iterdir()
    ]
    assert [done.stdout + done.stderr for done in told if done.stdout or done.stderr] == []


def test_a_page_has_the_options_and_examples_of_its_command(pages: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    shown = subprocess.run(
        ["groff", "-man", "-Tascii", "-P-cbou", "-Kutf8", "-rLL=200n", pages / "whoblamed-list.1"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "whoblamed-list - List actors, incidents, claims, sources or data sets" in shown
    assert 'whoblamed list actors --incident "Nord Stream"\n' in shown
    assert "--sort COLUMN," in shown
    assert "put in order by these columns; -COLUMN: the other way round" in " ".join(shown.split())
    assert "FORMATS" in (pages / "whoblamed-export.1").read_text("utf-8")
