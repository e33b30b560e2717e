"""Every listing is arranged in the same words: --sort, --limit and --columns, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.commands.shape import Shape, arranged, chosen
from whoblamed.ontology import ID

from ..support.cases import ACTORS, blame, case, written

SOURCES = {"story": {"title": {"en": "Port blames Tide"}, "published": "2031-05-01"}}
CLAIMS = [
    blame(on="2031-04"),
    blame("again", by="lab", on="2031-04-03", confidence={"words": "no doubt"}),
    blame("undated", by="lab", on="unknown"),
    {"id": "no", "act": "denial", "by": "tide", "responds_to": "blame", "on": "2031-04-05", "source": "story"},
]  # fmt: skip
#: Each listing, with a column of it that can be put in order.
LISTINGS = {
    "search tide": "label",
    "list claims": "date",
    "list actors": "name",
    "list incidents": "name",
    "list sources": "name",
    "count --by speaker": "claims",
    "status": "accused",
    "contested": "incident",
    "changes": "speaker",
    "unanswered": "accused",
    "ambiguous": "name",
    "timeline outage": "date",
    "who tide": "date",
    "rank --by blaming": "actor",
    "query timeline": "on",
    "query --list": "name",
    "datasets": "name",
    "diff 2031-04-01 2031-05-01": "accused",
}
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("listing")
    graph = whoblamed.open(place / "graph")
    graph.load(written(place, case(*CLAIMS, actors=ACTORS, sources=SOURCES)))
    return place / "graph"


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words: CliRunner().invoke(main, ["--graph", str(folder), *words])


def keys(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [row["key"].removeprefix("harbour/") for row in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("order", "claims"),
    [
        ("date", ["again", "no", "blame", "undated"]),
        ("-date", ["blame", "no", "again", "undated"]),
        ("speaker,-date", ["blame", "again", "undated", "no"]),
        ("act,speaker", ["blame", "again", "undated", "no"]),
        ("-act,date", ["no", "again", "blame", "undated"]),
        ("confidence", ["again", "no", "blame", "undated"]),
    ],
)
def test_what_has_nothing_to_be_put_in_order_by_comes_last(run: Run, order: str, claims: list[str]) -> None:
    assert keys(run("list", "claims", "--sort", order, "-f", "json")) == claims


@pytest.mark.parametrize("words", ["list claims", "timeline outage", "who tide"])
def test_every_listing_of_claims_has_the_key_by_which_show_finds_each(run: Run, words: str) -> None:
    result = run(*words.split(), "--sort", "key", "-f", "json")
    assert keys(result) == sorted(keys(result))
    assert all(run("show", row["key"]).exit_code == 0 for row in json.loads(result.stdout))


def test_data_sets_are_listed_like_everything_else(run: Run) -> None:
    for more in ([], ["--act", "denial", "--columns", "name,claims", "-f", "csv"]):
        listed, asked = run("list", "datasets", *more), run("datasets", *more)
        assert (listed.exit_code, listed.stdout) == (0, asked.stdout)
        assert "harbour" in listed.stdout


def test_numbers_are_in_order_as_numbers(run: Run) -> None:
    rows = json.loads(run("count", "--by", "speaker", "--sort", "-claims,speaker", "-f", "json").stdout)
    assert [(row["speaker"], row["claims"]) for row in rows] == [("Quay Lab", 2), ("Port of Arden", 1), ("Red Tide", 1)]


@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_a_limit_is_told_beside_every_format(run: Run, format_: str) -> None:
    result = run("list", "claims", "--limit", "1", "--columns", "key,speaker", "-f", format_)
    assert result.stderr == "… and 3 more; --limit 0 shows all\n"
    read: dict[str, Callable[[str], Any]] = {
        "table": lambda text: [line.split("  ") for line in text.splitlines()],
        "json": lambda text: [list(rows[0]) for rows in [json.loads(text)]] + [list(json.loads(text)[0].values())],
        "csv": lambda text: list(csv.reader(io.StringIO(text))),
        "md": lambda text: [line.strip("| ").split(" | ") for line in text.splitlines() if "---" not in line],
    }
    head, row = ([cell.strip() for cell in line if cell.strip()] for line in read[format_](result.stdout))
    assert head == ["key", "speaker"]
    assert row == ["harbour/again", "Quay Lab"]


def test_no_limit_is_all_and_nothing_is_told(run: Run) -> None:
    for words in ([], ["--limit", "0"], ["--limit", "4"]):
        result = run("list", "claims", "-f", "json", *words)
        assert (len(json.loads(result.stdout)), result.stderr) == (4, "")


@pytest.mark.parametrize(("listing", "column"), LISTINGS.items())
@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_every_listing_takes_the_same_words(run: Run, listing: str, column: str, format_: str) -> None:
    result = run(*listing.split(), "--sort", f"-{column}", "--limit", "1", "--columns", column, "-f", format_)
    assert result.exit_code == 0, result.stderr
    if format_ == "json":
        found = json.loads(result.stdout)
        if listing == "query timeline":  # the W3C's JSON
            assert found["head"]["vars"] == [column]
            found = found["results"]["bindings"]
        assert all(set(row) == {column} for row in found)
        assert len(found) <= 1
    elif result.stdout:
        assert column in result.stdout.splitlines()[listing.startswith("rank") and format_ == "table"]


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("option", ["--sort", "--columns"])
def test_an_unknown_column_is_told_with_those_there_are(run: Run, listing: str, option: str) -> None:
    result = run(*listing.split(), option, "xyzzy")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for {option}: there is no column 'xyzzy'; there are " in result.stderr
    assert LISTINGS[listing] in result.stderr.rpartition("there are ")[2]


def test_rankings_are_limited_each_for_itself(run: Run) -> None:
    rows = json.loads(run("rank", "--limit", "1", "-f", "json").stdout)
    assert [(row["ranking"], row["place"], row["actor"]) for row in rows if row["actor"]] == [
        ("blamed", 1, "Red Tide"),
        ("blaming", 1, "Quay Lab"),
    ]


def test_people_are_shown_so_many_hits_and_programs_all(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    many = (blame(f"no-{number}", on="2031-04-03", summary={"en": "Tide again"}) for number in range(30))
    whoblamed.open(graph).load(written(tmp_path, case(*many, actors=ACTORS)))
    shown = CliRunner().invoke(main, ["--graph", str(graph), "search", "tide again"])
    assert shown.stdout.count("  claim  ") == 20
    assert shown.stderr == "… and 10 more; --limit 0 shows all\n"
    assert (
        len(json.loads(CliRunner().invoke(main, ["--graph", str(graph), "search", "tide again", "-f", "json"]).stdout))
        == 30
    )


VALUES = (
    st.none() | st.text(max_size=5) | st.integers(-5, 5) | st.floats(allow_nan=False) | st.lists(st.text(max_size=2))
)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=8), st.booleans(), st.integers(0, 9))
def test_arranging_loses_nothing_and_twice_is_once(rows: list[tuple[Any, Any]], backward: bool, most: int) -> None:
    import click

    asked = Shape(sort=("-a" if backward else "a", "b"), limit=most)
    context = click.Context(click.Command("list"), obj=type("Session", (), {"shape": asked})())
    listed = [{"a": a, "b": b} for a, b in rows]
    with context:
        once = arranged(listed, ("a", "b"), dict)
        assert len(once) + once.more == len(listed)
        assert len(once) == (min(most, len(listed)) if most else len(listed))
        assert all(row in listed for row in once)
        twice = arranged(once, ("a", "b"), dict)
        assert list(twice) == list(once)
        assert chosen(("a", "b"), ("b",)) == ("b",)


def test_filters_choose_what_else_is_listed(run: Run) -> None:
    """Data sets, ambiguous names, differences between days, citations and named queries take the same filters."""
    assert json.loads(run("datasets", "--act", "denial", "-f", "json").stdout)[0]["claims"] == 1
    assert json.loads(run("datasets", "--act", "challenge", "-f", "json").stdout) == []
    assert len(json.loads(run("diff", "2031-04-01", "2031-05-01", "-f", "json").stdout)) == 1
    assert (
        json.loads(run("diff", "2031-04-01", "2031-05-01", "--actor", "lab", "--act", "denial", "-f", "json").stdout)
        == []
    )
    rows = list(csv.DictReader(io.StringIO(run("query", "who-blamed-whom", "--actor", "lab", "-f", "csv").stdout)))
    assert {row["claim"] for row in rows} == {f"{ID}harbour/claim/again", f"{ID}harbour/claim/undated"}
    refused = run("query", "names-of-an-actor", "--actor", "lab")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "names-of-an-actor has no rows of claims that filters could choose\n",
    )
    refused = run("query", "SELECT * { ?s ?p ?o }", "--actor", "lab")
    assert refused.exit_code == 2
    assert "filters are for named queries" in refused.stderr


@pytest.mark.parametrize("act", ["attribution", "denial"])
def test_a_named_query_finds_the_rest_in_all_claims(run: Run, act: str) -> None:
    """An attribution that is denied is not without denial because a filter leaves the denial out."""
    assert run("query", "attributions-without-denial", "--act", act, "-f", "csv").stdout.count("\n") == 1


def test_a_search_leaves_what_the_filters_leave(tmp_path: Path) -> None:
    """A denial passes, and what it refers to; the accusation that it answers does not."""
    denial = {
        "id": "no", "act": "denial", "by": "tide", "incident": "outage", "responds_to": "blame", "on": "2031-04-04",
        "source": "story", "summary": {"en": "Tide calls the port a liar."},
    }  # fmt: skip
    told = case(blame(summary={"en": "The port suspects Tide."}), denial)
    whoblamed.open(tmp_path / "graph").load(written(tmp_path, told))

    def found(*words: str) -> set[str]:
        shown = CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), "search", *words, "-f", "json"])
        assert shown.exit_code == 0, shown.output
        return {hit["key"].partition("/")[2] for hit in json.loads(shown.stdout)}

    assert {"blame", "no", "tide", "story"} <= found("tide")
    left = found("tide", "--act", "denial")
    assert {"no", "tide", "story"} <= left
    assert "blame" not in left
    assert found("tide", "--since", "2032") == set()


@pytest.mark.parametrize("command", ["status", "unanswered"])
def test_incidents_of_one_name_have_their_data_sets_in_the_heading_where_both_are_listed(
    command: str, tmp_path: Path
) -> None:
    def headings(*arguments: str) -> list[str]:
        result = CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), command, *arguments])
        assert result.exit_code == 0
        return [line for line in result.stdout.splitlines() if line and not line.startswith(" ")]

    files = [written(tmp_path, case(blame(), name=name)) for name in ("pier", "canal")]
    whoblamed.open(tmp_path / "graph").load(*files)
    assert headings() == ["Harbour outage (canal)", "Harbour outage (pier)"]
    assert headings("--dataset", "canal") == ["Harbour outage"]
