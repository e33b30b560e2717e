"""Who blames whom, crossed: counted by another way, and as people and programs get it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.ask.counts import BY, counts, given_by
from whoblamed.graph.network.blame import blames
from whoblamed.graph.network.matrix import matrix
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.store.facts import Facts

from ..support.cases import blame, case, written
from ..support.strategies import graphs

ACTORS = {
    "arden": {"name": {"en": "Arden"}, "kind": "state"},
    "ministry": {"name": {"en": "Ministry of Arden"}, "kind": "agency", "part_of": "arden"},
    "belmont": {"name": {"en": "Belmont"}, "kind": "state"},
    "speaker": {"name": {"en": "Spokeswoman of Belmont"}, "kind": "person", "speaks_for": "belmont"},
    "lab": {"name": {"en": "Quay Lab"}, "kind": "company"},
}
DENIED = {"id": "not-us", "act": "denial", "by": "speaker", "responds_to": "one", "accused": "belmont"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    claims = (
        blame("one", by="ministry", accused="belmont"),
        blame("two", by="ministry", accused="belmont", on="2032-01-03", source="later"),
        blame("three", by="lab", accused="belmont"),
        blame("four", by="belmont", accused="arden", incident="leak"),
        blame("five", by="belmont", accused="lab", incident="leak"),
        {
            "id": "sorry",
            "act": "withdrawal",
            "by": "belmont",
            "withdraws": "five",
            "source": "later",
            "on": "2032-02-01",
        },
        {**DENIED, "incident": "outage", "source": "story", "on": "2031-04-04"},
    )
    incidents = {**case()["incidents"], "leak": {"name": {"en": "Leak of the manifests"}, "kind": "leak"}}
    sources = {**case()["sources"], "later": {"title": {"en": "A year on"}, "published": "2032-02-01"}}
    return written(
        tmp_path_factory.mktemp("matrix"), case(*claims, actors=ACTORS, incidents=incidents, sources=sources)
    )


@pytest.fixture(scope="module")
def graph(file: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(file)
    return graph


@pytest.fixture(scope="module")
def place(file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("graph") / "graph"
    whoblamed.open(folder).load(file)
    return str(folder)


def asked(place: str, *words: str) -> str:
    result = CliRunner().invoke(main, ["--graph", place, "matrix", *words])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@given(graphs(), st.sampled_from(["actor", "state"]))
def test_cells_add_up_to_who_blames_whom(facts: Facts, by: Any) -> None:
    net = blame_network(facts)
    kinds = {iri: actor.kind for iri, actor in facts.actors.items()}
    wanted = Counter(
        (accuser, accused)
        for accuser, accused, _, _ in blames(net)
        if by == "actor" or (kinds.get(accuser), kinds.get(accused)) == ("state", "state")
    )
    found = matrix(net, by)
    assert {cell: value.claims for cell, value in found.cells.items()} == dict(wanted)
    assert all(0 <= cell.answered <= cell.claims for cell in found.cells.values())
    assert {*found.accusers} == {accuser for accuser, _ in wanted}
    totals = [sum(found.count(accuser, accused) for accused in found.accused) for accuser in found.accusers]
    assert totals == sorted(totals, reverse=True)


def test_a_ministry_and_a_spokeswoman_count_as_their_states(graph: Graph) -> None:
    found = matrix(graph.blame_network(roll_up=True), "state")
    cells = {(row["accuser"], row["accused"]): (row["claims"], row["answered"]) for row in found.as_rows()}
    assert cells == {("Arden", "Belmont"): (2, 2), ("Belmont", "Arden"): (1, 0)}
    assert len(found.left_out) == 1  # the company's; what was taken back is no blame


def test_a_bloc_is_one_row_and_a_claim_of_two_members_one_claim(graph: Graph) -> None:
    found = matrix(graph.blame_network(), "bloc")
    assert {found.names[row] for row in found.accusers} == {"Quay Lab and 1 more", "Belmont"}
    (bloc,) = (row for row in found.accusers if "more" in found.names[row])
    assert found.count(bloc, next(a for a in found.accused if found.names[a] == "Belmont")) == 3


def test_people_get_numbered_columns_and_stars_where_it_was_denied(place: str) -> None:
    assert asked(place).splitlines() == [
        "                           1    2",
        "Arden                      2*   ·",
        "Belmont                    ·    1",
        "",
        "  1  Belmont",
        "  2  Arden",
    ]


def test_it_reads_at_80_columns_whatever_the_names(casebook: Graph, tmp_path: Path) -> None:
    casebook.export(tmp_path / "c.trig")
    whoblamed.open(tmp_path / "g").load(tmp_path / "c.trig")
    for by in ("state", "actor", "bloc"):
        lines = asked(str(tmp_path / "g"), "--by", by).splitlines()
        assert max(map(len, lines[:12])) <= 80
        assert len(lines) <= 23


def test_a_year_takes_what_may_have_been_said_in_it(place: str) -> None:
    assert json.loads(asked(place, "--year", "2032", "-f", "json")) == [
        {
            "accuser": "Arden",
            "accused": "Belmont",
            "claims": 1,
            "answered": 0,
            "accuser_iri": "https://w3id.org/whoblamed/id/harbour/actor/arden",
            "accused_iri": "https://w3id.org/whoblamed/id/harbour/actor/belmont",
        }
    ]


def test_what_was_taken_back_counts_when_it_is_asked_for(place: str) -> None:
    plain, counted = (json.loads(asked(place, "--by", "actor", "-f", "json", *more)) for more in ([], ["--withdrawn"]))
    assert sum(row["claims"] for row in counted) == sum(row["claims"] for row in plain) + 1


def test_programs_get_plain_numbers_and_pages_stars(place: str) -> None:
    found = list(csv.reader(io.StringIO(asked(place, "-f", "csv"))))
    assert found == [["accuser", "Belmont", "Arden"], ["Arden", "2", "0"], ["Belmont", "0", "1"]]
    assert "| Arden | 2\\* |  |" in asked(place, "-f", "md")


def test_a_star_is_explained_where_there_is_one(place: str) -> None:
    explained = "* the accused denied at least one of these claims\n"
    for words, star in {(): True, ("-f", "md"): True, ("-f", "csv"): False, ("--year", "1999"): False}.items():
        result = CliRunner().invoke(main, ["--graph", place, "matrix", *words])
        assert (explained in result.stderr) is star, result.output
        assert ("2" in result.stdout and "*" in result.stdout) is star
    assert "*" not in asked(place, "--by", "actor", "--until", "2000")


def test_what_is_not_shown_is_told(place: str) -> None:
    result = CliRunner().invoke(main, ["--graph", place, "matrix", "--top", "1"])
    assert "… and 1 more accuser and 1 more accused; --top shows more" in result.stderr
    assert "1 claim by or about those who are no states: --by actor has them" in result.stderr
    nothing = CliRunner().invoke(main, ["--graph", place, "matrix", "--year", "1999"])
    assert (nothing.stdout, "nobody blames anybody in what was asked for" in nothing.stderr) == ("", True)
    wrong = CliRunner().invoke(main, ["--graph", place, "matrix", "--year", "99"])
    assert (wrong.exit_code, "'99' is no year; write YYYY" in wrong.stderr) == (2, True)


# ------------------------------------------------------------------------------------------------------------- counts


def test_claims_are_counted_by_status_and_by_state(graph: Graph) -> None:
    facts = graph.bare_facts()
    more = given_by(graph.store.current, facts, graph.rolled_up(), ["status", "state"])
    by_status = {row["status"]: row["claims"] for row in counts(facts, ["status"], more=more)}
    assert by_status == {"denied": 4, "uncontested": 1, "withdrawn": 2}
    by_state = {row["state"]: row["claims"] for row in counts(facts, ["state"], more=more)}
    assert by_state == {"": 1, "Arden": 2, "Belmont": 4}


@pytest.mark.parametrize("by", BY)
def test_the_casebook_can_be_counted_by_everything(by: str, place: str) -> None:
    result = CliRunner().invoke(main, ["--graph", place, "count", "--by", by, "-f", "json"])
    assert result.exit_code == 0, result.stderr
    assert sum(row["claims"] for row in json.loads(result.stdout)) >= 7
