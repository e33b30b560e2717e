"""A graph on a server: what is asked of it, what is refused, and what holds when the server or the way there fails."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import InvalidData, Problem, QueryError, QueryLimit, StoreError
from whoblamed.graph import Graph
from whoblamed.graph.store.remote import client as clients
from whoblamed.graph.store.remote.address import Endpoint, is_address

from ..support.cases import blame, case, written
from ..support.failing import Failing, Fault, Passing
from ..support.places import FIXTURES
from ..support.server import free_port, serving, until
from ..support.servers import Server, oxigraph, virtuoso

FACTS = FIXTURES / "facts"
SMALL, VOICES = FACTS / "small.yaml", FACTS / "voices.yaml"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
CATALOGUE = "urn:x-whoblamed:catalogue"
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c wb:speaker ?s }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, no credentials, no long waits."""
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(clients, "_FIRST_WAIT", 0.01)
    for name in ("UPDATE", "STORE", "USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"WHOBLAMED_GRAPH_{name}", raising=False)


@pytest.fixture
def empty(server: Server) -> Server:
    """The server without a graph."""
    httpx.post(server.update, data={"update": "DROP ALL"}).raise_for_status()
    return server


def opened(server: Server) -> Graph:
    return whoblamed.open(server.query, update=server.update, store=server.store)


# ---------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize("place", ["http://h/sparql", "https://h/q", "ftp://h", "http:/h/q", "sparql://h"])
def test_what_looks_like_an_address_is_never_a_folder(place: str) -> None:
    assert is_address(place)


@pytest.mark.parametrize("place", ["graph", "./a:b", "/tmp/graph", r"C:/graph", r"c:\graph", ":memory:"])
def test_a_path_is_no_address(place: str) -> None:
    assert not is_address(place)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("ftp://host/graph", "ftp: neither a folder nor a SPARQL endpoint"),
        ("http:/host/sparql", "http: neither a folder nor a SPARQL endpoint"),
        ("https://:secret@host/sparql", "https://host/sparql: an address with a name or password"),
        ("https://me:secret@host/sparql", "https://host/sparql: an address with a name or password"),
        ("https:///me:secret@host/sparql", "https://: no address of a server"),
        ("https://host/sparql?key=secret", "https://host/sparql: the address of an endpoint ends before its ?"),
        ("https://host:port/sparql", "https://host:port/sparql: no address of a server"),
        ("https:///sparql", "https:///sparql: no address of a server"),
        ("https://[::1/sparql", "the graph's address names no host"),
    ],
)
def test_what_is_neither_folder_nor_endpoint_is_refused(
    place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["--graph", place, "datasets"])
    assert result.exit_code == 1
    assert result.stderr.startswith(said)
    assert "secret" not in result.output
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_addresses_may_come_from_the_environment() -> None:
    known = {"WHOBLAMED_GRAPH_UPDATE": "https://h/u", "WHOBLAMED_GRAPH_STORE": "https://h/s"}
    assert Endpoint.of("https://h/q", environment=known) == Endpoint("https://h/q", "https://h/u", "https://h/s")


def test_addresses_of_updates_are_for_a_server(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="are for a graph on a server"):
        whoblamed.open(tmp_path / "graph", update="https://host/update")


# ------------------------------------------------------------------------------------------------- reading and changing


def test_without_an_address_for_updates_a_graph_can_only_be_read(empty: Server) -> None:
    opened(empty).load(SMALL)
    graph = whoblamed.open(empty.query)
    assert len(graph.claims()) == 10
    with pytest.raises(StoreError, match="can only be read; give the address that takes updates with --graph-update"):
        graph.unload("harbour-2031")


def test_a_graph_that_was_loaded_by_other_means_is_read_just_as_well(empty: Server, tmp_path: Path) -> None:
    disk = whoblamed.open(tmp_path / "graph")
    disk.load(SMALL)
    disk.export(tmp_path / "all.nq")
    quads = (tmp_path / "all.nq").read_bytes()
    httpx.post(empty.store, content=quads, headers={"Content-Type": "application/n-quads"}).raise_for_status()
    graph = opened(empty)
    assert [each.words for each in graph.statuses()] == [each.words for each in disk.statuses()]
    assert graph.query(COUNT) == disk.query(COUNT)


def test_what_concerns_one_incident_is_looked_up_without_a_copy(
    empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = whoblamed.open(tmp_path / "graph")
    disk.load(SMALL)
    opened(empty).load(SMALL)
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    for incident in disk.facts().incidents:
        graph = opened(empty)
        expected = disk.statuses(incident)
        assert [(each.words, each.origins) for each in graph.statuses(incident)] == [
            (each.words, each.origins) for each in expected
        ]
        assert graph.store.current.nearest is graph.store.current


def test_other_graphs_of_the_server_are_no_part_of_it(empty: Server) -> None:
    graph = opened(empty)
    graph.load(SMALL)
    httpx.post(empty.update, data={"update": "INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> 'foreign' } }"})
    assert graph.query("SELECT ?s { ?s ?p 'foreign' }") == []
    assert graph.query("ASK { GRAPH ?g { ?s <urn:b> ?o } }") is False


def test_two_who_read_see_each_others_changes(empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = opened(empty)
    here.load(SMALL)
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    there = opened(empty)
    there.load(VOICES)
    assert {each.name for each in opened(empty).datasets()} == {"harbour-2031", "vault-2021"}
    there.undo()
    assert {each.name for each in opened(empty).datasets()} == {"harbour-2031"}
    with pytest.raises(StoreError, match="nothing to take back"):
        there.undo()


def test_who_is_who_is_seen_by_all_who_read(empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It changes with what others load, though no data set of theirs says so."""
    one, two, three = (written(tmp_path, case(blame(), name=name)) for name in ("one", "two", "three"))
    here = opened(empty)
    here.load(one, two)
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    assert opened(empty).store.near().current  # there is a copy
    before = opened(empty).representatives().same
    assert len(before) == 3
    here.load(three)
    there = opened(empty)
    there.store.near()
    assert there.representatives().same == here.representatives().same
    assert len(there.representatives().same) > len(before)
    shown = "SELECT ?a ?b { ?a wb:shownAs ?b } ORDER BY ?a"
    assert there.query(shown) == here.query(shown) != []


def test_where_files_are_on_this_computer_is_told_to_no_server(empty: Server) -> None:
    opened(empty).load(SMALL)
    found = httpx.post(empty.query, data={"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"}).text
    assert str(SMALL.parent) not in found


def test_who_changes_the_graph_does_so_alone(empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = opened(empty)
    with here.store.changing():
        monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
        with pytest.raises(StoreError, match="somebody else is changing this graph"):
            opened(empty).load(SMALL)
    opened(empty).load(SMALL)


def test_limits_of_a_query_hold(empty: Server) -> None:
    graph = opened(empty)
    graph.load(SMALL)
    with pytest.raises(QueryLimit, match="more than 3 rows"):
        graph.query("SELECT * { ?s ?p ?o }", max_rows=3)
    assert len(graph.query("SELECT * { ?s ?p ?o } LIMIT 3", max_rows=3)) == 3  # type: ignore[arg-type]


def test_a_query_takes_three_requests(failing: Failing) -> None:
    """What there is, the query, and whether that is still so."""
    failing.does(lambda *_: False)
    assert CliRunner().invoke(main, ["--graph", f"{failing.base}/query", "query", "timeline"]).exit_code == 0
    assert failing.asked == 3


@pytest.mark.parametrize("command", [("query", "timeline"), ("status",), ("who", "Belmont")])
def test_a_command_that_has_a_copy_takes_one_request(failing: Failing, command: tuple[str, ...]) -> None:
    """Whether the copy is of the present state: the rest is answered here."""
    asked = CliRunner().invoke(main, ["--graph", f"{failing.base}/query", *command])
    assert failing.graph().store.near().current  # there is a copy now
    failing.does(lambda *_: False)
    answered = CliRunner().invoke(main, ["--graph", f"{failing.base}/query", *command])
    assert (answered.exit_code, answered.stdout) == (0, asked.stdout)
    assert failing.asked == 1


def test_a_named_query_is_answered_by_the_copy_while_it_is_of_the_present_state(failing: Failing) -> None:
    """And one that the user wrote by the server: engines differ, and it is theirs to answer."""
    graph = failing.graph()
    assert graph.store.near().current  # there is a copy now
    before = graph.query("who-blamed-whom")
    failing.does(lambda *_: False, of="default-graph-uri")
    assert graph.query("who-blamed-whom") == before
    assert failing.asked == 0
    graph.query(COUNT)
    assert failing.asked == 1
    opened(failing.real).load(VOICES)
    fresh = failing.graph()
    assert len(fresh.query("who-blamed-whom")) > len(before)  # type: ignore[arg-type]
    assert failing.asked > 1


def test_a_command_imports_nothing_that_it_does_not_need(empty: Server) -> None:
    """httpx has a command line of its own, which takes longer to import than httpx."""
    opened(empty).load(SMALL)
    command = [sys.executable, "-X", "importtime", "-m", "whoblamed", "--graph", empty.query, "query", "timeline"]
    done = subprocess.run([*command, "-f", "csv"], capture_output=True, text=True, check=True)
    assert "harbour-2031/claim" in done.stdout
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert {"httpx", "httpcore"} <= imported
    assert imported & {"rich", "pygments", "rdflib", "pydantic", "networkx", "yaml"} == set()
    assert "whoblamed.ontology.records" not in done.stderr


def test_certificates_are_read_where_they_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's are believed by a client that needs none."""
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    trusted = clients._trusted(Endpoint("http://h/q", "http://h/u"))
    assert isinstance(trusted, ssl.SSLContext)
    assert (trusted.verify_mode, trusted.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert trusted.get_ca_certs() == []
    assert clients._trusted(Endpoint("https://h/q")) is True
    assert clients._trusted(Endpoint("http://h/q", store="https://h/s")) is True
    monkeypatch.setenv("http_proxy", "https://proxy.example")
    assert clients._trusted(Endpoint("http://h/q")) is True


LINE = '<urn:x-new:a> <http://www.w3.org/2000/01/rdf-schema#label> "first" .\n'


def test_what_is_made_is_sent_meanwhile_and_removed_if_there_is_a_mistake_in_it(failing: Failing) -> None:
    """Nobody reads it in between."""

    def make() -> None:
        with failing.graph().store.changing() as change:
            change.replace_by_lines("urn:x-new", [LINE])
            until(lambda: "urn:x-new:a" in everything(failing.real))
            assert failing.graph().query("SELECT * { <urn:x-new:a> ?p ?o }") == []
            raise InvalidData([Problem("a mistake", "x.yaml")])

    with pytest.raises(InvalidData):
        make()
    assert "urn:x-new" not in everything(failing.real)
    assert len(failing.graph().claims()) == 10


def everything(server: Server) -> str:
    """All that a server holds, as text."""
    return httpx.post(server.query, data={"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"}).text


def test_a_server_that_takes_nothing_is_told_of_before_all_is_made(failing: Failing) -> None:
    failing.does(says(500), of="POST /store")
    made = []

    def make() -> None:
        with failing.graph().store.changing() as change:
            for number in range(100):
                change.replace_by_lines(f"urn:x-new:{number}", [LINE])
                made.append(number)
                time.sleep(0.05)

    with pytest.raises(StoreError, match="0 graphs were sent, and nothing that the graph held has changed"):
        make()
    assert len(made) < 100


def test_a_mistake_in_a_query_is_told_in_our_words(empty: Server) -> None:
    graph = opened(empty)
    graph.load(SMALL)
    with pytest.raises(QueryError, match="is never closed"):
        graph.query("SELECT ?x { ?x a wb:Claim")


def test_it_is_served_as_any_other(empty: Server, tmp_path: Path) -> None:
    opened(empty).load(SMALL)
    with serving(empty.query, tmp_path) as explorer:
        assert "Port of Arden" in explorer.get("/actors").text
        count = f"/sparql?query={quote(COUNT)}&format=csv"
        assert explorer.get(count).text.split() == ["n", "10"]
        opened(empty).load(VOICES)
        until(lambda: explorer.get(count).text.split() == ["n", "19"])


# ------------------------------------------------------------------------------------------------------ when it fails


@pytest.fixture
def failing(empty: Server) -> Iterator[Failing]:
    opened(empty).load(SMALL)
    with Failing(empty).running() as server:
        yield server


def says(status: int, type_: str = "text/plain", body: bytes = b"out of order", **headers: str) -> Fault:
    def fault(handler: Passing, sent: bytes) -> bool:
        handler.answer(status, type_, body, **headers)
        return True

    return fault


def cuts(handler: Passing, sent: bytes) -> bool:
    """Say how long the answer is, send half of it, and hang up."""
    status, type_, body = handler.passed_on(sent)
    handler.send_response(status)
    handler.send_header("Content-Type", type_)
    handler.send_header("Content-Length", str(len(body) + 1))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True
    return True


def hangs_up(handler: Passing, sent: bytes) -> bool:
    """Do what is asked, and hang up without an answer."""
    handler.passed_on(sent)
    handler.close_connection = True
    return True


def halves(handler: Passing, sent: bytes) -> bool:
    """Send half of the answer as if it were all."""
    status, type_, body = handler.passed_on(sent)
    handler.answer(status, type_, body[: len(body) // 2])
    return True


def dawdles(handler: Passing, sent: bytes) -> bool:
    time.sleep(1.5)
    handler.close_connection = True
    return True


def drips(handler: Passing, sent: bytes) -> bool:
    """Send a byte now and then, of an answer that ends with the connection."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Connection", "close")
    handler.end_headers()
    _drip(handler, b" " * 100)
    return True


def drips_headers(handler: Passing, sent: bytes) -> bool:
    """The same, before the answer has begun."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100)
    handler.close_connection = True
    return True


def _drip(handler: Passing, content: bytes) -> None:
    with suppress(OSError):
        for byte in content:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)


HTML = says(200, "text/html", b"<html>Welcome</html>")
JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (says(500), "answers 500 Internal Server Error: out of order; try again later"),
        (says(503), "is busy or out of order (503 Service Unavailable); try again later"),
        (says(429, Retry_After="3600"), "(429 Too Many Requests), and asks to wait 3600 s; try again later"),
        (HTML, "answers with a web page, not with results of SPARQL; give the address"),
        (says(200, "text/csv", b"a,b\n"), "answers with text/csv, not with results of SPARQL"),
        (says(200, JSON, b""), "sent half a result"),
        (says(200, JSON, b'{"head": {"vars": ["g"]}, "results": 3}'), "sent half a result"),
        (halves, "sent half a result, or one that is damaged; nothing of it was used"),
        (cuts, "the connection broke off"),
        (says(302, Location="https://elsewhere.example/"), "is elsewhere (302 Found); give its new address"),
        (says(401, WWW_Authenticate="Basic"), "asks who you are (401 Unauthorized); set $WHOBLAMED_GRAPH_USER"),
        (says(403), "does not allow this (403 Forbidden)"),
        (says(404), "there are no results of SPARQL at this address (404 Not Found)"),
        (says(200, JSON, b'{"head": {}, "boolean": true}'), "answers yes or no to a question for rows"),
        (drips, "no whole answer within 1 s; ask for less"),
        (drips_headers, "no whole answer within 1 s; ask for less"),
        (dawdles, "no whole answer within 1 s; ask for less, or set $WHOBLAMED_GRAPH_TIMEOUT"),
    ],
)
def test_a_server_that_fails_is_told_in_one_line(
    failing: Failing, fault: Fault, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_TIMEOUT", "1" if fault in (dawdles, drips, drips_headers) else "60")
    failing.does(fault)
    with pytest.raises(StoreError) as error:
        failing.graph().datasets()
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("fault", [says(503), says(502), says(429, Retry_After="0"), cuts])
def test_what_passes_is_tried_again(failing: Failing, fault: Fault) -> None:
    failing.does(fault, times=2)
    assert [each.name for each in failing.graph().datasets()] == ["harbour-2031"]
    assert failing.asked == 2


def test_what_may_have_been_done_is_not_done_twice(failing: Failing) -> None:
    """An update that is not harmless to repeat is sent once, if it may have arrived."""
    graph = failing.graph()
    failing.does(hangs_up, of="urn%3Aonce")
    with pytest.raises(StoreError, match="broke off"):
        graph.store._client.update("INSERT DATA { GRAPH <urn:once> { <urn:a> <urn:b> 1 } }")  # type: ignore[attr-defined]
    assert failing.asked == 1


@pytest.mark.parametrize("fault", [says(500), says(503), hangs_up, HTML])
@pytest.mark.parametrize("of", ["POST /store", "COPY", "%23switching", "%23plan"])
def test_a_load_that_breaks_off_leaves_what_was_held_and_goes_on(
    failing: Failing, fault: Fault, of: str, tmp_path: Path
) -> None:
    changed = tmp_path / "small.yaml"
    changed.write_text(SMALL.read_text("utf-8").replace("The Laboratory", "The Institute"), "utf-8")
    failing.does(fault, of=of)
    if fault is hangs_up and of == "%23switching":  # it was done, and that is seen though nobody says so
        failing.graph().load(changed, VOICES, replace=True)
    else:
        with pytest.raises(StoreError) as error:
            failing.graph().load(changed, VOICES, replace=True)
        assert len(str(error.value).splitlines()) == 1
        said = "the same command goes on where this one stopped", "the next command that changes the graph finishes"
        assert any(each in str(error.value) for each in said)
    failing.does(lambda *_: False)
    reader = failing.graph()
    assert len(reader.claims()) in (10, 19)
    assert {each.name for each in reader.datasets()} <= {"harbour-2031", "vault-2021"}
    assert len({claim.iri for claim in reader.claims()}) == len(reader.claims())
    failing.graph().load(changed, VOICES, replace=True)
    assert len(failing.graph().claims()) == 19
    graphs = httpx.post(failing.real.query, data={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).text
    assert "urn:x-whoblamed:staged" not in graphs


def test_what_was_sent_is_not_sent_again(failing: Failing) -> None:
    failing.does(says(500), of="%23plan")
    with pytest.raises(StoreError):
        failing.graph().load(VOICES)
    sent = 0

    def counts(handler: Passing, content: bytes) -> bool:
        nonlocal sent
        sent += handler.command == "POST"
        return False

    failing.does(counts, of="POST /store")
    failing.graph().load(VOICES)
    assert sent == 0
    assert len(failing.graph().claims()) == 19


def test_what_was_sent_for_nothing_is_removed(failing: Failing, tmp_path: Path) -> None:
    failing.does(says(500), of="%23plan")
    with pytest.raises(StoreError):
        failing.graph().load(VOICES)
    failing.does(lambda *_: False)
    failing.graph().load(written(tmp_path, case(blame(), name="other")))
    graphs = httpx.post(failing.real.query, data={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }"}).text
    assert "id/other" in graphs
    assert "vault-2021" not in graphs


def test_a_reader_is_told_of_a_change_in_between(failing: Failing, empty: Server) -> None:
    graph = failing.graph()
    rows = graph.store.current
    opened(empty).load(VOICES)
    with pytest.raises(StoreError, match="the graph was changed while it was read; ask again"):
        list(rows.find())


def test_what_is_asked_again_after_a_change_is_answered(empty: Server, tmp_path: Path) -> None:
    opened(empty).load(SMALL)
    graph = opened(empty)
    before = graph.query(COUNT)
    opened(empty).load(written(tmp_path, case(blame(), name="other")))
    with pytest.raises(StoreError, match="the graph was changed while it was read; ask again"):
        graph.query(COUNT)
    assert graph.query(COUNT) != before
    assert len(graph.datasets()) == 2


def test_a_graph_in_the_middle_of_its_last_step_is_not_read(empty: Server) -> None:
    opened(empty).load(SMALL)
    mark = f"INSERT DATA {{ GRAPH <{CATALOGUE}> {{<{CATALOGUE}> <{CATALOGUE}#switching> 'x'}} }}"
    httpx.post(empty.update, data={"update": mark}).raise_for_status()
    for ask in (Graph.datasets, Graph.facts, lambda graph: graph.query(COUNT)):
        with pytest.raises(StoreError, match="the last step of a change is being taken, or broke off"):
            ask(opened(empty))


def test_who_reads_already_is_told_when_a_last_step_begins(
    empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(empty).load(SMALL)
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    graph, rows = opened(empty), opened(empty).store.current
    assert graph.exists
    mark = f"INSERT DATA {{ GRAPH <{CATALOGUE}> {{<{CATALOGUE}> <{CATALOGUE}#switching> 'x'}} }}"
    httpx.post(empty.update, data={"update": mark}).raise_for_status()
    for ask in (lambda: list(rows.find(predicate=LABEL)), lambda: graph.query(COUNT)):
        with pytest.raises(StoreError, match="the graph was changed while it was read; ask again"):
            ask()


def test_a_data_set_that_says_too_little_of_itself_is_told(empty: Server) -> None:
    wrong = "INSERT DATA { GRAPH <urn:odd> { <urn:odd> a <https://w3id.org/whoblamed/ns#DataSet> } }"
    httpx.post(empty.update, data={"update": wrong}).raise_for_status()
    with pytest.raises(StoreError, match="<urn:odd> has no name; the data set is damaged, or not one of whoblamed"):
        opened(empty).datasets()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock", '{"id": "x", "computer": "y", "at": NaN}'),
        ("lock", '{"id": "x", "computer": "y", "at": "soon"}'),
        ("plan", '{"id": "x", "at": "y", "copies": [["urn:a", "no IRI"]]}'),
        ("plan", '{"id": "x", "at": "y", "descriptions": {"urn:a": "} ; DROP ALL ; {"}}'),
        ("plan", '{"id": 1, "at": "y"}'),
        ("holds", "[]"),
    ],
)
def test_a_catalogue_that_others_wrote_to_is_not_believed(empty: Server, name: str, value: str) -> None:
    opened(empty).load(SMALL)
    mark = f"INSERT DATA {{ GRAPH <{CATALOGUE}> {{<{CATALOGUE}> <{CATALOGUE}#{name}> {ox.Literal(value)}}} }}"
    httpx.post(empty.update, data={"update": mark}).raise_for_status()
    with pytest.raises(StoreError, match="its catalogue is damaged; somebody else wrote to"):
        opened(empty).load(VOICES)
    assert "harbour" in httpx.post(empty.query, data={"query": "SELECT ?g { GRAPH ?g {} }"}).text


def test_a_server_that_is_killed_while_a_load_runs_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    port = free_port()
    with oxigraph(tmp_path / "data", port) as server:
        opened(server).load(SMALL)
        before = [claim.iri for claim in opened(server).claims()]
        many = written(tmp_path, case(*(blame(f"c{n}") for n in range(300)), name="many"))
        load = subprocess.Popen(
            [sys.executable, "-m", "whoblamed", *server.options, "load", str(many)],
            env={**os.environ, "WHOBLAMED_GRAPH_CACHE": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
            text=True,
        )
        _await_graph(server, "many")
        server.kill()
        said = load.communicate(timeout=60)[1]
    if load.returncode:
        assert len(said.splitlines()) == 1, said
    with oxigraph(tmp_path / "data", port) as server:
        assert set(before) <= {claim.iri for claim in opened(server).claims()}
        opened(server).load(many)
        assert len(opened(server).claims()) == 10 + 300


def _await_graph(server: Server, name: str) -> None:
    """Wait until the server has something of a data set."""
    query = {"query": f"ASK {{ GRAPH <https://w3id.org/whoblamed/id/{name}> {{ ?s ?p ?o }} }}"}
    for _ in range(600):
        if "true" in httpx.post(server.query, data=query, headers={"Accept": JSON}).text:
            return
        time.sleep(0.02)
    pytest.fail("nothing was sent")


def test_a_server_that_carries_out_updates_piece_by_piece_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso loses what one step removes and adds again, if it is killed later: so no step does."""
    changed = tmp_path / "small.yaml"
    changed.write_text(SMALL.read_text("utf-8").replace("The Laboratory", "The Institute"), "utf-8")
    with virtuoso(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        opened(server).load(SMALL)
        opened(server).load(changed, VOICES, replace=True)
        before = sorted(map(str, opened(server).quads()))
        server.kill()
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    with virtuoso(tmp_path) as server:
        assert sorted(map(str, opened(server).quads())) == before
        opened(server).undo()
        assert len(opened(server).claims()) == 10


# --------------------------------------------------------------------------------------------------------- credentials


def asks(scheme: str, expected: str) -> Fault:
    def fault(handler: Passing, sent: bytes) -> bool:
        if handler.headers.get("Authorization", "").startswith(expected):
            return False
        handler.answer(401, "text/plain", b"", WWW_Authenticate=scheme)
        return True

    return fault


BASIC = "Basic bWU6c2VjcmV0"  # me:secret


def test_a_name_and_password_come_from_the_environment(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_USER", "me")
    monkeypatch.setenv("WHOBLAMED_GRAPH_PASSWORD", "secret")
    failing.does(asks("Basic realm=x", BASIC))
    assert len(failing.graph().datasets()) == 1
    failing.does(asks('Digest realm="x", nonce="n", qop="auth"', 'Digest username="me"'))
    assert len(failing.graph().datasets()) == 1


def test_or_from_a_netrc(failing: Failing, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", "utf-8")
    (tmp_path / "netrc").chmod(0o600)
    failing.does(asks("Basic realm=x", BASIC))
    assert len(failing.graph().datasets()) == 1


def test_or_a_token_does(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_TOKEN", "secret")
    failing.does(asks("Bearer", "Bearer secret"))
    assert len(failing.graph().datasets()) == 1


def test_wrong_ones_are_told_and_not_shown(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_USER", "me")
    monkeypatch.setenv("WHOBLAMED_GRAPH_PASSWORD", "other-secret")
    failing.does(asks("Basic realm=x", BASIC))
    with pytest.raises(StoreError, match="refuses these credentials") as error:
        failing.graph().datasets()
    assert "secret" not in str(error.value)


def test_no_other_server_gets_any(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends one on to another is told of, and not followed."""
    monkeypatch.setenv("WHOBLAMED_GRAPH_TOKEN", "secret")
    other = Failing(failing.real)
    thread = threading.Thread(target=other.http.handle_request, daemon=True)
    thread.start()
    failing.does(says(307, Location=f"{other.base}/query", WWW_Authenticate="Bearer"))
    with pytest.raises(StoreError, match="is elsewhere"):
        failing.graph().datasets()
    assert thread.is_alive()  # nobody asked it for anything
    httpx.get(f"{other.base}/")
    thread.join()
    other.http.server_close()


@pytest.mark.parametrize("token", ["sec\nret", "secret\r\nX: y", "se cret", "s\u00e9cret"])
def test_a_token_that_cannot_be_sent_is_told_and_not_shown(
    failing: Failing, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_TOKEN", token)
    failing.does(asks("Bearer", "Bearer secret"))
    with pytest.raises(StoreError, match="a token is made of ASCII characters") as error:
        failing.graph().datasets()
    assert "ret" not in str(error.value)


def test_a_name_that_cannot_be_sent_is_told_and_not_shown(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_USER", "secret\nname")
    failing.does(asks('Digest realm="x", nonce="n", qop="auth"', 'Digest username="me"'))
    with pytest.raises(StoreError, match="HTTP cannot carry these credentials") as error:
        failing.graph().datasets()
    assert "secret" not in str(error.value)


def test_nothing_is_sent_over_open_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH_USER", "me")
    transport = httpx.MockTransport(lambda _: httpx.Response(401, headers={"WWW-Authenticate": "Basic"}))
    client = clients.Client(Endpoint("http://graph.example/sparql"), transport)
    with pytest.raises(StoreError, match="asks for a password over http, where others can read it"):
        client.query("ASK {}")
