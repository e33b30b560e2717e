"""`/sparql` by the SPARQL 1.1 Protocol, and graphs by the Graph Store Protocol, asked of a real server.

The names of the W3C's own tests stand beside those of ours that say the same (https://www.w3.org/2009/sparql/docs/tests/
data-sparql11/protocol/); they were written anew from the recommendation, over graphs that are loaded here. Those that
update are refused.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
import whoblamed
from whoblamed.graph.store.answers import SOLUTIONS, TRIPLES
from whoblamed.ontology import ID, NS

from ..support.cases import blame, case, written
from ..support.server import Server, serving

HARBOUR, CANAL, BRIDGE = (f"{ID}{name}" for name in ("harbour", "canal", "bridge"))
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
ANY_RESULTS = {syntax.media_type for syntax in SOLUTIONS.values()}
ANY_RDF = {syntax.media_type for syntax in TRIPLES.values()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of three data sets with a claim each."""
    folder = tmp_path_factory.mktemp("protocol")
    graph = whoblamed.open(folder / "graph")
    graph.load(*(written(folder, case(blame(), name=name)) for name in ("harbour", "canal", "bridge")))
    with serving(folder / "graph", folder) as running:
        yield running


def claim(graph: str) -> str:
    """The pattern of the claim of a data set."""
    return f"<{graph}/claim/blame> a wb:Attribution"


def asks(graph: str) -> str:
    """Whether the default graph has the claim of a data set, and of no other."""
    other = f"{{ ?c a wb:Attribution FILTER(?c != <{graph}/claim/blame>) }}"
    return f"ASK {{ {claim(graph)} FILTER NOT EXISTS {other} }}"


# --------------------------------------------------------------------------------------------- the W3C's own questions


class Case(NamedTuple):
    """A request, and what is to come of it: a status, or yes or no to an ASK, or one of some media types."""

    name: str
    method: str
    target: str
    expected: bool | int | set[str]
    kind: str | None = None
    body: bytes = b""
    accept: str | None = None


def get(name: str, expected: bool | int | set[str], accept: str | None = None, **fields: Any) -> Case:
    return Case(name, "GET", "/sparql?" + urlencode(named(fields), doseq=True), expected, accept=accept)


def form(name: str, expected: bool | int | set[str], **fields: Any) -> Case:
    return Case(name, "POST", "/sparql", expected, FORM, urlencode(named(fields), doseq=True).encode())


def direct(name: str, expected: bool | int | set[str], query: str, kind: str = DIRECT, **fields: Any) -> Case:
    target = "/sparql?" + urlencode(named(fields), doseq=True)
    return Case(name, "POST", target.rstrip("?"), expected, kind, query.encode())


def named(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by the names that they have in an address."""
    return {name.replace("_", "-"): value for name, value in fields.items()}


NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
NO_BRIDGE = f"FILTER NOT EXISTS {{ {claim(BRIDGE)} }}"
#: Whether two graphs together are the default graph, or both can be named, or one is it and the other can be named,
#: and these are all; also where the query says otherwise.
BOTH = f"ASK {{ {claim(HARBOUR)} . {claim(CANAL)} {NO_BRIDGE} }}"
NAMED = f"""ASK {{ GRAPH <{HARBOUR}> {{ {claim(HARBOUR)} }} GRAPH <{CANAL}> {{ {claim(CANAL)} }}
                   FILTER NOT EXISTS {{ GRAPH <{BRIDGE}> {{ {claim(BRIDGE)} }} }} }}"""
FULL = f"""ASK {{ {claim(HARBOUR)} GRAPH <{CANAL}> {{ {claim(CANAL)} }}
                  FILTER NOT EXISTS {{ GRAPH <{HARBOUR}> {{ {claim(HARBOUR)} }} }} }}"""
TWICE = (
    f"""ASK FROM <{BRIDGE}> FROM NAMED <{BRIDGE}> {{ {claim(HARBOUR)} GRAPH ?g {{ {claim(CANAL)} }} {NO_BRIDGE} }}"""
)
INSERT = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"

W3C = [
    get("query_get", True, query="ASK {}"),
    form("query_post_form", True, query="ASK {}"),
    direct("query_post_direct", True, "ASK {}"),
    get("query_dataset_default_graph_get", True, query=asks(HARBOUR), default_graph_uri=HARBOUR),
    form("query_dataset_default_graph_post", True, query=asks(HARBOUR), default_graph_uri=HARBOUR),
    direct("query_dataset_default_graph_direct", True, asks(HARBOUR), default_graph_uri=HARBOUR),
    get("query_dataset_default_graphs_get", True, query=BOTH, default_graph_uri=[HARBOUR, CANAL]),
    form("query_dataset_default_graphs_post", True, query=BOTH, default_graph_uri=[HARBOUR, CANAL]),
    get("query_dataset_named_graphs_get", True, query=NAMED, named_graph_uri=[HARBOUR, CANAL]),
    form("query_dataset_named_graphs_post", True, query=NAMED, named_graph_uri=[HARBOUR, CANAL]),
    get("query_dataset_full", True, query=FULL, default_graph_uri=HARBOUR, named_graph_uri=CANAL),
    get("query_multiple_dataset", True, query=TWICE, default_graph_uri=HARBOUR, named_graph_uri=CANAL),
    get("query_content_type_select", ANY_RESULTS, query="SELECT * { ?s ?p ?o } LIMIT 1"),
    get("query_content_type_ask", ANY_RESULTS, query="ASK {}"),
    get("query_content_type_describe", ANY_RDF, query="DESCRIBE wb:Claim"),
    get("query_content_type_construct", ANY_RDF, query="CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}"),
    Case("bad_query_method", "PUT", "/sparql?query=ASK%7B%7D", 405),
    get("bad_multiple_queries", 400, query=["ASK {}", "SELECT * {}"]),
    form("bad_multiple_queries_form", 400, query=["ASK {}", "SELECT * {}"]),
    direct("bad_query_wrong_media_type", 415, "ASK {}", "text/plain"),
    Case("bad_query_missing_form_type", "POST", "/sparql", 415, None, b"query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", "POST", "/sparql", 415, None, b"ASK {}"),
    Case("bad_query_non_utf8", "POST", "/sparql", 415, f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16")),
    Case("bad_query_non_utf8_undeclared", "POST", "/sparql", 400, DIRECT, "ASK {}".encode("utf-16")),
    get("bad_query_syntax", 400, query="ASK {"),
    form("update_post_form", 403, update=INSERT),
    direct("update_post_direct", 403, INSERT, UPDATE),
    form("update_dataset_default_graph", 403, update=INSERT, using_graph_uri=HARBOUR),
    form("update_dataset_default_graphs", 403, update=INSERT, using_graph_uri=[HARBOUR, CANAL]),
    form("update_dataset_named_graphs", 403, update=INSERT, using_named_graph_uri=[HARBOUR, CANAL]),
    form("update_dataset_full", 403, update=INSERT, using_graph_uri=HARBOUR, using_named_graph_uri=CANAL),
    form("update_base_uri", 403, update="BASE <http://example.org/> " + INSERT),
    get("bad_update_get", 403, update=INSERT),
    form("bad_multiple_updates", 403, update=[INSERT, INSERT]),
    direct("bad_update_wrong_media_type", 415, INSERT, "text/plain"),
    Case("bad_update_missing_form_type", "POST", "/sparql", 415, None, urlencode({"update": INSERT}).encode()),
    Case("bad_update_non_utf8", "POST", "/sparql", 403, f"{UPDATE}; charset=UTF-16", INSERT.encode("utf-16")),
    direct("bad_update_syntax", 403, "INSERT DATA {", UPDATE),
    form("bad_update_dataset_conflict", 403, update=INSERT, using_named_graph_uri=HARBOUR),
    direct("update_as_a_query", 400, INSERT),
]


def asked(server: Server, case: Case) -> httpx.Response:
    headers = {name: value for name, value in (("Content-Type", case.kind), ("Accept", case.accept)) if value}
    with httpx.Client(headers={}, timeout=60) as client:
        request = client.build_request(case.method, server.url + case.target, content=case.body, headers=headers)
        return client.send(request)


@pytest.mark.parametrize("case", W3C, ids=lambda case: case.name)
def test_the_protocol_is_spoken_as_the_w3c_tests_it(server: Server, case: Case) -> None:
    response = asked(server, case)
    if isinstance(case.expected, bool):
        assert (response.status_code, response.json()["boolean"]) == (200, case.expected)
    elif isinstance(case.expected, int):
        assert (response.status_code, response.text.count("\n")) == (case.expected, 1)
    else:
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] in case.expected


def test_what_the_w3c_asks_for_is_answered_otherwise_where_it_is_not_so(server: Server) -> None:
    """So that the questions about graphs are questions."""
    for query in (asks(HARBOUR), BOTH, NAMED, FULL, TWICE):
        assert server.get("/sparql", params={"query": query}).json()["boolean"] is False
    assert server.get("/sparql", params={"query": asks(HARBOUR), "default-graph-uri": CANAL}).json()["boolean"] is False


# ------------------------------------------------------------------------------------------------------ in which form


@pytest.mark.parametrize(
    ("accept", "select", "construct"),
    [
        (None, "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("text/csv", "csv", None),
        ("text/tab-separated-values", "tsv", None),
        ("application/json", "json", "jsonld"),
        ("application/xml", "xml", "rdfxml"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml", None),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.4, text/turtle", "csv", "turtle"),
        ("text/*;q=0.1, application/n-triples", "csv", "ntriples"),
        ("application/ld+json, text/turtle;q=0.9", None, "jsonld"),
        ("application/rdf+xml", None, "rdfxml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml", "turtle"),
        ("image/png", None, None),
        ("application/xml;q=0.9, */*;q=0.8", "xml", "rdfxml"),
    ],
)
def test_an_answer_comes_in_the_form_that_is_wanted_most(
    server: Server, accept: str | None, select: str | None, construct: str | None
) -> None:
    for query, name in (
        ("SELECT ?c { ?c a wb:Attribution }", select),
        ("CONSTRUCT WHERE { ?c a wb:Attribution }", construct),
    ):
        response = asked(server, get("", 0, query=query, accept=accept or "*/*"))
        if name is None:
            assert (response.status_code, response.text.count("\n")) == (406, 1)
            assert "none of the formats that Accept names; for" in response.text
        else:
            syntax: Any = SOLUTIONS[name] if name in SOLUTIONS else TRIPLES[name]
            assert response.headers["content-type"].partition(";")[0] == syntax.media_type
            assert "Accept" in response.headers["vary"]
            assert rows(response) == 3


def rows(response: httpx.Response) -> int:
    """How many rows or triples an answer has, read by its own media type."""
    kind = response.headers["content-type"].partition(";")[0]
    for syntax in SOLUTIONS.values():
        if syntax.media_type == kind == "text/csv":
            return len(response.text.splitlines()) - 1
        if syntax.media_type == kind:
            found = ox.parse_query_results(response.content, format=syntax.format)
            assert isinstance(found, ox.QuerySolutions)
            return sum(1 for _ in found)
    (format,) = (syntax.format for syntax in TRIPLES.values() if syntax.media_type == kind)
    return sum(1 for _ in ox.parse(response.content, format=format))


def test_the_address_may_name_the_format_for_those_who_can_send_no_header(server: Server) -> None:
    response = server.get("/sparql", params={"query": "SELECT ?c { ?c a wb:Attribution }", "format": "csv"})
    assert (response.headers["content-type"], rows(response)) == ("text/csv; charset=utf-8", 3)


def test_a_person_with_a_browser_is_led_to_the_page_for_queries(server: Server) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    led = server.get("/sparql?query=ASK%7B%7D", headers=browser)
    assert (led.status_code, led.headers["location"]) == (303, "/query?query=ASK%7B%7D")
    assert server.get("/sparql", headers=browser).headers["location"] == "/query"
    linked = server.get("/sparql?query=SELECT*%7B%7D&format=csv", headers=browser)
    assert (linked.status_code, linked.headers["content-type"]) == (200, "text/csv; charset=utf-8")


def test_what_is_only_looked_up_has_the_head_of_an_answer_and_nothing_more(server: Server) -> None:
    target = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
    head = asked(server, Case("", "HEAD", target, 0, accept="text/csv"))
    assert (head.status_code, head.headers["content-type"], head.content) == (200, "text/csv; charset=utf-8", b"")
    assert asked(server, Case("", "HEAD", "/sparql?query=ASK%7B", 0)).status_code == 400


def test_what_the_endpoint_can_is_told(server: Server) -> None:
    told = asked(server, Case("", "OPTIONS", "/sparql", 0))
    assert (told.status_code, told.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert DIRECT in told.headers["accept-post"]


def test_a_long_answer_is_compressed_for_those_who_can_read_that(server: Server) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }"}
    with httpx.stream("GET", f"{server.url}/sparql", params=query, headers={"Accept-Encoding": "gzip"}) as zipped:
        content = b"".join(zipped.iter_raw())
        assert zipped.headers["content-encoding"] == "gzip"
    plain = httpx.get(f"{server.url}/sparql", params=query, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(content) == plain.content
    assert len(content) < len(plain.content) / 3


def test_a_graph_that_is_not_there_is_told_and_not_passed_over(server: Server) -> None:
    response = server.get("/sparql", params={"query": "ASK {}", "default-graph-uri": f"{ID}harbor"})
    assert response.status_code == 400
    assert response.text == f"<{ID}harbor>: no such graph; did you mean <{HARBOUR}>?\n"


@pytest.mark.parametrize(
    ("target", "status", "said"),
    [
        ("/sparql?query=%FF", 400, "the address is not in UTF-8"),
        ("/sparql?default-graph-uri=urn:x", 400, "no query; give one in the field query"),
        ("/sparql?query=SELECT", 400, "malformed SPARQL: something is missing at its end, or out of place before it"),
        (
            "/sparql?query=ASK{SERVICE<urn:x>{}}",
            400,
            "line 1: SERVICE is not allowed; a query never reaches the network",
        ),
        (
            "/sparql?query=ASK{}&default-graph-uri=no iri",
            400,
            "<no iri>: no such graph; each data set is one, see `whoblamed datasets`",
        ),
        ("/sparql?" + "&".join(f"x{n}=1" for n in range(1001)), 400, "the address has more than 1,000 fields"),
        ("/graph-store", 400, "name one graph: ?graph=IRI, or ?default for all graphs together"),
        ("/graph-store?graph=urn:a&default", 400, "name one graph: ?graph=IRI, or ?default for all graphs together"),
        ("/graph-store?graph=harbour", 400, "<harbour> is not a whole IRI"),
        ("/graph-store?graph=urn:none", 404, "no graph is called <urn:none>"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(server: Server, target: str, status: int, said: str) -> None:
    response = server.get(target)
    assert (response.status_code, response.text) == (status, said + "\n")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_query_of_more_than_a_megabyte_is_too_large(server: Server) -> None:
    response = server.post("/sparql", content=b"ASK {}" + b" " * 1_100_000, headers={"Content-Type": DIRECT})
    assert response.status_code == 413


# ------------------------------------------------------------------------------------------------------- whole graphs


@pytest.mark.parametrize("name", TRIPLES)
def test_a_graph_is_had_whole_in_each_format(server: Server, name: str) -> None:
    accept = {"Accept": TRIPLES[name].media_type}
    response = server.get("/graph-store", params={"graph": HARBOUR}, headers=accept)
    found = server.get(
        "/sparql", params={"query": f"SELECT * FROM <{HARBOUR}> {{ ?s ?p ?o FILTER(?p != wb:readFrom) }}"}
    )
    assert (response.status_code, rows(response)) == (200, rows(found))


def test_all_graphs_together_are_the_default_graph(server: Server) -> None:
    response = server.get("/graph-store?default", headers={"Accept": "application/n-triples"})
    claims = [line for line in response.text.splitlines() if f"<{NS}Attribution>" in line and "claim/blame>" in line]
    assert len(claims) == 3


def test_a_graph_does_not_tell_where_files_were_on_this_computer(server: Server) -> None:
    assert 'readFrom> "' not in server.get("/graph-store?default", headers={"Accept": "application/n-triples"}).text


def test_a_graph_is_looked_up_without_being_read(server: Server) -> None:
    head = asked(server, Case("", "HEAD", "/graph-store?" + urlencode({"graph": HARBOUR}), 0))
    assert (head.status_code, head.headers["content-type"], head.content) == (200, "text/turtle; charset=utf-8", b"")
    assert asked(server, Case("", "HEAD", "/graph-store?graph=urn:none", 0)).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_graph_is_not_changed_here(server: Server, method: str) -> None:
    refused = asked(server, Case("", method, "/graph-store?" + urlencode({"graph": HARBOUR}), 0, "text/turtle", b""))
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


# ------------------------------------------------------------------------------------------------------- what there is

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def found(response: httpx.Response, query: str) -> list[tuple[str, ...]]:
    """What a query finds in a description, as texts."""
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.TURTLE)
    solutions = store.query(f"PREFIX sd: <{SD}> PREFIX void: <{VOID}> PREFIX wb: <{NS}> {query}")
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in solutions]


def test_the_endpoint_describes_itself(server: Server) -> None:
    ((endpoint, formats, graphs),) = found(
        server.get("/sparql"),
        """SELECT ?endpoint (COUNT(DISTINCT ?format) AS ?formats) (COUNT(DISTINCT ?name) AS ?graphs) {
          ?s a sd:Service ; sd:endpoint ?endpoint ; sd:resultFormat ?format ; sd:supportedLanguage sd:SPARQL11Query ;
             sd:feature sd:UnionDefaultGraph ; sd:defaultDataset/sd:namedGraph/sd:name ?name
        } GROUP BY ?endpoint""",
    )
    assert endpoint == f"{server.url}/sparql"
    assert int(formats) == len(SOLUTIONS) + len(TRIPLES)
    listed = server.get("/sparql", params={"query": NAMES, "format": "csv"})
    assert int(graphs) == rows(listed)


def test_the_data_are_described_with_where_they_are_to_be_had(server: Server) -> None:
    sets = found(
        server.get("/.well-known/void"),
        f"""SELECT ?dump ?triples ?claims {{
          ?whole void:sparqlEndpoint <{server.url}/sparql> ; void:subset ?set .
          ?set void:dataDump ?dump ; void:triples ?triples ; void:classPartition ?part .
          ?part void:class wb:Attribution ; void:entities ?claims
        }}""",
    )
    assert [claims for _, _, claims in sets] == ["1"] * 3
    for dump, triples, _ in sets:
        assert rows(httpx.get(dump)) == int(triples) - 1  # where its file was


def test_a_description_comes_in_each_format_of_rdf_and_no_other(server: Server) -> None:
    for target in ("/sparql", "/.well-known/void"):
        for syntax in TRIPLES.values():
            response = server.get(target, headers={"Accept": syntax.media_type})
            assert rows(response) > 10
        assert server.get(target, headers={"Accept": "text/csv"}).status_code == 406
    assert server.post("/.well-known/void").status_code == 405


# ---------------------------------------------------------------------------------------------------- other origins

ORIGIN = "https://maps.example"


@pytest.fixture(scope="module")
def shared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the same graph that shares it with one origin."""
    folder = tmp_path_factory.mktemp("shared")
    graph = server.printed.parent / "graph"
    with serving(graph, folder, "--cors", ORIGIN) as running:
        yield running


def test_pages_of_an_origin_that_was_named_may_ask(shared: Server) -> None:
    asking = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = httpx.options(f"{shared.url}/sparql", headers=asking)
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, ORIGIN)
    answer = shared.post("/sparql", content=b"ASK {}", headers={"Origin": ORIGIN, "Content-Type": DIRECT})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, ORIGIN)
    wrong = shared.post("/sparql", content=b"ASK {", headers={"Origin": ORIGIN, "Content-Type": DIRECT})
    assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (400, ORIGIN)


def test_pages_of_others_may_not(shared: Server, server: Server) -> None:
    for asked_of, origin in ((shared, "https://other.example"), (server, ORIGIN)):
        answer = asked_of.get("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_json_and_csv_are_as_the_w3c_has_them(server: Server) -> None:
    query = {"query": 'SELECT ?x ?y { VALUES (?x ?y) { ("=1+1" UNDEF) } }'}
    as_json = server.get("/sparql", params=query)
    assert json.loads(as_json.text)["results"]["bindings"] == [{"x": {"type": "literal", "value": "=1+1"}}]
    assert server.get("/sparql", params={**query, "format": "csv"}).content == b"x,y\r\n=1+1,\r\n"
