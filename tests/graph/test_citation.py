"""Citing: the sources of a thing and the data sets that recorded it, as text, BibTeX, CSL-JSON and RIS.

What is written is read back by the programs' own libraries (pybtex, rispy).
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.ask.citing.bibliography import FORMATS, bibtex, csl, ris, text
from whoblamed.graph.ask.citing.citation import Reference, references
from whoblamed.graph.ask.names import KINDS, find_one

from ..support.cases import blame, case, written

ACTORS = {
    "port": {"name": {"en": "Port of Arden"}, "kind": "agency"},
    "tide": {"name": {"en": "Red Tide"}, "kind": "group"},
    "gazette": {"name": {"en": "Gazette & Son"}, "kind": "outlet"},
}
SOURCES: dict[str, dict[str, Any]] = {
    "story": {
        "title": {"en": "Port blames Tide"},
        "publisher": "gazette",
        "published": "2031-04-04",
        "url": "https://gazette.example/a_b?c=1&d=50%25",
        "lang": "en",
    },
    "month": {"title": {"en": "Another look"}, "published": "2031-05"},
    "unused": {"title": {"en": "Read by nobody"}},
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("cite")
    claims = blame(), blame("again", source="month", on="2031-05-02")
    graph = whoblamed.open(":memory:")
    graph.load(written(folder, case(*claims, actors=ACTORS, sources=SOURCES, title={"en": "The harbour"})))
    return graph


def cited(graph: Graph, name: str) -> dict[str, Reference]:
    found = find_one(graph.store.current, name, list(KINDS))
    return {reference.key: reference for reference in references(graph.store.current, graph.datasets(), found)}


def test_a_claim_is_cited_by_its_sources_and_the_data_set_that_recorded_it(graph: Graph) -> None:
    found = cited(graph, "harbour/blame")
    assert list(found) == ["harbour/story", "harbour"]
    story, data = found.values()
    assert (story.title, story.publisher, story.issued) == ("Port blames Tide", "Gazette & Son", "2031-04-04")
    assert story.url == "https://gazette.example/a_b?c=1&d=50%25"
    (held,) = graph.datasets()
    assert held.sha256 is not None
    assert (data.title, data.version) == ("The harbour", f"sha256:{held.sha256[:16]}")


@pytest.mark.parametrize("name", ["Harbour outage", "Red Tide", "Port of Arden"])
def test_an_incident_or_actor_is_cited_by_the_sources_of_all_claims_that_concern_it(graph: Graph, name: str) -> None:
    assert list(cited(graph, name)) == ["harbour/month", "harbour/story", "harbour"]


def test_a_source_is_cited_though_no_claim_is_from_it(graph: Graph) -> None:
    assert list(cited(graph, "Read by nobody")) == ["harbour/unused", "harbour"]


def test_the_time_as_of_which_the_graph_was_read_is_part_of_the_reference(graph: Graph) -> None:
    found = find_one(graph.store.current, "harbour/blame", ["claim"])
    data = references(graph.store.current, graph.datasets(), found, within="public by 2031-12-31")[-1]
    assert "as public by 2031-12-31" in text([data])


def test_a_reference_is_one_line_of_text(graph: Graph) -> None:
    line = text([replace(cited(graph, "harbour/story")["harbour/story"], archived="https://archive.example/1")])
    assert line == (
        '"Port blames Tide" (Gazette & Son, 2031-04-04). https://gazette.example/a_b?c=1&d=50%25'
        " (archived: https://archive.example/1)\n"
    )


def entry(reference: Reference) -> Any:
    (read,) = parse_string(bibtex([reference]), "bibtex").entries.values()
    return read


def test_bibtex_is_read_with_its_address_as_it_is(graph: Graph) -> None:
    read = entry(cited(graph, "harbour/story")["harbour/story"])
    assert read.fields["url"] == "https://gazette.example/a_b?c=1&d=50%25"
    assert (read.fields["year"], read.fields["month"], read.fields["date"]) == ("2031", "April", "2031-04-04")
    assert "date" not in entry(cited(graph, "Red Tide")["harbour/month"]).fields
    assert read.fields["title"] == "{Port blames Tide}"
    assert str(read.persons["author"][0]) == "{Gazette \\& Son}"


def test_csl_json_has_as_much_of_the_date_as_is_known(graph: Graph) -> None:
    items = {item["id"]: item for item in json.loads(csl(list(cited(graph, "Red Tide").values())))}
    assert items["harbour/story"]["issued"] == {"date-parts": [[2031, 4, 4]]}
    assert items["harbour/month"]["issued"] == {"date-parts": [[2031, 5]]}
    assert items["harbour"]["type"] == "dataset"
    assert items["harbour/story"]["URL"] == "https://gazette.example/a_b?c=1&d=50%25"


def test_ris_is_read_field_by_field(graph: Graph) -> None:
    read = {item["id"]: item for item in rispy.loads(ris(list(cited(graph, "Red Tide").values())))}
    assert read["harbour/story"]["date"] == "2031/04/04"
    assert read["harbour/month"]["date"] == "2031/05/"
    assert read["harbour/story"]["urls"] == ["https://gazette.example/a_b?c=1&d=50%25"]
    assert read["harbour"]["type_of_reference"] == "DATA"


printed = st.text(alphabet=st.characters(exclude_categories=["C", "Z"], include_characters=" \n{}\\%$#&~^_@,="))


@given(printed, printed)
def test_no_title_breaks_an_entry(title: str, note: str) -> None:
    """Whatever characters titles have, each format has one entry of the same fields."""
    reference = Reference("harbour/story", f"A {title}", note=f"x {note}", url="https://gazette.example/")
    plain = " ".join(f"A {title}".split())
    assert entry(reference).fields["url"] == "https://gazette.example/"
    (item,) = json.loads(csl([reference]))
    assert item["title"] == plain
    (read,) = rispy.loads(ris([reference]))
    assert (read["title"], read["urls"]) == (plain, ["https://gazette.example/"])


@pytest.mark.parametrize("format_", FORMATS)
def test_the_command_writes_each_format(format_: str, tmp_path: Path) -> None:
    runner, folder = CliRunner(), str(tmp_path / "graph")
    runner.invoke(main, ["--graph", folder, "load", str(written(tmp_path, case(blame())))])
    result = runner.invoke(main, ["--graph", folder, "cite", "blame", "-f", format_])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Port blames Tide" in result.stdout


ARCHIVED = "https://archive.example/2031/story_1?x=%7B"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A source of which a copy is kept."""
    folder = tmp_path_factory.mktemp("archived")
    graph = whoblamed.open(":memory:")
    graph.load(
        written(folder, case(blame(), sources={"story": {**SOURCES["story"], "archived": ARCHIVED}}, actors=ACTORS))
    )
    return graph


@pytest.mark.parametrize("format_", FORMATS)
def test_the_archived_copy_of_a_source_is_cited_in_every_format(archived: Graph, format_: str) -> None:
    written_out = FORMATS[format_]([cited(archived, "harbour/story")["harbour/story"]])
    assert "archive.example/2031/story" in written_out


def test_programs_read_the_address_of_an_archived_copy_as_it_is(archived: Graph) -> None:
    reference = cited(archived, "harbour/story")["harbour/story"]
    assert json.loads(csl([reference]))[0]["archive_location"] == ARCHIVED
    (read,) = rispy.loads(ris([reference]))
    assert read["file_attachments1"] == ARCHIVED


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_says_of_which_time_and_version_the_data_set_is(graph: Graph, format_: str) -> None:
    found = find_one(graph.store.current, "harbour/blame", ["claim"])
    data = references(graph.store.current, graph.datasets(), found, within="public by 2031-12-31")[-1]
    written_out = FORMATS[format_]([data])
    assert "as public by 2031-12-31" in written_out
    assert data.version in written_out.replace("\\", "")


def test_a_claim_and_its_source_are_shown_with_the_archived_copy(archived: Graph) -> None:
    shown = whoblamed.graph.ask.dossier.of(
        archived.store.current,
        find_one(archived.store.current, "harbour/story", ["source"]),
        archived.bare_facts,
        archived.blame_network,
    )
    assert ("archived copy", ARCHIVED) in shown.lines
    ((_, (row,)),) = shown.claims
    assert f"(archived: {ARCHIVED})" in str(row.sources["https://w3id.org/whoblamed/id/harbour/source/story"])
