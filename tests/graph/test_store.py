"""Stores: a change is made all at once or not at all, whatever happens to whoever makes it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from filelock import FileLock
from whoblamed.errors import StoreError
from whoblamed.graph.store import generations as folders
from whoblamed.graph.store.base import QuadStore, Store
from whoblamed.graph.store.disk import DiskStore
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.graph.store.oxigraph import OxigraphQuads

from ..support.cases import blame, case, dump, written
from ..support.places import ROOT

GRAPH = "https://w3id.org/whoblamed/id/harbour"
OTHER = "https://w3id.org/whoblamed/id/quay"


def quads(*values: int, graph: str = GRAPH) -> list[ox.Quad]:
    node = ox.NamedNode(graph)
    return [
        ox.Quad(ox.NamedNode(f"{graph}/{value}"), ox.NamedNode("urn:is"), ox.Literal(value), node) for value in values
    ]


def values(store: QuadStore) -> list[int]:
    return sorted(int(quad.object.value) for quad in store if isinstance(quad.object, ox.Literal))


def replace(store: Store, *replacement: int, graph: str = GRAPH) -> None:
    with store.changing() as change:
        change.replace(graph, quads(*replacement, graph=graph))


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, graph_folder: Path) -> Store:
    return MemoryStore() if request.param == "memory" else DiskStore(graph_folder)


# ---------------------------------------------------------------------------------------------------- both kinds


def test_a_change_replaces_whole_graphs_and_leaves_the_others(store: Store) -> None:
    replace(store, 1, 2)
    replace(store, 7, graph=OTHER)
    replace(store, 2, 3)
    assert values(store.current) == [2, 3, 7]


def test_a_graph_replaced_by_nothing_is_gone(store: Store) -> None:
    replace(store, 1)
    replace(store)
    assert list(store.current) == []
    assert list(store.current.graphs()) == []


def test_history_is_kept_apart(store: Store) -> None:
    with store.changing() as change:
        change.replace(GRAPH, quads(2))
        change.replace_history(GRAPH, quads(1))
    assert (values(store.current), values(store.history)) == ([2], [1])


def test_what_is_being_changed_is_not_seen_before_it_is_done(store: Store) -> None:
    replace(store, 1)
    with store.changing() as change:
        change.replace(GRAPH, quads(2))
        assert values(store.current) == [1]
    assert values(store.current) == [2]


def test_an_exception_in_the_middle_changes_nothing(store: Store) -> None:
    replace(store, 1)
    before, state = dump(store), store.state
    with contextlib.suppress(LookupError), store.changing() as change:
        change.replace(GRAPH, quads(2))
        change.replace_history(GRAPH, quads(1))
        raise LookupError
    assert (dump(store), store.state) == (before, state)
    replace(store, 3)
    assert values(store.current) == [3]


def test_quads_that_cannot_all_be_made_change_nothing(store: Store) -> None:
    def broken() -> Iterator[ox.Quad]:
        yield from quads(2, 3)
        raise ValueError("no valid IRI")

    def change_two() -> None:
        with store.changing() as change:
            change.replace(OTHER, quads(4, graph=OTHER))
            change.replace(GRAPH, broken())

    replace(store, 1)
    with pytest.raises(ValueError, match="no valid IRI"):
        change_two()
    assert values(store.current) == [1]


def test_the_state_changes_with_every_change_and_only_then(store: Store) -> None:
    states = [store.state]
    for value in (1, 2):
        replace(store, value)
        states.append(store.state)
    with store.changing():
        pass
    assert len(set(states)) == 3
    assert store.state == states[-1]


# ------------------------------------------------------------------------------------------------------- on disk


@pytest.fixture
def folder(graph_folder: Path) -> Path:
    return graph_folder


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("generation-*"))


def test_nothing_is_made_before_something_is_written(folder: Path) -> None:
    store = DiskStore(folder)
    assert not store.exists
    assert (list(store.current), list(store.history), store.state) == ([], [], "")
    assert not folder.exists()


def test_a_graph_is_there_for_whoever_opens_the_folder_next(folder: Path) -> None:
    replace(DiskStore(folder), 1)
    store = DiskStore(folder)
    assert store.exists
    assert values(store.current) == [1]


def test_a_change_without_a_change_makes_no_generation(folder: Path) -> None:
    store = DiskStore(folder)
    replace(store, 1)
    with store.changing():
        pass
    assert generations(folder) == ["generation-000001"]


def test_what_is_opened_stays_open_until_the_graph_changes(folder: Path) -> None:
    store = DiskStore(folder)
    replace(store, 1)
    assert store.current is store.current
    before = store.current
    replace(DiskStore(folder), 2)
    assert store.current is not before


def test_a_reader_keeps_its_generation_while_others_are_made(folder: Path) -> None:
    """Also files that it has not opened yet must stay: Oxigraph opens only the first sixteen of a store at once."""
    writer, reader = DiskStore(folder), DiskStore(folder)
    graphs = [f"{GRAPH}-{number}" for number in range(20)]
    for graph in graphs:
        replace(writer, 1, 2, 3, graph=graph)
    generation = reader.generation
    opened = generation.current
    assert len(list((folder / reader.state / "store").glob("*.sst"))) > 16
    for value in range(4, 8):
        with writer.changing() as change:
            for graph in graphs:
                change.replace(graph, quads(value, graph=graph))
            change.replace_history(GRAPH, quads(1))
    assert values(opened) == sorted(20 * [1, 2, 3])
    assert list(generation.history) == []
    assert values(reader.current) == 20 * [7]
    assert values(reader.history) == [1]


def test_a_replaced_generation_is_removed_when_nobody_can_still_read_it(folder: Path) -> None:
    store = DiskStore(folder)
    for value in (1, 2, 3):
        replace(store, value)
    assert generations(folder) == ["generation-000001", "generation-000002", "generation-000003"]
    long_ago = time.time() - folders.GRACE - 60
    os.utime(folder / "generation-000002", (long_ago, long_ago))  # it is when the first was replaced
    replace(store, 4)
    assert generations(folder) == ["generation-000002", "generation-000003", "generation-000004"]


def test_what_was_left_unfinished_is_removed(folder: Path) -> None:
    store = DiskStore(folder)
    replace(store, 1)
    (folder / "generation-000002" / "store").mkdir(parents=True)
    (folder / "CURRENT.new").write_text("generat")
    assert values(DiskStore(folder).current) == [1]
    replace(store, 2)
    assert values(DiskStore(folder).current) == [2]
    assert generations(folder) == ["generation-000001", "generation-000002"]
    assert not (folder / "CURRENT.new").exists()


def test_a_first_change_that_was_killed_leaves_a_folder_that_can_be_used(folder: Path) -> None:
    (folder / "generation-000001" / "store").mkdir(parents=True)
    (folder / "CURRENT.new").write_text("generat")
    (folder / "lock").touch()
    store = DiskStore(folder)
    assert not store.exists
    replace(store, 1)
    assert values(store.current) == [1]


def test_an_interruption_at_the_very_end_keeps_what_is_current(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = folders.point

    def interrupted(graph: Path, generation: str) -> None:
        point(graph, generation)
        raise KeyboardInterrupt

    store = DiskStore(folder)
    replace(store, 1)
    with monkeypatch.context() as patch:
        patch.setattr(folders, "point", interrupted)
        with pytest.raises(KeyboardInterrupt):
            replace(store, 2)
    assert values(store.current) == [2]
    replace(store, 3)
    assert values(store.current) == [3]


def test_a_second_writer_is_told_in_words(folder: Path) -> None:
    with DiskStore(folder).changing() as change:
        change.replace(GRAPH, quads(1))
        with pytest.raises(StoreError, match="another process is changing this graph; try again when it is done"):
            replace(DiskStore(folder), 2)
    assert values(DiskStore(folder).current) == [1]


def test_a_second_writer_in_another_process_is_told_too(folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path, case(blame()))
    command = [sys.executable, "-m", "whoblamed", "--graph", str(folder), "load", str(file)]
    with DiskStore(folder).changing():
        refused = subprocess.run(command, capture_output=True, text=True)
    assert refused.returncode == 1
    assert refused.stderr == f"{folder}: another process is changing this graph; try again when it is done\n"
    assert subprocess.run(command, capture_output=True, text=True).returncode == 0


@pytest.mark.parametrize("content", ["notes.txt", "CURRENT", "generation-one"])
def test_a_folder_of_something_else_is_refused_and_left_alone(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / content).write_text("MANIFEST-000005\n")
    (folder / "data.sst").write_text("…")
    with pytest.raises(StoreError, match="not a whoblamed graph"):
        DiskStore(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([content, "data.sst"])


def test_a_bare_oxigraph_store_is_not_taken_for_a_graph(folder: Path) -> None:
    bare = ox.Store(str(folder))
    bare.add(quads(1)[0])
    del bare
    with pytest.raises(StoreError, match="not a whoblamed graph"):
        DiskStore(folder)


def test_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.write_text("mine")
    with pytest.raises(StoreError, match="not a whoblamed graph"):
        DiskStore(path)


def test_a_folder_that_cannot_be_made_is_reported_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be written: Not a directory"):
        replace(DiskStore(tmp_path / "file" / "graph"), 1)


def test_an_empty_folder_can_become_a_graph(folder: Path) -> None:
    folder.mkdir()
    replace(DiskStore(folder), 1)
    assert values(DiskStore(folder).current) == [1]


def test_files_that_others_put_into_the_folder_do_no_harm(folder: Path) -> None:
    replace(DiskStore(folder), 1)
    (folder / ".DS_Store").touch()
    assert values(DiskStore(folder).current) == [1]


@pytest.mark.parametrize(
    "text", ["", "generation-", "generation-1/../..", "000001", "\xff\xfe", "generation-000001\n2"]
)
def test_a_damaged_pointer_is_reported_and_nothing_is_removed(folder: Path, text: str) -> None:
    replace(DiskStore(folder), 1)
    (folder / "CURRENT").write_text(text, encoding="utf-8")
    store = DiskStore(folder)
    with pytest.raises(StoreError, match="names no generation; the graph is damaged"):
        _ = store.current
    with pytest.raises(StoreError, match="names no generation; the graph is damaged"):
        replace(store, 2)
    assert generations(folder) == ["generation-000001"]


def damage(folder: Path, part: str) -> None:
    store = folder / "generation-000001" / "store"
    if part == "everything":
        store.rename(folder / "generation-000001" / "elsewhere")
    elif part == "data":
        next(iter(sorted(store.glob("*.sst")))).unlink()
    else:
        (store / "CURRENT").write_text("no line end")


@pytest.mark.parametrize("part", ["everything", "data", "pointer"])
def test_a_damaged_generation_is_reported_in_one_line(folder: Path, part: str) -> None:
    replace(DiskStore(folder), 1)
    damage(folder, part)
    with pytest.raises(StoreError, match=r"graph: cannot be read: .") as raised:
        _ = DiskStore(folder).current
    assert "\n" not in str(raised.value)


def test_bytes_that_the_disk_has_lost_are_told_when_they_are_read(folder: Path) -> None:
    replace(DiskStore(folder), *range(5000))
    for table in folder.glob("generation-000001/store/*.sst"):
        content = bytearray(table.read_bytes())
        if len(content) > 20_000:  # the small ones are read when the store is opened
            content[len(content) // 3] ^= 0xFF
            table.write_bytes(content)
    with pytest.raises(
        StoreError, match=r"store: the graph is damaged \(.*[Cc]orrupt.*\); take back the last change, or"
    ):
        values(DiskStore(folder).current)


@pytest.mark.parametrize("how", ["cut", "flipped"])
def test_whichever_file_the_disk_has_harmed_that_is_told_in_words(folder: Path, tmp_path: Path, how: str) -> None:
    """Each file holds another order of the quads, or the names of graphs; which is read when is Oxigraph's to say."""
    for graph in (GRAPH, OTHER):
        replace(DiskStore(folder), *range(300), graph=graph)
    told = []
    for table in sorted(folder.glob("generation-000002/store/*.sst")):
        harmed = tmp_path / table.stem
        shutil.copytree(folder, harmed)
        harm(harmed / table.relative_to(folder), how)
        for use in (lambda store: (list(store.current.graphs()), values(store.current)), lambda store: replace(store)):
            try:
                use(DiskStore(harmed))
            except StoreError as error:
                told.append(str(error))
    assert told
    assert not any("\n" in each for each in told)


def harm(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content[: len(content) // 2] if how == "cut" else content)


@pytest.mark.parametrize("where", ["at the end", "where a change begins", "where a copy is made"])
def test_a_full_disk_is_reported_and_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    store = DiskStore(folder)
    replace(store, 1)
    replace(store, 2)
    writes = {
        "at the end": (os, "fsync"),
        "where a change begins": (folders, "mark"),
        "where a copy is made": (OxigraphQuads, "link_to"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*writes[where], full)
        for change in (replaced, looked_at, DiskStore.take_back):
            with pytest.raises(StoreError, match=r"cannot be written: No space left on device"):
                change(store)
    assert values(store.current) == [2]
    assert generations(folder) == ["generation-000001", "generation-000002"]


def replaced(store: DiskStore) -> None:
    replace(store, 3)


def looked_at(store: DiskStore) -> None:
    """Begin a change by reading what is held, as a load does."""
    with store.changing() as change:
        assert change.current


# ---------------------------------------------------------------------------------------- other systems, other versions


def no_links(patch: pytest.MonkeyPatch) -> None:
    """As on FAT, exFAT and many network drives."""

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    patch.setattr(os, "link", refused)


def test_without_hard_links_a_graph_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_links(monkeypatch)
    store = DiskStore(folder)
    for value in (1, 2, 3):
        replace(store, value)
        with store.changing() as change:
            change.extend_history(quads(value))
    replace(store, 7, graph=OTHER)
    assert (values(store.current), values(store.history)) == ([3, 7], [1, 2, 3])
    store.take_back()
    assert (values(DiskStore(folder).current), values(store.history)) == ([3], [1, 2, 3])
    tables = list(folder.glob("generation-*/store/*.sst"))
    assert tables
    assert {file.stat().st_nlink for file in tables} == {1}


def test_that_it_is_slower_is_said_once(graph_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_links(monkeypatch)
    graph = whoblamed.open(graph_folder)
    notes = [graph.load(written(tmp_path, case(blame(), name=name))).notes for name in ("first", "second", "third")]
    assert notes == [
        [],
        [f"{graph_folder}: this file system has no hard links; each change copies the whole graph and takes longer"],
        [],
    ]


def test_where_there_are_hard_links_nothing_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store may merge what it got by links at once, so their number tells nothing."""

    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(shutil, "copytree", never)
    monkeypatch.setattr(shutil, "copyfile", never)
    store = DiskStore(folder)
    replace(store, 1)
    replace(store, 7, graph=OTHER)
    assert values(store.current) == [1, 7]
    assert not list(folder.glob("generation-*/copied"))


def marked(folder: Path, text: str | None) -> None:
    mark = folder / (folder / "CURRENT").read_text().strip() / "format"
    mark.unlink()
    if text is not None:
        mark.write_text(text)


def test_a_graph_of_a_newer_version_is_refused_with_the_version_to_install(folder: Path) -> None:
    replace(DiskStore(folder), 1)
    marked(folder, "2 whoblamed 3.4.1\n")
    newer = DiskStore(folder)
    message = (
        r"graph: written by whoblamed 3\.4\.1, in a format that .* cannot read; install that version or a later one:"
        r" pip install 'whoblamed>=3\.4\.1'\Z"
    )
    with pytest.raises(StoreError, match=message):
        _ = newer.current
    with pytest.raises(StoreError, match=message):
        replace(newer, 2)
    with pytest.raises(StoreError, match=message):
        newer.take_back()
    assert generations(folder) == ["generation-000001"]
    marked(folder, "1 whoblamed 0.1\n")
    assert values(newer.current) == [1]


def test_a_graph_of_a_version_without_marks_is_read_and_changed(folder: Path) -> None:
    replace(DiskStore(folder), 1)
    marked(folder, None)
    assert values(DiskStore(folder).current) == [1]
    replace(DiskStore(folder), 7, graph=OTHER)
    assert values(DiskStore(folder).current) == [1, 7]
    assert (
        folder / "generation-000002" / "format"
    ).read_text() == f"{folders.FORMAT} whoblamed {whoblamed.__version__}\n"


def test_a_damaged_mark_is_told(folder: Path) -> None:
    replace(DiskStore(folder), 1)
    marked(folder, "\0\0\0")
    with pytest.raises(StoreError, match="format: says no format; the graph is damaged"):
        _ = DiskStore(folder).current


DRY_RUN = """
import os, signal, sys
import whoblamed
from whoblamed.graph.loading import load

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

load._loaded = killed
whoblamed.open(sys.argv[1]).load(sys.argv[2], dry_run=True)
"""


def test_what_a_killed_dry_run_leaves_is_removed_by_the_next(tmp_path: Path, small_case: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    (place / "whoblamed-dry-run-of-somebody").symlink_to(tmp_path)
    command = [sys.executable, "-c", DRY_RUN, str(tmp_path / "graph"), str(small_case)]
    assert subprocess.run(command, env={**os.environ, "TMPDIR": str(place)}, check=False).returncode == -9
    (left,) = (folder for folder in place.iterdir() if not folder.is_symlink())
    run = [sys.executable, "-m", "whoblamed", "--graph", str(tmp_path / "graph"), "load", str(small_case), "--dry-run"]
    long_ago = time.time() - 120
    os.utime(left, (long_ago, long_ago))
    in_use = place / "whoblamed-dry-run-in-use"
    in_use.mkdir()
    with FileLock(in_use / "alive"):
        os.utime(in_use, (long_ago, long_ago))
        assert subprocess.run(run, env={**os.environ, "TMPDIR": str(place)}, capture_output=True).returncode == 0
    assert sorted(entry.name for entry in place.iterdir()) == [
        "whoblamed-dry-run-in-use",
        "whoblamed-dry-run-of-somebody",
    ]


# -------------------------------------------------------------------------------------------------- taken back


def test_the_last_change_can_be_taken_back_and_once(store: Store) -> None:
    replace(store, 1)
    with store.changing() as change:
        change.replace(GRAPH, quads(2))
        change.extend_history(quads(1))
    state = store.state
    store.take_back()
    assert (values(store.current), values(store.history)) == ([1], [])
    assert store.state != state
    with pytest.raises(StoreError, match="nothing to take back"):
        store.take_back()
    replace(store, 3)
    store.take_back()
    assert values(store.current) == [1]


def test_the_first_change_can_be_taken_back_too(store: Store) -> None:
    replace(store, 1)
    store.take_back()
    assert values(store.current) == []


def test_where_nothing_was_changed_nothing_is_taken_back(store: Store) -> None:
    with pytest.raises(StoreError, match="nothing to take back"):
        store.take_back()


def test_a_change_that_failed_leaves_the_one_before_to_be_taken_back(store: Store) -> None:
    replace(store, 1)
    replace(store, 2)
    with pytest.raises(ZeroDivisionError), store.changing() as change:
        change.replace(GRAPH, (1 // 0 for _ in quads(3)))  # type: ignore[misc]  # it yields nothing
    store.take_back()
    assert values(store.current) == [1]


def test_what_was_replaced_last_is_kept_however_long_ago_and_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "GRACE", -1)
    store = DiskStore(folder)
    for value in range(5):
        replace(store, value)
        assert len(generations(folder)) <= 3
    reader = DiskStore(folder)
    reader.take_back()
    assert values(reader.current) == values(store.current) == [3]


def test_a_graph_of_which_the_generation_before_is_gone(folder: Path) -> None:
    store = DiskStore(folder)
    replace(store, 1)
    replace(store, 2)
    folders.remove(folder / "generation-000001")
    with pytest.raises(StoreError, match="nothing to take back"):
        store.take_back()
    assert values(store.current) == [2]


# ------------------------------------------------------------------------------------------------------ killed

POINTS = ("generation begun", "among the quads", "graph replaced", "all written", "pointer half written", "current")
START = datetime(2031, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Victims:
    """Processes that load and are killed."""

    def __init__(self, graph: Path) -> None:
        self.graph = graph
        script = [sys.executable, str(ROOT / "tests" / "support" / "victim.py")]
        self.process = subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def load(self, file: Path, now: datetime, **kill: str | float) -> float:
        """Load a file in a process that is killed `at` a point or `after` some seconds; how many seconds it lived."""
        return self._do(file=str(file), now=now.isoformat(), **kill)

    def undo(self, **kill: str | float) -> float:
        """Take back the last change in such a process."""
        return self._do(**kill)

    def _do(self, **job: str | float) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        job["graph"] = str(self.graph)
        self.process.stdin.write(json.dumps(job) + "\n")
        return float(self.process.stdout.readline())


@pytest.fixture
def victims(folder: Path) -> Iterator[Victims]:
    victims = Victims(folder)
    with victims.process:
        yield victims
        assert victims.process.stdin is not None
        victims.process.stdin.close()


def kills(lifetime: float) -> Iterator[Mapping[str, str | float]]:
    """At every point that matters, and at random moments: some more if there is time for them."""
    chance = random.Random(2014)
    begun = time.perf_counter()
    yield from ({"at": point} for point in POINTS)
    for number in range(40):
        if number < 20 or time.perf_counter() - begun < 12:
            yield {"after": chance.uniform(0, 1.2 * lifetime)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
def test_a_load_that_is_killed_leaves_what_was_there_or_all_that_is_new(
    folder: Path, tmp_path: Path, victims: Victims
) -> None:
    """After each kill the graph is as it was or as it should be, by a twin in memory, and the next load works."""
    claims = [blame(f"blame-{number}", summary={"en": "as before"}) for number in range(30)]
    one, two = [
        written(tmp_path, case(*claims, blame("last", summary={"en": text})), f"{text}.yaml") for text in ("one", "two")
    ]
    twin, graph = whoblamed.open(":memory:"), whoblamed.open(folder)
    for either in (twin, graph):
        either.load(one, now=START)
    lifetime = victims.load(two, START + DAY)
    twin.load(two, now=START + DAY, replace=True)
    assert dump(graph.store) == dump(twin.store)

    outcomes = set()
    for number, kill in enumerate(kills(lifetime)):
        now, version = START + (number + 2) * DAY, (one, two)[number % 2]
        before = dump(twin.store)
        twin.load(version, now=now, replace=True)
        after = dump(twin.store)

        victims.load(version, now, **kill)

        found = dump(DiskStore(folder))
        assert found in (before, after), kill
        if "at" in kill:
            assert found == (after if kill["at"] == "current" else before), kill
        outcomes.add(found == after)
        graph.load(version, now=now, replace=True)
        assert dump(graph.store) == after, kill
    assert outcomes == {True, False}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
def test_a_change_that_is_taken_back_by_who_is_killed_stands_or_is_taken_back(
    folder: Path, tmp_path: Path, victims: Victims
) -> None:
    graph = whoblamed.open(folder)
    graph.load(written(tmp_path, case(blame())), now=START)
    before = dump(graph.store)
    for number, point in enumerate(("all written", "pointer half written", "current")):
        graph.load(written(tmp_path, case(blame(), blame(f"more-{number}"))), now=START + (number + 1) * DAY)
        after = dump(graph.store)

        victims.undo(at=point)

        assert dump(DiskStore(folder)) == (before if point == "current" else after), point
        if point != "current":
            graph.undo()
        assert dump(graph.store) == before
