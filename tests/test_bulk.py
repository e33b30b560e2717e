"""Loading text in bulk: by this process or by another, with the same result, and the same errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from whoblamed.graph import bulk

LINES = [f'<urn:s{number}> <urn:p> "value {number}" <urn:g> .\n' for number in range(3000)]


class Folder:
    """A store in a folder that is opened and closed by turns, as a change on disk does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: ox.Store | None = None
        self.closed = 0

    def opened(self) -> ox.Store:
        if self.store is None:
            self.store = ox.Store(str(self.folder))
        return self.store

    def close(self) -> None:
        self.store = None
        self.closed += 1

    def load(self, lines: Iterator[str]) -> None:
        bulk.load_on_disk(self.folder, self.opened, self.close, lines)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    found = Folder(tmp_path / "store")
    found.opened()
    return found


@pytest.fixture(params=["here", "elsewhere"])
def load(request: pytest.FixtureRequest, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Loads into the folder; what is little is loaded by this process, and nothing is little for the other."""
    if request.param == "elsewhere":
        monkeypatch.setattr(bulk, "LITTLE", 1000)
    return folder.load


def test_all_lines_arrive(load: Callable[..., None], folder: Folder) -> None:
    load(iter(LINES))
    assert len(folder.opened()) == len(LINES)


def test_what_was_there_stays(load: Callable[..., None], folder: Folder) -> None:
    folder.opened().add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o")))
    load(iter(LINES))
    assert len(folder.opened()) == len(LINES) + 1


def test_no_lines_are_no_error(load: Callable[..., None], folder: Folder) -> None:
    load(iter(()))
    assert len(folder.opened()) == 0


def test_what_goes_wrong_in_making_lines_is_raised_as_it_is(load: Callable[..., None]) -> None:
    def broken() -> Iterator[str]:
        yield from LINES[:2000]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        load(broken())


def test_what_is_no_statement_is_an_error(load: Callable[..., None]) -> None:
    with pytest.raises((SyntaxError, OSError), match="line 3001"):
        load(iter([*LINES, "<urn:broken\n", *LINES]))


def test_much_is_loaded_by_another_process_and_little_is_not(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.load(iter(LINES))
    assert folder.closed == 0
    monkeypatch.setattr(bulk, "LITTLE", 1000)
    folder.load(iter(LINES))
    assert folder.closed == 1


def test_without_a_python_to_start_this_process_loads_all(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LITTLE", 1000)
    monkeypatch.setattr(sys, "executable", "")
    folder.load(iter(LINES))
    assert (len(folder.opened()), folder.closed) == (len(LINES), 0)


def test_the_other_process_imports_nothing_from_where_the_user_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyoxigraph.py").write_text("raise SystemExit('imported from the wrong place')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bulk, "LITTLE", 1000)
    folder.load(iter(LINES))
    assert len(folder.opened()) == len(LINES)


def test_when_the_other_process_stops_nobody_waits_for_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads nothing, while more is written than the pipe and the queue hold, and a little at the end."""
    monkeypatch.setattr(bulk, "LITTLE", 1000)
    monkeypatch.setattr(bulk, "_OTHER", "import sys; sys.exit('no room left')")
    with pytest.raises(OSError, match="no room left"):
        folder.load(iter([*LINES * 30, LINES[0]]))
