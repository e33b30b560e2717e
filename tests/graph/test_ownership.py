"""Whose what is: no data set changes what another one says, by whatever format, and its proposals join nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from whoblamed.errors import InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.loading.load import load
from whoblamed.graph.loading.report import Loaded
from whoblamed.graph.status.assessment import assess
from whoblamed.ontology.records import (
    Actor,
    Batch,
    DataSet,
    Identity,
    Name,
    Record,
    Source,
    dataset_iri,
    mint,
    owner_of,
)

from ..support.exports import export_to
from .test_load import MONDAY

PREFIXES = """
@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/whoblamed/id/> . @prefix victim: <https://w3id.org/whoblamed/id/victim-case/> .
"""
FBI = mint("victim-case", "actor", "fbi")
CASE = """\
case: victim-case
actors:
  fbi: {name: FBI, kind: agency}
  x: {name: Group X, kind: group}
incidents:
  theft: {name: Theft, kind: theft}
sources:
  news: {title: News, url: "https://news.example/1", published: 2031-02-03}
claims:
  - {id: blames, act: attribution, by: fbi, accused: x, incident: theft, on: 2031-02-01, source: news}
  - {id: denies, act: denial, by: x, incident: theft, responds_to: blames, on: 2031-02-02, source: news}
"""


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    (tmp_path / "victim.yaml").write_text(CASE, "utf-8")
    found = Graph.open(tmp_path / "graph")
    found.load(tmp_path / "victim.yaml")
    return found


def attacked(graph: Graph, tmp_path: Path, turtle: str) -> Loaded:
    """What loading a file called `attack` gives."""
    (tmp_path / "attack.ttl").write_text(PREFIXES + turtle, "utf-8")
    (found,) = graph.load(tmp_path / "attack.ttl").loaded
    return found


def said_by(graph: Graph, name: str) -> set[ox.Quad]:
    node = ox.NamedNode(dataset_iri(name))
    return {quad for quad in graph.quads() if quad.graph_name == node}


def batch(name: str, *records: Record) -> Batch:
    return Batch(DataSet(iri=dataset_iri(name), name=name, origin=f"{name}.x"), records)


def loaded(graph: Graph, *batches: Batch, dry_run: bool = False) -> list[Loaded]:
    report = load(graph.store, list(batches), dry_run=dry_run, strict=False, now=MONDAY)
    return report.loaded


def told(entries: Iterable[Loaded]) -> list[str]:
    return [reason for entry in entries for reason in entry.skips.reasons]


def test_the_owner_of_a_thing_is_in_its_iri() -> None:
    assert owner_of(FBI) == dataset_iri("victim-case")
    assert owner_of(dataset_iri("victim-case")) == dataset_iri("victim-case")
    assert owner_of("https://example.org/actor/1") is None


def test_a_file_that_describes_only_what_is_not_its_own_is_refused_with_advice(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="all that this describes belongs to the data set victim-case") as caught:
        attacked(graph, tmp_path, 'victim:actor\\/fbi a wb:Actor ; wb:kind "agency" ; rdfs:label "Evil Twin" .')
    assert "load it with --dataset victim-case" in str(caught.value)


def test_so_is_one_whose_named_graph_is_a_data_set(graph: Graph, tmp_path: Path) -> None:
    """As an export is in which only the name of the graph was changed."""
    path = tmp_path / "own.nq"
    export_to(graph, path, "nquads")
    content = path.read_text("utf-8").replace(f"<{dataset_iri('victim-case')}> .", f"<{dataset_iri('own')}> .")
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidData, match="a data set called own can only refer to it"):
        graph.load(path)
    assert [dataset.name for dataset in graph.datasets()] == ["victim-case"]


FORGED = """
<actor/me> a wb:Actor ; wb:kind "group" ; rdfs:label "Me" .
victim:actor\\/fbi a wb:Actor ; wb:kind "person" ; rdfs:label "Evil Twin" .
victim:actor\\/x a wb:Actor ; wb:kind "group" ; rdfs:label "Evil X" .
victim:incident\\/theft a wb:Incident ; rdfs:label "Gift" .
victim:source\\/news a wb:Source ; rdfs:label "Evil News" ; wb:url "https://evil.example/" .
victim:claim\\/denies a wb:Denial ; wb:speaker victim:actor\\/x ; wb:accused victim:actor\\/x ; rdfs:label "admits" ;
    wb:incident victim:incident\\/theft ; wb:madeIn victim:source\\/news ; wb:statedOn "1999-01-01" .
<claim/back> a wb:Withdrawal ; wb:speaker <actor/me> ; wb:withdraws victim:claim\\/denies ; wb:madeIn <source/s> .
<claim/doubt> a wb:Challenge ; wb:speaker <actor/me> ; wb:challenges victim:claim\\/denies ; wb:madeIn <source/s> .
<source/s> a wb:Source ; rdfs:label "Blog" .
"""


def test_no_description_of_what_is_anothers_is_loaded_and_each_is_told(graph: Graph, tmp_path: Path) -> None:
    before = said_by(graph, "victim-case")
    statuses = assess(graph.bare_facts())
    entry = attacked(graph, tmp_path, FORGED)
    assert said_by(graph, "victim-case") == before
    assert not any(f"<{dataset_iri('victim-case')}/" in str(quad.subject) for quad in said_by(graph, "attack"))
    foreign = "left out: it belongs to the data set victim-case, and no other data set can describe it"
    assert entry.skips.reasons[foreign] == 5
    places = [skipped.file for skipped in entry.skips.places if skipped.reason == foreign]
    assert all(place.startswith(f"{tmp_path}/attack.ttl {dataset_iri('victim-case')}/") for place in places)
    assert assess(graph.bare_facts()) == statuses


def test_what_is_anothers_can_be_referred_to_and_withdrawn_by_its_speaker_only(graph: Graph, tmp_path: Path) -> None:
    entry = attacked(graph, tmp_path, FORGED)
    claims = {claim.iri.rsplit("/", 1)[-1]: claim for claim in graph.claims()}
    assert claims["doubt"].challenges == (mint("victim-case", "claim", "denies"),)
    assert "back" not in claims
    assert any("is somebody else's claim" in reason for reason in entry.skips.reasons)


REFERRING = """
victim:actor\\/fbi a wb:Actor . victim:claim\\/denies a wb:Denial .
<actor/me> a wb:Actor ; wb:kind "group" ; rdfs:label "Me" . <source/s> a wb:Source ; rdfs:label "Blog" .
<claim/doubt> a wb:Challenge ; wb:speaker <actor/me> , victim:actor\\/fbi ; wb:challenges victim:claim\\/denies ;
    wb:madeIn <source/s> .
"""


def test_who_only_refers_to_what_is_anothers_leaves_nothing_out(graph: Graph, tmp_path: Path) -> None:
    """It has to say of what kind it is, since files are read without the graph."""
    entry = attacked(graph, tmp_path, REFERRING)
    assert told([entry]) == []
    (doubt,) = (claim for claim in graph.claims() if claim.iri.endswith("/doubt"))
    assert set(doubt.speakers) == {mint("attack", "actor", "me"), FBI}


def test_what_is_referred_to_and_is_not_there_is_told(graph: Graph, tmp_path: Path) -> None:
    entry = attacked(graph, tmp_path, REFERRING.replace("fbi", "fib"))
    assert told([entry]) == ["it is referred to, but the data set victim-case is not loaded, or has no such thing"]
    assert entry.skips.places[0].file == f"{tmp_path}/attack.ttl {mint('victim-case', 'actor', 'fib')}"


def test_data_sets_that_come_together_may_refer_to_each_other(tmp_path: Path) -> None:
    (tmp_path / "victim.yaml").write_text(CASE, "utf-8")
    (tmp_path / "attack.ttl").write_text(PREFIXES + REFERRING, "utf-8")
    found = Graph.open(":memory:").load(tmp_path / "attack.ttl", tmp_path / "victim.yaml").loaded
    assert told(found) == []


def test_whoever_uses_actors_of_another_data_set_keeps_it(graph: Graph, tmp_path: Path) -> None:
    attacked(graph, tmp_path, FORGED)
    with pytest.raises(Exception, match="victim-case defines actors that are used in attack"):
        graph.unload("victim-case")


# ------------------------------------------------------------------------------------------------- whatever the format


def test_no_loader_can_describe_what_is_anothers() -> None:
    graph = Graph.open(":memory:")
    mine = Actor(iri=mint("one", "actor", "a"), label="A", kind="state")
    theirs = Actor(iri=mint("one", "actor", "a"), label="Evil A", kind="group")
    found = loaded(graph, batch("one", mine), batch("two", theirs))
    assert told(found) == ["it belongs to the data set one, and no other data set can describe it"]
    assert found[1].skips.places[0].file == f"two.x {mine.iri}"
    assert graph.facts().actors == {mine.iri: mine}


@pytest.mark.parametrize("iri", [dataset_iri("one"), dataset_iri("two"), "https://w3id.org/whoblamed/ns#Denial"])
def test_neither_data_sets_nor_the_vocabulary_are_described_as_something_else(iri: str) -> None:
    graph = Graph.open(":memory:")
    (entry,) = loaded(graph, batch("two", Source(iri=iri, label="Evil")))
    assert entry.skips.total == 1
    assert graph.facts().sources == {}


def test_a_foreign_name_is_left_out_and_its_actor_is_not() -> None:
    graph = Graph.open(":memory:")
    names = tuple(
        Name(iri=mint(where, "name", where), actor=mint("two", "actor", "a"), value=where) for where in ("one", "two")
    )
    (entry,) = loaded(graph, batch("two", Actor(iri=mint("two", "actor", "a"), label="A", kind="state", names=names)))
    names_of = [str(quad.subject) for quad in graph.quads() if quad.predicate.value.endswith("#naming")]
    assert names_of == [f"<{mint('two', 'name', 'two')}>"]
    assert told([entry]) == ["it belongs to the data set one, and no other data set can describe it"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_is_nobodys_is_described_by_who_was_loaded_first(dry_run: bool) -> None:
    graph = Graph.open(":memory:")
    page = "https://example.org/actor/1"
    loaded(graph, batch("one", Actor(iri=page, label="A", kind="state")))
    found = loaded(graph, batch("two", Actor(iri=page, label="Evil A", kind="group")), dry_run=dry_run)
    assert told(found) == ["described otherwise by the data set one, which was loaded first"]
    assert [actor.label for actor in graph.facts().actors.values()] == ["A"]


def test_two_data_sets_may_say_the_same_of_what_is_nobodys() -> None:
    graph = Graph.open(":memory:")
    page = Source(iri="https://news.example/1", label="News", url="https://news.example/1")
    assert told(loaded(graph, batch("one", page), batch("two", page))) == []
    graph.unload("one")
    assert graph.facts().sources == {page.iri: page}


def test_a_newer_version_of_the_first_may_describe_it_anew() -> None:
    graph = Graph.open(":memory:")
    old, new = (Source(iri="https://news.example/1", label=label) for label in ("Old", "New"))
    loaded(graph, batch("one", old))
    assert told(loaded(graph, batch("one", new), batch("two", old))) == [
        "described otherwise by the data set one, which was loaded first"
    ]
    assert [source.label for source in graph.facts().sources.values()] == ["New"]


# -------------------------------------------------------------------------------------------------------- who is who


def identity(name: str, *actors: str) -> Identity:
    return Identity(
        iri=mint(name, "identity", "1"), label="the same", actors=actors, verdict="same", basis="curated", reason="so"
    )


def two_actors(name: str) -> tuple[Actor, Actor]:
    return (
        Actor(iri=mint(name, "actor", "fbi"), label="FBI", kind="agency"),
        Actor(iri=mint(name, "actor", "x"), label="Group X", kind="group"),
    )


def test_a_data_set_only_proposes_who_is_who() -> None:
    graph = Graph.open(":memory:")
    actors = two_actors("one")
    found = batch("one", *actors, identity("one", *(actor.iri for actor in actors)))
    report = load(graph.store, [found], dry_run=False, strict=False, now=MONDAY)
    assert [each.basis for each in graph.facts().identities.values()] == ["stated"]
    assert report.notes == [
        "one: 1 statement on who is who: said by that data set, and joining nothing; to accept them, write them in a "
        "file of decisions (docs/identity.md)"
    ]


def test_an_actor_that_is_not_there_is_told() -> None:
    graph = Graph.open(":memory:")
    one, two = two_actors("one")
    found = batch("one", one, two, identity("one", one.iri, f"{two.iri}y"))
    report = load(graph.store, [found], dry_run=True, strict=False, now=MONDAY)
    assert report.notes[1] == "one: says who is who of actors that are not loaded: one/xy; load or correct them"


def decided(path: Path, *actors: str) -> Path:
    path.write_text(f"decisions: mine\nidentities:\n  - same: [{', '.join(actors)}]\n", "utf-8")
    return path


def test_a_file_of_decisions_decides(graph: Graph, tmp_path: Path) -> None:
    report = graph.load(decided(tmp_path / "mine.yaml", "victim-case/fbi", "victim-case/x"))
    assert report.notes == []
    assert {each.basis for each in graph.facts().identities.values()} == {"curated"}


def test_a_mistyped_actor_of_a_data_set_that_is_there_is_refused_with_what_may_be_meant(
    graph: Graph, tmp_path: Path
) -> None:
    path = decided(tmp_path / "mine.yaml", "victim-case/fbi", "victim-case/fbii")
    with pytest.raises(InvalidData) as refused:
        graph.load(path)
    said = (
        "there is no actor victim-case/fbii in the data set victim-case, which is loaded; did you mean victim-case/fbi?"
    )
    assert [problem.message for problem in refused.value.problems] == [said]
    assert "mine" not in {dataset.name for dataset in graph.datasets()}


def test_it_is_refused_as_well_where_the_data_set_comes_in_the_same_call(tmp_path: Path, small_case: Path) -> None:
    with pytest.raises(
        InvalidData, match="there is no actor harbour-2031/nobody in the data set harbour-2031, which is loaded"
    ):
        Graph.open(":memory:").load(decided(tmp_path / "mine.yaml", "harbour-2031/nobody", "elsewhere/x"), small_case)


def test_a_decision_waits_for_the_actors_of_a_data_set_that_is_not_there(graph: Graph, tmp_path: Path) -> None:
    report = graph.load(decided(tmp_path / "mine.yaml", "victim-case/fbi", "other/fbi"))
    assert report.notes == ["mine: says who is who of actors that are not loaded: other/fbi; load or correct them"]


def test_rdf_says_who_is_who_without_joining_anybody(graph: Graph, tmp_path: Path) -> None:
    attacked(
        graph,
        tmp_path,
        FORGED + '<i> a wb:Identity ; wb:compares victim:actor\\/fbi, victim:actor\\/x ; wb:verdict "same" ; '
        'wb:basis "curated" ; wb:reason "because" .',
    )
    identities = {str(quad.graph_name) for quad in graph.quads() if quad.predicate.value.endswith("#compares")}
    assert identities == {f"<{dataset_iri('attack')}>"}
