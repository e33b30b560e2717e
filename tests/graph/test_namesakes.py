"""Incidents of one name in several data sets: people are told the key of each and how they relate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.ask.names import find_one
from whoblamed.graph.ask.namesakes import namesakes

from ..support.cases import blame, case, written


def graph_of(folder: Path, *dates: dict[str, str]) -> Graph:
    """A graph with an incident of one name in as many data sets as there are dates."""
    graph = whoblamed.open(folder / "graph")
    for number, dated in enumerate(dates):
        incident: dict[str, Any] = {"outage": {"name": {"en": "Harbour outage"}, "kind": "outage", **dated}}
        sources = {"late": {"title": {"en": "Late"}, "published": "2031-06-01"}}
        told = blame(on="2031-05-03", source="late")
        graph.load(written(folder, case(told, name=f"set-{number}", incidents=incident, sources=sources)))
    return graph


@pytest.mark.parametrize(
    ("dates", "related"),
    [
        ([{"from": "2031-04-02"}, {"from": "2031-04-02"}], "They are dated alike."),
        ([{"from": "2031-04-02"}, {"from": "2031-04"}], "They may have been at the same time."),
        ([{"from": "2031-04-01", "to": "2031-04-09"}, {"from": "2031-04-05"}], "They may have been at the same time."),
        ([{"from": "2031-04-02"}, {"from": "2031-04-05"}], "They were not all at the same time."),
        ([{"from": "2031-04-02"}, {}], "They may be one or not: not all have a date."),
    ],
)
def test_how_they_relate_is_told(tmp_path: Path, dates: list[dict[str, str]], related: str) -> None:
    store = graph_of(tmp_path, *dates).store.current
    head, first, second, last = namesakes(store, find_one(store, "Harbour outage", ["incident"]))
    assert head == "'Harbour outage' is 2 incidents of different data sets; to mean one, say its key:"
    assert first.startswith("  set-0/outage (")
    assert second.endswith("1 claim)")
    assert last.startswith(related)


def test_one_incident_is_nothing_to_tell_of(tmp_path: Path) -> None:
    store = graph_of(tmp_path, {"from": "2031-04-02"}).store.current
    assert namesakes(store, find_one(store, "Harbour outage", ["incident"])) == []
    assert namesakes(store, find_one(store, "Red Tide", ["actor"])) == []


@pytest.mark.parametrize(
    "words",
    [["status", "Harbour outage"], ["timeline", "Harbour outage"], ["show", "Harbour outage"],
     ["cite", "Harbour outage"], ["unanswered", "Harbour outage"], ["list", "claims", "--incident", "Harbour outage"]],
)  # fmt: skip
def test_every_command_tells_and_takes_the_key_without_a_word(tmp_path: Path, words: list[str]) -> None:
    graph_of(tmp_path, {"from": "2031-04-02"}, {"from": "2031-04-02"})

    def told(*words: str) -> str:
        done = CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), *words])
        assert done.exit_code == 0, done.stderr
        return done.stderr

    assert "to mean one, say its key:\n  set-0/outage (2031-04-02, 1 claim)\n" in told(*words)
    assert told(*words[:-1], "set-0/outage") == ""
