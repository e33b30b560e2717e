"""Claims that a machine coded: told apart, counted where they are asked for and nowhere else, named by their coder."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.ipc
import pytest
import whoblamed
from click.testing import CliRunner, Result
from whoblamed.cli import main

from ..support.cases import ACTORS, blame, case, written
from ..support.events import GDELT, made
from ..support.server import serving

#: What somebody read, beside what a machine coded: of the same state.
READ = case(
    blame(on="2023-04-05"),
    actors={**ACTORS, "russia": {"name": "Russia", "kind": "state"}},
    sources={"story": {"title": {"en": "Port blames Tide"}, "published": "2023-05-01"}},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("coded")
    (place / "claims.parquet").write_bytes(made(GDELT)[0])
    graph = whoblamed.open(place / "graph")
    graph.load(written(place, READ), place / "claims.parquet")
    return place / "graph"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody read, alone: with an actor, a source and a conviction about which nobody makes a claim."""
    place = tmp_path_factory.mktemp("read")
    actors = {**READ["actors"], "borduria": {"name": "Borduria", "kind": "group"}}
    sources = {**READ["sources"], "page": {"title": {"en": "A page about Borduria"}}}
    convicted = blame("convicted", act="finding", outcome="convicted", accused="port", by="lab", on="2023-04-20")
    whoblamed.open(place / "graph").load(
        written(place, case(*READ["claims"], convicted, actors=actors, sources=sources))
    )
    return place / "graph"


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with what a machine coded."""
    place = tmp_path_factory.mktemp("both")
    shutil.copytree(before, place / "graph")
    (place / "claims.parquet").write_bytes(made(GDELT)[0])
    whoblamed.open(place / "graph").load(place / "claims.parquet")
    return place / "graph"


def run(folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["--graph", str(folder), *words])
    assert result.exit_code == 0, result.stderr
    return result


def rows(folder: Path, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(folder, *words, "-f", "csv").stdout)))


def test_what_events_wrote_is_loaded_as_a_data_set_of_its_coder(folder: Path) -> None:
    (found,) = [row for row in rows(folder, "datasets") if row["name"] == "gdelt"]
    assert (found["claims"], found["title"], found["format"]) == ("4", "GDELT events", "events")


def test_each_claim_is_marked_and_the_coder_is_its_source_and_never_its_speaker(folder: Path) -> None:
    graph = whoblamed.open(folder)
    coded = [claim for claim in graph.claims() if claim.coding]
    assert {(claim.coding, claim.coded_rows) for claim in coded} == {("machine", 3), ("machine", 1)}
    facts = graph.facts()
    sources = {iri for claim in coded for iri in claim.made_in}
    assert {facts.label(facts.sources[iri].publisher or "") for iri in sources} == {"GDELT Project"}
    assert not any("gdelt-project" in speaker.lower() for claim in coded for speaker in claim.speakers)
    assert [found for found in graph.check() if found.severity == "violation"] == []


def test_an_article_is_what_the_coding_rests_on(folder: Path) -> None:
    shown = run(folder, "list", "claims", "--machine-coded", "--act", "attribution", "--dataset", "gdelt", "-f", "json")
    (key, *_) = [row["key"] for row in json.loads(shown.stdout) if row["coded_rows"] == 3]
    told = run(folder, "show", key).stdout
    assert "cites https://news.example/a" in told
    assert "coded by a machine, of 3 rows" in " ".join(told.split())


@pytest.mark.parametrize(
    "words",
    [
        *("status", "contested", "contested --across", "unanswered", "changes", "rank", "matrix", "ambiguous"),
        *("list actors", "list incidents", "list claims", "list sources", "count --by act", "timeline outage"),
        *("who Red", "search Borduria", "search war", "cite outage", "cite Russia", "show Red", "query timeline"),
        *("query names-of-an-actor", "query rival-allegations", "export -f graphml -o -"),
    ],
)
def test_no_answer_changes_by_what_a_machine_coded(before: Path, after: Path, words: str) -> None:
    plain, beside = run(before, *words.split()), run(after, *words.split())
    assert beside.stdout == plain.stdout
    assert "machine" not in plain.stderr
    assert "4 machine-coded claims left out" in beside.stderr or words == "contested --across"


@pytest.mark.parametrize(
    "words",
    ["count --by act", "status", "contested", "unanswered", "rank --by blamed", "list claims", "list incidents"],
)
def test_listings_count_them_only_where_they_are_asked_for(folder: Path, words: str) -> None:
    plain = run(folder, *words.split(), "-f", "csv")
    asked = run(folder, *words.split(), "--machine-coded", "-f", "csv")
    assert "4 machine-coded claims left out; --machine-coded counts them" in plain.stderr
    assert "left out" not in asked.stderr
    assert asked.stdout != plain.stdout or words == "contested"
    assert "Ukraine" not in plain.stdout
    assert "BORDURIA" not in plain.stdout


def test_the_option_may_stand_before_the_command_too(folder: Path) -> None:
    after = run(folder, "count", "--by", "act", "--machine-coded", "-f", "csv").stdout
    result = CliRunner().invoke(main, ["--graph", str(folder), "--machine-coded", "count", "--by", "act", "-f", "csv"])
    assert result.stdout == after


def test_a_listing_tells_what_a_machine_coded(folder: Path) -> None:
    found = {row["coding"] for row in rows(folder, "list", "claims", "--machine-coded")}
    assert found == {"", "machine"}


def test_the_network_and_the_matrix_are_without_them(folder: Path) -> None:
    graph = whoblamed.open(folder)
    assert {data["coding"] for *_, data in graph.blame_network().edges(data=True)} == {""}
    graph.machine_coded = True
    assert {data["coding"] for *_, data in graph.blame_network().edges(data=True)} == {"", "machine"}
    memory = graph.at(recorded_as_of="2999-01-01")
    assert memory.machine_coded
    memory.machine_coded = False
    assert {data["coding"] for *_, data in memory.blame_network().edges(data=True)} == {""}


def test_a_picture_leaves_them_out_and_says_so(folder: Path, tmp_path: Path) -> None:
    for words, drawn in (((), False), (("--machine-coded",), True)):
        run(folder, "view", *words, "-o", str(tmp_path / "view.json"), "--as", "graph")
        drawing = (tmp_path / "view.json").read_text("utf-8")
        assert ("BORDURIA" in drawing) is drawn
        assert ('"coder"' in drawing) is drawn  # by which they are drawn hollow and counted apart


def test_an_export_has_them_and_a_network_says_that_it_has_not(folder: Path, tmp_path: Path) -> None:
    run(folder, "export", "-o", str(tmp_path / "all.csv"))
    found = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8"))))
    assert sorted(row["coding"] for row in found) == ["", *["machine"] * 4]
    assert "4 machine-coded claims left out" in run(folder, "export", "-o", str(tmp_path / "blame.graphml")).stderr


def test_a_name_means_what_people_recorded_before_what_a_machine_did(folder: Path) -> None:
    assert run(folder, "show", "Russia").stdout.startswith("Russia")


def test_they_come_back_from_every_format_as_they_were(folder: Path, tmp_path: Path) -> None:
    wanted = {(claim.iri, claim.coding, claim.coded_rows) for claim in whoblamed.open(folder).claims()}
    for name in ("all.trig", "all.jsonld", "all.csv", "all.arrow", "all.parquet"):
        run(folder, "export", "-o", str(tmp_path / name))
        graph = whoblamed.open(":memory:")
        graph.load(tmp_path / name)
        assert {(claim.iri, claim.coding, claim.coded_rows) for claim in graph.claims()} == wanted


def test_a_wrong_mapping_or_file_is_one_line(folder: Path, tmp_path: Path) -> None:
    for words, said in (
        (["--mapping", "gdlet"], "did you mean gdelt"),
        (["--mapping", "gdelt", "--master", "local[2]"], "--master is for Spark; add --engine spark"),
        (["--mapping", "gdelt", "-o", "-"], "claims are written into a file, not to standard output"),
        (["--mapping", "gdelt", "-o", str(GDELT)], "is read; write the claims into another file"),
    ):
        out = tmp_path / "x.parquet"
        result = CliRunner().invoke(main, ["events", str(GDELT), "-o", str(out), *words])
        assert result.exit_code != 0
        assert said in result.stderr
        assert not out.exists()


def test_the_command_tells_what_became_of_every_row(tmp_path: Path) -> None:
    out = tmp_path / "claims.parquet"
    told = CliRunner().invoke(main, ["events", str(GDELT), "--mapping", "gdelt", "-o", str(out)]).stdout
    assert "read       13 rows, 10 of them with a code that says who is to blame" in told
    assert "left out   1 row: 3 cells instead of 61 (first in " in told
    assert f"wrote      4 claims of 6 rows to {out}: 2 attribution, 1 denial, 1 responsibility" in told


# --------------------------------------------------------------------------------------------------------------- pages


def test_pages_are_without_them_and_say_how_many_there_are(after: Path, tmp_path: Path) -> None:
    with serving(after, tmp_path) as server:
        assert "4 claims that a machine coded are left out" in server.get("/").text
        assert server.get("/index.json").json()["machine_coded_left_out"] == 4
        assert "4 claims that a machine coded are left out" in server.get("/id/gdelt").text
        assert server.get("/claims.json?dataset=gdelt").json()["total"] == 0
        assert "Ukraine" not in server.get("/actors.csv?limit=0").text
        assert server.get("/search.json?q=Ukraine").json()["total"] == 0
        assert "GDELT" not in server.get("/id/harbour/actor/russia.json").text


def test_the_page_of_such_a_claim_says_what_it_is(after: Path, tmp_path: Path) -> None:
    iris = [claim.iri for claim in whoblamed.open(after).claims() if claim.coded_rows == 3]
    path = iris[0].removeprefix("https://w3id.org/whoblamed")
    with serving(after, tmp_path) as server:
        told = server.get(path)
        assert "coded by a machine, of 3 rows" in told.text
        assert "GDELT Project" in server.get(f"/cite.txt?of={path.removeprefix('/id/').replace('claim/', '')}").text
        for link in set(re.findall(r'href="(/id/[^"#]*)"', told.text)):
            assert server.get(link).status_code == 200


def test_named_queries_are_without_them_wherever_they_are_asked(after: Path, before: Path, tmp_path: Path) -> None:
    graph, plain = whoblamed.open(after), whoblamed.open(before)
    assert graph.query("who-blamed-whom") == plain.query("who-blamed-whom")
    assert graph.query("names-of-an-actor") == plain.query("names-of-an-actor")
    graph.machine_coded = True
    asked = graph.query("who-blamed-whom")
    assert isinstance(asked, list)
    assert len(asked) > len(plain.query("who-blamed-whom"))  # type: ignore[arg-type]
    for options, counted in (((), 0), (("--machine-coded",), 4)):
        with serving(after, tmp_path, *options) as server:
            made = server.get("/query?named=claims-in-a-period&make=1")
            written = parse_qs(urlsplit(made.headers["location"]).query)["query"][0]
            assert ("wb:coding" in written) is (not counted)
            found = server.get(f"/sparql?format=csv&query={quote(written)}").text
            assert found.count("/gdelt/") == counted


def test_a_server_may_be_asked_to_count_them(after: Path, tmp_path: Path) -> None:
    with serving(after, tmp_path, "--machine-coded") as server:
        assert "left out" not in server.get("/").text
        assert server.get("/claims.json?dataset=gdelt").json()["total"] == 4


# -------------------------------------------------------------------------------------------------- columns of listings


def test_every_listing_is_written_as_columns_that_others_read(folder: Path, tmp_path: Path) -> None:
    for words in ("list claims", "list actors", "count --by act", "status", "timeline outage", "query timeline"):
        wanted = rows(folder, *words.split())
        (tmp_path / "x.parquet").write_bytes(run(folder, *words.split(), "-f", "parquet").stdout_bytes)
        by_arrow = pa.ipc.open_file(run(folder, *words.split(), "-f", "arrow").stdout_bytes).read_all()
        by_duckdb: Any = duckdb.sql(f"SELECT * FROM '{tmp_path / 'x.parquet'}'")
        by_polars, by_pandas = polars.read_parquet(tmp_path / "x.parquet"), pandas.read_parquet(tmp_path / "x.parquet")
        names = list(wanted[0])
        assert by_duckdb.columns == by_polars.columns == list(by_pandas.columns) == by_arrow.column_names == names
        assert len(by_duckdb.fetchall()) == by_polars.height == len(by_pandas) == by_arrow.num_rows == len(wanted)


def test_numbers_and_lists_of_a_listing_stay_such(folder: Path) -> None:
    found = pa.ipc.open_file(run(folder, "list", "claims", "--machine-coded", "-f", "arrow").stdout_bytes).read_all()
    assert found.schema.field("coded_rows").type == pa.int64()
    assert found.schema.field("accused").type == pa.list_(pa.string())
    assert found.schema.field("withdrawn").type == pa.bool_()


def test_columns_are_for_answers_with_rows(folder: Path) -> None:
    asked = CliRunner().invoke(main, ["--graph", str(folder), "query", "ASK { ?a ?b ?c }", "-f", "parquet"])
    assert asked.exit_code == 2
    assert "parquet is for SELECT" in asked.stderr
