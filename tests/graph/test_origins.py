"""Another source under a name that is held is not taken for a newer version of it, unless that is meant."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import StoreError
from whoblamed.graph import Graph

from ..support.cases import blame, case, summaries, written
from ..support.places import FIXTURES


@pytest.fixture
def graph() -> Graph:
    return whoblamed.open(":memory:")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The harbour case, in a folder of its own."""
    (tmp_path / "first").mkdir()
    return written(tmp_path / "first", case(blame(), blame("denied")))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another case that somebody forgot to give another name."""
    (tmp_path / "other").mkdir()
    return written(tmp_path / "other", case(blame()), "quay.yaml")


def state(graph: Graph, *sources: Path, **options: Any) -> str:
    return graph.load(*sources, **options).loaded[-1].state


# ----------------------------------------------------------------------------------------------- what is refused


def test_another_file_of_the_same_case_is_refused_with_advice(graph: Graph, first: Path, other: Path) -> None:
    graph.load(first)
    before = summaries(graph)
    with pytest.raises(StoreError) as raised:
        graph.load(other)
    said = str(raised.value)
    assert f"{other}: the data set harbour is held from {first};" in said
    assert "--dataset NAME to keep both" in said
    assert "--replace" in said
    assert summaries(graph) == before


def test_it_is_refused_in_a_dry_run_too(graph: Graph, first: Path, other: Path) -> None:
    graph.load(first)
    with pytest.raises(StoreError, match="is held from"):
        graph.load(other, dry_run=True)


def test_both_can_be_kept_or_the_first_replaced(graph: Graph, first: Path, other: Path) -> None:
    graph.load(first)
    assert state(graph, other, dataset="quay") == "new"
    assert state(graph, other, replace=True) == "changed"
    written(other.parent, case(blame("later")), other.name)
    assert state(graph, other) == "changed"  # it is from there now
    with pytest.raises(StoreError, match="is held from"):
        graph.load(first)


def test_all_of_them_are_told_at_once(graph: Graph, first: Path, other: Path) -> None:
    for folder in (first.parent, other.parent):
        written(folder, case(blame(folder.name), name="pier"), "pier.yaml")
    graph.load(first.parent)
    with pytest.raises(StoreError) as raised:
        graph.load(other.parent)
    assert [line.partition(" is held")[0].rpartition(" ")[2] for line in str(raised.value).splitlines()] == [
        "pier",
        "harbour",
    ]


def test_a_home_or_working_directory_is_left_out_of_what_is_told(
    graph: Graph, first: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(other.parent)
    monkeypatch.setenv("HOME", str(first.parent))
    graph.load(first)
    with pytest.raises(StoreError, match=r"^quay\.yaml: the data set harbour is held from ~/harbour\.yaml; "):
        graph.load("quay.yaml")


def test_two_members_of_one_archive_are_two_sources(graph: Graph, first: Path, tmp_path: Path) -> None:
    def packed(member: str, *claims: dict[str, Any]) -> Path:
        with zipfile.ZipFile(tmp_path / "cases.zip", "w") as archive:
            archive.writestr(member, json.dumps(case(*claims)))
        return tmp_path / "cases.zip"

    graph.load(packed("a/harbour.yaml", blame()))
    assert state(graph, packed("a/harbour.yaml", blame("more"))) == "changed"
    with pytest.raises(StoreError, match=r"cases\.zip!b/harbour\.yaml: .* is held from .*cases\.zip!a/harbour\.yaml"):
        graph.load(packed("b/harbour.yaml", blame()))


def test_the_export_of_a_graph_is_another_source_than_its_file(graph: Graph, first: Path, tmp_path: Path) -> None:
    graph.load(first)
    graph.export(tmp_path / "all.trig")
    with pytest.raises(StoreError, match=r"all\.trig: the data set harbour is held from"):
        graph.load(tmp_path / "all.trig")


def test_tables_of_one_mapping_from_two_places(graph: Graph, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    for month in ("01", "02"):
        (tmp_path / f"x.{month}.csv").write_text(f"who,whom,what\nArden,Heron,theft {month}\n", encoding="utf-8")
    graph.load(tmp_path / "x.01.csv", as_=str(mapping))
    with pytest.raises(StoreError, match=r"x\.02\.csv: the data set m is held from .*x\.01\.csv"):
        graph.load(tmp_path / "x.02.csv", as_=str(mapping))
    assert state(graph, tmp_path / "x.01.csv", tmp_path / "x.02.csv", as_=str(mapping)) == "changed"
    with pytest.raises(StoreError, match=r"x\.02\.csv: the data set m is held from .*x\.01\.csv"):
        graph.load(tmp_path / "x.02.csv", as_=str(mapping))  # it would be half of what is held


MAPPING = """\
mapping: m
tables:
  claims:
    needs: [who, whom, what]
    id: "{what}"
    actors:
      speaker: {name: "{who}", kind: state}
      accused: {name: "{whom}", kind: group}
    incidents:
      incident: {name: "{what}", kind: theft}
    sources:
      row: {id: "{what}", title: "{what}"}
    claims:
      blame: {act: attribution, by: speaker, accused: accused, incident: incident, source: row}
"""


# ---------------------------------------------------------------------------------------------- what needs no question


def test_a_file_may_change(graph: Graph, first: Path) -> None:
    graph.load(first)
    written(first.parent, case(blame()))
    assert state(graph, first) == "changed"


def test_a_file_may_be_called_by_another_path(
    graph: Graph, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.load(first)
    written(first.parent, case(blame()))
    monkeypatch.chdir(first.parent)
    assert state(graph, Path("harbour.yaml")) == "changed"
    written(first.parent, case(blame("more")))
    (tmp_path / "link.yaml").symlink_to(first)
    assert state(graph, tmp_path / "link.yaml") == "changed"


def test_a_file_may_be_moved(graph: Graph, first: Path, tmp_path: Path) -> None:
    graph.load(first)
    moved = Path(shutil.move(first, tmp_path / "moved.yaml"))
    (loaded,) = graph.load(moved, dataset="harbour").loaded
    assert loaded.closed_claims == 0


def test_what_was_only_copied_is_unchanged(graph: Graph, first: Path, tmp_path: Path) -> None:
    graph.load(first)
    (tmp_path / "copies").mkdir()
    assert state(graph, Path(shutil.copy(first, tmp_path / "copies" / first.name))) == "unchanged"


def test_the_casebook_is_one_source_wherever_whoblamed_is_installed(graph: Graph) -> None:
    graph.load()
    assert {place for dataset in graph.datasets() for place in dataset.read_from} == {
        f"whoblamed:{dataset.origin}" for dataset in graph.datasets()
    }


def test_what_was_loaded_before_places_were_kept_is_not_compared(graph: Graph, first: Path, other: Path) -> None:
    from dataclasses import replace

    from whoblamed.graph.loading.load import load
    from whoblamed.loaders.sources import read
    from whoblamed.ontology.dates import recorded_moment

    (batch,) = read([first]).batches
    old = replace(batch, dataset=replace(batch.dataset, read_from=()))
    load(graph.store, [old], now=recorded_moment("2031-05-05"))
    assert state(graph, other) == "changed"


@pytest.mark.parametrize("path", ["facts/small.yaml", "stix", "misp", "rdf", "identities"])
def test_every_format_tells_where_it_was_read(path: str) -> None:
    from whoblamed.loaders.sources import read

    files = sorted(FIXTURES.glob(f"{path}/*")) if (FIXTURES / path).is_dir() else [FIXTURES / path]
    found = [batch for file in files if file.is_file() for batch in _readable(read, file)]
    assert found
    assert all(Path(place).is_file() for batch in found for place in batch.dataset.read_from or ("nowhere",))


def _readable(read: Any, file: Path) -> list[Any]:
    try:
        return list(read([file]).batches)
    except whoblamed.WhoblamedError:
        return []  # some fixtures show what cannot be read


# -------------------------------------------------------------------------------------------------------- what is kept


@pytest.mark.parametrize("format_", ["trig", "nquads", "turtle", "jsonld", "stix", "nanopub"])
def test_no_export_tells_where_files_were(graph: Graph, first: Path, tmp_path: Path, format_: str) -> None:
    graph.load(first)
    graph.export(tmp_path / "out", format_)
    text = (tmp_path / "out").read_text(encoding="utf-8").partition("@graph")[2 if format_ == "jsonld" else 0]
    assert str(first.parent) not in text
    assert "readFrom" not in text
    assert "read_from" not in text


# ----------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("feed.2031-01.json", "stix-feed-2031-01"),
        ("Feed of May.json.gz", "stix-feed-of-may"),
        ("bundle.json", "stix-bundle"),
    ],
)
def test_a_bundle_is_called_after_all_that_stands_before_the_ending(tmp_path: Path, file: str, name: str) -> None:
    from whoblamed.loaders.opening.documents import Document
    from whoblamed.loaders.stix import read

    content = json.dumps({"type": "bundle", "id": "bundle--0c2b1b4e-8d1f-4f61-9d7c-111111111111", "objects": []})
    (batch,) = read([Document.of_bytes(content.encode(), file)])
    assert batch.dataset.name == name


def test_a_file_of_rdf_is_called_after_all_that_stands_before_the_ending(graph: Graph, tmp_path: Path) -> None:
    for version in ("v1", "v2"):
        (tmp_path / f"case.{version}.ttl").write_text(
            "@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            f'<a> a wb:Actor ; rdfs:label "Arden {version}" ; wb:kind "state" .',
            encoding="utf-8",
        )
    graph.load(tmp_path / "case.v1.ttl")
    graph.load(tmp_path / "case.v2.ttl")
    assert [dataset.name for dataset in graph.datasets()] == ["case-v1", "case-v2"]


# ----------------------------------------------------------------------------------------------------- by command


def test_the_command_asks_and_replaces(tmp_path: Path, first: Path, other: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "g"), "load", *arguments])

    assert run(str(first)).exit_code == 0
    refused = run(str(other))
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert "changed" in run(str(other), "--replace").output
