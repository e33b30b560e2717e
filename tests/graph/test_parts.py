"""A part of a graph (as of a day, as recorded, by a rule of trust) is read as a graph of its own with the same quads,
whichever way it is read: from columns, by look-ups, or from a store made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from whoblamed.errors import StoreError
from whoblamed.graph import Graph
from whoblamed.graph.ask import listing
from whoblamed.graph.ask.dossier import claims_of
from whoblamed.graph.ask.names import KINDS, find
from whoblamed.graph.loading.parts import PartQuads
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology import MADE_GRAPHS, RDF, RDFS, WB
from whoblamed.ontology.records import DataSet
from whoblamed.ontology.scales import Trust

from ..support.cases import ACTORS, SOURCES, blame, case, written

DAYS = (date(2014, 12, 18), date(2014, 12, 31), date(2018, 2, 20))
MONDAY, TUESDAY = (datetime(2031, 5, day, 12, tzinfo=UTC) for day in (5, 6))
LATE = {"source": "review"}
REVIEW = {"title": {"en": "Who said what"}, "published": "2031-12-01", "publisher": "lab"}
CLAIMS = (
    blame(likelihood={"words": "likely"}, quote={"text": "It was them."}),
    blame("again", by="lab", on="2031-04-04", source=["story", "review"]),
    {"id": "no", "act": "denial", "by": "tide", "responds_to": "again", "on": "2031-04-05", **LATE},
    {"id": "back", "act": "withdrawal", "by": "port", "withdraws": "blame", "on": "2031-04-07", **LATE},
)
SMALL: dict[str, Callable[[Graph], Graph]] = {
    "by a day": lambda graph: graph.at(as_of="2031-04-06"),
    "before all": lambda graph: graph.at(as_of="1990"),
    "as recorded": lambda graph: graph.at(recorded_as_of=MONDAY),
    "before the first load": lambda graph: graph.at(recorded_as_of="2001"),
    "as recorded, by a day": lambda graph: graph.at(recorded_as_of=MONDAY, as_of="2031-04-08"),
    "by a rule": lambda graph: graph.trusting(Trust(file="t", at_least="C", outlets={"Quay Lab": "E"})),
    "by a rule that leaves nothing out": lambda graph: graph.trusting(Trust(file="t")),
    "by a rule, on a day": lambda graph: graph.at(as_of="2031-04-09").trusting(Trust(file="t", origins=2)),
    "on a day, by a rule": lambda graph: graph.trusting(Trust(file="t", origins=2)).at(as_of="2031-04-04"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A case of which a newer version changed a claim and dropped another, with the actor whom that accused."""
    folder = tmp_path_factory.mktemp("small")
    graph = whoblamed.open(folder / "graph")
    crew = {"name": {"en": "Night Crew"}, "kind": "group"}
    sources = {**SOURCES, "review": REVIEW}
    gone = blame("gone", accused="crew", by="lab")
    graph.load(written(folder, case(*CLAIMS, gone, sources=sources, actors={**ACTORS, "crew": crew})), now=MONDAY)
    changed = {**CLAIMS[0], "summary": {"en": "In other words."}}
    graph.load(written(folder, case(changed, *CLAIMS[1:], sources=sources)), now=TUESDAY)
    graph.load(written(folder, case(blame(), blame("other", by="lab"), name="quay")), now=TUESDAY)
    return graph


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The casebook on disk, with columns beside it."""
    graph = whoblamed.open(tmp_path_factory.mktemp("casebook") / "graph")
    graph.load()
    return graph


def made(graph: Graph) -> Graph:
    """The same quads in a store of their own."""
    return Graph(MemoryStore(graph.store.current.find()))


def plain(graph: Graph) -> dict[str, Any]:
    """What is computed of a graph, without an order."""
    network, bare = graph.blame_network(roll_up=True), graph.bare_facts()
    return {
        "facts": graph.facts(),
        "bare": {kind.__name__: set(found) for kind, found in bare.by_kind.items() if kind is not DataSet},
        "statuses": [each.as_dict(bare) for each in graph.statuses()],
        "nodes": {node: network.nodes[node] for node in network},
        "edges": sorted(map(str, network.edges(keys=True, data=True))),
        "same": graph.representatives().same,
        "states": graph.states(),
        "uncounted": graph.uncounted(),
        "datasets": [each.name for each in graph.datasets()],
        "claims": listing.all_claims(graph.store.current),
    }


@pytest.mark.parametrize("part", SMALL.values(), ids=SMALL)
@pytest.mark.parametrize("kept", ["disk", "memory"])
def test_a_part_is_as_a_graph_with_the_same_quads(small: Graph, part: Callable[[Graph], Graph], kept: str) -> None:
    whole = small if kept == "disk" else Graph(_in_memory(small))
    left = part(whole)
    alone = made(left)
    assert plain(part(whole)) == plain(alone)
    assert set(_dumped(part(whole))) == set(_dumped(alone))
    _looked_up_alike(part(whole), alone)


@pytest.mark.parametrize("day", DAYS)
def test_the_casebook_of_a_day_is_as_a_graph_with_the_same_quads(on_disk: Graph, day: date) -> None:
    then = on_disk.at(as_of=day)
    alone = made(on_disk.at(as_of=day))
    assert then.facts().claims
    assert plain(then) == plain(alone)
    _looked_up_alike(on_disk.at(as_of=day), alone)


@pytest.mark.parametrize("day", DAYS)
def test_the_claims_of_a_day_are_listed_as_they_were_known_then(on_disk: Graph, day: date) -> None:
    then, alone = on_disk.at(as_of=day).store.current, made(on_disk.at(as_of=day)).store.current
    facts = on_disk.facts()
    listed = 0
    for actor in sorted(facts.actors)[::7]:
        found = listing.claims_touching(then, [actor])
        assert found == listing.claims_touching(alone, [actor])
        listed += len(found)
    for incident in facts.incidents:
        assert listing.claims_about(then, [incident]) == listing.claims_about(alone, [incident])
    assert listed


def test_a_few_claims_are_looked_up_and_no_store_is_made(on_disk: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise AssertionError("a store was made in memory")

    monkeypatch.setattr(PartQuads, "_in_memory", property(fail))
    then = on_disk.at(as_of="2014-12-20")
    actor = find(then.store.current, "North Korea", ["actor"])[0]
    assert listing.claims_touching(then.store.current, [actor.iri])
    assert not then.store.current.__dict__.get("_selected"), "not all claims were read"
    assert then.statuses()
    assert then.blame_network().number_of_edges()
    then.write(io.BytesIO(), "nquads")
    read = on_disk.trusting(Trust(file="t", at_least="C", outlets={"The New York Times": "E"})).at(as_of="2015")
    assert read.statuses()


def test_a_part_is_not_changed(small: Graph, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="memory: read here as it was"):
        small.at(as_of="2031").load(written(tmp_path, case(blame(), name="more")))


def _in_memory(graph: Graph) -> MemoryStore:
    store = MemoryStore(graph.store.current.find())
    store.history.extend(graph.store.history.find())  # type: ignore[attr-defined]  # one in memory can be added to
    return store


def _dumped(graph: Graph) -> list[str]:
    """All data sets as lines, each with its graph."""
    store = graph.store.current
    found = []
    for name in (name.value for name in store.graphs() if name.value not in MADE_GRAPHS):
        out = io.BytesIO()
        store.dump(name, out)
        found += [f"{line} {name}" for line in out.getvalue().decode().splitlines()]
    return found


def _looked_up_alike(part: Graph, alone: Graph) -> None:
    """What is found by a subject, by a property and by an object, and by names, is the same."""
    subjects = {quad.subject for quad in alone.store.current} | {quad.subject for quad in part.store.current.whole}
    for subject in sorted(subjects, key=str)[:: max(1, len(subjects) // 500)]:
        assert set(part.store.current.find(subject)) == set(alone.store.current.find(subject)), subject
    for name in ("speaker", "accused", "withdraws", "publicTo", "statedOn", "searchName", "naming", "quote", "kind"):
        predicate = ox.NamedNode(getattr(WB, name))
        assert set(part.store.current.find(None, predicate)) == set(alone.store.current.find(None, predicate)), name
    for predicate in (ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "label")):
        assert set(part.store.current.find(None, predicate)) == set(alone.store.current.find(None, predicate))
    for iri in sorted(alone.facts().sources)[:20] + sorted(alone.facts().claims)[:20]:
        found = find(part.store.current, iri, list(KINDS))
        assert found == find(alone.store.current, iri, list(KINDS))
        assert claims_of(part.store.current, found) == claims_of(alone.store.current, found)
