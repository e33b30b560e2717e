"""The processes that answer queries for a server: how they are shared, ended and replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from whoblamed.errors import FormatError, QueryError, QueryLimit, StoreError
from whoblamed.explorer.protocol.here import asked_here
from whoblamed.graph.store.disk import DiskStore
from whoblamed.graph.store.limits import Limits
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.graph.store.processes import pool as pools
from whoblamed.graph.store.processes.frames import Question
from whoblamed.graph.store.processes.pool import Busy, Pool

from ..support.queries import LONG

NUMBER = 500
QUADS = [
    ox.Quad(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:says"), ox.Literal(n), ox.NamedNode("urn:g"))
    for n in range(NUMBER)
]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PID = Limits(timeout=60, max_rows=10_000, max_memory=500)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of 500 statements."""
    folder = tmp_path_factory.mktemp("pool") / "graph"
    with DiskStore(folder).changing() as change:
        change.replace("urn:g", QUADS)
    return folder


@pytest.fixture
def folder(graph: Path) -> str:
    return str(DiskStore(graph).current.folder)


async def answer(pool: Pool, folder: str, query: str, limits: Limits = PID) -> str:
    async with pool.asked(Question(folder, query, solutions="csv", triples="ntriples", limits=limits)) as asked:
        await asked.head()
        return b"".join([block async for block in asked.blocks()]).decode().replace("\r\n", " ")


def run(what: Callable[[], Awaitable[object]]) -> None:
    async def main() -> None:
        async with asyncio.timeout(60):
            await what()

    asyncio.run(main())


def workers(pool: Pool) -> list[int]:
    return [process._process.pid for process in pool._idle]


def test_one_process_answers_one_question_after_the_other(folder: str) -> None:
    async def ask() -> None:
        pool = Pool(3)
        assert await answer(pool, folder, COUNT) == "n 500 "
        first = workers(pool)
        assert await answer(pool, folder, "ASK { ?s ?p 7 }") == "true"
        with pytest.raises(QueryError, match="malformed SPARQL"):
            await answer(pool, folder, "SELECT")
        assert workers(pool) == first
        assert len(first) == 1

    run(ask)


def test_a_process_that_was_ended_is_replaced(folder: str) -> None:
    async def ask() -> None:
        pool = Pool(1)
        with pytest.raises(QueryLimit, match=r"takes longer than 0\.2 s"):
            await answer(pool, folder, LONG, Limits(timeout=0.2))
        assert await answer(pool, folder, COUNT) == "n 500 "
        (worker,) = workers(pool)
        os.kill(worker, signal.SIGKILL)
        while pool._idle[0].lives:
            await asyncio.sleep(0.01)
        assert await answer(pool, folder, COUNT) == "n 500 "
        assert workers(pool) != [worker]

    run(ask)


def test_a_process_that_ends_with_its_question_is_an_error_of_the_server(folder: str) -> None:
    async def ask() -> None:
        pool = Pool(1)
        async with pool.asked(Question(folder, LONG, solutions="csv", limits=PID)) as asked:
            head = asyncio.ensure_future(asked.head())
            await asyncio.sleep(0.1)
            os.kill(asked._process._process.pid, signal.SIGKILL)
            with pytest.raises(StoreError, match=r"ended before it was done \(signal 9\)"):
                await head
        assert await answer(pool, folder, COUNT) == "n 500 "

    run(ask)


def test_a_process_that_has_grown_makes_room_for_a_new_one(folder: str) -> None:
    async def ask() -> None:
        pool = Pool(1)
        large = "SELECT (SUM(?x) AS ?n) { { SELECT DISTINCT ?a ?b (1 AS ?x) { ?a ?p ?c . ?b ?q ?d } } }"
        assert await answer(pool, folder, large, Limits(timeout=60, max_memory=250)) == "n 250000 "
        assert workers(pool) == []
        assert await answer(pool, folder, COUNT) == "n 500 "

    run(ask)


def test_whoever_finds_all_busy_waits_for_the_next_one_and_not_for_ever(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask() -> None:
        pool = Pool(1)
        slow = asyncio.ensure_future(answer(pool, folder, LONG, Limits(timeout=1)))
        await asyncio.sleep(0.05)
        assert await answer(pool, folder, COUNT) == "n 500 "
        with pytest.raises(QueryLimit):
            await slow
        slow = asyncio.ensure_future(answer(pool, folder, LONG, Limits(timeout=2)))
        await asyncio.sleep(0.05)
        monkeypatch.setattr(pools, "_PATIENCE", 0.1)
        with pytest.raises(Busy):
            await answer(pool, folder, COUNT)
        monkeypatch.setattr(pools, "_QUEUE", 0)
        with pytest.raises(Busy):
            await answer(pool, folder, COUNT)
        with pytest.raises(QueryLimit):
            await slow
        assert await answer(pool, folder, COUNT) == "n 500 "

    run(ask)


def test_where_no_process_can_be_started_that_is_said_and_the_next_one_may_be(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask() -> None:
        pool = Pool(1)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", "/no/such/python")
            with pytest.raises(StoreError, match="no process for the query can be started: No such file"):
                await answer(pool, folder, COUNT)
        assert await answer(pool, folder, COUNT) == "n 500 "

    run(ask)


def test_a_new_generation_is_answered_from_by_the_same_process(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "graph")

    async def ask() -> None:
        pool = Pool(1)
        seen = []
        for number in (3, 5):
            with store.changing() as change:
                change.replace("urn:g", QUADS[:number])
            seen.append(await answer(pool, str(store.current.folder), COUNT))
        assert seen == ["n 3 ", "n 5 "]

    run(ask)


# -------------------------------------------------------------------------------------------- without a folder to read


def test_a_store_that_no_other_process_can_read_answers_itself() -> None:
    store = MemoryStore(QUADS).current
    assert store.folder is None

    async def found(question: Question) -> tuple[str, bytes]:
        async with asked_here(store, question) as asked:
            head = await asked.head()
            content = b"".join([block async for block in asked.blocks()])
            assert head.length == len(content)
            return head.syntax, content

    async def ask() -> None:
        assert await found(Question("", COUNT, solutions="csv")) == ("csv", b"n\r\n500\r\n")
        syntax, content = await found(Question("", graph="urn:g", triples="ntriples"))
        assert (syntax, content.count(b"\n")) == ("ntriples", NUMBER)
        with pytest.raises(FormatError, match="none of the formats that Accept names; for SELECT and ASK"):
            await found(Question("", COUNT, triples="turtle"))
        with pytest.raises(QueryLimit, match="takes longer than"):
            await found(Question("", LONG, solutions="csv", limits=Limits(timeout=0.3)))

    run(ask)
