"""Filters leave certain claims, in the same words for every listing; counts add up what they leave."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.ask.counts import DIMENSIONS, NONE, counts
from whoblamed.graph.ask.filtering import Filter, matching
from whoblamed.ontology import ID

from ..support.cases import ACTORS, INCIDENTS, blame, case, keys, written

MORE = {
    "gazette": {"name": {"en": "Gazette"}, "kind": "outlet"},
    "herald": {"name": {"en": "Herald"}, "kind": "outlet"},
}
SOURCES = {
    "story": {"title": {"en": "Port blames Tide"}, "publisher": "gazette", "published": "2031-04-04"},
    "copy": {"title": {"en": "The same"}, "publisher": "herald", "published": "2031-04-05"},
    "old": {"title": {"en": "An old story"}},
}
LEAK = {"leak": {"name": {"en": "Ledger leak"}, "kind": "leak"}}
CLAIMS = [
    blame(source=["story", "copy"]),
    blame("again", on="2032-01-10", form="indictment", source="old"),
    blame("undated", by="lab", on="unknown", incident="leak", source="old"),
    {"id": "no", "act": "denial", "by": "tide", "responds_to": "blame", "on": "2031", "source": "copy"},
    {"id": "doubt", "act": "challenge", "by": "lab", "challenges": "blame", "on": "2031-05", "source": "old"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("filters")
    shared: dict[str, Any] = {"actors": ACTORS | MORE, "incidents": INCIDENTS | LEAK, "sources": SOURCES}
    graph = whoblamed.open(place / "graph")
    graph.load(written(place, case(*CLAIMS, **shared)), written(place, case(blame("other"), name="quay")))
    return place / "graph"


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return whoblamed.open(folder)


def left(graph: Graph, **conditions: Any) -> set[str]:
    return keys(matching(graph.bare_facts(), Filter(**conditions)))


def thing(kind: str, key: str) -> frozenset[str]:
    return frozenset([f"{ID}harbour/{kind}/{key}"])


@pytest.mark.parametrize(
    ("conditions", "claims"),
    [
        ({"acts": ["denial", "challenge"]}, {"no", "doubt"}),
        ({"forms": ["indictment"]}, {"again"}),
        ({"incidents": thing("incident", "leak")}, {"undated"}),
        ({"incidents": thing("incident", "outage")}, {"blame", "again", "no", "doubt"}),
        ({"actors": thing("actor", "lab")}, {"undated", "doubt"}),
        ({"outlets": thing("actor", "herald")}, {"blame", "no"}),
        ({"kinds": ["leak"]}, {"undated"}),
        ({"acts": ["attribution"], "kinds": ["outage"]}, {"blame", "again", "other"}),
        ({}, {"blame", "again", "undated", "no", "doubt", "other"}),
    ],
)
def test_all_conditions_must_hold_and_any_value_of_one(
    graph: Graph, conditions: dict[str, Any], claims: set[str]
) -> None:
    assert left(graph, **conditions) == claims


@pytest.mark.parametrize(
    ("since", "until", "claims"),
    [
        ((2031, 5, 20), None, {"again", "no", "doubt"}),
        (None, (2031, 4, 3), {"blame", "no", "other"}),
        ((2031, 6, 1), (2031, 12, 31), {"no"}),
    ],
)
def test_a_time_has_what_may_have_been_said_in_it(
    graph: Graph, since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, claims: set[str]
) -> None:
    """A month is in part of May, a year in all of its months, and what has no date in no time at all."""
    days = [datetime.date(*each) if each else None for each in (since, until)]
    assert left(graph, since=days[0], until=days[1]) == claims


names = st.sampled_from(["attribution", "denial", "challenge"])


@given(st.lists(names, max_size=2), st.sampled_from(["outage", "leak", None]))
def test_more_conditions_leave_no_more_and_more_values_no_less(graph: Graph, acts: list[str], kind: str | None) -> None:
    conditions = {"acts": acts, "kinds": [kind] if kind else []}
    both = left(graph, **conditions)
    assert both <= left(graph, acts=acts)
    assert both <= left(graph, kinds=conditions["kinds"])
    assert not acts or left(graph, acts=acts) <= left(graph, acts=[*acts, "denial"])


# ----------------------------------------------------------------------------------------------------------- counts


def test_claims_are_counted_by_what_they_have(graph: Graph) -> None:
    assert {row["act"]: row["claims"] for row in counts(graph.bare_facts(), ["act"])} == {
        "attribution": 4,
        "challenge": 1,
        "denial": 1,
    }
    years = {row["year"]: row["claims"] for row in counts(graph.bare_facts(), ["year"])}
    assert years == {NONE: 1, "2031": 4, "2032": 1}


def test_whom_claims_blame_is_counted_without_those_who_deny_it(graph: Graph) -> None:
    blamed = {row["blamed"]: row["claims"] for row in counts(graph.bare_facts(), ["blamed"])}
    accused = {row["accused"]: row["claims"] for row in counts(graph.bare_facts(), ["accused"])}
    assert blamed == {"Red Tide": 4, NONE: 2}  # nobody by the denial and the doubt
    assert int(str(accused["Red Tide"])) > 4


def test_claims_are_counted_by_data_set(folder: Path) -> None:
    rows = json.loads(run(folder, "count", "--by", "dataset", "-f", "json"))
    assert {row["dataset"]: row["claims"] for row in rows} == {"harbour": 5, "quay": 1}


def test_nothing_is_said_of_a_time_before_its_incident(graph: Graph, tmp_path: Path) -> None:
    """What was said "by" a day, or nobody knows when, was not said before there was anything to speak of."""
    opened = whoblamed.open(":memory:")
    opened.load(written(tmp_path, case(blame(on="..2031-05-01"), name="open")))
    facts = opened.bare_facts()
    assert matching(facts, Filter(until=datetime.date(2031, 4, 1))) == set()
    assert keys(matching(facts, Filter(until=datetime.date(2031, 4, 2)))) == {"blame"}


def test_a_claim_with_two_outlets_counts_with_each(graph: Graph) -> None:
    only = matching(graph.bare_facts(), Filter(incidents=thing("incident", "outage")))
    found = counts(graph.bare_facts(), ["outlet", "act"], only)
    assert {"outlet": "Gazette", "act": "attribution", "claims": 1} in found
    assert {"outlet": "Herald", "act": "attribution", "claims": 1} in found
    assert {"outlet": NONE, "act": "challenge", "claims": 1} in found


@given(st.lists(st.sampled_from(list(DIMENSIONS)), min_size=1, max_size=3, unique=True))
def test_no_claim_is_lost_in_counting(graph: Graph, by: list[str]) -> None:
    facts = graph.bare_facts()
    total = sum(int(str(row["claims"])) for row in counts(facts, by))
    assert total >= len(facts.claims)
    if set(by) <= {"year", "act", "form", "dataset"}:  # of which no claim has two
        assert total == len(facts.claims)


# --------------------------------------------------------------------------------------------------------- commands


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--graph", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("arguments", "claims"),
    [
        (("list", "claims", "--act", "denial"), {"no"}),
        (("timeline", "Harbour outage", "--outlet", "Gazette"), {"blame"}),
        (("who", "Red Tide", "--since", "2032"), {"again"}),
        (("who", "Red Tide", "--dataset", "quay"), {"other"}),
        (("list", "claims", "--status", "denied and contested", "--act", "attribution"), {"blame", "again"}),
    ],
)
def test_listings_take_the_same_filters(folder: Path, arguments: tuple[str, ...], claims: set[str]) -> None:
    assert keys(row["claim"] for row in json.loads(run(folder, *arguments, "-f", "json"))) == claims


def test_filters_choose_which_statuses_are_shown_and_change_none(folder: Path) -> None:
    shown = json.loads(run(folder, "status", "--act", "attribution", "--incident", "harbour/outage", "-f", "json"))
    assert [row["status"] for row in shown] == ["denied and contested"]
    assert json.loads(run(folder, "status", "--outlet", "Herald", "--act", "challenge", "-f", "json")) == []


def test_who_is_blamed_is_counted_by_the_claims_that_are_left(folder: Path) -> None:
    def blamed(*filters: str) -> dict[str, int]:
        rows = json.loads(run(folder, "rank", "--by", "blamed", *filters, "-f", "json"))
        return {row["actor"]: row["claims"] for row in rows}

    assert blamed()["Red Tide"] > blamed("--form", "indictment")["Red Tide"] == 1


def test_things_that_no_such_claim_concerns_are_not_listed(folder: Path) -> None:
    rows = json.loads(run(folder, "list", "incidents", "--kind", "leak", "-f", "json"))
    assert [(row["name"], row["claims"]) for row in rows] == [("Ledger leak", 1)]
    actors = json.loads(run(folder, "list", "actors", "--kind", "leak", "-f", "json"))
    assert {row["name"] for row in actors} == {"Red Tide", "Quay Lab"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("list", "claims", "--status", "nope"), "'nope' is no status; there are unasserted"),
        (("list", "claims", "--since", "someday"), "'someday' is not a date"),
        (
            ("list", "claims", "--since", "2032-05", "--until", "2032-04"),
            "no day is in 2032-05-01 or later and in 2032-04-30 or before: until ends before since begins",
        ),
        (("count", "--by", "act", "--since", "2031", "--since", "2033", "--until", "2032"), "no day is in 2033-01-01"),
        (("who", "Red Tide", "--incident", "xyzzy"), "no incident 'xyzzy'"),
        (("count", "--by", "colour"), "not by 'colour'"),
        (("list", "claims", "--dataset", "nope"), "no data set 'nope'"),
    ],
)
def test_a_wrong_filter_is_told_in_a_line(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(main, ["--graph", str(folder), *arguments])
    assert result.exit_code in (1, 2)
    assert told in " ".join(result.stderr.split())
