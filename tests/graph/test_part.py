"""A part of a graph stands alone: some claims with all that they refer to, in order by the shapes, in every format."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.errors import UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.export.formats import FORMATS
from whoblamed.graph.loading.past import references_of
from whoblamed.ontology import ID

from ..support.cases import ACTORS, blame, case, keys, written

SOURCES = {
    "story": {"title": {"en": "Port blames Tide"}, "published": "2031-05-01"},
    "copy": {
        "title": {"en": "The same"},
        "published": "2031-05-02",
        "relies_on": [{"on": "story", "mode": "copies"}],
    },
    "spare": {"title": {"en": "Nothing new"}},
}
CLAIMS = [
    blame(),
    blame("other", by="lab", accused="port", source="copy"),
    {"id": "no", "act": "denial", "by": "tide", "responds_to": "blame", "on": "2031-04-05", "source": "story"},
    {"id": "back", "act": "withdrawal", "by": "lab", "withdraws": "other", "on": "2031-04-06", "source": "story"},
    {"id": "again", "act": "withdrawal", "by": "lab", "withdraws": "back", "on": "2031-04-07", "source": "story"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("part")
    graph = whoblamed.open(place / "graph")
    graph.load(written(place, case(*CLAIMS, sources=SOURCES)), written(place, case(blame("far"), name="quay")))
    return place / "graph"


def part(folder: Path, *claims: str) -> Graph:
    return whoblamed.open(folder).only({f"{ID}harbour/claim/{key}" for key in claims})


@pytest.mark.parametrize(
    ("claims", "left"),
    [
        (["blame"], {"blame"}),
        (["no"], {"no", "blame"}),  # what it answers
        (["other"], {"other", "back", "again"}),  # what takes it back, and what takes that back
        (["back"], {"other", "back", "again"}),
        ([], set()),
    ],
)
def test_claims_bring_what_they_answer_and_what_takes_them_back(
    folder: Path, claims: list[str], left: set[str]
) -> None:
    assert keys(part(folder, *claims).facts().claims) == left


def test_things_come_with_their_claims_and_no_others(folder: Path) -> None:
    facts = part(folder, "other").facts()
    assert keys(facts.actors) == {"lab", "port"}
    assert keys(facts.sources) == {"copy", "story"}  # the one rests on the other
    assert len(facts.reliances) == 1
    assert [dataset.name for dataset in facts.datasets.values()] == ["harbour"]


def test_a_claim_that_was_taken_back_is_so_in_its_part(folder: Path) -> None:
    from whoblamed.graph.status.withdrawn import withdrawn

    whole = withdrawn(whoblamed.open(folder).store.current)
    assert withdrawn(part(folder, "other").store.current) == whole


@settings(max_examples=15)
@given(st.data())
def test_every_part_of_the_casebook_is_in_order_and_lacks_nothing(casebook: Graph, data: st.DataObject) -> None:
    known = sorted(casebook.bare_facts().claims)
    wanted = data.draw(st.sets(st.sampled_from(known), max_size=5))
    left = casebook.only(wanted)
    facts = left.facts()
    assert wanted <= facts.claims.keys()
    assert [found for found in left.check() if found.severity == "violation"] == []
    whole = casebook.facts()
    records = [
        record for kind in (facts.claims, facts.allegations, facts.sources, facts.actors) for record in kind.values()
    ]
    everything = {*whole.claims, *whole.actors, *whole.sources, *whole.incidents, *whole.allegations, *whole.evidence}
    here = {*facts.claims, *facts.actors, *facts.sources, *facts.incidents, *facts.allegations, *facts.evidence}
    for record in records:
        assert references_of(record) & everything <= here


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_writes_a_part(folder: Path, format_: str) -> None:
    out = io.BytesIO()
    count, *_ = part(folder, "no").write(out, format_)
    whole = io.BytesIO()
    more, *_ = whoblamed.open(folder).write(whole, format_)
    assert count <= more
    if format_ not in ("parquet", "arrow"):  # which is packed: fewer rows may take more
        assert len(out.getvalue()) <= len(whole.getvalue())


def exported(folder: Path, place: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--graph", str(folder), "export", "-o", str(place), *words])
    assert done.exit_code == 0, done.stderr
    return done.stderr


def test_an_export_says_how_many_claims_pass_and_comes_back(folder: Path, tmp_path: Path) -> None:
    told = exported(folder, tmp_path / "part.trig", "--act", "denial", "--incident", "harbour/outage")
    assert told.splitlines()[0] == "1 of 6 claims that pass the filters, and 1 that they answer or that take them back"
    again = whoblamed.open(tmp_path / "again")
    again.load(tmp_path / "part.trig")
    assert keys(again.facts().claims) == {"no", "blame"}
    assert again.check() == [found for found in again.check() if found.severity != "violation"]


def test_a_whole_data_set_has_what_no_claim_refers_to(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "set.nq", "--dataset", "harbour")
    assert f"<{ID}harbour/source/spare>" in (tmp_path / "set.nq").read_text()
    exported(folder, tmp_path / "both.nq", "--dataset", "harbour", "--dataset", "quay")
    graphs = {str(quad.graph_name) for quad in ox.parse(path=tmp_path / "both.nq")}
    assert {f"<{ID}harbour>", f"<{ID}quay>"} <= graphs
    with pytest.raises(UnknownName):
        whoblamed.open(folder).holding(["nobody"])


def test_actors_of_a_part_are_those_of_the_whole(tmp_path: Path) -> None:
    """Who is who stays decided among those that are left."""
    state = {"arden": {"name": {"en": "Japan"}, "kind": "state"}}
    graph = whoblamed.open(tmp_path / "graph")
    for name in ("harbour", "quay"):
        graph.load(written(tmp_path, case(blame(accused="arden"), name=name, actors=ACTORS | state)))
    left = graph.only(graph.facts().claims)
    here = left.facts().actors
    expected = {actor: first for actor, first in graph.representatives().same.items() if actor in here}
    assert left.representatives().same == expected != {}
