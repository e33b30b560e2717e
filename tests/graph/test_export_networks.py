"""The blame network for programs that draw and analyse networks: each reads what was written, and says the same."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import igraph
import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.graph import Graph
from whoblamed.graph.export import dot, mermaid
from whoblamed.graph.export.formats import FORMATS
from whoblamed.ontology.dates import PartialDate

from ..support.cases import blame, case, written
from ..support.exports import export_to
from ..support.hostile import HOSTILE, hostile_graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An accusation of a day, one of a month, one without a date, and one that was withdrawn."""
    taken_back = {"id": "sorry", "act": "withdrawal", "by": "port", "withdraws": "wrong", "source": "story"}
    claims = (
        blame("day"),
        blame("month", on="2031-05", role="ordered"),
        blame("undated", on="unknown", by="lab"),
        blame("wrong", accused="lab", on="2031-04-05"),
        {**taken_back, "on": "2031-04-07"},
    )
    graph = whoblamed.open(":memory:")
    sources = {"story": {"title": {"en": "Port blames Tide"}, "published": "2031-06-04"}}
    graph.load(written(tmp_path_factory.mktemp("networks"), case(*claims, sources=sources)))
    return graph


def bytes_of(graph: Graph, format_: str) -> bytes:
    out = io.BytesIO()
    graph.write(out, format_)
    return out.getvalue()


# -------------------------------------------------------------------------------------------------------- GEXF, GraphML


def edges_of_gexf(graph: Graph) -> dict[str, Any]:
    space = {"g": "http://www.gexf.net/1.2draft"}
    read = ET.fromstring(bytes_of(graph, "gexf"))
    assert [(each.get("mode"), each.get("timeformat")) for each in read.findall("g:graph", space)] == [
        ("dynamic", "date")
    ]
    return {str(edge.get("label")): edge for edge in read.iter(f"{{{space['g']}}}edge")}


def test_an_edge_is_there_from_the_first_to_the_last_day_that_it_may_be_of(graph: Graph) -> None:
    times = {label: (edge.get("start"), edge.get("end")) for label, edge in edges_of_gexf(graph).items()}
    assert sorted(times.values(), key=str) == [
        ("2031-04-03", "2031-04-03"),
        ("2031-04-05", "2031-04-05"),
        ("2031-05-01", "2031-05-31"),
        (None, None),
    ]


def test_every_time_of_the_casebook_is_a_day_in_its_bounds(casebook: Graph) -> None:
    """Gephi reads no months, and what it cannot read it calls missing."""
    said = [str(claim.stated_on) for claim in casebook.claims() if claim.stated_on]
    dates = [PartialDate.parse(text) for text in said]
    edges = ET.fromstring(bytes_of(casebook, "gexf")).iter("{http://www.gexf.net/1.2draft}edge")
    found = {(edge.get("start"), edge.get("end")) for edge in edges} - {(None, None)}
    assert found
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for pair in found for day in pair if day)
    assert all(start <= end for start, end in found if start and end)
    assert {date.earliest.isoformat() for date in dates} >= {start for start, _ in found if start}


def test_graphml_has_truth_values_in_small_letters_as_xml_schema_does(graph: Graph) -> None:
    read = ET.fromstring(bytes_of(graph, "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    truths = {key.get("id") for key in read.iter(f"{space}key") if key.get("attr.type") == "boolean"}
    assert {data.text for data in read.iter(f"{space}data") if data.get("key") in truths} == {"true", "false"}


def test_igraph_reads_roles_and_what_was_withdrawn(graph: Graph, casebook: Graph, tmp_path: Path) -> None:
    for number, each in enumerate((graph, casebook)):
        path = tmp_path / f"{number}.graphml"
        export_to(each, path, "graphml")
        read = igraph.Graph.Read_GraphML(str(path))
        network = each.blame_network()
        wanted = {
            (claim, data["role"], data["act"], data["withdrawn"])
            for *_, claim, data in network.edges(keys=True, data=True)
        }
        assert {(e["claim"], e["role"], e["act"], bool(e["withdrawn"])) for e in read.es} == wanted
        assert len(read.es) == network.number_of_edges()
        assert any(e["withdrawn"] for e in read.es)


# ---------------------------------------------------------------------------------------------------------- Graphviz


def drawn(text: bytes) -> Any:
    """What Graphviz makes of a dot file."""
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(["dot", "-Tjson"], input=text, capture_output=True)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return json.loads(done.stdout)


def svg_texts(text: bytes) -> list[str]:
    """The words that Graphviz draws."""
    done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, check=True)
    return ["".join(each.itertext()) for each in ET.fromstring(done.stdout).iter("{http://www.w3.org/2000/svg}text")]


def test_graphviz_reads_actors_and_claims(graph: Graph) -> None:
    read = drawn(bytes_of(graph, "dot"))
    names = {each["_gvid"]: each["label"] for each in read["objects"]}
    assert sorted(names.values()) == ["Port of Arden", "Quay Lab", "Red Tide"]
    edges = {(names[e["tail"]], names[e["head"]], e["label"], e.get("style", "")) for e in read["edges"]}
    assert edges == {
        ("Port of Arden", "Red Tide", "attribution", ""),
        ("Port of Arden", "Red Tide", "attribution, ordered", ""),
        ("Quay Lab", "Red Tide", "attribution", ""),
        ("Port of Arden", "Quay Lab", "attribution, withdrawn", "dashed"),
    }


def test_graphviz_takes_no_name_for_something_else(casebook: Graph) -> None:
    graph = hostile_graph([*HOSTILE, "\\N \\G \\l", "n0 -> n1", "</a>", "a:b", '"; x ->'])
    read = drawn(bytes_of(graph, "dot"))
    assert len(read["objects"]) == len(graph.blame_network())
    titles = {text for text in svg_texts(bytes_of(graph, "dot")) if text}
    assert titles >= {"\\N \\G \\l", "n0 -> n1", "</a>", "a:b", '"; x ->', "@SUM(A1)"}
    assert len(drawn(bytes_of(casebook, "dot"))["edges"]) == casebook.blame_network().number_of_edges()


# ----------------------------------------------------------------------------------------------------------- Mermaid

LINE = re.compile(r'flowchart LR|  n\d+\["(?P<label>[^"]*)"\]|  n\d+ (-->|-\.->)\|"[^"]*"\| n\d+')
ENTITY = re.compile(r"#(\d+);")


def test_mermaid_joins_what_one_says_of_another(graph: Graph) -> None:
    text = bytes_of(graph, "mermaid").decode()
    assert 'n1["Port of Arden"]' in text
    assert '-.->|"attribution, withdrawn"|' in text
    assert text.count("-->") == 3


@given(st.text())
def test_a_label_of_mermaid_ends_where_we_end_it_and_says_what_was_said(name: str) -> None:
    label = mermaid._escaped(name)
    assert LINE.fullmatch(f'  n0["{label}"]')
    assert not re.search(r"[`<>{}\[\]|\"]", label)
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    assert ENTITY.sub(lambda found: chr(int(found[1])), label) == shown


def test_every_line_of_a_hostile_graph_is_a_node_or_an_arrow() -> None:
    lines = bytes_of(hostile_graph(), "mermaid").decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_what_mermaid_would_not_draw_is_told(casebook: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    (remark,) = casebook.holding(["sony-intrusion"]).write(io.BytesIO(), "mermaid")[2:]
    assert remark.endswith("actors who blame nobody and are blamed by nobody are not drawn")
    monkeypatch.setattr(mermaid, "_MOST_EDGES", 5)
    assert "Mermaid draws no more than 5 arrows and 50,000 characters" in casebook.write(io.BytesIO(), "mermaid")[-1]


@given(st.text())
def test_a_label_of_dot_has_no_quote_of_its_own(name: str) -> None:
    assert re.fullmatch(r'"([^"\\]|\\["\\])*"', dot._quoted(name))


# ---------------------------------------------------------------------------------------------------- what they take


def test_each_format_says_what_it_carries_and_what_it_lacks() -> None:
    result = CliRunner().invoke(main, ["export", "--list"])
    assert (result.exit_code, result.stderr) == (0, "")
    blocks = re.split(r"^(?=\S)", result.stdout, flags=re.MULTILINE)[1:]
    assert [block.split("\n", 1)[0] for block in blocks] == list(FORMATS)
    assert all("  carries" in block and "  lacks" in block for block in blocks)
