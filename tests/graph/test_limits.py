"""Queries within limits: what takes too much is ended at once, what does not is answered as without."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import QueryError, QueryLimit
from whoblamed.graph import Graph
from whoblamed.graph.store import sparql
from whoblamed.graph.store.answers import Answer, Solutions, Triples
from whoblamed.graph.store.base import QuadStore
from whoblamed.graph.store.disk import DiskStore
from whoblamed.graph.store.limits import Limits
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.graph.store.processes import child

from ..support.cases import blame, case, written

SAYS = ox.NamedNode("urn:says")
NUMBER = 500
QUADS = [ox.Quad(ox.NamedNode(f"urn:s{n}"), SAYS, ox.Literal(n), ox.NamedNode("urn:g")) for n in range(NUMBER)]
AMPLE = Limits(timeout=60, max_rows=1_000_000, max_memory=2_000)

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = MANY + " ORDER BY ?i ?a"
GROWING = (
    "SELECT (STRLEN(?e) AS ?n) { ?s ?p ?o "
    + " ".join(
        f"BIND(CONCAT({', '.join([f'STR(?{before})'] * 100)}) AS ?{after})"
        for before, after in ("sa", "ab", "bc", "cd", "de")
    )
    + " }"
)

skip = pytest.mark.skipif(not child.FORKS, reason="limits hold for graphs in memory where processes are copied")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of 500 statements."""
    folder = tmp_path_factory.mktemp("limits") / "graph"
    with DiskStore(folder).changing() as change:
        change.replace("urn:g", QUADS)
    return folder


@pytest.fixture(params=[pytest.param("memory", marks=skip), pytest.param("disk", marks=skip), "disk, a new process"])
def store(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> QuadStore:
    """The same statements in memory and on disk, asked by copies of this process and by new ones."""
    if request.param == "memory":
        return MemoryStore(QUADS).current
    monkeypatch.setattr(child, "FORKS", request.param == "disk")
    return DiskStore(folder).current


def found(answer: Answer) -> object:
    """All of an answer, to be compared."""
    if isinstance(answer, Solutions):
        return answer.variables, sorted(map(repr, answer))
    return sorted(map(str, answer)) if isinstance(answer, Triples) else bool(answer)


def read_all(answer: Answer) -> int:
    return sum(1 for _ in answer) if isinstance(answer, Solutions | Triples) else 1


# ----------------------------------------------------------------------------------------------------- what is ended


@pytest.mark.parametrize("query", [PRODUCT, MANY.replace("*", "(GROUP_CONCAT(STR(?a)) AS ?all)"), SORTED])
def test_a_query_is_ended_when_its_time_is_over(store: QuadStore, query: str) -> None:
    begun = time.monotonic()
    with pytest.raises(
        QueryLimit, match=r"takes longer than 0\.5 s and was ended; .*--timeout S \(timeout= in Python; 0"
    ):
        read_all(store.answer(query, limits=Limits(timeout=0.5)))
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux")
@pytest.mark.parametrize("query", [SORTED, GROWING])
def test_a_query_is_ended_when_it_needs_too_much_memory(store: QuadStore, query: str) -> None:
    with pytest.raises(
        QueryLimit, match=r"needs more than 100 MB of memory and was ended; .*--max-memory MB"
    ) as raised:
        read_all(store.answer(query, limits=Limits(timeout=120, max_memory=100)))
    assert raised.value.limit == "max_memory"


@pytest.mark.parametrize("query", [MANY, "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_a_query_is_ended_when_it_has_too_many_rows_and_those_before_are_there(store: QuadStore, query: str) -> None:
    rows: list[object] = []
    answer = store.answer(query, limits=Limits(max_rows=1234))
    assert isinstance(answer, Solutions | Triples)
    with pytest.raises(QueryLimit, match=r"has more than 1,234 rows and was ended; .*--max-rows N"):
        rows.extend(answer)
    assert len(rows) == 1234


@pytest.mark.parametrize(("rows", "ends"), [(NUMBER - 1, True), (NUMBER, False), (NUMBER + 1, False)])
def test_as_many_rows_as_are_allowed_are_not_too_many(store: QuadStore, rows: int, ends: bool) -> None:
    answer = store.answer("SELECT * { ?s ?p ?o }", limits=Limits(max_rows=rows))
    try:
        assert read_all(answer) == NUMBER
    except QueryLimit:
        assert ends


def test_a_question_has_no_rows(store: QuadStore) -> None:
    assert store.answer("ASK { ?s ?p ?o }", limits=Limits(max_rows=1))


def test_who_reads_slowly_loses_no_time(store: QuadStore, monkeypatch: pytest.MonkeyPatch) -> None:
    passed, clock = [0.0], time.monotonic
    monkeypatch.setattr(child, "time", SimpleNamespace(monotonic=lambda: clock() + passed[0]))
    answer = store.answer("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", limits=Limits(timeout=60))
    assert isinstance(answer, Solutions)
    rows = iter(answer)
    next(rows)
    passed[0] += 100
    assert 1 + sum(1 for _ in rows) == 20_000


# -------------------------------------------------------------------------------------------------- what is answered


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?o ?nothing { ?s ?p ?o } ORDER BY ?o LIMIT 3",
        "SELECT ?s { ?s <urn:none> ?o }",
        "SELECT * { }",
        "ASK { ?s ?p 7 }",
        "ASK { ?s ?p 7000 }",
        "CONSTRUCT { ?s <urn:is> ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s <urn:none> ?o }",
        "DESCRIBE <urn:s7>",
        "SELECT * FROM <urn:g> { ?s ?p ?o }",
        'SELECT * { VALUES ?x { "a\\tb\\nc\\"\\\\" "é"@de "x"@en--ltr "01"^^xsd:integer 1.50 1e0 true UNDEF <urn:a> '
        '"2020"^^xsd:gYear <<( <urn:a> <urn:b> "c\\nd" )>> "" } }',
    ],
)
def test_an_answer_is_the_same_within_limits(store: QuadStore, query: str) -> None:
    assert found(store.answer(query, limits=AMPLE)) == found(store.answer(query))


@skip
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
def test_any_text_comes_through(texts: list[str]) -> None:
    values = [ox.Literal(text) for text in texts]
    answer = MemoryStore().current.answer("SELECT ?x { FILTER(true) }", {"x": [*values, *values]}, AMPLE)
    assert isinstance(answer, Solutions)
    assert [row["x"] for row in answer] == [*values, *values]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT",
        "SELECT (<urn:function>(1) AS ?x) { }",
        "SELECT * FROM <urn:absent> { }",
        "SELECT * { SERVICE <x:> { } }",
    ],
)
def test_what_is_wrong_is_told_as_without_limits(store: QuadStore, query: str) -> None:
    said = []
    for limits in (None, AMPLE):
        with pytest.raises(QueryError) as raised:
            read_all(store.answer(query, limits=limits))
        said.append(str(raised.value))
    assert said[0] == said[1]


# ------------------------------------------------------------------------------------------------------ what remains


def children() -> list[str]:
    """The processes that this one has started and not yet waited for."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


def files_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@skip
@pytest.mark.parametrize("leave", [lambda rows: rows.close(), lambda rows: None], ids=["closed", "forgotten"])
def test_an_answer_that_nobody_reads_on_leaves_no_process(
    store: QuadStore, leave: Callable[[Iterator[object]], None]
) -> None:
    before = children()
    answer = store.answer(MANY, limits=AMPLE)
    assert isinstance(answer, Solutions)
    rows = iter(answer)
    next(rows)
    leave(rows)
    del answer, rows
    gc.collect()
    assert children() == before


@skip
def test_many_queries_leave_neither_processes_nor_files(store: QuadStore) -> None:
    read_all(store.answer("ASK { }", limits=AMPLE))
    files, before = files_open(), children()
    for _ in range(10):
        read_all(store.answer("SELECT * { ?s ?p ?o }", limits=AMPLE))
        with pytest.raises(QueryLimit):
            read_all(store.answer(MANY, limits=Limits(max_rows=1)))
    assert (files_open(), children()) == (files, before)


@skip
def test_queries_in_threads_are_answered_beside_each_other(store: QuadStore) -> None:
    counts: list[int] = []
    ended: list[str] = []

    def ask(query: str) -> None:
        try:
            counts.append(read_all(store.answer(query, limits=Limits(timeout=5))))
        except QueryLimit as error:
            ended.append(error.limit)

    threads = [threading.Thread(target=ask, args=(query,)) for query in ["SELECT * { ?s ?p ?o }"] * 6 + [PRODUCT] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (counts, ended) == ([NUMBER] * 6, ["timeout"] * 2)


ENDLESS = """
import sys, whoblamed
from whoblamed.graph.store.processes import child
print("asking", flush=True)
try:
    whoblamed.open(sys.argv[1]).query(sys.argv[2], timeout=100)
except KeyboardInterrupt:
    print("interrupted")
"""


@skip
@pytest.mark.parametrize(("signal", "code"), [(2, 0), (15, -15), (9, -9)], ids=["Ctrl-C", "SIGTERM", "SIGKILL"])
def test_a_query_ends_at_once_with_the_process_that_asked(folder: Path, signal: int, code: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(folder), PRODUCT], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "asking\n"
    child_of = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until(lambda: bool(child_of.read_text()))
    (query,) = child_of.read_text().split()
    begun = time.monotonic()
    process.send_signal(signal)
    assert process.communicate(timeout=20)[0] == ("interrupted\n" if code == 0 else "")
    assert process.returncode == code
    until(lambda: not alive(query))
    assert time.monotonic() - begun < 10


INTERRUPTED_AS_IT_BEGINS = """
import os, signal
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))
"""


@skip
def test_a_child_that_is_interrupted_before_it_is_ready_says_nothing(folder: Path) -> None:
    script = INTERRUPTED_AS_IT_BEGINS + ENDLESS
    process = subprocess.run(
        [sys.executable, "-c", script, str(folder), PRODUCT], capture_output=True, text=True, timeout=60, check=False
    )
    assert process.stdout == "asking\n"
    assert "KeyboardInterrupt" not in process.stderr
    assert "the process that answers the query ended before it was done (signal 2)" in process.stderr


def until(what: Callable[[], bool]) -> None:
    for _ in range(1000):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError


def alive(pid: str) -> bool:
    """Whether a process runs: not one that has ended, and that nobody has waited for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# ----------------------------------------------------------------------------------------------------- before a query

DEEP = {
    "groups": ("SELECT * ", "{ ", "?s ?p ?o ", "} "),
    "parentheses": ("SELECT * { FILTER", "(", "1", ")", " }"),
    "calls": ("SELECT (", "STR(", "1", ")", " AS ?x) { }"),
    "blank nodes": ("ASK { ?s ?p ", "[ ?p ", "1 ", "] ", "}"),
    "triple terms": ("ASK { ?s ?p ", "<<( <urn:a> <urn:b> ", "1 ", ")>> ", "}"),
}


def nested(parts: tuple[str, ...], depth: int) -> str:
    before, open_, inside, close, *after = parts
    return before + open_ * depth + inside + close * depth + "".join(after)


@pytest.mark.parametrize("parts", DEEP.values(), ids=DEEP)
def test_a_query_that_is_nested_too_deeply_is_not_given_to_the_engine(parts: tuple[str, ...]) -> None:
    store = MemoryStore(QUADS).current
    with pytest.raises(QueryError, match="line 1: nested deeper than 100 levels"):
        store.answer(nested(parts, sparql.DEEPEST + 1))
    store.answer(nested(parts, 20))


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(1" + " + 1" * 1001 + " = 2) }",
        "ASK { FILTER(" + "!" * 1001 + "true) }",
        "ASK { " + "FILTER(1) " * 1001 + "}",
        "ASK { " + "MINUS { } " * 1001 + "}",
        "SELECT " + " ".join(f"(1 AS ?x{n})" for n in range(1001)) + " { }",
    ],
)
def test_a_query_of_too_many_parts_is_not_given_to_the_engine(query: str) -> None:
    with pytest.raises(QueryError, match="more than 1,000 groups, filters and operators; put values into VALUES or IN"):
        MemoryStore().current.answer(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES (?x ?d) { " + '("-1+1"@en "2020-01-01"^^xsd:date) ' * 3000 + "} }",
        "SELECT * { VALUES ?x { " + "id:a-b <urn:a/b+c(d)> " * 3000 + "} }",
        "ASK { FILTER(1 IN (" + "1, " * 3000 + "2)) }",
        'ASK { FILTER(?x = "' + "(" * 200 + '") } # ' + "(" * 200,
    ],
)
def test_many_values_are_neither_deep_nor_too_many(query: str) -> None:
    MemoryStore().current.answer(query)


# ------------------------------------------------------------------------------------------------------ in the graph


@skip
def test_a_graph_is_asked_within_limits_with_names_and_as_of_a_day(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, case(blame())))
    within = graph.query("who-blamed-whom", timeout=60, max_rows=10, max_memory=1000)
    assert within == graph.query("who-blamed-whom") != []
    past: Graph = graph.at(as_of="2100")
    assert past.query("who-blamed-whom", timeout=60) == within
    with pytest.raises(QueryLimit):
        past.query("SELECT * { ?s ?p ?o }", max_rows=2)
