"""Reading by a rule of trust: what rests on distrusted sources only, or on too few origins, is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st
from whoblamed import commands
from whoblamed.cli import main
from whoblamed.errors import InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.status.independence import Provenance, origins_of
from whoblamed.graph.status.status import statuses
from whoblamed.graph.status.trust import Grades, Reading, trusted
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.acts import BLAMING_OTHERS
from whoblamed.ontology.records import Record
from whoblamed.ontology.scales import RELIABILITY, Trust

from ..support.build import (
    actor,
    allegation,
    attribution,
    denial,
    endorsement,
    facts,
    relies,
    responsibility,
    source,
)
from ..support.cases import ACTORS, INCIDENTS, SOURCES, blame, case, written
from ..support.places import DOCS
from ..support.strategies import SOURCES as DRAWN_SOURCES
from ..support.strategies import graphs

P, Q = "tide@outage", "crew@outage"
AROUND: list[Record] = [
    actor("tide"),
    actor("port", "agency"),
    actor("lab", "company"),
    allegation(P),
    allegation(Q),
    source("herald", by="the-herald"),
    source("mirror", by="the-mirror"),
    source("copy", by="the-herald"),
]
LOW = Grades(outlets={"the-mirror": "E"})


def reading(*records: Record, grades: Grades = LOW, **rule: Any) -> Reading:
    return trusted(facts(*AROUND, *records), Trust(file="t", **{"at_least": "C", **rule}), grades)


def kept(*records: Record, **more: Any) -> set[str]:
    return set(reading(*records, **more).kept)


# ------------------------------------------------------------------------------------------------------------ grades


def test_what_stands_in_a_distrusted_outlet_only_is_left_out_whatever_it_does() -> None:
    said = attribution("a", "port", P, made_in="mirror"), denial("d", "tide", P, made_in="mirror")
    assert kept(*said, attribution("b", "port", P, made_in="herald")) == {"b"}


def test_what_another_outlet_carries_too_is_kept_with_that_one() -> None:
    found = reading(attribution("a", "port", P, made_in=("mirror", "herald")))
    assert found.kept["a"].made_in == ("herald",)


def test_the_grade_of_a_source_is_before_that_of_its_outlet_and_that_before_the_data_sets() -> None:
    said = attribution("a", "port", P, made_in="mirror")
    assert kept(said, grades=Grades(sources={"mirror": "B"}, outlets={"the-mirror": "E"}, claims={"a": "E"})) == {"a"}
    assert kept(said, grades=Grades(outlets={"the-mirror": "B"}, claims={"a": "E"})) == {"a"}
    assert kept(said, grades=Grades(claims={"a": "E"})) == set()


def test_a_claim_without_a_source_has_the_grade_of_its_data_set() -> None:
    said = attribution("a", "port", P)
    assert kept(said, grades=Grades(claims={"a": "D"})) == set()
    assert kept(said, grades=Grades(claims={"a": "C"})) == {"a"}


def test_what_nobody_graded_counts_unless_it_is_to_be_left_out() -> None:
    said = attribution("a", "port", P, made_in="herald"), attribution("b", "port", P)
    assert kept(*said) == {"a", "b"}
    assert kept(*said, ungraded=False) == set()
    assert kept(*said, ungraded=False, grades=Grades(outlets={"the-herald": "A"})) == {"a"}


def test_a_trusted_paper_that_only_repeats_a_distrusted_one_does_not_make_it_better() -> None:
    said = attribution("a", "port", P, made_in="copy")
    assert kept(said, relies("copy", "mirror", "repeats")) == set()
    assert kept(said, relies("copy", "mirror", "repeats"), relies("copy", "herald")) == {"a"}
    assert kept(said, relies("copy", "mirror", "repeats"), relies("copy", None, "unknown")) == {"a"}
    assert kept(said, relies("a", "mirror")) == set()


def test_sources_that_repeat_each_other_are_as_good_as_their_grades() -> None:
    circle = relies("copy", "herald"), relies("herald", "copy")
    assert kept(attribution("a", "port", P, made_in="copy"), *circle) == {"a"}


# ------------------------------------------------------------------------------------------------------------ origins


def test_an_accusation_needs_so_many_independent_origins() -> None:
    one, other = attribution("a", "port", P, made_in="herald"), attribution("b", "lab", P, made_in="mirror")
    assert reading(one, at_least=None, origins=2).few == {"a"}
    assert reading(one, other, at_least=None, origins=2).few == frozenset()
    assert reading(one, other, origins=2) == Reading({}, frozenset("b"), frozenset("a"), 2, 0), (
        "one origin is distrusted"
    )


def test_what_the_accused_says_needs_no_second_origin() -> None:
    own = responsibility("r", "tide", P, made_in="herald"), denial("d", "crew", Q, made_in="herald")
    assert kept(*own, attribution("a", "port", Q, made_in="herald"), origins=2) == {"r", "d"}


def test_to_agree_with_an_accusation_adds_no_origin_and_goes_with_it() -> None:
    said = attribution("a", "port", P, made_in="herald"), endorsement("e", "lab", "a", made_in="mirror")
    assert kept(*said, at_least=None, origins=2) == set()


def test_a_claim_that_accuses_two_is_kept_for_the_one_with_origins_enough() -> None:
    both, one = attribution("a", "port", P, Q, made_in="herald"), attribution("b", "lab", P, made_in="mirror")
    assert reading(both, one, at_least=None, origins=2).kept["a"].about == (P,)


# --------------------------------------------------------------------------------------------------------------- laws

letters = st.sampled_from((*RELIABILITY, None))
lines = st.sampled_from((None, "A", "B", "C", "D", "E"))


@st.composite
def grades(draw: st.DrawFn) -> Grades:
    drawn = st.dictionaries(st.sampled_from(DRAWN_SOURCES), st.sampled_from(tuple(RELIABILITY)))
    outlets = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(tuple(RELIABILITY)))
    claims = st.dictionaries(st.sampled_from([f"c{n}" for n in range(4)]), st.sampled_from(tuple(RELIABILITY)))
    return Grades(draw(drawn), draw(outlets), draw(claims))


@given(graphs(), grades())
def test_a_rule_by_which_everything_counts_changes_nothing(graph: Facts, given_: Grades) -> None:
    found = trusted(graph, Trust(file="t", at_least="E", origins=1), given_)
    assert (found.distrusted, found.few) == (frozenset(), frozenset())
    assert {iri: (claim.made_in, claim.about) for iri, claim in graph.claims.items()} == found.kept


@given(graphs(), grades(), st.booleans())
def test_a_lower_line_keeps_more(graph: Facts, given_: Grades, ungraded: bool) -> None:
    found = [set(trusted(graph, Trust(file="t", at_least=line, ungraded=ungraded), given_).kept) for line in "ABCDE"]
    assert all(some <= more for some, more in pairwise(found))


@given(graphs(), grades(), lines, st.booleans())
def test_what_is_kept_is_what_a_chain_of_sources_that_count_carries(
    graph: Facts, given_: Grades, line: str | None, ungraded: bool
) -> None:
    """An oracle for graphs in which no source goes round in a circle: each way back is walked by itself."""
    rule = Trust(file="t", at_least=line, ungraded=ungraded)
    behind: dict[str, list[str | None]] = {}
    for reliance in graph.reliances.values():
        behind.setdefault(reliance.relying, []).append(reliance.on)

    def circles(iri: str, path: tuple[str, ...]) -> bool:
        return iri in path or any(circles(on, (*path, iri)) for on in behind.get(iri, ()) if on in graph.sources)

    assume(not any(circles(iri, ()) for iri in graph.sources))

    def good(source: str, claim: str) -> bool:
        publisher = graph.sources[source].publisher or ""
        own = given_.sources.get(source) or given_.outlets.get(publisher) or given_.claims.get(claim)
        on = behind.get(source, ())
        return rule.counts(own) and (not on or any(each not in graph.sources or good(each, claim) for each in on))

    for iri, claim in graph.claims.items():
        carried = [source for source in claim.made_in if good(source, iri)]
        on = behind.get(iri, ())
        fits = not on or any(each not in graph.sources or good(each, iri) for each in on)
        expected = fits and (bool(carried) if claim.made_in else rule.counts(given_.claims.get(iri)))
        found = trusted(graph, rule, given_)
        assert (iri in found.kept) is expected
        assert not expected or list(found.kept[iri].made_in) == carried


@given(graphs(acts=("attribution", "denial", "challenge", "endorsement", "withdrawal")), st.integers(2, 3))
def test_nobody_is_accused_on_fewer_origins_than_the_rule_asks(graph: Facts, least: int) -> None:
    found = trusted(graph, Trust(file="t", origins=least), Grades())
    left = {iri: replace(graph.claims[iri], about=kept.about) for iri, kept in found.kept.items()}
    provenance = Provenance(replace(graph, claims=left))
    made = {alleged.iri for claim, alleged in provenance.claims.assertions if claim.act in BLAMING_OTHERS}
    assert all(origins_of(provenance, iri).low >= least for iri in made)


# ------------------------------------------------------------------------------------------------- graph and commands

HERALD = {"name": {"en": "The Herald"}, "kind": "outlet"}
MIRROR = {"name": {"en": "The Mirror"}, "kind": "outlet"}
CASE = case(
    blame("by-port", source=["story", "gossip"]),
    blame("by-lab", by="lab", source="gossip"),
    {"id": "no", "act": "denial", "by": "tide", "incident": "outage", "on": "2031-04-04", "source": "gossip"},
    actors={**ACTORS, "herald": HERALD, "mirror": MIRROR, "crew": {"name": {"en": "Night Crew"}, "kind": "group"}},
    incidents=INCIDENTS,
    sources={
        "story": {**SOURCES["story"], "publisher": "herald"},
        "gossip": {"title": {"en": "They say"}, "published": "2031-04-04", "publisher": "mirror"},
    },
)
RULE = "at_least: C\noutlets:\n  The Mirror: E\n"


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    opened = Graph.open(tmp_path / "graph", build=False)
    opened.load(written(tmp_path, CASE))
    return opened


@pytest.fixture
def rule(tmp_path: Path) -> Callable[..., str]:
    def rule(text: str = RULE) -> str:
        file = tmp_path / "trust.yaml"
        file.write_text(text)
        return str(file)

    return rule


@pytest.fixture
def run(graph: Graph) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--graph", graph.store.place, *arguments])

    return run


def test_python_reads_by_a_rule(graph: Graph, rule: Callable[..., str]) -> None:
    read = graph.trusting(rule())
    assert [claim.iri.rsplit("/", 1)[-1] for claim in read.claims()] == ["by-port"]
    assert [status.label for status in statuses(graph.facts()).values()] == ["denied"]
    assert [status.label for status in statuses(read.facts()).values()] == ["uncontested"]
    assert read.trust is not None
    assert (
        read.trust.words
        == "by trust.yaml, 2 of 3 claims left out: 2 rest on sources graded below C only; 1 denial among them"
    )
    assert read.at(as_of="2031-12-31").trust == read.trust
    assert (graph.trust, len(graph.claims())) == (None, 3), "the graph itself is not changed"


def test_the_sources_that_do_not_count_are_not_shown_and_no_origin(graph: Graph, rule: Callable[..., str]) -> None:
    (claim,) = graph.trusting(rule()).claims()
    assert [iri.rsplit("/", 1)[-1] for iri in claim.made_in] == ["story"]


def test_origins_are_counted_on_the_day_that_is_asked_about(graph: Graph, rule: Callable[..., str]) -> None:
    late = blame("late", by="lab", on="2031-04-04", source="gossip")
    graph.load(written(Path(graph.store.place).parent, {**CASE, "claims": [CASE["claims"][0], late]}))
    two = rule("origins: 2")
    assert len(graph.trusting(two).claims()) == 2
    assert graph.at(as_of="2031-04-03").trusting(two).claims() == []
    assert graph.trusting(two, as_of="2031-04-03").claims() == []


READS = {
    "who": ("Red Tide",),
    "show": ("Harbour outage",),
    "search": ("by-lab",),
    "list": ("claims",),
    "count": ("--by", "act"),
    "status": (),
    "contested": (),
    "changes": (),
    "unanswered": (),
    "ambiguous": (),
    "timeline": ("Harbour outage",),
    "path": ("Quay Lab", "Red Tide"),
    "rank": (),
    "matrix": ("--by", "actor"),
    "query": ("who-blamed-whom",),
    "diff": ("2031-01-01", "2031-12-31"),
}


@pytest.mark.parametrize("name", READS)
def test_every_command_that_reads_reads_by_the_rule_and_says_so(
    run: Callable[..., Result], rule: Callable[..., str], name: str
) -> None:
    """Also before the command; programs get the remark beside their rows."""
    after = run(name, *READS[name], "--trust", rule(), "-f", "json")
    before = run("--trust", rule(), name, *READS[name], "-f", "json")
    assert (after.exit_code, after.stdout) == (0, before.stdout)
    assert "by trust.yaml, 2 of 3 claims" in after.stderr
    assert "by-lab" not in after.stdout
    assert "Quay Lab attributes" not in after.stdout


def test_the_commands_that_read_are_known() -> None:
    """A new command that reads takes the rule, too."""
    found = {name: commands.command(name) or click.Command(name) for name in commands.COMMANDS}
    taking = {name for name, command in found.items() if any("--trust" in each.opts for each in command.params)}
    assert taking == {*READS, "view", "export", "cite", "schema", "check", "datasets"}


def test_people_are_told_with_the_answer(run: Callable[..., Result], rule: Callable[..., str]) -> None:
    found = run("status", "--trust", rule()).stdout
    assert found.startswith(
        "by trust.yaml, 2 of 3 claims left out: 2 rest on sources graded below C only; 1 denial among them\nHarbour"
    )
    assert "Red Tide, carried-out: uncontested" in found
    assert "by trust.yaml" not in run("status").stdout


def test_a_view_and_an_export_are_by_the_rule(
    run: Callable[..., Result], rule: Callable[..., str], tmp_path: Path
) -> None:
    drawn = json.loads(run("view", "-o", "-", "-f", "json", "--trust", rule()).stdout)
    assert drawn["remark"].startswith("by trust.yaml, 2 of 3 claims left out")
    assert [claim["id"] for claim in drawn["claims"]] == ["harbour/claim/by-port"]
    run("view", "-o", str(tmp_path / "v.svg"), "--trust", rule())
    assert "By trust.yaml, 2 of 3 claims left out" in " ".join(
        re.findall(r">([^<]+)</text>", (tmp_path / "v.svg").read_text())
    )
    assert "by trust.yaml" in run("cite", "by-port", "--trust", rule()).output
    assert "by-lab" not in run("export", "-o", "-", "-f", "ntriples", "--trust", rule()).stdout


def test_a_diff_counts_the_origins_of_each_day(run: Callable[..., Result], rule: Callable[..., str]) -> None:
    rows = json.loads(run("diff", "2031-01-01", "2031-12-31", "--trust", rule("origins: 3"), "-f", "json").stdout)
    assert rows == []
    rows = json.loads(run("diff", "2031-01-01", "2031-12-31", "--trust", rule("origins: 2"), "-f", "json").stdout)
    assert [(row["before"], row["after"]) for row in rows] == [("unasserted", "denied")]


def test_what_changes_the_graph_takes_no_rule(run: Callable[..., Result], rule: Callable[..., str]) -> None:
    assert run("--trust", rule(), "undo").exit_code == 2


def test_names_that_grade_nothing_are_told_with_their_place_and_the_rest_holds(
    run: Callable[..., Result], rule: Callable[..., str]
) -> None:
    """A rule is for many graphs, so this is no error; and it may be a slip."""
    text = "at_least: C\noutlets:\n  The Miror: E\n  Night Crew: E\n  The Mirror: E\ndatasets: {other: E}\n"
    found = run("status", "--trust", rule(text))
    assert "trust.yaml:3:3: this grades nothing: no actor 'The Miror' in the graph; did you mean 'The Mirror'" in (
        found.stderr
    )
    assert "trust.yaml:4:3: this grades nothing: no publisher of a source 'Night Crew'" in found.stderr
    assert "trust.yaml:6:12: this grades nothing: no data set with claims 'other'" in found.stderr
    assert "2 of 3 claims left out" in found.stdout


def test_a_name_that_may_mean_several_is_an_error_with_its_place(
    graph: Graph, rule: Callable[..., str], tmp_path: Path
) -> None:
    sources = {key: {"title": {"en": "The same"}, "published": "2031-04-04"} for key in ("story", "other")}
    graph.load(written(tmp_path, case(blame(source=["story", "other"]), sources=sources, name="second")))
    with pytest.raises(InvalidData, match=r"trust.yaml:2:11: 'The same' may be The same"):
        graph.trusting(rule("at_least: C\nsources: {The same: E}\n"))
    read = graph.trusting(rule("at_least: C\nsources: {second/story: E, second/other: E}\n"))
    assert read.trust is not None
    assert len(read.trust.distrusted) == 1


def test_a_whole_data_set_is_graded(graph: Graph, rule: Callable[..., str], tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame(), name="second")))
    read = graph.trusting(rule("at_least: C\noutlets: {The Herald: B}\ndatasets: {second: D, harbour: B}\n"))
    assert {claim.iri.split("/")[-3] for claim in read.claims()} == {"harbour"}


def test_the_example_of_the_guide_answers_as_it_says(tmp_path: Path) -> None:
    page = (DOCS / "trust.md").read_text("utf-8")
    case_, rule = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[:2]
    (tmp_path / "harbour.yaml").write_text(case_)
    (tmp_path / "trust.yaml").write_text(rule)
    shown = re.findall(r"^\$ whoblamed (status.*?)\n(.*?)(?=^\$|^```)", page, re.DOTALL | re.MULTILINE)
    assert len(shown) == 2
    place = str(tmp_path / "graph")
    assert CliRunner().invoke(main, ["--graph", place, "load", str(tmp_path / "harbour.yaml")]).exit_code == 0
    for command, answer in shown:
        arguments = [str(tmp_path / word) if word == "trust.yaml" else word for word in command.split()]
        found = CliRunner().invoke(main, ["--graph", place, *arguments]).stdout
        assert found.split() == answer.split(), command
