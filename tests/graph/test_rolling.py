"""Rolling up: ministries, agencies and whoever speaks for a state count as that state, wherever blame is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.identity.representatives import Representatives
from whoblamed.graph.identity.rolling import states
from whoblamed.graph.network import analyses
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology.records import Actor

from ..support.actors import iri, store_of
from ..support.build import allegation, attribution, facts, withdrawal
from ..support.cases import case, written

Run = Callable[..., Result]

KINDS = ("state", "agency", "person", "group", "unnamed")


def someone(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": {"en": name}, "kind": kind, **more}


ACTORS = {
    "arden": someone("Arden", "state"),
    "home": someone("Arden Home Office", "agency", part_of="arden"),
    "police": someone("Arden Police", "agency", part_of="home"),
    "envoy": someone("Envoy of Arden", "person", speaks_for="arden"),
    "officer": someone("Officer of Arden", "person", part_of="police"),
    "borea": someone("Borea", "state"),
    "navy": someone("Borean Navy", "agency", part_of="borea", speaks_for="borea"),
    "joint": someone("Joint Commission", "agency", part_of=["arden", "borea"]),
    "crew": someone("Borean Crew", "group", part_of="borea"),
}


AROUND: dict[str, Any] = {
    "actors": ACTORS,
    "sources": {"story": {"title": {"en": "A year of blame"}, "published": "2031-12-31"}},
}


def said(key: str, by: str, accused: str, on: str = "2031-04-03", **more: Any) -> dict[str, Any]:
    plain = {"act": "attribution", "by": by, "accused": accused, "incident": "outage", "source": "story"}
    return {"id": key, **plain, "on": on, **more}


CLAIMS = (
    said("p", "police", "navy"),
    said("h", "home", "borea", "2031-04-04"),
    said("o", "officer", "crew"),
    said("j", "joint", "crew"),
    said("back", "navy", "police", "2031-04-05"),
)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    opened = Graph.open(tmp_path / "graph", build=False)
    opened.load(written(tmp_path, case(*CLAIMS, **AROUND)))
    return opened


@pytest.fixture
def run(graph: Graph) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--graph", graph.store.place, *arguments])

    return run


def test_agencies_and_voices_count_as_their_state_and_others_as_themselves(graph: Graph) -> None:
    """A person, group or company that is merely part of a state is not that state, and who is of two is of neither."""
    labels = {iri: actor.label for iri, actor in graph.facts().actors.items()}
    assert {labels[actor]: labels[state] for actor, state in graph.rolled_up().same.items()} == {
        "Arden Home Office": "Arden",
        "Arden Police": "Arden",
        "Envoy of Arden": "Arden",
        "Borean Navy": "Borea",
    }


def test_path_finds_what_the_agencies_said_of_each_other(run: Run) -> None:
    assert "no chain of blame" in run("path", "Arden", "Borea").stderr
    found = run("path", "Arden", "Borea", "--roll-up").stdout
    assert "Arden blames Borea" in found
    assert "2031-04-03      Arden Police attributes Harbour outage to Borean Navy" in found
    assert run("path", "police", "navy", "--roll-up").stdout == found


def test_rank_counts_states(run: Run) -> None:
    assert "mutual,1,Borean Navy,,1,,,Arden Police,1" in run("rank", "--by", "mutual", "-f", "csv").stdout
    mutual = run("rank", "--by", "mutual", "--roll-up", "-f", "csv").stdout
    assert "mutual,1,Arden,,2,,,Borea,1" in mutual


def test_independent_origins_are_shared_out_among_what_is_counted_together(graph: Graph) -> None:
    network = graph.blame_network(roll_up=True)
    bare, counted = graph.bare_facts(), graph.rolled_up().same
    analyses.weigh_by_origins(network, bare, dict.fromkeys(bare.allegations, 1), counted)
    weights = {row.label: row.weight for row in analyses.most_blamed(network, "origins")}
    assert weights == {"Borea": 2, "Borean Crew": 1, "Arden": 1}


def test_who_lists_what_counts_as_the_states(run: Run) -> None:
    plain, rolled = (run("who", "Borea", *more).stdout for more in ((), ("--roll-up",)))
    assert "Arden Police attributes" not in plain
    assert "Arden Police attributes Harbour outage to Borean Navy" in rolled
    assert "Borean Crew" not in rolled.partition("\n\n")[2]
    assert run("who", "navy", "--roll-up").stdout.startswith("Borean Navy (agency), counted as Borea\n")


def test_named_queries_ask_for_the_state_with_its_agencies(graph: Graph, run: Run) -> None:
    assert len(graph.query("who-blamed-whom", accused="Borea")) == 1  # type: ignore[arg-type]
    assert len(graph.query("who-blamed-whom", accused="Borea", roll_up=True)) == 2  # type: ignore[arg-type]
    lines = run("query", "who-blamed-whom", "--param", "accused=Borea", "--roll-up", "-f", "csv").stdout.splitlines()
    assert len(lines) == 3
    assert run("query", "ASK {}", "--roll-up").exit_code == 2


def test_a_view_draws_states(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "view.json"
    run("view", "-o", str(file), "--focus", "police", "--roll-up")
    drawn = file.read_text()
    assert '"focus": "harbour/actor/arden"' in drawn
    assert '"id": "harbour/actor/police"' not in drawn
    assert "Arden Police attributes Harbour outage to Borean Navy" in drawn


@pytest.mark.parametrize(("by", "gone"), [("police", set()), ("envoy", {"p"})])
def test_one_agency_does_not_take_back_what_somebody_else_of_its_state_said(by: str, gone: set[str]) -> None:
    """Who may take a claim back depends on who said it, not on whom they count as."""
    said = attribution("p", "envoy", "crew@outage", on="2031-04-03", accused=("crew",))
    back = withdrawal("w", by, "p", on="2031-05-01")
    counted = {"police": "arden", "envoy": "arden"}
    network = blame_network(facts(allegation("crew@outage"), said, back), states=counted)
    assert {data["claim"] for *_, data in network.edges(data=True) if data["withdrawn"]} == gone
    assert list(network.edges()) == [("arden", "crew")]


def test_the_network_is_the_same_from_the_columns_and_from_the_records(graph: Graph) -> None:
    in_memory = Graph(MemoryStore(graph.store.current))
    first, second = (each.blame_network(roll_up=True) for each in (graph, in_memory))
    assert sorted(first.edges(keys=True)) == sorted(second.edges(keys=True))
    assert set(first) == set(second)


@st.composite
def actors(draw: st.DrawFn) -> list[Actor]:
    names = [iri(f"x/{letter}") for letter in "abcdefg"]
    some = st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    kinds = st.sampled_from(KINDS)
    return [Actor(iri=n, label=n, kind=draw(kinds), part_of=draw(some), speaks_for=draw(some)) for n in names]


@given(actors())
def test_rolling_up_is_what_its_definition_says_and_rolling_up_twice_changes_nothing(described: list[Actor]) -> None:
    store = store_of(*described, resolve=False)
    found = states(store, Representatives())
    by_iri = {actor.iri: actor for actor in described}

    def reached(iri: str, seen: frozenset[str]) -> set[str]:
        actor = by_iri[iri]
        if actor.kind == "state":
            return {iri}
        above = {*actor.speaks_for, *(actor.part_of if actor.kind == "agency" else ())} - seen - {iri}
        return {state for over in above for state in reached(over, seen | {iri})}

    naive = {iri: reached(iri, frozenset()) for iri in by_iri if by_iri[iri].kind != "state"}
    assert found == {iri: min(over) for iri, over in naive.items() if len(over) == 1}
    assert not found.keys() & set(found.values())
