"""What was taken back is marked wherever a claim is shown, and counted nowhere unless somebody asks for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.ask import listing
from whoblamed.graph.export.tables import table_of
from whoblamed.graph.graph import _Material
from whoblamed.graph.network.analyses import chains, counting_withdrawn, most_blamed, most_blaming, weigh_by_origins
from whoblamed.graph.network.blame import blames
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.status.claims import live
from whoblamed.graph.status.withdrawn import withdrawn
from whoblamed.graph.store.answers import Row

from ..support.cases import ACTORS, blame, case, keys, written

ACTORS_TOO = {
    **ACTORS,
    "port": {"name": {"en": "Port of Arden"}, "kind": "agency", "part_of": "arden"},
    "coast": {"name": {"en": "Coast Guard"}, "kind": "agency"},
    "arden": {"name": {"en": "Arden"}, "kind": "state"},
}
SOURCES = {"story": {"title": {"en": "Who said what"}, "published": "2031-05-01"}}


def back(key: str, what: str, **more: str) -> dict[str, Any]:
    plain = {"act": "withdrawal", "by": "port", "withdraws": what, "on": "2031-04-06", "source": "story"}
    return {"id": key, **plain, **more}


def taken_back(folder: Path, *claims: dict[str, Any]) -> Path:
    """A case with two accusations, and what `claims` say about them."""
    made = [blame("first"), blame("other", by="coast"), *claims]
    return written(folder, case(*made, actors=ACTORS_TOO, sources=SOURCES))


@pytest.fixture
def graph(tmp_path: Path, disk_graph: Graph) -> Graph:
    disk_graph.load(taken_back(tmp_path, back("sorry", "first")))
    return disk_graph


def gone(graph: Graph) -> set[str]:
    """The keys of what is marked: by the listing, the network, the table and the store, which agree."""
    net = graph.blame_network()
    listed = {row.iri for row in listing.all_claims(graph.store.current) if row.withdrawn}
    edges = [(claim, attributes["withdrawn"]) for *_, claim, attributes in net.edges(keys=True, data=True)]
    marked = {claim for claim, _ in edges} - {claim for claim, is_withdrawn in edges if not is_withdrawn}
    assert marked == listed.intersection(claim for *_, claim in net.edges(keys=True))
    with table_of(_Material(graph)) as (_, rows):
        assert listed == {row["claim"] for row in rows if row["withdrawn"]}
    assert listed == withdrawn(graph.store.current)
    return keys(listed)


def test_what_its_speaker_took_back_is_marked(graph: Graph) -> None:
    assert gone(graph) == {"first"}


@pytest.mark.parametrize(
    ("how", "ends"),
    [
        ({"by": "arden"}, True),  # of which the port is a part
        ({"on": "2031-04"}, False),  # perhaps before
    ],
)
def test_a_withdrawal_takes_effect_as_it_does_for_statuses(how: dict[str, str], ends: bool, tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    graph.load(taken_back(tmp_path, back("sorry", "first", **how)))
    assert gone(graph) == ({"first"} if ends else set())
    assert len(rows(graph, "who-blamed-whom")) == 2 - ends


def test_a_withdrawal_that_was_taken_back_ends_nothing(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    graph.load(taken_back(tmp_path, back("sorry", "first"), back("anew", "sorry", on="2031-04-08")))
    assert gone(graph) == {"sorry"}
    assert len(rows(graph, "who-blamed-whom")) == 2


def test_the_analyses_leave_it_out_unless_they_are_to_count_it(graph: Graph) -> None:
    net = graph.blame_network()
    named = {attributes["label"]: node for node, attributes in net.nodes(data=True)}
    port, tide = named["Port of Arden"], named["Red Tide"]
    assert [(row.label, row.claims) for row in most_blamed(net)] == [("Red Tide", 1)]
    assert chains(net, port, tide) == []
    everything = counting_withdrawn(net)
    assert [row.claims for row in most_blamed(everything)] == [2]
    assert len(chains(everything, port, tide)) == 1
    assert [row.claims for row in most_blamed(net)] == [1]  # which is left as it was


def test_the_origins_of_an_allegation_are_shared_by_what_counts(graph: Graph) -> None:
    net, facts = graph.blame_network(), graph.bare_facts()
    weigh_by_origins(net, facts, dict.fromkeys(facts.allegations, 1))
    assert [attributes["origins"] for *_, attributes in blames(net)] == [1]


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_networks_for_other_programs_say_it_as_a_truth_value(graph: Graph, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"net.{format_}"
    graph.export(path)
    read: Any = nx.read_graphml if format_ == "graphml" else nx.read_gexf
    assert sorted(value for *_, value in read(path).edges(data="withdrawn")) == [False, True]


def test_the_csv_has_a_column_for_it(graph: Graph) -> None:
    out = io.BytesIO()
    graph.write(out, "csv")
    rows = csv.DictReader(io.StringIO(out.getvalue().decode()))
    assert {row["claim"].rsplit("/", 1)[-1]: row["withdrawn"] for row in rows} == {
        "first": "true",
        "other": "false",
        "sorry": "false",
    }


def run(graph: Graph, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--graph", graph.store.place, *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    "command", [("who", "Red Tide"), ("timeline", "Harbour outage"), ("show", "Harbour outage"), ("show", "first")]
)
def test_people_read_that_it_was_taken_back(graph: Graph, command: Sequence[str]) -> None:
    lines = run(graph, *command).splitlines()
    assert any("Port of Arden attributes" in line and "(withdrawn)" in line for line in lines)
    assert not any("Coast Guard attributes" in line and "(withdrawn)" in line for line in lines)


def test_the_head_of_a_claim_that_was_taken_back_says_so(graph: Graph) -> None:
    assert run(graph, "show", "first").splitlines()[0].endswith("(withdrawn)")
    assert not run(graph, "show", "other").splitlines()[0].endswith("(withdrawn)")


def test_rank_and_path_take_an_option_to_count_it(graph: Graph) -> None:
    ranked = ("rank", "--by", "blamed", "-f", "json")
    assert [row["claims"] for row in json.loads(run(graph, *ranked))] == [1]
    assert [row["claims"] for row in json.loads(run(graph, *ranked, "--withdrawn"))] == [2]
    path = ("path", "Port of Arden", "Red Tide", "-f", "json")
    assert json.loads(run(graph, *path)) == []
    assert len(json.loads(run(graph, *path, "--withdrawn"))) == 1


# --------------------------------------------------------------------------------------- by one of those who said it


@pytest.fixture
def halved(tmp_path: Path, disk_graph: Graph) -> Graph:
    """The port and the coast guard said it together, and the port alone took it back."""
    joint = blame("both", by=["port", "coast"])
    disk_graph.load(written(tmp_path, case(joint, back("sorry", "both"), actors=ACTORS_TOO, sources=SOURCES)))
    return disk_graph


def test_who_took_it_back_alone_blames_no_more_and_the_others_do(halved: Graph) -> None:
    for net in (halved.blame_network(), blame_network(halved.bare_facts())):
        marked = {net.nodes[speaker]["label"]: data["withdrawn"] for speaker, _, data in net.edges(data=True)}
        assert marked == {"Port of Arden": True, "Coast Guard": False}
        assert [row.label for row in most_blaming(net)] == ["Coast Guard"]
        assert [row.counterparts for row in most_blamed(net)] == [1]
    assert run(halved, "path", "Coast Guard", "Red Tide")
    assert json.loads(run(halved, "path", "Port of Arden", "Red Tide", "-f", "json")) == []
    assert len(json.loads(run(halved, "path", "Port of Arden", "Red Tide", "-f", "json", "--withdrawn"))) == 1


def test_all_origins_are_those_of_who_stands_by_it(halved: Graph) -> None:
    net, facts = halved.blame_network(), halved.bare_facts()
    weigh_by_origins(net, facts, dict.fromkeys(facts.allegations, 1))
    assert [attributes["origins"] for *_, attributes in blames(net)] == [1]


def test_rolled_up_it_stands_as_long_as_one_of_a_state_stands_by_it(tmp_path: Path) -> None:
    """Both agencies count as Arden, which so has not taken it back."""
    actors = {**ACTORS_TOO, "coast": {**ACTORS_TOO["coast"], "part_of": "arden"}}
    graph = whoblamed.open(":memory:")
    joint = blame("both", by=["port", "coast"])
    graph.load(written(tmp_path, case(joint, back("sorry", "both"), actors=actors, sources=SOURCES)))
    [(_, _, attributes)] = graph.blame_network(roll_up=True).edges(data=True)
    assert attributes["withdrawn"] is False


def test_it_is_a_change_of_who_took_it_back_and_the_claim_stands(halved: Graph) -> None:
    assert [(row["speaker"], row["change"]) for row in json.loads(run(halved, "changes", "-f", "json"))] == [
        ("Port of Arden", "withdrew")
    ]
    assert gone(halved) == set()


def test_named_queries_name_who_stands_by_it(halved: Graph) -> None:
    assert [row.speaker_name for row in rows(halved, "who-blamed-whom")] == ["Coast Guard"]
    assert [row.attributed_by for row in rows(halved, "attributions-without-denial")] == ["Coast Guard"]


def rows(graph: Graph, query: str) -> list[Row]:
    found = graph.query(query)
    assert isinstance(found, list)
    return found


def test_named_queries_count_what_holds_and_mark_what_they_list(graph: Graph) -> None:
    assert [row.speaker_name for row in rows(graph, "who-blamed-whom")] == ["Coast Guard"]
    assert [row.attributed_by for row in rows(graph, "attributions-without-denial")] == ["Coast Guard"]
    for query in ("timeline", "claims-in-a-period", "claims-that-mention"):
        assert [row.said.partition(" attributes")[0] for row in rows(graph, query) if row.withdrawn] == [
            "Port of Arden"
        ]


def test_in_the_casebook_all_ways_agree(casebook: Graph) -> None:
    facts = casebook.bare_facts()
    expected = facts.claims.keys() - live(facts)
    assert keys(expected) == gone(casebook)
    listed = {row.said for row in rows(casebook, "timeline") if row.withdrawn}
    assert listed == {facts.label(iri) for iri in expected}
