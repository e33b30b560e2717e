"""docs/deployment.md: what it says to put into files of nginx and systemd, tried with these."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from ..support.places import DOCS
from ..support.server import Server, free_port, serving, until

PAGE = (DOCS / "deployment.md").read_text("utf-8")
PREFIX = "/whoblamed"
ASK = f"/sparql?query={quote('ASK {}')}"


def shown(language: str) -> str:
    """The one block of a language on the page."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@contextmanager
def nginx(server: Server, folder: Path) -> Iterator[str]:
    """nginx before a server as the page says, but on another port and in a folder; its address."""
    port = free_port()
    block = (
        shown("nginx")
        .replace("127.0.0.1:8000", urlsplit(server.url).netloc)
        .replace("listen 80", f"listen 127.0.0.1:{port}")
    )
    paths = "".join(
        f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nerror_log {folder}/error.log;\npid {folder}/pid;\nuser root;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}{block}}}\n"
    )
    process = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/error.log"]
    )
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    try:
        return bool(httpx.get(address).status_code)
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def behind(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    if not shutil.which("nginx"):
        pytest.skip("nginx is not here (Debian: apt-get install nginx-light)")
    (command,) = re.findall(r"^\$ whoblamed serve (--host-name .*--root-path .*)$", PAGE, re.MULTILINE)
    folder = tmp_path_factory.mktemp("nginx")
    with serving(small_graph, folder, *command.split()) as server, nginx(server, folder) as address:
        yield address, server


def get(address: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{address}{path}", headers={"Host": "graph.example", **headers}, timeout=60)


def test_all_links_of_a_page_lead_somewhere_below_the_path(behind: tuple[str, Server]) -> None:
    address, _ = behind
    seen: set[str] = set()
    ahead = [
        f"{PREFIX}/",
        f"{PREFIX}/query",
        f"{PREFIX}/id/harbour/claim/blame",
        f"{PREFIX}/id/harbour/actor/tide?lang=de",
    ]
    while ahead and len(seen) < 60:
        path = ahead.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = get(address, path)
        assert answer.status_code in (200, 303), (path, answer.status_code)
        if answer.headers["content-type"].startswith("text/html"):
            found = [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src|action)="(/[^"#]*)', answer.text)]
            assert [link for link in found if not link.startswith(f"{PREFIX}/")] == [], path
            ahead += [link for link in found if link not in seen and "format=" not in link]
    assert len(seen) > 30


def test_it_is_asked_through_the_proxy_by_its_name(behind: tuple[str, Server]) -> None:
    address, server = behind
    assert get(address, PREFIX + ASK).status_code == 200
    assert get(address, PREFIX + ASK, Host="other.example").status_code == 421
    assert get(address, PREFIX + ASK, Origin="http://graph.example").status_code == 200
    assert get(address, PREFIX + ASK, Origin="http://evil.example").status_code == 403
    assert server.get(ASK).status_code == 200  # a proxy that leaves the path out may ask so
    assert httpx.post(f"{address}{PREFIX}/sparql", data={"query": "x" * 2_000_000}).status_code == 413


def test_what_is_escaped_in_an_address_stays_so(behind: tuple[str, Server]) -> None:
    address, server = behind
    for path in ("/id/harbour/actor/a%2Fb", "/search?q=%2525", "/id/harbour%2Fclaim%2Fblame"):
        assert get(address, PREFIX + path).status_code == server.get(path).status_code


def test_only_the_proxy_that_was_named_is_believed(small_server: Server, behind: tuple[str, Server]) -> None:
    """What the description of the service says of its own address tells which scheme is believed."""
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    described = "/.well-known/void"
    assert "https://127.0.0.1" not in small_server.get(described, headers=forged).text
    address, server = behind
    assert "https://127.0.0.1" in server.get(described, headers=forged).text
    assert "http://graph.example" in get(address, PREFIX + described, **forged).text  # nginx says what it knows itself


def test_an_answer_comes_in_pieces_and_a_thousand_come_whole(behind: tuple[str, Server]) -> None:
    address, _ = behind
    rows = "/sparql?format=csv&query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000")
    began = time.monotonic()
    with httpx.stream("GET", f"{address}{PREFIX}{rows}", headers={"Host": "graph.example"}, timeout=60) as answer:
        lines = sum(block.count(b"\n") for block in answer.iter_bytes())
    assert lines == 50_001
    assert time.monotonic() - began < 60


def test_the_unit_is_in_order(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    unit = shown("ini")
    program = Path(sys.executable).with_name("whoblamed")
    if not program.exists():
        pytest.skip("whoblamed is not installed beside this Python")
    file = tmp_path / "whoblamed.service"
    file.write_text(unit.replace("/opt/whoblamed/bin/whoblamed", str(program)))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True)
    told = [line for line in (done.stdout + done.stderr).splitlines() if "whoblamed.service" in line]
    assert (done.returncode, told) == (0, [])


def test_the_commands_of_unit_and_container_are_ones_that_there_are(small_graph: Path) -> None:
    from click.testing import CliRunner
    from whoblamed.cli import main

    (unit,) = re.findall(r"^ExecStart=\S+ (.*)$", shown("ini"), re.MULTILINE)
    (container,) = re.findall(r"^CMD \[(.*)\]$", shown("dockerfile"), re.MULTILINE)
    for words in (unit.split(), re.findall(r'"([^"]*)"', container)):
        made = CliRunner().invoke(main, [*words, "--port", "0", "--timeout", "-1"])  # which is all that is wrong
        assert "Invalid value for '--timeout'" in made.output


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    from whoblamed.explorer import guard, listening
    from whoblamed.explorer.pages import reading

    assert f"{listening.HEAD_SECONDS:.0f} s for the head of a request, {guard.BODY_SECONDS:.0f} s for its body" in PAGE
    assert f"{listening.STALL_SECONDS:.0f} s in which none of the answer is taken" in PAGE
    assert f"at most {listening.MAX_CONNECTIONS} connections" in PAGE
    assert f"{reading.AT_ONCE} are made at a time, {reading.WAITING} wait" in PAGE
    assert (guard.MAX_BODY, guard.MAX_ADDRESS) == (1_000_000, 16_384)
