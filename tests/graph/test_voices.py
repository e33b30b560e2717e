"""How things were said: by several together, at second hand, on a condition, in court, as criticism, or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import whoblamed
import yaml
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.network.analyses import most_blamed, most_blaming, weigh_by_origins
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.status.assessment import assess
from whoblamed.graph.status.changes import changes
from whoblamed.graph.status.claims import live
from whoblamed.graph.status.independence import origins
from whoblamed.graph.status.status import statuses
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.quads import from_quads
from whoblamed.ontology.records import Claim, DataSet, Record

from ..support.build import actor, allegation, claim, source
from ..support.exports import export_to
from ..support.places import FIXTURES, ROOT

VOICES = FIXTURES / "facts" / "voices.yaml"
P = "x@i"
CASE = "https://w3id.org/whoblamed/id/vault-2021/"


@pytest.fixture(scope="module")
def graph() -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(VOICES)
    return graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph on disk, for commands."""
    folder = str(tmp_path_factory.mktemp("voices") / "graph")
    whoblamed.open(folder).load(VOICES)
    return folder


def run(folder: str, *words: str) -> str:
    result = CliRunner().invoke(main, ["--graph", folder, *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


# ------------------------------------------------------------------------------------------------ in, out and back


def records(graph: Graph) -> set[str]:
    """All records as text, but of the data set itself."""
    found = (record for record in from_quads(graph.quads()) if not isinstance(record, DataSet))
    return {repr(timeless(record)) for record in found}


def timeless(record: Record) -> Record:
    """A record without the second clock, which starts anew wherever it is loaded."""
    return replace(record, recorded_on=None, said_recorded_on=None) if isinstance(record, Claim) else record


@pytest.mark.parametrize("format_", ["trig", "turtle", "nquads", "jsonld", "stix"])
def test_all_of_it_goes_out_and_comes_back(graph: Graph, tmp_path: Path, format_: str) -> None:
    endings = {"stix": "json", "turtle": "ttl", "nquads": "nq"}
    path = tmp_path / f"voices.{endings.get(format_, format_)}"
    export_to(graph, path, format_)
    again = whoblamed.open(":memory:")
    report = again.load(path)
    assert records(again) == records(graph), report


def test_nanopublications_carry_each_claim_whole(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "voices.trig"
    export_to(graph, path, "nanopub")
    again = whoblamed.open(":memory:")
    again.load(path)
    before, after = graph.facts().claims, again.facts().claims
    assert {iri: repr(timeless(each)) for iri, each in after.items()} == {
        iri: repr(timeless(each)) for iri, each in before.items()
    }


def test_a_claim_written_before_there_were_joint_speakers_is_still_read() -> None:
    from whoblamed.ontology.json import decode

    old = {"claim": {"iri": "urn:c", "label": "FBI reports", "act": "report", "speaker": "urn:fbi"}}
    record = decode(json.dumps(old))
    assert getattr(record, "speakers", None) == ("urn:fbi",)


# --------------------------------------------------------------------------------------------------- joint speakers


@pytest.mark.parametrize("speaker", ["Police of Arden", "Cyber Office of Arden"])
def test_a_joint_statement_is_shown_for_each_who_made_it(folder: str, speaker: str) -> None:
    shown = run(folder, "who", speaker)
    assert "Cyber Office of Arden with Police of Arden attributes Theft from the vault to Bo Marsh" in shown
    assert "through a spokesman, indictment" in shown
    assert "“we have him on tape” (translated)" in shown


def test_a_joint_statement_is_one_claim_and_one_origin_with_an_edge_from_each_speaker(graph: Graph) -> None:
    facts = graph.facts()
    network = graph.blame_network()
    joint = f"{CASE}claim/joint"
    assert {(a, b) for a, b, key in network.edges(keys=True) if key == joint} == {
        (f"{CASE}actor/{by}", f"{CASE}actor/manager") for by in ("police", "cyber-office")
    }
    assert origins(facts, f"{CASE}allegation/theft--manager--carried-out").low == 1
    assert {row.label: row.claims for row in most_blamed(network)} == {"Bo Marsh": 1}
    assert {row.label: row.claims for row in most_blaming(network)} == {
        "Police of Arden": 1,
        "Cyber Office of Arden": 1,
    }


def test_the_speakers_of_a_joint_claim_share_in_its_origins() -> None:
    facts = Facts.of([allegation(P), claim("c", "attribution", ("a", "b"), P, accused=("x",), on="2020")])
    network = blame_network(facts)
    weigh_by_origins(network, facts, {P: 1})
    assert [attributes["origins"] for *_, attributes in network.edges(data=True)] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("by", "stands"), [([("a",)], True), ([("a", "b")], False), ([("a",), ("b",)], False), ([("z",)], True)]
)
def test_a_joint_statement_stands_until_all_have_taken_it_back(by: list[tuple[str, ...]], stands: bool) -> None:
    joint = claim("joint", "attribution", ("a", "b"), P, on="2020")
    back = [claim(f"w{n}", "withdrawal", who, withdraws=("joint",), on="2021") for n, who in enumerate(by)]
    facts = Facts.of([actor("a"), actor("b"), allegation(P), joint, *back])
    assert ("joint" in live(facts)) == stands


def test_a_withdrawal_that_is_taken_back_leaves_the_joint_statement_standing() -> None:
    facts = Facts.of(
        [
            claim("joint", "attribution", ("a", "b"), P, on="2020"),
            claim("a-back", "withdrawal", "a", withdraws=("joint",), on="2021"),
            claim("b-back", "withdrawal", "b", withdraws=("joint",), on="2021"),
            claim("b-again", "withdrawal", "b", withdraws=("b-back",), on="2022"),
        ]
    )
    assert "joint" in live(facts)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_network_files_have_an_edge_of_its_own_for_each_speaker(graph: Graph, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"voices.{format_}"
    export_to(graph, path, format_)
    read = nx.read_graphml(path, force_multigraph=True) if format_ == "graphml" else nx.read_gexf(path)
    assert read.number_of_edges() == graph.blame_network().number_of_edges()


# ------------------------------------------------------------------------------------------------ findings of courts


def labels(facts: Facts) -> dict[str, tuple[str, str]]:
    return {iri: (status.label, status.possible_label) for iri, status in statuses(facts).items()}


def test_a_finding_changes_no_label_and_stands_beside_it(graph: Graph) -> None:
    facts = graph.facts()
    (each,) = [one for one in assess(facts) if one.accused == "Bo Marsh"]
    assert each.status.label == "denied"
    assert "convicted (Court of Arden, 2021-03-01)" in each.words
    without = replace(facts, claims={iri: one for iri, one in facts.claims.items() if one.act != "finding"})
    assert labels(without) == labels(facts)


def test_an_outcome_speaks_for_or_against_the_accused_and_an_appeal_turns_it(graph: Graph) -> None:
    (each,) = [one for one in assess(graph.facts()) if one.accused == "Bo Marsh"]
    assert [(finding.outcome, finding.direction) for finding in each.findings] == [
        ("convicted", "against"),
        ("overturned", "for"),
    ]


def test_the_outcome_is_shown_where_a_named_person_is_listed(folder: str) -> None:
    for words in (("who", "Bo Marsh"), ("show", "Theft from the vault"), ("status",)):
        assert "convicted" in run(folder, *words), words
    rows = json.loads(CliRunner().invoke(main, ["--graph", folder, "status", "-f", "json"]).output)
    (row,) = [row for row in rows if row["accused"] == "Bo Marsh"]
    assert row["findings"][0] == {
        "claim": f"{CASE}claim/verdict",
        "outcome": "convicted",
        "by": "Court of Arden",
        "date": "2021-03-01",
        "direction": "against",
    }


# ------------------------------------------------------------------------------- conditions, second hand, own views


def test_what_is_said_on_a_condition_counts_only_as_possible(graph: Graph, folder: str) -> None:
    (each,) = [one for one in assess(graph.facts()) if one.accused == "Borduria"]
    assert (each.status.label, each.status.possible_label) == ("unasserted", "uncontested")
    assert each.words == "unasserted (possibly uncontested: on a condition)"
    assert "on a condition: if that account is real" in run(folder, "timeline", "theft")
    assert "Borduria" not in {row.label for row in most_blamed(graph.blame_network())}


def test_what_others_say_that_somebody_said_is_no_change_of_position() -> None:
    said = claim("said", "attribution", "a", P, on="2020")
    denied = claim("denied", "challenge", "a", challenges=(P,), on="2021")
    about: list[Record] = [actor("a"), actor("y"), allegation(P)]
    assert [change.kind for change in changes(Facts.of([*about, said, denied]))] == ["reversed"]
    told = claim("denied", "challenge", "a", challenges=(P,), on="2021", as_told_by=("y",))
    assert changes(Facts.of([*about, said, told])) == []


def test_all_that_one_tells_of_others_is_one_origin() -> None:
    def facts(**more: tuple[str, ...]) -> Facts:
        told = [claim(by, "attribution", by, P, on="2020", made_in=f"s-{by}", **more) for by in ("a", "b")]
        sources = [source(f"s-{by}", by=f"outlet-{by}") for by in ("a", "b")]
        actors = [actor(iri) for iri in ("a", "b", "y", "x", "outlet-a", "outlet-b")]
        return Facts.of([*actors, allegation(P), *sources, *told])

    assert origins(facts(), P).low == 2
    assert origins(facts(as_told_by=("y",)), P).low == 1


@pytest.mark.parametrize(
    "words", [("who", "Bo Marsh"), ("show", "vault-2021/not-me"), ("timeline", "theft"), ("status", "theft")]
)
def test_second_hand_is_marked_wherever_it_is_shown(folder: str, words: tuple[str, ...]) -> None:
    assert "as told by The Daily" in run(folder, *words)


# ------------------------------------------------------------------------------------------ silence and criticism


def test_no_comment_and_criticism_change_nothing(graph: Graph) -> None:
    facts = graph.facts()
    silent = ("no-comment", "criticism")
    without = replace(facts, claims={iri: one for iri, one in facts.claims.items() if one.act not in silent})
    assert labels(without) == labels(facts)


def test_criticism_is_no_blame_and_has_its_own_place(graph: Graph, folder: str) -> None:
    assert "Criticised by 2021-02-05 The Daily criticises Police of Arden over Theft" in run(folder, "who", "police")
    assert f"{CASE}claim/careless" not in {key for *_, key in graph.blame_network().edges(keys=True)}


def test_who_says_nothing_is_told_so(folder: str) -> None:
    shown = run(folder, "who", "Borduria")
    assert "No comment 2021-02-04 Borduria declines to comment on what Ada Finch said about Theft" in shown


# ------------------------------------------------------------------------------------------- sources and the table


def test_a_claim_that_stands_only_in_retracted_sources_says_so(folder: str) -> None:
    shown = run(folder, "timeline", "theft")
    assert "declines to comment on what Ada Finch said about Theft from the vault (in retracted sources only)" in shown
    assert "retracted 2021-06" in run(folder, "who", "Borduria")


def test_a_source_says_what_it_corrects_and_what_its_title_means(folder: str) -> None:
    assert "corrects A false report" in run(folder, "show", "vault-2021/right")
    assert "means Who was it? (en)" in run(folder, "show", "vault-2021/page")


def test_the_table_of_claims_has_a_column_for_each(graph: Graph, tmp_path: Path) -> None:
    export_to(graph, tmp_path / "claims.csv", "csv")
    text = (tmp_path / "claims.csv").read_text("utf-8")
    rows = {row["claim"].rsplit("/", 1)[-1]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["joint"]["form"], rows["joint"]["quote"]) == ("indictment", "we have him on tape")
    assert rows["joint"]["quote_translated"] == "true"
    assert rows["verdict"]["outcome"] == "convicted"
    assert rows["deputy-thinks"]["condition"] == "if that account is real"
    assert (rows["loss"]["quantity_about"], rows["loss"]["unit"]) == ("1000000", "crowns")
    assert (rows["boxes"]["quantity_at_least"], rows["boxes"]["quantity_at_most"]) == ("300", "500")
    assert rows["no-word"]["retracted"] == "true"


def test_the_page_on_fact_files_shows_all_of_it_in_a_file_that_loads(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "fact-files.md").read_text("utf-8")
    (example,) = re.findall(r"^```yaml complete\n(.+?)^```", page, re.M | re.S)
    (tmp_path / "example.yaml").write_text(example, encoding="utf-8")
    graph = whoblamed.open(":memory:")
    graph.load(tmp_path / "example.yaml")
    written = yaml.safe_load(example)
    keys = {key for claim_ in written["claims"] for key in claim_}
    keys |= {key for source_ in written["sources"].values() for key in source_}
    assert keys >= {
        *("by", "through", "as_told_by", "own_view", "form", "condition", "quote", "outcome", "likelihood", "quantity"),
        *("gloss", "corrects", "retracted"),
    }
    assert {claim_["act"] for claim_ in written["claims"]} >= {"finding", "no-comment", "criticism"}
