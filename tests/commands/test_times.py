"""What was public when, and what was recorded when, as somebody asks for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import whoblamed
from click.testing import CliRunner, Result
from whoblamed import commands
from whoblamed.cli import main

Run = Callable[..., Result]

CASE = """\
case: mint
actors:
  arden: {{name: Arden, kind: state}}
  heron: {{name: Grey Heron, kind: group}}
  lab: {{name: Quay Lab, kind: company}}
  gazette: {{name: The Gazette, kind: outlet}}
incidents:
  raid: {{name: Raid on the mint, kind: intrusion, from: 2029-05-01}}
sources:
  memoir: {{title: What the minister knew, publisher: gazette, published: 2034-06-01, url: "https://example.org/memoir"}}
  paper: {{title: Arden blames Heron, publisher: gazette, published: 2031-12-20, url: "https://example.org/paper"}}
  undated: {{title: A leaflet}}
claims:
{claims}
"""
SAID = (
    "  - {{id: {key}, act: attribution, by: arden, accused: heron, incident: raid, {rest}, summary: Heron did it.}}\n"
)


def case(**claims: str) -> str:
    """A case in which Arden blames Grey Heron; each claim with when it was said, and where that stands."""
    return CASE.format(claims="".join(SAID.format(key=key, rest=rest) for key, rest in claims.items()))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on a graph of its own; the text of a case is loaded first."""

    def call(*arguments: str, case: str = "") -> Result:
        if case:
            file = tmp_path / "mint.yaml"
            file.write_text(case, encoding="utf-8")
            assert call("load", str(file)).exit_code == 0
        return CliRunner().invoke(main, ["--graph", str(tmp_path / "graph"), *arguments])

    return call


def status(run: Run, day: str, *more: str) -> list[tuple[str, str | None]]:
    """The statuses as of a day, with what they possibly are."""
    result = run("status", "-f", "json", *(("--as-of", day) if day else ()), *more)
    assert result.exit_code == 0, result.output
    return [(row["status"], row.get("possible_status")) for row in json.loads(result.stdout)]


# ------------------------------------------------------------------------------------------- what is not there yet

SECRET = case(secret="on: 2030, public: 2034-06-01, source: memoir")


@pytest.mark.parametrize("command", ["show", "cite"])
@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--as-of", "2031-01-01"), "was not public by 2031-01-01"),
        (("--recorded-as-of", "2020-01-01"), "was not recorded by 2020-01-01"),
        (
            ("--as-of", "2031-01-01", "--recorded-as-of", "2020-01-01"),
            "was not public by 2031-01-01 or was not recorded by 2020-01-01",
        ),
    ],
)
def test_a_claim_that_is_not_there_yet_is_told_as_that(
    run: Run, command: str, options: tuple[str, ...], why: str
) -> None:
    run("status", case=SECRET)
    result = run(command, "mint/secret", *options)
    assert (result.exit_code, result.stderr) == (1, f"'mint/secret' is in the graph, but it {why}\n")
    assert run(command, "mint/secret").exit_code == 0


def test_what_is_at_no_time_in_the_graph_is_not_there(run: Run) -> None:
    run("status", case=SECRET)
    assert "no actor or incident or source or claim" in run("show", "mint/nothing", "--as-of", "2031-01-01").stderr
    assert "no actor 'mint/secret' in the graph" in run("who", "mint/secret", "--as-of", "2031-01-01").stderr


# ------------------------------------------------------------------------------------------------ what was public when


def test_what_was_said_in_private_counts_from_when_it_was_printed(run: Run) -> None:
    """Said in 2030, behind closed doors; the only source is the memoir of June 2034."""
    run("status", case=case(secret="on: 2030, public: 2034-06-01, source: memoir"))
    assert status(run, "2031-01-01") == []
    assert status(run, "2034-05-31") == []
    assert status(run, "2034-06-01") == [("uncontested", None)]
    assert "Nobody" not in run("status", "--as-of", "2031-01-01").stdout
    assert "nobody alleges anything by 2031-01-01" in run("status", "--as-of", "2031-01-01").stderr
    who = run("who", "Grey Heron", "--as-of", "2031-01-01").stdout
    assert "No claim in the graph that was public by 2031-01-01 is by or about this actor." in who


def test_without_public_check_warns_and_says_what_to_write(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case(secret="on: 2030, source: memoir"), encoding="utf-8")
    checked = run("check", str(file))
    assert checked.exit_code == 0, "a warning is no error"
    assert "warning: said on 2030, long before anything in which it stands was published (2034-06-01)" in checked.stderr
    assert "write public: 2034-06-01" in checked.stderr
    assert "1 file is in order" in checked.stdout
    (row,) = json.loads(run("check", "-f", "json", str(file)).stdout)
    assert (row["severity"], row["line"]) == ("warning", 14)
    assert run("load", "--strict", str(file)).exit_code == 0


def test_a_month_is_public_by_the_day_of_its_source(run: Run) -> None:
    """ "In December", in a paper of the 20th: certainly public on the 20th, and not only on the 31st."""
    run("status", case=case(blame="on: 2031-12, source: paper"))
    assert status(run, "2031-11-30") == []
    assert status(run, "2031-12-19") == [("unasserted", "uncontested")]
    assert status(run, "2031-12-20") == [("uncontested", None)]


def test_before_anything_was_said_of_an_incident_no_status_is_named(run: Run) -> None:
    run("status", case=case(leaflet="source: undated"))
    assert status(run, "1990-01-01") == []
    assert status(run, "2029-04-30") == []
    assert status(run, "2029-05-01") == [("unasserted", "uncontested")]


def test_of_an_incident_without_a_date_neither(run: Run) -> None:
    run("status", case=case(leaflet="source: undated").replace(", from: 2029-05-01", ""))
    assert status(run, "1990-01-01") == []
    assert status(run, "") == [("uncontested", None)]


def test_diff_and_changes_go_by_what_was_public(run: Run) -> None:
    run("status", case=case(secret="on: 2030, public: 2034-06-01, source: memoir"))
    assert json.loads(run("diff", "2029", "2033", "-f", "json").stdout) == []
    (row,) = json.loads(run("diff", "2033", "2034-06", "-f", "json").stdout)
    assert (row["before"], row["after"]) == ("unasserted", "uncontested")


def test_the_slider_of_the_view_goes_by_what_was_public(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "view.json"
    run("status", case=case(secret="on: 2030, public: 2034-06-01, source: memoir", blame="on: 2031-12, source: paper"))
    assert run("view", "-o", str(file)).exit_code == 0
    drawn = json.loads(file.read_text(encoding="utf-8"))
    assert sorted(claim["public"] for claim in drawn["claims"]) == ["2031-12-20", "2034-06-01"]
    (allegation,) = drawn["allegations"]
    assert [change[:2] for change in allegation["history"]] == [["2031-12-20", "uncontested"]]
    assert run("view", "-o", str(file), "--as-of", "2031-12-19").exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["claims"] == []


def test_what_was_said_and_when_it_was_public_both_show(run: Run) -> None:
    run("status", case=case(secret="on: 2030~, public: 2034-06-01, source: memoir"))
    for command in (("who", "Grey Heron"), ("timeline", "Raid on the mint"), ("show", "mint/secret")):
        shown = run(*command).stdout
        assert "about 2030" in shown
        assert "2034-06-01" in shown
    (row,) = csv.DictReader(io.StringIO(run("timeline", "Raid on the mint", "-f", "csv").stdout))
    assert (row["date"], row["public"]) == ("2030~", "2034-06-01")
    assert "public on" in run("show", "mint/secret").stdout


# ------------------------------------------------------------------------------------------------------- in queries

PUBLIC = """SELECT ?key {
  ?claim wb:publicTo ?by FILTER(?by <= "2031-12-25"^^xsd:date) BIND(REPLACE(STR(?claim), ".*/", "") AS ?key)
} ORDER BY ?key"""
DATED = {
    "day": "on: 2031-12-19, source: paper",
    "month": "on: 2031-12, source: paper",
    "year": "on: 2031, source: paper",
    "about": "on: 2031-12~, source: memoir",
    "before": "on: ..2031-12-24, source: memoir",
    "secret": "on: 2030, public: 2034-06-01, source: memoir",
}


def keys(run: Run, query: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(run("query", query, "-f", "csv").stdout))
    return [row["key"] for row in rows]


def test_the_bounds_of_dates_are_plain_days_that_every_query_can_compare(run: Run) -> None:
    run("status", case=case(**DATED))
    assert keys(run, PUBLIC) == ["before", "day", "month", "year"]
    # The literals themselves are of four types, and a comparison drops all but days without a word.
    literal = PUBLIC.replace("wb:publicTo", "wb:statedOn").replace('<= "2031-12-25"', '>= "2031-12-01"')
    assert keys(run, literal) == ["day"]
    since = PUBLIC.replace("wb:publicTo", "wb:statedTo").replace('<= "2031-12-25"', '>= "2031-12-01"')
    assert keys(run, since) == ["about", "before", "day", "month", "year"]


def test_the_named_queries_order_by_them(run: Run) -> None:
    run("status", case=case(**DATED))
    rows = list(csv.DictReader(io.StringIO(run("query", "timeline", "-f", "csv").stdout)))
    assert [row["on"] for row in rows] == ["2030", "2031-12-19", "../2031-12-24", "2031-12", "2031", "2031-12~"]
    rows = list(csv.DictReader(io.StringIO(run("timeline", "Grey Heron", "-f", "csv").stdout)))
    assert [row["date"] for row in rows] == ["2030", "2031-12-19", "../2031-12-24", "2031-12", "2031", "2031-12~"]
    period = run(
        "query", "claims-in-a-period", "--param", "from=2031-01-01", "--param", "until=2031-12-31", "-f", "csv"
    )
    assert [row["on"] for row in csv.DictReader(io.StringIO(period.stdout))] == ["2031-12-19", "2031-12", "2031"]


# ---------------------------------------------------------------------------------------------- two clocks in commands

#: How each command that reads is called. What is not here has no time, and says so if it is given one.
READING: dict[str, tuple[str, ...]] = {
    "who": ("Grey Heron",),
    "show": ("Grey Heron",),
    "timeline": ("Raid on the mint",),
    "search": ("Heron",),
    "list": ("claims",),
    "count": ("--by", "act"),
    "cite": ("Raid on the mint",),
    "unanswered": (),
    "status": (),
    "contested": (),
    "changes": (),
    "diff": ("2029", "2035"),
    "path": ("Arden", "Grey Heron"),
    "rank": (),
    "ambiguous": (),
    "query": ("timeline",),
    "export": ("-f", "nquads", "-o", "-"),
    "view": ("-o", "-", "--format", "json"),
    "datasets": (),
    "check": (),
}


def test_each_command_that_reads_has_both_clocks_or_refuses_them() -> None:
    with_times = set()
    for name in commands.COMMANDS:
        command = commands.command(name)
        assert command is not None
        if any("--as-of" in parameter.opts for parameter in command.params):
            with_times.add(name)
    assert with_times == READING.keys()


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("time", [("--as-of", "2031-11-30"), ("--recorded-as-of", "2001-01-01")])
def test_they_mean_the_same_before_and_after_the_command(run: Run, name: str, time: tuple[str, str]) -> None:
    run("status", case=case(blame="on: 2031-12, source: paper", later="on: 2034-06-01, source: memoir"))
    before, after = run(*time, name, *READING[name]), run(name, *READING[name], *time)
    assert (before.exit_code, before.stdout, before.stderr) == (after.exit_code, after.stdout, after.stderr)
    if name not in ("ambiguous", "check", "contested", "changes", "search"):  # of which this case has the same
        assert run(name, *READING[name]).stdout != before.stdout, "something is left out"


def test_a_file_has_no_time(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case(blame="on: 2031-12, source: paper"), encoding="utf-8")
    refused = run("--as-of", "2031", "check", str(file))
    assert refused.exit_code == 2
    assert "are for what is loaded" in refused.stderr


def test_two_graphs_are_compared_as_they_were(run: Run, tmp_path: Path) -> None:
    run("status", case=case(blame="on: 2031-12, source: paper"))
    other = tmp_path / "other"
    file = tmp_path / "mint.yaml"
    file.write_text(case(blame="on: 2031-12, source: paper", later="on: 2034-06-01, source: memoir"), encoding="utf-8")
    assert CliRunner().invoke(main, ["--graph", str(other), "load", str(file)]).exit_code == 0
    graphs = (str(tmp_path / "graph"), str(other))
    assert "later" in run("diff", *graphs).stdout
    assert "later" not in run("diff", *graphs, "--as-of", "2033").stdout


def test_the_graph_as_it_was_in_python(tmp_path: Path) -> None:
    file = tmp_path / "mint.yaml"
    file.write_text(case(blame="on: 2031-12, source: paper", secret="on: 2030, public: 2034-06-01, source: memoir"))
    graph = whoblamed.open(":memory:")
    graph.load(file)
    today = date.today()
    assert [claim.iri.rpartition("/")[2] for claim in graph.claims(as_of="2032", recorded_as_of=today)] == ["blame"]
    assert len(graph.at(as_of="2035", recorded_as_of=today).claims()) == 2
    assert graph.at(as_of="2035", recorded_as_of="2001").claims() == []
