"""`whoblamed query`: answers as tables for people, and as bytes for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from whoblamed.cli import main

Run = Callable[..., Result]

CASE = """\
case: {name}
title: The harbour outage
actors:
  port: {{name: Port Authority, kind: agency}}
  moss: {{name: {label}, kind: group, wikidata: Q4207}}
incidents:
  outage: {{name: Harbour outage, kind: outage, from: 2020-05-01}}
sources:
  story: {{title: Port blames Moss, published: 2020-05-04}}
claims:
  - {{id: blame, act: attribution, by: port, accused: moss, incident: outage, on: 2020-05-03, source: story,
     summary: The port says so.}}
"""
SELECT = "SELECT ?said ?on ?none { ?c a wb:Denial ; rdfs:label ?said ; wb:statedOn ?on }"


@pytest.fixture(scope="module")
def query(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Asks a graph of one case."""
    folder = str(tmp_path_factory.mktemp("query") / "graph")

    def call(*arguments: str, before: tuple[str, ...] = ()) -> Result:
        return CliRunner().invoke(main, ["--graph", folder, *before, "query", *arguments])

    assert CliRunner().invoke(main, ["--graph", folder, "load", str(small_case)]).exit_code == 0
    return call


def test_people_get_a_table(query: Run) -> None:
    header, row = query(SELECT).stdout.splitlines()
    assert header.split() == ["said", "on", "none"]
    assert row.endswith("2031-04-11")


def test_a_row_is_one_line_and_says_nothing_to_the_terminal(query: Run) -> None:
    text = query('SELECT ("two\\nlines \\u001b[31m" AS ?text) (id:x AS ?iri) { }').stdout
    assert text.splitlines()[1].split() == ["two", "lines", "\N{REPLACEMENT CHARACTER}[31m", "id:x"]


def test_no_rows_are_remarked_on_beside_the_output(query: Run) -> None:
    done = query("SELECT ?x { ?x a <urn:none> }")
    assert (done.stdout, done.stderr) == ("", "no results\n")


@pytest.mark.parametrize("more", [(), ("-f", "table")])
def test_a_question_gets_yes_or_no(query: Run, more: tuple[str, ...]) -> None:
    assert query("ASK { ?c a wb:Denial }", *more).stdout == "yes\n"
    assert query("ASK { ?c a wb:Denial, wb:Report }", *more).stdout == "no\n"


def test_triples_come_as_turtle_and_have_no_table(query: Run) -> None:
    construct = "CONSTRUCT WHERE { ?c a wb:Denial }"
    assert "a wb:Denial" in query(construct).stdout
    done = query(construct, "-f", "table")
    assert (done.exit_code, done.stderr) == (1, "table is for SELECT and ASK; take turtle, ntriples, jsonld, rdfxml\n")


@pytest.mark.parametrize("more", [(), ("-f", "json")])
def test_what_goes_wrong_on_the_way_is_told(query: Run, more: tuple[str, ...]) -> None:
    done = query("SELECT (<urn:unheard>(?s) AS ?x) { ?s ?p ?o }", *more)
    assert done.exit_code == 1
    assert "the query cannot be answered: " in done.stderr


def test_named_queries_are_listed_with_their_parameters(query: Run) -> None:
    text = query("--list").stdout
    assert "\nwho-blamed-whom\n" in text
    assert "accused" in text


def test_one_named_query_is_listed_alone(query: Run) -> None:
    text = query("--list", "who-blamed-whom").stdout
    assert text.startswith("who-blamed-whom\n")
    assert "timeline" not in text
    (row,) = json.loads(query("--list", "who-blamed-whom", "-f", "json").stdout)
    assert row["name"] == "who-blamed-whom"


def test_a_query_that_is_none_is_not_listed(query: Run) -> None:
    done = query("--list", "who-blamed-whm")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("no query is named 'who-blamed-whm'; there are attributions-without-denial, ")
    assert query("--list", "--file", "x.rq").exit_code == 2


def test_no_resolve_holds_for_named_queries(tmp_path: Path) -> None:
    """Two data sets call one actor by different names, but give it the same Wikidata item."""
    for name, label in (("one", "Mossfield"), ("two", "Mosfeld")):
        (tmp_path / f"{name}.yaml").write_text(CASE.format(name=name, label=label), encoding="utf-8")
    command = ["--graph", str(tmp_path / "graph")]
    assert CliRunner().invoke(main, [*command, "load", str(tmp_path)]).exit_code == 0
    query = ("query", "who-blamed-whom", "--param", "accused=Mossfield", "-f", "csv")
    rows = CliRunner().invoke(main, [*command, *query]).stdout.splitlines()
    apart = CliRunner().invoke(main, [*command, "--no-resolve", *query]).stdout.splitlines()
    assert (len(rows), len(apart)) == (3, 2)
