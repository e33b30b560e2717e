"""Loading text in bulk, piece by piece, with the same result as in one, and the same errors."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.graph.store import bulk

GRAPH = "urn:g"
LINES = [f'<urn:s{number}> <urn:p> "value {number}" .\n' for number in range(3000)]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r\n'), max_size=30)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ox.Store:
    return ox.Store() if request.param == "memory" else ox.Store(str(tmp_path / "store"))


@pytest.fixture(params=["one piece", "many pieces"], autouse=True)
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many pieces":
        monkeypatch.setattr(bulk, "FIRST", 2000)


def values(store: ox.Store) -> list[str]:
    found = store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH))
    return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))


def test_all_lines_arrive_in_the_graph(store: ox.Store) -> None:
    bulk.load(store, GRAPH, iter(LINES))
    assert len(store) == len(LINES)
    assert values(store) == sorted(f"value {number}" for number in range(len(LINES)))


def test_what_was_there_stays(store: ox.Store) -> None:
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o")))
    bulk.load(store, GRAPH, iter(LINES))
    assert len(store) == len(LINES) + 1


def test_lines_that_repeat_each_other_are_one_statement(store: ox.Store) -> None:
    bulk.load(store, GRAPH, iter(LINES[:100] * 30))
    assert len(store) == 100


def test_no_lines_are_no_error(store: ox.Store) -> None:
    bulk.load(store, GRAPH, iter(()))
    assert len(store) == 0


def test_what_goes_wrong_in_making_lines_is_raised_as_it_is(store: ox.Store) -> None:
    def broken() -> Iterator[str]:
        yield from LINES[:2000]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        bulk.load(store, GRAPH, broken())


@pytest.mark.parametrize("place", [0, 1500, 3000])
def test_what_is_no_statement_is_an_error_wherever_it_stands(store: ox.Store, place: int) -> None:
    lines = [*LINES[:place], "broken\n", *LINES[place:]]
    with pytest.raises(SyntaxError, match="must be an IRI"):
        bulk.load(store, GRAPH, iter(lines))


def test_no_thread_is_left_behind_when_something_goes_wrong(store: ox.Store) -> None:
    with pytest.raises(SyntaxError):
        bulk.load(store, GRAPH, iter([*LINES, "broken\n", *LINES]))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("bulk-load")]


def test_few_pieces_are_held_at_a_time(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes the lines waits while others are loaded, so that memory does not grow with the text."""
    made, most = 0, 0
    loaded: list[int] = []
    load_piece = bulk._load

    def counted(store: ox.Store, graph: ox.NamedNode, text: bytes) -> None:
        load_piece(store, graph, text)
        loaded.append(text.count(b"\n"))

    def lines() -> Iterator[str]:
        nonlocal made, most
        for line in LINES:
            made += 1
            most = max(most, made - sum(loaded))
            yield line

    monkeypatch.setattr(bulk, "FIRST", 2000)
    monkeypatch.setattr(bulk, "LARGEST", 2000)
    monkeypatch.setattr(bulk, "_load", counted)
    bulk.load(store, GRAPH, lines())
    assert sum(loaded) == len(LINES)
    assert most <= 5 * 2000 / len(LINES[0])


@given(sizes=st.lists(st.integers(1, 400), max_size=60), first=st.integers(1, 200), largest=st.integers(200, 1000))
def test_pieces_are_whole_lines_in_their_order_and_of_bounded_size(sizes: list[int], first: int, largest: int) -> None:
    lines = [f"{'x' * size}\n" for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "FIRST", first)
        patch.setattr(bulk, "LARGEST", largest)
        found = list(bulk._pieces(lines))
    assert b"".join(found) == "".join(lines).encode()
    assert all(piece.endswith(b"\n") for piece in found)
    assert all(len(piece) < largest + 401 for piece in found)


@given(st.lists(TEXTS, max_size=40))
def test_texts_arrive_as_they_are(texts: list[str]) -> None:
    store = ox.Store()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "FIRST", 100)
        bulk.load(store, GRAPH, [f'<urn:s{number}> <urn:p> "{text}" .\n' for number, text in enumerate(texts)])
    assert values(store) == sorted(texts)


PRIORITIES = """
import os, sys
from pathlib import Path
import pyoxigraph as ox
from whoblamed.graph.store.disk import DiskStore

folder, alone = sys.argv[1:]
with DiskStore(Path(folder)).changing(alone=alone == "alone") as change:
    change.replace_by_lines("urn:g", ["<urn:s> <urn:p> <urn:o> .\\n"])
    tasks = [task for task in Path("/proc/self/task").iterdir() if (task / "comm").read_text() == "rocksdb:low\\n"]
    print(os.getpriority(os.PRIO_PROCESS, 0), *(os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in tasks))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists the threads of a process")
@pytest.mark.parametrize(("who", "lowered"), [("alone", True), ("with others", False)])
def test_merging_gives_way_only_in_a_process_that_does_nothing_else(tmp_path: Path, who: str, lowered: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRIORITIES, str(tmp_path / "graph"), who], capture_output=True, text=True, check=True
    )
    own, *merging = map(int, done.stdout.split())
    assert merging
    assert set(merging) == {bulk.LATER if lowered else own}
    assert own != bulk.LATER
