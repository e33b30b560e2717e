"""What `who` takes for blame, and whose claims are whose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whoblamed.cli import main

from ..support.cases import blame, case, written


@pytest.mark.parametrize(
    ("role", "relation"), [("carried-out", "blamed by"), ("ordered", "blamed by"), ("origin", "said by others")]
)
def test_to_say_where_something_comes_from_is_no_blame(role: str, relation: str, tmp_path: Path) -> None:
    place = str(written(tmp_path, case(blame(role=role))))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    (row,) = json.loads(runner.invoke(main, ["--graph", folder, "who", "Red Tide", "-f", "json"]).output)
    assert row["relation"] == relation


@pytest.mark.parametrize("command", [("who", "Red Tide"), ("timeline", "Red Tide"), ("show", "Red Tide")])
def test_each_claim_has_its_key_which_begins_with_its_data_set_and_finds_it(
    tmp_path: Path, command: tuple[str, str]
) -> None:
    """A case that lets its own actor of a known name speak is seen as that case; and each claim can be asked for."""

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "g"), *arguments]).output

    run("load", str(written(tmp_path, case(blame()))))
    run("load", str(written(tmp_path, case(blame(summary={"en": "As said elsewhere."}), name="quay"))))
    printed = re.findall(r"key: (\S+)", run(*command))
    assert printed == ["harbour/blame", "quay/blame"]
    assert "As said elsewhere." not in run("show", printed[0])
    assert "As said elsewhere." in run("show", printed[1])


@pytest.mark.parametrize(
    ("name", "finds"),
    [("the Red Tide", "Red Tide"), ("tide", "Red Tide"), ("outag harbo", "Harbour outage")],
)
def test_a_part_of_a_name_is_enough_where_one_thing_has_it(name: str, finds: str, tmp_path: Path) -> None:
    place = str(written(tmp_path, case(blame())))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    assert runner.invoke(main, ["--graph", folder, "timeline", name]).output.startswith(finds)


def test_what_is_asked_for_by_the_wrong_command_is_told_the_right_one(tmp_path: Path) -> None:
    place = str(written(tmp_path, case(blame())))
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", place]).exit_code == 0
    told = runner.invoke(main, ["--graph", folder, "who", "Harbour outage"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "that is an incident; ask whoblamed status" in told.stderr
    assert "that is an actor; ask whoblamed who" in runner.invoke(main, ["--graph", folder, "status", "Tide"]).stderr


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
    listed = " ".join(runner.invoke(main, ["--graph", folder, "list", "claims"]).output.split())
    assert f"{field}: {shown}" in listed
    (allegation,) = json.loads(runner.invoke(main, ["--graph", folder, "status", "-f", "json"]).output)
    assert allegation["claims"][0][field].startswith(shown)


def test_the_data_set_of_a_claim_is_named_where_its_key_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "feed.ttl").write_text(
        """@prefix wb: <https://w3id.org/whoblamed/ns#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix ex: <https://data.example/> .
        ex:c a wb:Attribution ; wb:speaker ex:port ; wb:accused ex:tide ; wb:incident ex:outage ; wb:madeIn ex:story .
        ex:port a wb:Actor ; wb:kind "agency" ; rdfs:label "Port" .
        ex:tide a wb:Actor ; wb:kind "group" ; rdfs:label "Tide" .
        ex:outage a wb:Incident ; rdfs:label "Outage" .
        ex:story a wb:Source ; wb:url <https://story.example/> .""",
        "utf-8",
    )
    runner, folder = CliRunner(), str(tmp_path / "graph")
    assert runner.invoke(main, ["--graph", folder, "load", str(tmp_path / "feed.ttl")]).exit_code == 0
    for command in (("who", "Tide"), ("timeline", "Outage"), ("show", "Port")):
        told = " ".join(runner.invoke(main, ["--graph", folder, *command]).output.split())
        assert "key: https://data.example/c data set: feed" in told


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
    assert row["relation"] == ("blamed by" if blames else "said by others")
    ranked = json.loads(runner.invoke(main, ["--graph", folder, "rank", "--by", "blamed", "-f", "json"]).output)
    assert len(ranked) == blames
