"""The commands, as a person or a script calls them: with right input, with wrong input, and what comes back."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner, Result
from whoblamed.cli import main
from whoblamed.ontology import ID, WB

from ..support import cases
from ..support.places import DOCS

SPEAKER = ox.NamedNode(WB.speaker)
CASE = """\
case: harbour
title: The harbour outage
actors:
  port: {name: {en: Port Authority, de: Hafenbehörde}, kind: agency}
  tide: {name: Tide Collective, kind: group, aliases: [Les Marées]}
  lab: {name: Quay Lab, kind: company}
  rival: {name: Rival Crew, kind: group}
  gazette: {name: The Gazette, kind: outlet}
incidents:
  outage: {name: {en: Harbour outage, de: Hafenausfall}, kind: outage, from: 2020-05-01, victims: [port]}
sources:
  story: {title: Port blames Tide, publisher: gazette, published: 2020-05-04, url: "https://example.org/story"}
  later: {title: Second thoughts, publisher: gazette, published: 2020-06-20, url: "https://example.org/later"}
claims:
  - {id: blame, act: attribution, by: port, accused: tide, incident: outage, on: 2020-05-03, source: story,
     confidence: {words: "no doubt"}, summary: The port says that Tide did it.}
  - {id: no, act: denial, by: tide, incident: outage, responds_to: blame, on: 2020-05-04, source: story,
     summary: Tide says no.}
  - {id: doubt, act: challenge, by: lab, challenges: blame, on: 2020-06, source: later,
     summary: The lab is not convinced.}
  - {id: other, act: attribution, by: lab, accused: rival, instead_of: [tide], incident: outage, on: 2020-06-10,
     source: later, summary: The lab points to Rival Crew.}
  - {id: back, act: withdrawal, by: lab, withdraws: other, on: 2020-06-20, source: later,
     summary: The lab takes it back.}
"""

SAME = """\
case: {case}
actors:
  lab: {{name: Quay Lab, kind: company}}
  moss: {{name: {name}, kind: state, wikidata: Q42}}
incidents:
  outage: {{name: Outage, kind: outage, from: 2020-05-01}}
sources:
  story: {{title: Story, published: 2020-05-04, url: "https://example.org/story"}}
claims:
  - {{id: blame, act: attribution, by: lab, accused: moss, incident: outage, on: 2020-05-03, source: story,
     summary: The lab says so.}}
"""

Run = Callable[..., Result]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on a graph of its own."""

    def call(*arguments: str | Path, input: str | None = None) -> Result:
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), *map(str, arguments)], input=input)

    return call


@pytest.fixture
def loaded(run: Run, case: Path) -> Run:
    assert run("load", case).exit_code == 0
    return run


def as_json(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(result: Result, *fragments: str) -> None:
    """The command failed with one line on standard error that has the fragments, and no traceback."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    for fragment in fragments:
        assert fragment in result.stderr
    assert "Traceback" not in result.stderr


# --------------------------------------------------------------------------------------------------------------- load


def test_load_says_what_was_loaded_and_a_second_time_that_nothing_changed(run: Run, case: Path) -> None:
    first = run("load", case)
    assert first.exit_code == 0
    assert first.stdout.startswith("new        harbour: 5 actors, 2 allegations, 5 claims, 1 incident, 2 sources")
    second = run("load", case)
    assert second.stdout.startswith("unchanged  harbour")


def test_load_reports_in_json(run: Run, case: Path) -> None:
    report = as_json(run("load", case, "-f", "json"))
    assert report["loaded"][0]["dataset"] == "harbour"
    assert report["loaded"][0]["counts"]["claims"] == 5


def test_a_dry_run_changes_nothing(run: Run, case: Path) -> None:
    assert "would be loaded" in run("load", case, "--dry-run").stdout
    refused(run("who", "port"), "there is no graph here yet", "whoblamed load")


def test_load_reads_standard_input_and_renames_a_data_set(run: Run) -> None:
    assert run("load", "-", "--dataset", "mine", input=CASE).exit_code == 0
    assert as_json(run("datasets", "-f", "json"))[0]["name"] == "mine"


def test_a_wrong_key_is_one_line_with_its_place_and_loads_nothing(run: Run, case: Path) -> None:
    case.write_text(CASE.replace("actors:", "actor:", 1), encoding="utf-8")
    result = run("load", case)
    refused(result, 'unknown key "actor"', 'did you mean "actors"?')
    assert result.stderr.startswith(f"{case}:3:")
    refused(run("datasets"), "there is no graph here yet")


def test_all_mistakes_of_a_file_come_at_once(run: Run, case: Path) -> None:
    case.write_text(CASE.replace("kind: group", "kind: gang").replace("by: lab", "by: laboratory"), encoding="utf-8")
    result = run("load", case)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) >= 4
    assert all(line.startswith(f"{case}:") for line in lines)
    assert [int(line.split(":")[1]) for line in lines] == sorted(int(line.split(":")[1]) for line in lines)


def test_a_mistake_in_the_second_file_keeps_the_first_from_loading(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("case: Bad Name\n", encoding="utf-8")
    assert run("load", case, tmp_path / "bad.yaml").exit_code == 1
    refused(run("datasets"), "there is no graph here yet")


def test_what_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    refused(run("load", tmp_path / "nothing.yaml"), "nothing.yaml", "there is no such file")


# ------------------------------------------------------------------------------------------------------ check, datasets


def test_check_says_that_a_file_is_in_order(run: Run, case: Path) -> None:
    assert run("check", case).stdout == "1 file is in order\n"


def test_check_lists_problems_as_rows(run: Run, case: Path) -> None:
    case.write_text(CASE.replace("accused: tide", "accused: tied"), encoding="utf-8")
    result = run("check", case, "-f", "json")
    assert result.exit_code == 1
    problem = json.loads(result.stdout)[0]
    assert problem["message"] == 'no actor "tied" in this file; did you mean "tide"?'
    assert problem["line"] == 15


def test_check_without_a_file_checks_the_graph(loaded: Run) -> None:
    result = loaded("check")
    assert result.exit_code == 0, result.stdout + result.stderr


def without_a_speaker(folder: Path) -> None:
    """Break a rule of the shapes: take a claim's speaker away."""
    store = whoblamed.open(folder).store
    (quad,) = list(store.current.find(ox.NamedNode(f"{ID}harbour/claim/blame"), SPEAKER))
    kept = [each for each in store.current.find(graph=ox.NamedNode(f"{ID}harbour")) if each != quad]
    with store.changing() as change:
        change.replace(f"{ID}harbour", kept)


def test_a_graph_that_breaks_the_shapes_is_not_in_order(loaded: Run, tmp_path: Path) -> None:
    without_a_speaker(tmp_path / "graph")
    result = loaded("check")
    assert result.exit_code == 1
    assert "wb:speaker" in result.stdout
    rows = json.loads(loaded("check", "-f", "json").stdout)
    assert {row["severity"] for row in rows} >= {"violation"}


def test_a_graph_that_is_merely_poor_is_in_order(run: Run, case: Path) -> None:
    case.write_text(CASE.replace(", publisher: gazette, published: 2020-05-04", ", publisher: gazette"), "utf-8")
    assert run("load", case).exit_code == 0
    result = run("check", "-f", "json")
    assert result.exit_code == 0
    assert {row["severity"] for row in json.loads(result.stdout)} <= {"warning"}


def test_datasets_and_unload(loaded: Run) -> None:
    (row,) = as_json(loaded("datasets", "-f", "json"))
    assert (row["name"], row["title"], row["claims"]) == ("harbour", "The harbour outage", 5)
    assert loaded("unload", "harbour").stdout.startswith("removed harbour (5 claims)")
    assert as_json(loaded("datasets", "-f", "json")) == []
    refused(loaded("unload", "harbor"), "no data set 'harbor'")


# ---------------------------------------------------------------------------------------------------------------- ask


@pytest.mark.parametrize("name", ["Tide Collective", "tide collective", "TIDE", "les marees", "harbour/tide"])
def test_who_finds_a_name_in_any_form(loaded: Run, name: str) -> None:
    text = loaded("who", name).stdout
    assert "Blamed by" in text
    assert "Port Authority attributes Harbour outage to Tide Collective" in text
    assert "confidence: no doubt" in text
    assert "Port blames Tide (The Gazette, 2020-05-04) https://example.org/story" in text
    assert "Denied" in text
    assert "2020-05-04" in text
    assert "Doubted by" in text


def test_who_as_rows(loaded: Run) -> None:
    rows = as_json(loaded("who", "tide", "-f", "json"))
    by_relation = {row["relation"]: row for row in rows}
    assert by_relation["blamed by"]["speaker"] == "Port Authority"
    assert by_relation["denied"]["answers"] == [
        "Port Authority attributes Harbour outage to Tide Collective (2020-05-03)"
    ]
    table = list(csv.DictReader(io.StringIO(loaded("who", "tide", "-f", "csv").stdout)))
    assert len(table) == len(rows)


def test_an_unknown_name_gets_the_nearest(loaded: Run) -> None:
    refused(loaded("who", "Tide Colective"), "Tide Colective", "did you mean 'Tide Collective'?")
    told = "no actor 'Acme, Inc.' in the graph, nor anything called nearly so; whoblamed search looks in all that was"
    refused(loaded("who", "Acme, Inc."), told)


def test_show_anything(loaded: Run) -> None:
    assert "kind            outage" in loaded("show", "Hafenausfall").stdout
    assert "publisher       The Gazette" in loaded("show", "Port blames Tide").stdout
    claim = loaded("show", "harbour/blame").stdout
    assert "What answers it" in claim
    assert "Tide Collective denies responsibility" in claim
    assert as_json(loaded("show", "Quay Lab", "-f", "json"))["what"] == "actor"
    refused(loaded("show", "no such thing"), "no such thing")


def test_timeline_is_in_order_and_keeps_the_precision(loaded: Run) -> None:
    dates = [row["date"] for row in as_json(loaded("timeline", "outage", "-f", "json"))]
    assert dates == ["2020-05-03", "2020-05-04", "2020-06-10", "2020-06-20", "2020-06"]


def test_status_sets_hypotheses_side_by_side(loaded: Run) -> None:
    rows = as_json(loaded("status", "Harbour outage", "-f", "json"))
    by_accused = {row["accused"]: row for row in rows}
    tide = by_accused["Tide Collective"]
    assert (tide["incident"], tide["role"], tide["status"]) == ("Harbour outage", "carried-out", "denied and contested")
    assert tide["bits"]["challenged"]
    assert {(claim["id"], claim["act"]) for claim in tide["claims"]} >= {("blame", "attribution"), ("no", "denial")}
    assert (tide["outlets"], tide["roots"], tide["independent"]) == (1, 1, {"low": 1, "high": 1})
    assert by_accused["Rival Crew"]["status"] == "withdrawn"
    text = loaded("status").stdout
    assert "Tide Collective, carried-out: denied and contested" in text
    assert "doubted by" in text


def test_status_weighs_claims_only_when_asked(loaded: Run) -> None:
    assert "argument" not in loaded("status").stdout + loaded("status", "-f", "json").stdout
    assert "argument" not in loaded("status", "-f", "csv").stdout
    rows = {row["accused"]: row for row in as_json(loaded("status", "--argument", "-f", "json"))}
    assert rows["Tide Collective"]["argument"] == "rejected"
    assert [reason["verdict"] for reason in rows["Tide Collective"]["because"]] == ["rejected"]
    assert "argument" not in rows["Rival Crew"]
    assert rows == {row["accused"]: row for row in as_json(loaded("status", "--denials", "mark", "-f", "json"))}
    text = loaded("status", "--argument").stdout
    assert "nobody answers" in text
    assert ",rejected" in loaded("status", "--argument", "-f", "csv").stdout


@pytest.mark.parametrize("command", [("who", "Tide Collective"), ("timeline", "Tide Collective")])
def test_what_was_not_yet_public_is_not_said_to_be_missing(loaded: Run, command: tuple[str, ...]) -> None:
    said = loaded(*command, "--as-of", "1990-01-01").stdout
    assert "No claim in the graph that was public by 1990-01-01 is" in said


def test_status_as_of_a_day(loaded: Run) -> None:
    rows = as_json(loaded("--as-of", "2020-06-15", "status", "-f", "json"))
    by_accused = {row["accused"]: row for row in rows}
    # The lab named a rival on the 10th; that it doubted in June is only certain when June is over.
    assert by_accused["Rival Crew"]["status"] == "contested"
    assert not by_accused["Tide Collective"]["bits"]["challenged"]
    (early,) = as_json(loaded("--as-of", "2020-05-03", "status", "-f", "json"))
    assert early["status"] == "uncontested"


def test_the_time_may_stand_before_or_after_the_command(loaded: Run) -> None:
    before = loaded("--as-of", "2020-05-03", "status", "-f", "json").stdout
    assert loaded("status", "--as-of", "2020-05-03", "-f", "json").stdout == before
    for arguments in (("who", "tide"), ("show", "tide"), ("timeline", "outage"), ("query", "timeline"), ("rank",)):
        early = loaded(*arguments, "--as-of", "2020-05-03")
        assert early.exit_code == 0
        assert "2020-05-04" not in early.stdout.replace("(The Gazette, 2020-05-04)", "")


def test_what_was_recorded_later_is_not_in_the_graph_as_it_was_recorded(loaded: Run) -> None:
    assert as_json(loaded("status", "--recorded-as-of", "2001-01-01", "-f", "json")) == []
    assert as_json(loaded("status", "--recorded-as-of", "2999-01-01", "-f", "json")) != []


def test_status_says_when_imprecise_dates_leave_two_answers(run: Run, case: Path) -> None:
    case.write_text(CASE.split("  - {id: other")[0], encoding="utf-8")
    run("load", case)
    (row,) = as_json(run("--as-of", "2020-06-15", "status", "-f", "json"))
    assert (row["status"], row["possible_status"]) == ("denied", "denied and contested")


def test_contested_changes_and_diff(loaded: Run) -> None:
    (row,) = as_json(loaded("contested", "-f", "json"))
    assert row["incident"] == "Harbour outage"
    assert row["challenged_by"] == ["Quay Lab"]
    (change,) = as_json(loaded("changes", "-f", "json"))
    assert (change["speaker"], change["change"]) == ("Quay Lab", "withdrew")
    changed = as_json(loaded("diff", "2020-05-03", "2020-05-31", "-f", "json"))
    (tide,) = [row for row in changed if row["accused"] == "Tide Collective"]
    assert (tide["before"], tide["after"]) == ("uncontested", "denied")
    assert tide["because"] == ["Tide Collective denies responsibility for Harbour outage (2020-05-04)"]


def test_diff_says_when_its_days_are_given_backwards(loaded: Run) -> None:
    assert "2020-05-31 is after 2020-05-03" in loaded("diff", "2020-05-31", "2020-05-03").stderr
    assert "backwards" not in loaded("diff", "2020-05-03", "2020-05-31").stderr


def test_diff_of_two_graphs(loaded: Run, case: Path, tmp_path: Path) -> None:
    case.write_text(CASE.replace("no doubt", "little doubt").split("  - {id: back")[0], encoding="utf-8")
    other = tmp_path / "other"
    assert CliRunner().invoke(main, ["--graph", str(other), "load", str(case)]).exit_code == 0
    rows = as_json(loaded("diff", tmp_path / "graph", other, "-f", "json"))
    found = {(row["change"], row["claim"].rsplit("/", 1)[-1], tuple(row["fields"])) for row in rows}
    assert found == {("changed", "blame", ("confidence",)), ("removed", "back", ())}
    mixed = loaded("diff", "2020-05-03", other)
    assert mixed.exit_code == 2
    assert f"give two days, or two graphs: 2020-05-03 is a day, {other} is none" in mixed.stderr


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2020-13-01", "2020-05"), "there is no date 2020-13-01\n"),
        (("2020", "2020-05-32"), "there is no date 2020-05-32\n"),
        (("3.5.2020", "2020-05-03"), "'3.5.2020' is not a date; write YYYY-MM-DD"),
        (("no-graph", "nor-this"), "no-graph: there is no graph here yet"),
    ],
)
def test_diff_tells_a_mistyped_day(loaded: Run, days: tuple[str, str], told: str) -> None:
    result = loaded("diff", *days)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(told)


def test_path_and_rank(loaded: Run) -> None:
    (step,) = as_json(loaded("path", "Port Authority", "tide", "-f", "json"))
    assert (step["accuser"], step["accused"]) == ("Port Authority", "Tide Collective")
    assert "no chain of blame" in loaded("path", "tide", "Port Authority").stderr
    ranking = as_json(loaded("rank", "--by", "blamed", "-f", "json"))
    assert {row["actor"] for row in ranking} == {"Tide Collective"}
    everything = as_json(loaded("rank", "--by", "blamed", "--withdrawn", "-f", "json"))
    assert {row["actor"] for row in everything} == {"Tide Collective", "Rival Crew"}
    assert "Most blamed" in loaded("rank").stdout


def test_a_ranking_of_nobody_says_so_where_its_heading_is(run: Run, case: Path) -> None:
    case.write_text(CASE.partition("claims:")[0] + "claims: []\n", encoding="utf-8")
    assert run("load", case).exit_code == 0
    result = run("rank", "--by", "blamed")
    assert (result.stdout, result.stderr) == ("Most blamed\n  nobody\n", "")


def test_named_queries_keep_actors_apart_without_resolving(run: Run, tmp_path: Path) -> None:
    for name, called in (("one", "Mossfield"), ("two", "Republic of Mossfield")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(SAME.format(case=name, name=called), encoding="utf-8")
        assert run("load", path).exit_code == 0
    asked = ("query", "who-blamed-whom", "--param", "accused=Mossfield", "-f", "csv")
    assert len(run(*asked).stdout.splitlines()) == 3
    apart = run("--no-resolve", *asked).stdout
    assert len(apart.splitlines()) == 2
    assert "Republic" not in apart


def test_query_in_sparql_and_by_name(loaded: Run) -> None:
    sparql = "SELECT DISTINCT ?a ?b { ?c a wb:Attribution ; wb:speaker/rdfs:label ?a ; wb:accused/rdfs:label ?b }"
    assert "Port Authority,Tide Collective" in loaded("query", sparql, "-f", "csv").stdout
    named = loaded("query", "who-blamed-whom", "--param", "accused=Les Marées", "-f", "json")
    (binding,) = as_json(named)["results"]["bindings"]
    assert binding["speaker_name"]["value"] == "Port Authority"
    assert loaded("query", "ASK { ?d a wb:Denial }").stdout == "yes\n"
    assert "wb:Denial" in loaded("query", "CONSTRUCT WHERE { ?d a wb:Denial }").stdout
    names = [row["name"] for row in as_json(loaded("query", "--list", "-f", "json"))]
    assert len(names) >= 8


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("query", "SELECT nonsense"), "malformed SPARQL"),
        (("query", "no-such-query"), "no query is named 'no-such-query'"),
        (("query", "who-blamed-whom", "--param", "blamed=x"), "no parameter 'blamed'"),
        (("query", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"), "SERVICE is not allowed"),
        (("query", "DROP ALL"), "only queries are taken"),
        (("query", "--file", "missing.rq"), "missing.rq: cannot be read"),
        (("export", "-o", "graph.doc"), "no format is known by this ending"),
        (("export", "-o", "missing-folder/graph.ttl"), "cannot be written"),
        (("view", "-o", "graph.doc"), "end the name in .html"),
        (("--as-of", "Christmas", "who", "tide"), "'Christmas' is not a date"),
    ],
)
def test_wrong_requests_are_answered_in_one_line(loaded: Run, arguments: tuple[str, ...], fragment: str) -> None:
    # The options that stand before the command come first.
    refused(loaded(*arguments), fragment)


@pytest.mark.parametrize(
    "arguments",
    [
        ("query",),
        ("query", "ASK {}", "--file", "x.rq"),
        ("query", "who-blamed-whom", "--param", "novalue"),
        ("who",),
        ("export",),
        ("nonsense",),
        ("rank", "--top", "0"),
        ("--as-of", "2020", "load"),
    ],
)
def test_wrong_command_lines_exit_with_2(loaded: Run, arguments: tuple[str, ...]) -> None:
    result = loaded(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


# ------------------------------------------------------------------------------------------------------------- pass on


@pytest.mark.parametrize("format_", ["turtle", "trig", "nquads", "ntriples", "jsonld", "graphml", "gexf", "csv"])
def test_every_export_format_goes_to_a_file_and_to_standard_output(loaded: Run, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "out"
    result = loaded("export", "-f", format_, "-o", path)
    assert result.exit_code == 0, result.stderr
    assert f"as {format_}" in result.stderr
    assert (
        loaded("export", "-f", format_, "-o", "-").stdout_bytes.split(b"lastmodifieddate")[0][:40]
        == path.read_bytes()[:40]
    )


def test_view_writes_one_file(loaded: Run, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    assert loaded("view", "-o", path).stdout.startswith(f"wrote {path}")
    assert "Tide Collective" in path.read_text(encoding="utf-8")
    data = loaded("view", "-f", "json", "-o", "-", "--focus", "tide").stdout
    assert json.loads(data)["claims"]


def test_schema_is_json_schema(run: Run) -> None:
    assert as_json(run("schema"))["properties"]["claims"]["type"] == "array"


# ------------------------------------------------------------------------------------------------------------ all of it


def all_commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_and_option_is_documented() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    for name, command in all_commands().items():
        assert f"## {name}\n" in page
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in page


def test_names_from_outside_cannot_drive_a_terminal(run: Run, case: Path) -> None:
    hostile = CASE.replace("name: Tide Collective", 'name: "Tide \\u202e\\x9b31m Collective"')
    case.write_text(hostile, encoding="utf-8")
    result = run("load", case)
    text = result.output if result.exit_code else run("who", "harbour/tide").stdout
    assert "\x9b" not in text
    assert "\u202e" not in text


def test_output_has_no_colour_or_cut_lines_when_it_is_not_a_terminal(loaded: Run) -> None:
    for arguments in (("datasets",), ("contested",), ("query", "timeline"), ("who", "tide"), ("rank",)):
        text = loaded(*arguments).stdout
        assert "\x1b" not in text
        assert "…" not in text


def in_a_process(*arguments: str, env: dict[str, str], **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "whoblamed", *arguments], env=os.environ | env, capture_output=True, text=True, **more
    )


def test_a_fresh_user_gets_an_answer_right_away(tmp_path: Path) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "WHOBLAMED_GRAPH": ""}
    first = in_a_process("who", "Nordkorea", env=env)
    assert first.returncode == 0
    assert "building the graph of the casebook" in first.stderr
    assert "FBI attributes Sony Pictures intrusion to North Korea" in first.stdout
    assert "North Korea denies responsibility for Sony Pictures intrusion" in first.stdout
    assert "2014-12-27" in first.stdout
    second = in_a_process("who", "Nordkorea", env=env)
    assert second.stderr == ""
    assert second.stdout == first.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, case: Path) -> None:
    env = {"WHOBLAMED_GRAPH": str(tmp_path / "graph")}
    assert in_a_process("load", str(case), env=env).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "whoblamed", "export", "-f", "ntriples", "-o", "-"],
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    process.wait(timeout=30)
    process.stderr.close()


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    result = in_a_process("--debug", "who", "x", env={"WHOBLAMED_GRAPH": str(tmp_path / "none")})
    assert "Traceback" in result.stderr
    assert result.returncode == 1


def test_what_rests_on_a_circle_is_told_in_words(run: Run, tmp_path: Path) -> None:
    """One claim in one of two sources that cite each other, and then a claim in each."""
    told = ": all of it rests on what cites one another in a circle, which adds nothing"
    for more in ((), (cases.blame("echoed", by="lab", source="echo"),)):
        written = cases.written(tmp_path, cases.circle(*more))
        assert run("load", written).exit_code == 0
        (line,) = (line for line in run("status").stdout.splitlines() if "origins" in line)
        assert "0 independent (of " in line
        assert line.endswith(told)
    plain = cases.written(tmp_path, cases.case(cases.blame()))
    assert run("load", plain).exit_code == 0
    assert told not in run("status").stdout
