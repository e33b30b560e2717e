"""What `who` takes for blame, and whose claims are whose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize("command", [("who", "Red Tide"), ("timeline", "Red Tide"), ("show", "Red Tide")])
def test_claims_of_several_data_sets_are_told_apart(tmp_path: Path, command: tuple[str, str]) -> None:
    """A case that lets its own actor of a known name speak is seen as that case."""

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "g"), *arguments]).output

    run("load", str(written(tmp_path, case(blame()))))
    assert "data set:" not in run(*command)
    run("load", str(written(tmp_path, case(blame(summary={"en": "As said elsewhere."}), name="quay"))))
    lines = [line.strip() for line in run(*command).splitlines()]
    assert [lines.count(f"data set: {name}") for name in ("harbour", "quay")] == [1, 1]


@pytest.mark.parametrize(
    ("degree", "shown"),
    [
        ({"words": "no doubt"}, "no doubt"),
        ({"scale": "none-low-med-high", "label": "Low"}, "Low on the scale none-low-med-high"),
        ({"value": 80}, "80 of 100"),
    ],
)
@pytest.mark.parametrize("field", ["confidence", "likelihood"])
def test_how_sure_and_how_likely_is_shown_wherever_the_claim_is(
    field: str, degree: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    place = str(written(tmp_path, case({**blame(), field: degree})))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    for command in (("who", "Red Tide"), ("timeline", "Harbour outage"), ("show", "blame")):
        assert f"{field}: {shown}" in " ".join(runner.invoke(main, ["--graph", folder, *command]).output.split())
    (row,) = json.loads(runner.invoke(main, ["--graph", folder, "timeline", "outage", "-f", "json"]).output)
    assert row[field].startswith(shown)
    assert f",{shown}" in runner.invoke(main, ["--graph", folder, "timeline", "outage", "-f", "csv"]).output


@pytest.mark.parametrize(
    ("likelihood", "blames"),
    [
        ({"words": "unlikely"}, False),
        ({"scale": "dni", "label": "unlikely"}, False),
        ({"value": 20}, False),
        ({"words": "likely"}, True),
        ({"value": 50}, True),
        ({"words": "in all likelihood"}, True),
    ],
)
def test_to_hold_somebody_for_an_unlikely_one_is_no_blame(
    likelihood: dict[str, Any], blames: bool, tmp_path: Path
) -> None:
    place = str(written(tmp_path, case({**blame(), "likelihood": likelihood})))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    (row,) = json.loads(runner.invoke(main, ["--graph", folder, "who", "Red Tide", "-f", "json"]).output)
    assert row["relation"] == ("blamed by" if blames else "said of it")
    ranked = json.loads(runner.invoke(main, ["--graph", folder, "rank", "--by", "blamed", "-f", "json"]).output)
    assert len(ranked) == blames
