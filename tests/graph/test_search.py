"""Search finds words wherever they are written; the inventory lists what there is, with how many claims concern it."""

from __future__ import annotations

import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.graph import Graph
from whoblamed.graph.ask.inventory import INVENTORIES, Asked, Row
from whoblamed.graph.ask.names import has_words, words_of
from whoblamed.graph.ask.search import search
from whoblamed.ontology.texts import fold

from ..support.cases import blame, case, written

SOURCES = {
    "story": {
        "title": {"en": "Port blames Tide", "de": "Hafen beschuldigt Tide"},
        "url": "https://gazette.example/a/6",
    },
    "spare": {"title": {"en": "Nothing new"}},
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("search")
    told = blame(
        quote="we have certain proof",
        confidence={"words": "beyond any doubt"},
        summary={"en": "The port held a false flag to be unlikely.", "de": "Der Hafen hielt nichts von Täuschung."},
    )
    denied = {
        "id": "no", "act": "denial", "by": "tide", "incident": "outage", "responds_to": "blame", "on": "2031-04-05",
        "source": "story", "summary": {"en": "Red Tide called it false."},
    }  # fmt: skip
    graph = whoblamed.open(":memory:")
    graph.load(written(folder, case(told, denied, sources=SOURCES)))
    graph.load(written(folder, case(blame(), name="quay")))
    return graph


def hits(graph: Graph, text: str, *kinds: str) -> list[tuple[str, str]]:
    """The key of what is found, and where."""
    found = search(graph.store.current, text, graph.representatives(), *([kinds] if kinds else []))
    return [(hit.as_dict()["key"], hit.place) for hit in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Red Tide", ("harbour/tide", "name")),
        ("red TIDE", ("harbour/tide", "name")),
        ("Hafen beschuldigt", ("harbour/story", "name")),
        ("false flag", ("harbour/blame", "summary")),
        ("tauschung", ("harbour/blame", "summary")),
        ("unlik flag", ("harbour/blame", "summary")),
        ("certain proof", ("harbour/blame", "quote")),
        ("any doubt", ("harbour/blame", "confidence")),
        ("gazette.example/a", ("harbour/story", "address")),
        ("https://gazette.example/a/6", ("harbour/story", "address")),
    ],
)
def test_words_are_found_wherever_they_are_written(graph: Graph, text: str, first: tuple[str, str]) -> None:
    assert hits(graph, text)[0] == first


def test_a_thing_is_found_once_however_many_languages_have_the_words(graph: Graph) -> None:
    assert [key for key, _ in hits(graph, "tide", "source")] == ["harbour/story", "quay/story"]


def test_actors_that_are_the_same_are_found_once(graph: Graph) -> None:
    assert len(hits(graph, "Port of Arden", "actor")) == 1
    apart = Graph(graph.store, resolve=False)
    assert len(hits(apart, "Port of Arden", "actor")) == 2


def test_names_come_before_what_only_mentions_the_words(graph: Graph) -> None:
    assert [place for _, place in hits(graph, "Red Tide")] == ["name", "summary"]


@pytest.mark.parametrize("text", ["", "the", "xyzzy", "flagged", "ide"])
def test_what_is_nowhere_is_not_found(graph: Graph, text: str) -> None:
    assert hits(graph, text) == []


@given(st.text(), st.text())
def test_a_text_has_its_own_words_and_those_of_no_other_beginning(text: str, other: str) -> None:
    words = words_of(text)
    assert has_words(fold(text), words) == bool(words)
    if has_words(fold(other), words):
        assert all(any(own.startswith(word) for own in fold(other).split()) for word in words)


def rows(graph: Graph, kind: str) -> dict[str, Row]:
    return {str(row["key"]): row for row in INVENTORIES[kind].rows(Asked(graph.bare_facts(), graph.representatives()))}


def test_each_kind_is_listed_with_how_many_claims_concern_it(graph: Graph) -> None:
    actors = rows(graph, "actors")
    (tide,) = [row for key, row in actors.items() if key.endswith("/tide") and row["claims"]]
    assert (tide["name"], tide["kind"], tide["claims"]) == ("Red Tide", "group", 1)
    assert sum(int(str(row["blamed"])) for row in actors.values()) == 2
    incidents = rows(graph, "incidents")
    assert (incidents["harbour/outage"]["claims"], incidents["quay/outage"]["claims"]) == (2, 1)
    assert incidents["harbour/outage"]["from"] == "2031-04-02"
    sources = rows(graph, "sources")
    assert (sources["harbour/story"]["claims"], sources["harbour/spare"]["claims"]) == (2, 0)
    assert sources["harbour/story"]["url"] == "https://gazette.example/a/6"


@pytest.mark.parametrize("kind", INVENTORIES)
def test_every_key_that_is_listed_is_found_again(graph: Graph, kind: str) -> None:
    from whoblamed.graph.ask.names import find

    for key, row in rows(graph, kind).items():
        assert [thing.iri for thing in find(graph.store.current, key, [kind.removesuffix("s")])] == [row["iri"]]
