"""`whoblamed serve` of a graph on a server: it is edited as one in a folder, and a slow server stalls nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
import whoblamed

from ..support.failing import Failing, Passing
from ..support.server import serving, started, until
from ..support.servers import Server, oxigraph
from .test_edit import DENIAL, SMALL, Editor


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("UPDATE", "STORE"):
        monkeypatch.delenv(f"WHOBLAMED_GRAPH_{name}", raising=False)
    (tmp_path / "oxigraph").mkdir()
    with oxigraph(tmp_path / "oxigraph") as running:
        yield running


@pytest.fixture
def file(server: Server, tmp_path: Path) -> Path:
    """A fact file that was loaded into the graph of the server."""
    file = tmp_path / "harbour.yaml"
    file.write_text(SMALL, "utf-8")
    whoblamed.open(server.query, update=server.update, store=server.store).load(file)
    return file


@contextmanager
def editing(server: Server, file: Path, folder: Path) -> Iterator[Editor]:
    """Serve the graph to be edited, and open a browser."""
    known = {"WHOBLAMED_GRAPH_UPDATE": server.update, "WHOBLAMED_GRAPH_STORE": server.store}
    with serving(server.query, folder, "--edit", environment=known) as explorer:
        editor = Editor(explorer, file)
        with closing(editor.client):
            yield editor


def test_a_claim_is_added_corrected_and_taken_back(server: Server, file: Path, tmp_path: Path) -> None:
    with editing(server, file, tmp_path) as editor:
        assert editor.send("/edit/harbour/new/claims", "write", **DENIAL).status_code == 303
        assert "denial" in editor.text
        assert {claim.act for claim in whoblamed.open(server.query).claims()} == {"attribution", "denial"}
        assert "denies" in editor.get("/claims")
        corrected = editor.send("/edit/harbour/claim/blame", "write", on="2031-04-02")
        assert corrected.status_code == 303
        found = whoblamed.open(server.query).claims()
        assert "2031-04-02" in {str(claim.stated_on) for claim in found}
        assert editor.undo().status_code == 303
        assert "on: 2031-04-03" in editor.text
        assert "2031-04-03" in {str(claim.stated_on) for claim in whoblamed.open(server.query).claims()}


def test_what_was_loaded_from_another_computer_is_not_edited_here(
    server: Server, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody has written into the graph that a data set was read from a file that is here."""
    graph = "https://w3id.org/whoblamed/id/harbour"
    said = f"INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> <https://w3id.org/whoblamed/ns#readFrom> '{file}' }} }}"
    httpx.post(server.update, data={"update": said}).raise_for_status()
    monkeypatch.setenv("WHOBLAMED_GRAPH_CACHE", str(tmp_path / "elsewhere"))
    with editing(server, file, tmp_path) as editor:
        page = editor.client.get("/edit/harbour/")
        assert page.status_code == 409
        assert "harbour: it was loaded from elsewhere; run whoblamed load FILE" in page.text


def test_a_graph_that_can_only_be_read_is_not_edited(server: Server, file: Path, tmp_path: Path) -> None:
    printed = tmp_path / "printed"
    with started(server.query, printed, "--port", "0", "--edit") as process:
        assert process.wait(60) == 1
    assert printed.read_text("utf-8").splitlines() == [
        f"{server.query}: can only be read; give the address that takes updates with --graph-update URL (or"
        " $WHOBLAMED_GRAPH_UPDATE)"
    ]


_SLOW = 6.0


def test_a_slow_server_stalls_nobody(server: Server, file: Path, tmp_path: Path) -> None:
    """Who looks whether the graph has changed waits for it; the others get what was there a moment before."""

    def dawdle(handler: Passing, sent: bytes) -> bool:
        time.sleep(_SLOW)
        return False

    with Failing(server).running() as slow, serving(f"{slow.base}/query", tmp_path) as explorer:
        assert explorer.get("/claims").status_code == 200
        time.sleep(2.1)  # for so long, what was read is not looked at again
        slow.does(dawdle)
        with ThreadPoolExecutor(1) as another:
            begun = time.monotonic()
            looking = another.submit(explorer.get, "/sparql?query=ASK%7B%7D")
            until(lambda: slow.asked)
            assert explorer.get("/static/colours.css").status_code == 200
            assert explorer.get("/claims").status_code == 200
            assert time.monotonic() - begun < _SLOW
            assert not looking.done()
            assert looking.result().text
            assert time.monotonic() - begun >= _SLOW
