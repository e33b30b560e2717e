"""Clients that people have, each as it is installed and as its own documentation uses it, ask a real server."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
import whoblamed
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from whoblamed.ontology import ID, NS

from ..support.cases import blame, case, written
from ..support.places import ROOT
from ..support.server import Server, serving

WHO = f"""PREFIX wb: <{NS}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim ?who {{ ?claim a wb:Attribution ; wb:accused/rdfs:label ?who }} ORDER BY ?claim"""
CLAIMS = [f"{ID}{name}/claim/blame" for name in ("canal", "harbour")]
FOUND = [(claim, "Red Tide") for claim in CLAIMS]
COMUNICA = Path(__file__).parent / "clients" / "comunica.mjs"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of two data sets with a claim each."""
    folder = tmp_path_factory.mktemp("clients")
    graph = whoblamed.open(folder / "graph")
    graph.load(*(written(folder, case(blame(), name=name)) for name in ("harbour", "canal")))
    with serving(folder / "graph", folder) as running:
        yield running


@pytest.fixture
def endpoint(server: Server) -> str:
    return f"{server.url}/sparql"


# ------------------------------------------------------------------------------------------------------ SPARQLWrapper


@pytest.mark.parametrize("method", ["GET", "POST", "POSTDIRECTLY"])
@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_asks_in_every_way_it_has(endpoint: str, method: str, format: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint)
    client.setQuery(WHO)
    client.setMethod("GET" if method == "GET" else "POST")
    if method == "POSTDIRECTLY":
        client.setRequestMethod("postdirectly")
    client.setReturnFormat(format)
    answer = client.query()
    assert format in answer.info()["content-type"] or answer.info()["content-type"].startswith("text/tab-separated")
    text = answer.response.read().decode()
    assert all(claim in text for claim in CLAIMS)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_sparqlwrapper_converts_rows_triples_and_yes_or_no(endpoint: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint, returnFormat="json")
    client.setQuery(WHO)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [(row["claim"]["value"], row["who"]["value"]) for row in rows] == FOUND
    client.setQuery(f"ASK {{ <{CLAIMS[0]}> ?p ?o }}")
    assert client.queryAndConvert()["boolean"] is True
    for format in ("xml", "turtle", "json-ld", "rdf+xml"):
        client = wrapper.SPARQLWrapper(endpoint, returnFormat=format)
        client.setQuery(f"DESCRIBE <{CLAIMS[0]}>")
        described = client.queryAndConvert()
        if isinstance(described, bytes):
            described = rdflib.Graph().parse(data=described, format=format)
        assert (rdflib.URIRef(CLAIMS[0]), rdflib.RDF.type, rdflib.URIRef(f"{NS}Attribution")) in described


def test_sparqlwrapper_is_told_what_is_wrong_and_that_nothing_can_be_changed(endpoint: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint)
    client.setQuery("SELECT * {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="of line 1 is never closed"):
        client.query()
    client.setMethod("POST")
    client.setQuery("CLEAR ALL")
    with pytest.raises(Exception, match="403"):
        client.query()


# -------------------------------------------------------------------------------------------------------------- rdflib


def test_rdflib_reads_the_endpoint_as_a_graph(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    assert [tuple(map(str, row)) for row in graph.query(WHO)] == FOUND  # type: ignore[arg-type]
    claims = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{NS}Attribution"))
    assert sorted(map(str, claims)) == CLAIMS
    assert (rdflib.URIRef(CLAIMS[0]), rdflib.RDF.type, rdflib.URIRef(f"{NS}Attribution")) in graph
    assert bool(graph.query(f"ASK {{ <{CLAIMS[0]}> ?p ?o }}"))
    made = graph.query(f"CONSTRUCT WHERE {{ <{CLAIMS[0]}> a ?class }}").graph
    assert made is not None
    assert len(made) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_about_one_graph_by_the_parameters_of_the_protocol(endpoint: str, method: str) -> None:
    one = rdflib.Graph(SPARQLStore(endpoint, method=method), rdflib.URIRef(f"{ID}harbour"))
    assert [str(row[0]) for row in one.query(WHO)] == [CLAIMS[1]]  # type: ignore[index]


# ------------------------------------------------------------------------------------------------------------ Comunica


def test_comunica_asks_the_endpoint(endpoint: str) -> None:
    if shutil.which("node") is None or not (ROOT / "node_modules/@comunica/query-sparql").exists():
        pytest.skip("Node.js with Comunica is not here: npm ci")
    done = subprocess.run(["node", str(COMUNICA), endpoint, WHO], capture_output=True, text=True, timeout=120)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (sorted((row["claim"], row["who"]) for row in rows), done.stderr) == (FOUND, "")


# ---------------------------------------------------------------------------------------------------- pandas, and curl


def test_pandas_reads_an_address_as_a_table(endpoint: str) -> None:
    pandas = pytest.importorskip("pandas")
    for address in (
        {"filepath_or_buffer": f"{endpoint}?{urlencode({'query': WHO, 'format': 'csv'})}"},
        {"filepath_or_buffer": f"{endpoint}?{urlencode({'query': WHO})}", "storage_options": {"Accept": "text/csv"}},
    ):
        frame = pandas.read_csv(**address)
        assert list(frame.itertuples(index=False, name=None)) == FOUND


CURL = {
    "by address": ["-G", "--data-urlencode", f"query={WHO}"],
    "by form": ["--data-urlencode", f"query={WHO}"],
    "by body": ["-H", "Content-Type: application/sparql-query", "--data-binary", WHO],
    "compressed": ["--compressed", "-G", "--data-urlencode", f"query={WHO}"],
}


@pytest.mark.parametrize("way", CURL)
def test_curl_asks_in_each_way(endpoint: str, way: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "-H", "Accept: text/csv", *CURL[way], endpoint],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = io.StringIO(done.stdout).read().splitlines()
    assert lines == ["claim,who", *(",".join(row) for row in FOUND)]


def test_curl_fails_where_a_query_is_wrong(endpoint: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    asked = ["curl", "--silent", "--fail-with-body", "--data-urlencode", "query=SELECT", endpoint]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 22
    assert done.stdout.startswith("malformed SPARQL: ")
