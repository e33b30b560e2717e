"""What `who` takes for blame."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from whoblamed.cli import main

from ..support.cases import blame, case, written


@pytest.mark.parametrize(
    ("role", "relation"), [("carried-out", "blamed by"), ("ordered", "blamed by"), ("origin", "said of it")]
)
def test_to_say_where_something_comes_from_is_no_blame(role: str, relation: str, tmp_path: Path) -> None:
    place = str(written(tmp_path, case(blame(role=role))))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    (row,) = json.loads(runner.invoke(main, ["--graph", folder, "who", "Red Tide", "-f", "json"]).output)
    assert row["relation"] == relation
