"""What the server does with queries that take too much, with many at a time, and when it is told to end."""

from __future__ import annotations

import io
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.graph import Graph
from whoblamed.graph.store.answers import SOLUTIONS, Solutions
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.graph.store.processes.counting import COUNTERS
from whoblamed.ontology import ID

from ..support.cases import blame, case, written
from ..support.queries import HOSTILE_QUERIES, LONG
from ..support.server import Server, command, serving, until

SECONDS, ROWS, MEGABYTES = 2, 1000, 200
PLAIN = {"Accept-Encoding": "identity"}
QUICK = "SELECT ?c { ?c a wb:Attribution } LIMIT 1"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limits")
    whoblamed.open(folder / "graph").load()
    return folder / "graph"


@pytest.fixture(scope="module")
def server(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the casebook with narrow limits."""
    limits = ("--timeout", str(SECONDS), "--max-rows", str(ROWS), "--max-memory", str(MEGABYTES))
    with serving(place, tmp_path_factory.mktemp("printed"), *limits) as running:
        yield running


def ask(server: Server, query: str, **more: str) -> httpx.Response:
    return server.post("/sparql", data={"query": query, **more})


# ------------------------------------------------------------------------------------------------------ what is ended


@pytest.mark.parametrize("name", HOSTILE_QUERIES)
def test_a_query_that_takes_too_much_is_ended_and_others_are_answered_meanwhile(server: Server, name: str) -> None:
    answers: list[httpx.Response] = []
    hostile = threading.Thread(target=lambda: answers.append(ask(server, HOSTILE_QUERIES[name])))
    begun = time.monotonic()
    hostile.start()
    others = 0
    while hostile.is_alive():
        assert ask(server, QUICK).status_code == 200
        others += 1
    (answer,) = answers
    assert time.monotonic() - begun < SECONDS + 20
    assert others > 0
    assert memory(server) < 1000
    assert (answer.status_code, answer.text.count("\n")) == (503, 1)
    assert "and was ended; ask for less, or whoever runs this server may raise it with --" in answer.text
    assert any(f"{option} " in answer.text for option in ("--timeout", "--max-memory", "--max-rows"))
    assert "retry-after" not in answer.headers  # it would be the same again


def memory(server: Server) -> float:
    """How much memory the server and its processes have at most held, in megabytes."""
    return max(_peak(pid) for pid in (server.process.pid, *children(server.process.pid)))


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0)


def children(pid: int) -> list[int]:
    """The processes that one has started from whichever of its threads."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.mark.parametrize("format", SOLUTIONS)
def test_as_many_rows_as_may_be_are_an_answer_and_one_more_is_none(server: Server, format: str) -> None:
    query = "SELECT ?s ?o {{ ?s ?p ?o }} LIMIT {}"
    assert ask(server, query.format(ROWS), format=format).status_code == 200
    refused = ask(server, query.format(ROWS + 1), format=format)
    assert (refused.status_code, refused.text) == (
        503,
        "the query has more than 1,000 rows and was ended; ask for less,"
        " or whoever runs this server may raise it with --max-rows N\n",
    )


def test_as_many_triples_as_may_be_are_an_answer_and_one_more_is_none(server: Server) -> None:
    query = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} LIMIT {}"
    assert ask(server, query.format(ROWS)).status_code == 200
    assert ask(server, query.format(ROWS + 1)).status_code == 503


def test_a_graph_may_have_more_triples_than_a_query_rows(server: Server) -> None:
    graph = server.get(
        "/graph-store", params={"graph": f"{ID}sony-intrusion"}, headers={"Accept": "application/n-triples"}
    )
    assert graph.status_code == 200
    assert len(graph.text.splitlines()) > ROWS


def test_an_answer_that_is_ended_in_its_middle_cannot_be_taken_for_a_whole_one(server: Server) -> None:
    """Rows of a megabyte each are on their way before it takes too long."""
    wide = """SELECT (CONCAT(?all, ?all, ?all, ?all, ?all) AS ?wide) {
      { SELECT (GROUP_CONCAT(?label) AS ?all) { ?x rdfs:label ?label } } ?s ?p ?o }"""
    asked = {"query": wide, "format": "csv"}
    with httpx.stream("GET", f"{server.url}/sparql", params=asked, headers=PLAIN, timeout=60) as answer:
        assert answer.status_code == 200
        said = [""]
        with pytest.raises(httpx.RemoteProtocolError):
            said.extend(answer.iter_text())
    assert "\n# the query takes longer than 2 s and was ended" in "".join(said[-3:])
    assert ask(server, QUICK).status_code == 200


@pytest.mark.parametrize("name", HOSTILE_QUERIES)
def test_the_same_queries_are_ended_on_the_command_line(place: Path, name: str) -> None:
    limits = ["--timeout", str(SECONDS), "--max-rows", str(ROWS), "--max-memory", str(MEGABYTES)]
    form = "turtle" if "CONSTRUCT" in HOSTILE_QUERIES[name] else "csv"
    asked = command("--graph", str(place), "query", HOSTILE_QUERIES[name], "-f", form, *limits)
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "and was ended; ask for less, or raise the limit with --" in line


# -------------------------------------------------------------------------------------------------- many at a time


def test_who_comes_when_all_are_busy_waits_and_is_answered(server: Server) -> None:
    with ThreadPoolExecutor(24) as clients:
        slow = [clients.submit(ask, server, LONG) for _ in range(12)]
        quick = [clients.submit(ask, server, QUICK) for _ in range(12)]
        assert {each.result().status_code for each in slow} == {503}
        assert {each.result().status_code for each in quick} == {200}


def test_a_client_that_goes_away_leaves_no_query_behind(place: Path, tmp_path: Path) -> None:
    with serving(place, tmp_path, "--timeout", "600") as patient:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{patient.url}/sparql", params={"query": LONG}, timeout=2)
        until(lambda: not any(computes(child) for child in children(patient.process.pid)), 30)
        assert ask(patient, QUICK).status_code == 200


def computes(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_at_once_with_queries_running(place: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serving(place, tmp_path) as server, ThreadPoolExecutor(3) as clients:
        asked = [clients.submit(ask, server, LONG) for _ in range(3)]
        running = until(lambda: [child for child in children(server.process.pid) if computes(child)])
        begun = time.monotonic()
        server.end(number)
        until(lambda: not any(Path(f"/proc/{child}").exists() for child in running))
        assert time.monotonic() - begun < 10
        assert not any(is_answered(each) for each in asked)


def is_answered(asked: Future[httpx.Response]) -> bool:
    return asked.exception() is None and asked.result().is_success


def test_a_thousand_requests_while_others_load_are_each_answered_from_one_generation(
    graph_folder: Path, tmp_path: Path
) -> None:
    """Two data sets change together, so that each answer has both in one version; the versions come in order."""
    graph = whoblamed.open(graph_folder)
    load_version(graph, tmp_path, 0)
    done = threading.Event()
    versions = 0

    def load() -> None:
        nonlocal versions
        while not done.is_set():
            versions += 1
            load_version(graph, tmp_path, versions)

    query = """SELECT ?a ?b { <https://w3id.org/whoblamed/id/harbour/claim/blame> wb:summary ?a .
                              <https://w3id.org/whoblamed/id/canal/claim/blame> wb:summary ?b }"""

    def client(_: int) -> list[int]:
        seen = []
        with httpx.Client(timeout=60) as http:
            for _ in range(100):
                answer = http.get(f"{running.url}/sparql", params={"query": query}).raise_for_status()
                (row,) = answer.json()["results"]["bindings"]
                assert row["a"]["value"] == row["b"]["value"]
                seen.append(int(row["a"]["value"].split()[1]))
        return seen

    with serving(graph_folder, tmp_path) as running:
        loading = threading.Thread(target=load)
        loading.start()
        try:
            with ThreadPoolExecutor(10) as clients:
                seen = list(clients.map(client, range(10)))
        finally:
            done.set()
            loading.join()
    assert sum(map(len, seen)) == 1000
    assert all(each == sorted(each) for each in seen)
    assert len({version for each in seen for version in each}) > 1


def load_version(graph: Graph, folder: Path, version: int) -> None:
    summary = {"en": f"Version {version} of it."}
    graph.load(*(written(folder, case(blame(summary=summary), name=name)) for name in ("harbour", "canal")))


# ------------------------------------------------------------------------------------------------------ counting rows


TERMS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.sampled_from(['"', "\\", '\\"', "\r\n", "},{", '"},{"', "<result>", "[{", ",", "\t"]),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=12), st.sampled_from(sorted(SOLUTIONS)), st.data())
def test_rows_are_counted_as_they_are_written_wherever_blocks_end(
    rows: list[tuple[str | None, str | None]], format: str, data: st.DataObject
) -> None:
    values = " ".join(
        "(" + " ".join("UNDEF" if text is None else str(ox.Literal(text)) for text in row) + ")" for row in rows
    )
    answer = MemoryStore().current.answer(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}")
    assert isinstance(answer, Solutions)
    out = io.BytesIO()
    try:
        answer.write(out, SOLUTIONS[format].format)
    except whoblamed.WhoblamedError:  # XML cannot hold it
        return
    content, count, counted = out.getvalue(), COUNTERS[format](), 0
    while content:
        size = data.draw(st.integers(1, len(content)))
        counted += count(content[:size])
        content = content[size:]
    assert counted == len(rows)
