"""What is missing about an allegation: an answer, an origin, evidence that can be seen, a date."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.status.claims import ClaimIndex
from whoblamed.graph.status.status import vectors
from whoblamed.graph.status.unanswered import COLUMNS, Unanswered, unanswered
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.records import Record

from ..support.build import (
    actor,
    allegation,
    attribution,
    challenge,
    claim,
    denial,
    endorsement,
    evidence,
    facts,
    relies,
    responsibility,
    source,
    withdrawal,
)
from ..support.cases import ACTORS, INCIDENTS, SOURCES, blame, case, written
from ..support.strategies import graphs

P = "tide@outage"
SAID: list[Record] = [
    actor("tide"),
    actor("voice", "person", speaks_for="tide"),
    actor("port", "agency"),
    allegation(P),
    source("story", on="2031-04-04"),
    attribution("says", "port", P, on="2031-04-03", made_in="story"),
]


def missing(*records: Record) -> dict[str, Unanswered]:
    return {each.allegation.iri: each for each in unanswered(facts(*SAID, *records))}


def test_who_said_nothing_has_not_answered() -> None:
    assert missing()[P].missing == {"answer"}


@pytest.mark.parametrize("by", ["tide", "voice"])
@pytest.mark.parametrize(
    "answer",
    [
        lambda by: denial("no", by, P, on="2031-04-05"),
        lambda by: responsibility("us", by, P, on="2031-04-05"),
        lambda by: challenge("doubt", by, "says", on="2031-04-05"),
        lambda by: challenge("doubt", by, P, on="2031-04-05"),
    ],
)
def test_a_denial_a_claim_or_a_doubt_by_the_accused_or_who_speaks_for_it_is_an_answer(
    by: str, answer: Callable[[str], Record]
) -> None:
    assert P not in missing(answer(by))


def test_what_others_say_and_what_was_taken_back_is_no_answer() -> None:
    assert not missing(challenge("doubt", "lab", "says"))[P].is_answered
    taken_back = denial("no", "tide", P, on="2031-04-05"), withdrawal("back", "tide", "no", on="2031-04-06")
    assert not missing(*taken_back)[P].is_answered


def test_to_decline_to_comment_is_no_answer_but_is_said() -> None:
    """Whatever it names: the accusation, or only what happened; not when it is about something else."""
    named = claim("nc1", "no-comment", "voice", on="2031-04-06", responds_to=("says",))
    of_it = claim("nc2", "no-comment", "tide", on="2031-04-05", incident="outage")
    other = claim("nc3", "no-comment", "tide", on="2031-04-05", incident="leak")
    of_another = claim("nc4", "no-comment", "port", on="2031-04-05", incident="outage")
    found = missing(named, of_it, other, of_another)[P]
    assert not found.is_answered
    assert found.no_comment == ("nc2", "nc1")


def test_an_allegation_that_nobody_makes_any_more_needs_no_answer() -> None:
    assert missing(withdrawal("back", "port", "says", on="2031-05-01")) == {}


def test_evidence_that_is_kept_back_is_named_and_what_nobody_says_of_it_is_not() -> None:
    shut = replace(evidence("logs"), disclosed=False)
    shown = replace(evidence("code"), disclosed=True)
    told = attribution("again", "lab", P, on="2031-04-04", made_in="story", evidence=("logs", "code", "else"))
    assert missing(shut, shown, evidence("else"), told)[P].evidence == ("logs",)


def test_the_word_of_one_who_is_not_named_or_of_whom_a_source_does_not_say_is_of_unknown_origin() -> None:
    unnamed = attribution("they", "officials", P, on="2031-04-04", made_in="story")
    assert missing(actor("officials", "unnamed"), unnamed)[P].origins == ("officials",)
    assert missing(relies("story", None, "unknown"))[P].origins == ("port",)


def test_a_source_without_a_date_is_named_once_for_each_allegation() -> None:
    more = endorsement("backs", "lab", "says", on="2031-04-05", made_in="post")
    again = attribution("again", "port", P, on="2031-04-06", made_in="post")
    assert missing(source("post"), more, again)[P].sources == ("post",)


@given(graphs())
def test_what_is_unanswered_agrees_with_the_status(graph: Facts) -> None:
    """Who neither denied nor claimed it has no such status, and each allegation that somebody makes is looked at."""
    found = {each.allegation.iri: each for each in unanswered(graph)}
    received = vectors(ClaimIndex(graph))
    for iri, each in found.items():
        assert received[iri].attributed or received[iri].self_claimed
        assert each.is_answered or not (received[iri].denied or received[iri].self_claimed)
    made = {iri for iri, vector in received.items() if vector.attributed and not (vector.denied or vector.self_claimed)}
    index = ClaimIndex(graph)
    for iri in made - found.keys():  # all is known about it, because the accused answered by a doubt
        accused = graph.allegations[iri].accused
        assert any(index.speaks_as(c.speakers, accused) for c in graph.claims.values() if c.act == "challenge")


# -------------------------------------------------------------------------------------------------------- the command

EVIDENCE = {"logs": {"summary": {"en": "Logs of the harbour"}, "disclosed": False}}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    actors = {**ACTORS, "crew": {"name": {"en": "Night Crew"}, "kind": "group"}}
    incidents = {**INCIDENTS, "leak": {"name": {"en": "Harbour leak"}, "kind": "leak", "from": "2031-04-02"}}
    sources = {**SOURCES, "post": {"title": {"en": "A post"}}}
    claims = [
        blame(evidence=["logs"]),
        blame("leaked", accused="crew", incident="leak", source="post"),
        {"id": "no", "act": "denial", "by": "tide", "incident": "outage", "on": "2031-04-04", "source": "story"},
    ]
    file = case(*claims, actors=actors, incidents=incidents, sources=sources, evidence=EVIDENCE)
    place = str(tmp_path / "graph")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--graph", place, *arguments])

    run("load", str(written(tmp_path, file)))
    return run


def test_people_read_it_by_incident(run: Callable[..., Result]) -> None:
    assert run("unanswered").stdout.splitlines() == [
        "Harbour leak",
        "  Night Crew, carried-out: uncontested",
        "    no answer     from Night Crew",
        "    no date       A post",
        "",
        "Harbour outage",
        "  Red Tide, carried-out: denied",
        "    undisclosed   Logs of the harbour",
    ]


def test_programs_get_rows_of_one_incident_or_of_one_kind(run: Callable[..., Result]) -> None:
    (row,) = json.loads(run("unanswered", "Harbour outage", "-f", "json").stdout)
    assert tuple(row) == COLUMNS
    assert (row["no_answer_from"], row["undisclosed_evidence"]) == (None, ["Logs of the harbour"])
    rows: list[dict[str, Any]] = list(
        csv.DictReader(io.StringIO(run("unanswered", "--missing", "answer", "-f", "csv").stdout))
    )
    assert [row["accused"] for row in rows] == ["Night Crew"]


def test_filters_choose_by_the_claims_that_make_the_allegation(run: Callable[..., Result]) -> None:
    found = run("unanswered", "--dataset", "harbour", "--since", "2031-04-03", "--incident", "Harbour leak").stdout
    assert found.startswith("Harbour leak\n")
    assert "Harbour outage" not in found


def test_a_day_before_the_answer_lacks_it(run: Callable[..., Result]) -> None:
    rows = json.loads(run("unanswered", "Harbour outage", "--as-of", "2031-04-03", "-f", "json").stdout)
    assert [row["no_answer_from"] for row in rows] == ["Red Tide"]
    assert run("unanswered", "--as-of", "1990-01-01").stderr == "nothing is missing in what was public by 1990-01-01\n"


def test_python_asks_the_same(tmp_path: Path) -> None:
    graph = Graph.open(":memory:")
    graph.load(written(tmp_path, case(blame())))
    (found,) = graph.unanswered("Harbour outage")
    assert found.missing == {"answer"}
    assert graph.unanswered("outage") == [found]
