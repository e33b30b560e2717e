"""What commands tell of a day is what a graph of that day tells, with all of its quads made in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.commands.session import Session
from whoblamed.graph import Graph
from whoblamed.graph.store.memory import MemoryStore

from ..support.cases import SOURCES, blame, case, written

Run = Callable[..., str]


ADDRESS = "https://herald.example/1"
LATE = {"source": "review"}
CASE = case(
    blame(),
    blame("again", by="lab", on="2031-04-04", public="2031-04-09", **LATE),
    {"id": "no", "act": "denial", "by": "tide", "responds_to": "again", "on": "2031-04-05", **LATE},
    {"id": "back", "act": "withdrawal", "by": "port", "withdraws": "blame", "on": "2031-04-07", **LATE},
    sources={**SOURCES, "review": {"title": {"en": "Who said what"}, "published": "2031-12-01", "url": ADDRESS}},
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, CASE), written(tmp_path, case(blame(), name="quay")))

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), *arguments]).output

    return run


COMMANDS = [
    ("who", "Red Tide"),
    ("who", "Port of Arden", "-f", "json"),
    ("who", "Red Tide", "--roll-up"),
    ("who", "Red Tide", "--act", "denial"),
    ("timeline", "Harbour outage"),
    ("timeline", "harbour/outage"),
    ("timeline", "Red Tide", "-f", "csv"),
    ("unanswered",),
    ("unanswered", "quay/outage", "-f", "json"),
    ("unanswered", "Harbour outage"),
    ("show", "Harbour outage"),
    ("show", "quay/outage", "-f", "json"),
    ("show", "Red Tide"),
    ("show", "harbour/blame"),
    ("show", "harbour/again"),
    ("show", "nothing"),
]


@pytest.mark.parametrize("day", ["2031-04-04", "2031-04-06", "2031-04-08", "2031-04", "1990"])
def test_commands_tell_of_a_day_what_a_graph_of_it_tells(run: Run, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [run(*command, "--as-of", day) for command in COMMANDS]
    read = Session.graph
    monkeypatch.setattr(Session, "graph", lambda session: Graph(MemoryStore(read(session).store.current.find())))
    assert found == [run(*command, "--as-of", day) for command in COMMANDS]


def test_what_was_answered_or_taken_back_later_is_not_told(run: Run) -> None:
    assert "answers: again" in run("who", "Red Tide", "--as-of", "2031-04-06")  # its words are not known yet
    assert "(withdrawn)" not in run("timeline", "harbour/outage", "--as-of", "2031-04-06")
    assert "(withdrawn)" in run("timeline", "harbour/outage", "--as-of", "2031-04-08")


def test_sources_are_listed_with_their_addresses(run: Run) -> None:
    assert ADDRESS in run("list", "sources", "-f", "csv")
    assert ADDRESS in run("list", "sources", "-f", "csv", "--as-of", "2031-04-06")
