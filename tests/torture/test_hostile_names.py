"""Names, titles and summaries of someone who means ill, in every export, read again by a program that is not ours.

Each format has a reader here; what it reads are the texts that arrive. No hostile text may break the file, become
something else than text, or be lost without its replacement standing there. What browsers make of them is in
`tests/graph/test_view_browser.py`.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import openpyxl
import polars
import pyarrow.parquet as pq
import pydot
import pyoxigraph as ox
import pytest
import rdflib
import stix2  # type: ignore[import-untyped]
from whoblamed.graph import Graph
from whoblamed.graph.export.formats import FORMATS

from ..support.hostile import HOSTILE, hostile_graph

# rdflib warns of its own use of names that it has given up, and pydot uses those of pyparsing.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore:(Dataset\..*|ConjunctiveGraph) is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:'.*' deprecated - use:DeprecationWarning"),
]

#: Texts that every format carries as they are.
PLAIN = [HOSTILE[2], HOSTILE[10], HOSTILE[12]]
#: Pictures have a space where a character is not for printing.
DRAWN = ("dot", "mermaid")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


@pytest.fixture(scope="module")
def hostile() -> Graph:
    return hostile_graph()


# ------------------------------------------------------------------------------------------------------ the readers


def by_rdflib(syntax: str) -> Callable[[bytes], Iterator[str]]:
    def read(content: bytes) -> Iterator[str]:
        dataset = rdflib.Dataset()
        dataset.parse(data=content, format=syntax)
        return (str(quad[2]) for quad in dataset.quads((None, None, None, None)) if isinstance(quad[2], rdflib.Literal))

    return read


def by_pyoxigraph(syntax: ox.RdfFormat) -> Callable[[bytes], Iterator[str]]:
    """RDF 1.2, which rdflib does not read."""

    def read(content: bytes) -> Iterator[str]:
        return (quad.object.value for quad in ox.parse(content, format=syntax) if isinstance(quad.object, ox.Literal))

    return read


def by_networkx(reader: Callable[[io.BytesIO], Any]) -> Callable[[bytes], Iterator[str]]:
    def read(content: bytes) -> Iterator[str]:
        network = reader(io.BytesIO(content))
        edges = (data for *_, data in network.edges(data=True))
        return (str(value) for data in (*network.nodes.values(), *edges) for value in data.values())

    return read


def by_json(content: bytes) -> Iterator[str]:
    """Every text in a document of JSON, by the parser of Python."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (text for each in value.values() for text in texts(each))
        elif isinstance(value, list):
            yield from (text for each in value for text in texts(each))
        elif isinstance(value, str):
            yield value

    return texts(json.loads(content))


def by_stix2(content: bytes) -> Iterator[str]:
    """Where the library is strict."""
    stix2.parse(content.decode())
    return by_json(content)


def by_csv(content: bytes) -> Iterator[str]:
    return (cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row)


def by_pydot(content: bytes) -> Iterator[str]:
    """The parser that networkx leaves dot to."""
    graphs = pydot.graph_from_dot_data(content.decode())
    assert graphs is not None
    (graph,) = graphs
    for drawn in (*graph.get_nodes(), *graph.get_edges()):
        for value in drawn.get_attributes().values():
            yield re.sub(r"\\(.)", r"\1", str(value).strip('"'))


def by_browser_of_mermaid(content: bytes) -> Iterator[str]:
    """Labels as Mermaid hands them to a browser: `#34;` is the character 34."""
    for label in re.findall(r'"([^"]*)"', content.decode()):
        yield html.unescape(re.sub(r"#(\w+);", lambda code: f"&{'#' * code[1].isdecimal()}{code[1]};", label))


def by_openpyxl(content: bytes) -> Iterator[str]:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return (str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row)


def by_pyarrow(content: bytes) -> Iterator[str]:
    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, list):
            yield from (text for each in value for text in texts(each))
        elif isinstance(value, str):
            yield value

    return (text for row in pq.read_table(io.BytesIO(content)).to_pylist() for text in texts(list(row.values())))


def by_polars(content: bytes) -> Iterable[str]:
    cells = (cell for row in polars.read_ipc(io.BytesIO(content)).rows() for cell in row)
    texts = (text for cell in cells for text in (cell if isinstance(cell, list) else [cell]))
    return (text for text in texts if isinstance(text, str))


#: What reads each format again.
READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    "turtle": by_rdflib("turtle"),
    "ntriples": by_rdflib("nt"),
    "trig": by_rdflib("trig"),
    "turtle12": by_pyoxigraph(ox.RdfFormat.TURTLE),
    "trig12": by_pyoxigraph(ox.RdfFormat.TRIG),
    "nquads": by_rdflib("nquads"),
    "jsonld": by_rdflib("json-ld"),
    "nanopub": by_rdflib("trig"),
    "graphml": by_networkx(nx.read_graphml),
    "gexf": by_networkx(nx.read_gexf),
    "dot": by_pydot,
    "mermaid": by_browser_of_mermaid,
    "csv": by_csv,
    "xlsx": by_openpyxl,
    "parquet": by_pyarrow,
    "arrow": by_polars,
    "stix": by_stix2,
    "stix-aliases": by_stix2,
    "misp-galaxy": by_json,
    "misp-producers": by_json,
    "claimreview": by_json,
}


# -------------------------------------------------------------------------------------------------------- the tests


def written(graph: Graph, format_: str) -> bytes:
    """The export; what stands in no text of ours has no hash, which nanopublications need."""
    out = io.BytesIO()
    graph = hostile_graph(HOSTILE[2:]) if format_ == "nanopub" else graph
    graph.write(out, format_)
    return out.getvalue()


def test_every_format_has_a_reader() -> None:
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_name_arrives_in_a_foreign_reader(hostile: Graph, format_: str) -> None:
    found = list(READERS[format_](written(hostile, format_)))
    for text in PLAIN if format_ not in DRAWN else filter(str.isprintable, PLAIN):
        assert any(text in each or f"'{text}" in each for each in found), (text, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_no_name_breaks_the_text_that_it_stands_in(hostile: Graph, format_: str) -> None:
    """No halves of surrogate pairs, and nothing that XML cannot hold where the format is XML."""
    content = written(hostile, format_)
    if format_ in ("xlsx", "parquet", "arrow"):
        for text in READERS[format_](content):
            text.encode("utf-8")
        return
    assert content.decode("utf-8")
    if format_ in ("graphml", "gexf"):
        ET.fromstring(content)  # we wrote it
        assert all(each not in content for each in (b"<script", b"\x00", b"\x0b"))


def test_no_cell_is_a_formula(hostile: Graph) -> None:
    assert [cell for cell in by_csv(written(hostile, "csv")) if cell.startswith(FORMULAS)] == []
    workbook = openpyxl.load_workbook(io.BytesIO(written(hostile, "xlsx")))
    cells = (cell for sheet in workbook for row in sheet.iter_rows() for cell in row)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_igraph_reads_hostile_names_too(hostile: Graph, tmp_path: Path) -> None:
    file = tmp_path / "hostile.graphml"
    file.write_bytes(written(hostile, "graphml"))
    assert set(PLAIN) <= set(igraph.Graph.Read_GraphML(str(file)).vs["label"])
