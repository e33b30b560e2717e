"""What `load` and `check` tell people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import InvalidData, Problem

from ..support.cases import blame, case, written


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Runs a command on a graph of its own."""

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "g"), *arguments])

    return call


def test_what_was_read_is_told_apart_from_what_is_in_the_graph(run: Any, tmp_path: Path) -> None:
    first = run("load", str(written(tmp_path, case(blame(), blame("two")))))
    assert f"2 claims of 1 data set in {tmp_path / 'g'}" in first.output
    second = run("load", str(written(tmp_path, case(blame(), name="quay"))))
    assert f"1 claim of 1 data set read; 3 claims of 2 data sets in {tmp_path / 'g'}" in second.output


@pytest.mark.parametrize("command", ["load", "check"])
def test_of_a_flood_of_problems_the_first_are_told_and_the_rest_counted(run: Any, tmp_path: Path, command: str) -> None:
    wrong = [blame(f"blame-{number}", by="nobody") for number in range(120)]
    lines = run(command, str(written(tmp_path, case(*wrong)))).output.splitlines()
    assert len(lines) == 101
    assert lines[0].startswith(str(tmp_path / "harbour.yaml:"))
    assert lines[-1] == "… and 20 more"


def test_programs_get_all_of_them(run: Any, tmp_path: Path) -> None:
    wrong = [blame(f"blame-{number}", by="nobody") for number in range(120)]
    assert len(json.loads(run("check", str(written(tmp_path, case(*wrong))), "-f", "json").output)) == 120
    problems = [Problem("wrong", "x.yaml", line, 1) for line in range(1, 121)]
    assert len(InvalidData(problems).problems) == 120
