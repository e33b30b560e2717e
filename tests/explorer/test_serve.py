"""`whoblamed serve` as a process: where it listens, what it says, what it does while others write, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
import whoblamed
from whoblamed.commands.process import run_collector
from whoblamed.explorer.listening import address_of, bind

from ..support.cases import blame, case, written
from ..support.server import Server, command, serving, until

ASK = f"/sparql?query={quote('ASK { }')}"
COUNT = f"/sparql?query={quote('SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a wb:Attribution }')}&format=csv"
ENDLESS = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }')}"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")


# ---------------------------------------------------------------------------------------------------------- its begin


def test_it_says_where_it_serves_and_answers_there(small_server: Server) -> None:
    assert f"serving at {small_server.url}/" in small_server.output
    assert small_server.get(ASK).status_code == 200
    assert small_server.get("/there/is/no/such/page").status_code == 404


def run(*arguments: str) -> tuple[int, list[str]]:
    """A server that cannot begin: its exit code, and the lines that it prints."""
    done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=60)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_a_port_that_is_taken_is_told_in_one_line(small_server: Server, small_graph: Path) -> None:
    port = str(urlsplit(small_server.url).port)
    assert run("--graph", str(small_graph), "serve", "--port", port) == (1, [
        f"cannot listen at 127.0.0.1:{port}: something listens there already;"
        " choose another with --port, or --port 0 for one that is free"
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("203.0.113.9", "this computer has no such address; see --host"),
        ("a..b", "no name of a computer; see --host"),
        ("2001:db8::1", ""),
        ("host.invalid", "see --host"),
    ],
)
def test_an_address_that_is_not_of_this_computer_is_told_in_one_line(small_graph: Path, host: str, reason: str) -> None:
    code, lines = run("--graph", str(small_graph), "serve", "--port", "0", "--host", host)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("cannot listen at ")
    assert lines[0].endswith(reason)


def test_a_port_that_the_system_keeps_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(whoblamed.errors.ServerError, match=r"127.0.0.1:80: this user may not listen there"):
        bind("127.0.0.1", 80)


def test_there_is_nothing_to_serve_where_there_is_no_graph(tmp_path: Path) -> None:
    place = tmp_path / "none"
    assert run("--graph", str(place), "serve", "--port", "0") == (
        1, [f"{place}: there is no graph here yet; make one with `whoblamed load`"]
    )  # fmt: skip
    assert not place.exists()
    code, lines = run("--graph", ":memory:", "serve", "--port", "0")
    assert (code, "a graph in memory is empty" in lines[-1]) == (2, True)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--cors", "site.example"),
        ("--cors", "https://site.example/"),
        ("--cors", "null"),
        ("--host-name", "http://graph.example"),
        ("--host-name", "graph.example:8000"),
        ("--host-name", "*"),
        ("--behind-proxy", "proxy.example"),
        ("--root-path", "whoblamed"),
        ("--root-path", "/a b"),
        ("--root-path", "/../x"),
        ("--port", "99999"),
        ("--timeout", "-1"),
    ],
)
def test_an_option_that_means_nothing_is_told(small_graph: Path, option: str, value: str) -> None:
    code, lines = run("--graph", str(small_graph), "serve", option, value)
    assert code == 2
    assert option in lines[-1]


def test_times_are_for_commands_that_read_once(small_graph: Path) -> None:
    code, lines = run("--graph", str(small_graph), "--as-of", "2031", "serve")
    assert (code, "--as-of" in lines[-1]) == (2, True)


def test_the_address_is_one_that_a_browser_opens() -> None:
    with bind("0.0.0.0", 0) as everywhere:
        assert address_of(everywhere, "0.0.0.0") == f"http://127.0.0.1:{everywhere.getsockname()[1]}"


@pytest.mark.skipif(os.name != "posix", reason="a script as a browser")
@pytest.mark.parametrize("edit", [False, True])
def test_it_opens_its_first_page_and_gives_no_token_away(small_graph: Path, tmp_path: Path, edit: bool) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    options = ["--open", *(["--edit"] if edit else [])]
    with serving(small_graph, tmp_path, *options, environment={"BROWSER": f"{browser} %s"}) as running:
        opened = until(lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text())
        assert opened == f"{running.url}/{'edit/' if edit else ''}"


def test_it_listens_to_this_computer_alone_unless_told_otherwise(small_server: Server) -> None:
    others = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), urlsplit(small_server.url).port or 0), timeout=5)


def test_the_collector_runs_in_a_server_though_the_command_line_stops_it() -> None:
    import gc

    gc.disable()
    run_collector()
    assert gc.isenabled()
    gc.unfreeze()


# ------------------------------------------------------------------------------------------------------------- its end


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT), (signal.SIGHUP, -signal.SIGHUP)]
)
def test_it_ends_as_a_service_manager_or_a_shell_expects(
    small_graph: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with serving(small_graph, tmp_path) as running:
        assert running.get(ASK).status_code == 200
        assert running.end(number) == code  # a shell says 130 of one that Ctrl-C ended
    assert running.output.splitlines()[1:] == (["interrupted"] if number == signal.SIGINT else [])


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_it_ends_at_once_with_all_that_it_has_begun(small_graph: Path, tmp_path: Path, number: signal.Signals) -> None:
    """A query that never ends, a client that sends nothing, and one that reads nothing hold nobody up."""
    with serving(small_graph, tmp_path, "--timeout", "0", "--max-memory", "0") as running:
        port = urlsplit(running.url).port or 0
        idle, asking = (socket.create_connection(("127.0.0.1", port)) for _ in range(2))
        asking.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        begun = until(lambda: busy(family(running.process.pid)))
        before = time.monotonic()
        code = running.end(number)
        assert time.monotonic() - before < 5
        assert code == (0 if number == signal.SIGTERM else -number)
        until(lambda: not any(map(alive, begun)), patience=10)
        idle.close()
        asking.close()


def family(pid: int) -> list[int]:
    """The processes that one has begun, and these."""
    try:
        own = [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    except FileNotFoundError:
        return []
    return [each for child in own for each in (child, *family(child))]


def busy(processes: Sequence[int]) -> list[int]:
    """These processes, as soon as one of them has computed for a while."""
    used = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11] for each in processes]
    return list(processes) if any(int(each) > 80 for each in used) else []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_after_a_kill_the_next_server_begins_at_the_same_place(small_graph: Path, tmp_path: Path) -> None:
    with serving(small_graph, tmp_path) as running:
        port = urlsplit(running.url).port
        assert running.end(signal.SIGKILL) == -signal.SIGKILL
    with serving(small_graph, tmp_path, "--port", str(port)) as running:
        assert running.get(ASK).status_code == 200


# --------------------------------------------------------------------------------------------- while others write


def load(graph: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command("--graph", str(graph), "load", *arguments), stdout=subprocess.DEVNULL)


def counted(server: Server) -> int:
    answer = server.get(COUNT)
    assert answer.status_code == 200, answer.text
    return int(answer.text.splitlines()[1])


def test_what_is_loaded_meanwhile_is_there_with_the_next_request(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    whoblamed.open(graph).load(written(tmp_path, case(blame())))
    with serving(graph, tmp_path) as running:
        assert counted(running) == 1
        assert load(graph, str(written(tmp_path, case(blame(), blame("second"))))).wait(60) == 0
        assert counted(running) == 2
        assert whoblamed.open(graph).undo()
        assert counted(running) == 1


def test_a_thousand_requests_while_loads_run_and_are_killed_lose_nothing(tmp_path: Path) -> None:
    """Each answer is one of a whole version, and as new as the last one that the same client had."""
    graph = tmp_path / "graph"
    versions = [
        written(tmp_path, case(*(blame(f"blame-{each}") for each in range(many))), f"case-{many}.yaml")
        for many in (1, 2, 3, 4)
    ]
    whoblamed.open(graph).load(versions[0])
    with serving(graph, tmp_path) as running, ThreadPoolExecutor(10) as threads:
        ended = threading.Event()
        changing = threads.submit(change, graph, versions, ended)
        try:
            with httpx.Client(base_url=running.url, timeout=60) as client:
                answers = list(threads.map(lambda _: client.get(COUNT), range(1000)))
        finally:
            ended.set()
        assert changing.result() > 0
        assert {answer.status_code for answer in answers} == {200}
        assert {int(answer.text.splitlines()[1]) for answer in answers} <= {1, 2, 3, 4}


def change(graph: Path, versions: Sequence[Path], ended: threading.Event) -> int:
    """Load versions until it is over, and kill every second load; return how many were done."""
    done = 0
    for number in range(1000):
        process = load(graph, "--replace", str(versions[number % len(versions)]))
        if number % 2:
            time.sleep(0.3 + 0.1 * (number % 5))
            process.kill()
        done += process.wait(60) == 0
        if ended.is_set():
            break
    return done


def test_a_graph_that_is_gone_is_told_and_may_come_back(small_graph: Path, tmp_path: Path) -> None:
    graph, away = tmp_path / "graph", tmp_path / "away"
    shutil.copytree(small_graph, graph)
    with serving(graph, tmp_path) as running:
        assert running.get(ASK).status_code == 200
        graph.rename(away)
        for path in (ASK, "/", "/claims.json", "/query?query=ASK+%7B%7D", "/graph-store?default", "/.well-known/void"):
            answer = running.get(path)
            assert (answer.status_code, answer.text) == (503, "the graph cannot be read now; try again later\n"), path
        assert f"{graph}: the graph is not there" in running.output
        away.rename(graph)
        assert running.get(ASK).status_code == 200


def test_several_threads_have_one_graph_until_it_changes(tmp_path: Path) -> None:
    from whoblamed.explorer.served import Served
    from whoblamed.explorer.settings import Settings

    graph = tmp_path / "graph"
    whoblamed.open(graph).load(written(tmp_path, case(blame())))
    served = Served(str(graph), Settings())
    with ThreadPoolExecutor(8) as threads:
        before = list(threads.map(lambda _: served.graph(), range(100)))
        assert len(set(map(id, before))) == 1
        facts = list(threads.map(lambda graph: graph.facts(), before))
        assert {len(each.claims) for each in facts} == {1}
        whoblamed.open(graph).load(written(tmp_path, case(blame(), blame("second"))))
        after = list(threads.map(lambda _: served.graph(), range(100)))
    assert len(set(map(id, after))) == 1
    assert (len(before[0].claims()), len(after[0].claims())) == (1, 2)  # who has begun with one sees it to its end


def test_what_is_pinned_cannot_be_changed(small_graph: Path) -> None:
    from whoblamed.graph import Graph
    from whoblamed.graph.store.pinned import Pinned

    pinned = Graph(Pinned(whoblamed.open(small_graph).store))
    with pytest.raises(whoblamed.errors.StoreError, match="not to be changed"):
        pinned.undo()
    with pytest.raises(whoblamed.errors.StoreError, match="not to be changed"):
        pinned.unload("harbour")


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_server_writes_nothing_into_the_graph(small_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(small_graph, graph)
    before = {path: path.read_bytes() for path in graph.rglob("*") if path.is_file()}
    with serving(graph, tmp_path) as running:
        for path in (ASK, COUNT, "/", "/sparql", "/.well-known/void"):
            running.get(path)
    assert {path: path.read_bytes() for path in graph.rglob("*") if path.is_file()} == before
