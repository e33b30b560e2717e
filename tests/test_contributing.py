"""CONTRIBUTING.md shows whole changes: each applies to the code as it is, and touches no more than it says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .support.contributing import CHANGES
from .support.places import ROOT

ROOMS = ("commands", "graph", "loaders", "ontology")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms that the changes are in."""
    folder = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "casebook"))
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="git, which applies the changes, is not installed")
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_applies(what: str, copy: Path) -> None:
    done = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=copy, input=CHANGES[what], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("what", "new", "changed"),
    [
        ("A format to load", 1, 1),
        ("A named query", 1, 0),
        ("An export format", 1, 1),
        ("A command", 1, 1),
        ("A kind of claim", 0, 3),
    ],
)
def test_a_change_touches_few_files(what: str, new: int, changed: int) -> None:
    files = CHANGES[what].count("diff --git ")
    assert (CHANGES[what].count("\nnew file mode "), files) == (new, new + changed)
