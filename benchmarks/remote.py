"""What a graph on a server costs, side by side in one run: against one request of curl that does the same.

- The casebook into Oxigraph's server by `load`, against one PUT of the same quads by the Graph Store Protocol, each
  into an empty server, in turn. Beside it, the same load into a folder on this computer.
- Queries over the casebook and over 10,000 made-up claims, against the same query over the same graphs by curl, each in
  turn: by a command that knows nothing of the server, by one that has a copy of the present state, and by a graph that
  is open already. The aim for a command is 1.3 times curl and 50 ms.
- The least that such a process takes: Python with click and httpx, and one request of the smallest answer.

The least of some rounds, to which what else a machine does adds least: wall time, because much of it is waiting, and of
whole processes the time on processors (user and system), too. A command is run as its installed script runs it, and is
compiled beforehand, as an installed package is. Needs Oxigraph's server (extra `dev`) and curl.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import whoblamed
from generate import quads  # type: ignore[import-not-found]  # it stands beside this script
from whoblamed.graph.ask.named import named_queries
from whoblamed.ontology import PREFIXES
from whoblamed.tests.support.servers import Server, oxigraph

ROUNDS = 9
CLAIMS = 10_000
QUERIES = ("who-blamed-whom", "evidence-and-who-holds-it", "claims-of-responsibility", "names-of-an-actor", "findings")
COMMAND = (sys.executable, "-c", "from whoblamed.__main__ import run; run()")
#: The aim for a command: so many times curl, and so many seconds.
TIMES, MORE = 1.3, 0.05
#: One request by httpx, as it comes, and as the command line has it: without its own command line and certificates.
BARE = "import click, httpx; httpx.get({0!r})"
SPARED = """\
import sys; sys.modules["httpx._main"] = None
import ssl, click, httpx
httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)).get({0!r})
"""


class Time(NamedTuple):
    """What something took, in seconds: on a clock, and on processors of the processes that were started for it."""

    wall: float
    cpu: float


def main() -> None:
    """Print the times of both, and what one is of the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        disk = whoblamed.open(folder / "graph")
        disk.load()
        casebook, made_up = folder / "casebook.nq", folder / "synthetic.nq"
        casebook.write_text("".join(f"{quad} .\n" for quad in disk.store.current), "utf-8")
        made_up.write_text("".join(f"{quad} .\n" for quad in quads(CLAIMS, seed=1)), "utf-8")
        print("load of the machine", *os.getloadavg())
        loads(folder, casebook)
        for what, sources in (("the casebook", ()), (f"{CLAIMS:,} claims", (str(made_up),))):
            print(f"{what}:")
            with oxigraph(made(folder / f"of {what}")) as server:
                copy = folder / f"copy of {what}"
                run(*COMMAND, *server.options, "load", *sources, cache=copy)
                floor(server)
                for query in QUERIES:
                    asked(server, query, folder / f"no copy of {what}", copy)
        print("load of the machine", *os.getloadavg())


def loads(folder: Path, file: Path) -> None:
    """Compare the load of the casebook with a PUT of the same, each into an empty server."""
    ours, theirs, alone = [], [], []
    for number in range(ROUNDS):
        place = made(folder / f"round-{number}")
        with oxigraph(made(place / "theirs")) as server:
            theirs.append(timed(lambda server=server: put(server, file)))  # type: ignore[misc]
        with oxigraph(made(place / "ours")) as server:
            command = (*COMMAND, *server.options, "load")
            ours.append(timed(lambda command=command, place=place: run(*command, cache=place / "cache")))  # type: ignore[misc]
        command = (*COMMAND, "--graph", str(place / "alone"), "load")
        alone.append(timed(lambda command=command, place=place: run(*command, cache=place / "none")))  # type: ignore[misc]
    report("load the casebook", ours, theirs)
    report("  only into a folder", alone, theirs)


def put(server: Server, file: Path) -> None:
    """PUT a file of N-Quads."""
    curl("-X", "PUT", "-H", "Content-Type: application/n-quads", "--data-binary", f"@{file}", server.store)


def floor(server: Server) -> None:
    """Compare the smallest request by httpx with the same by curl."""
    address = f"{server.query}?query=ASK%7B%7D"
    for what, program in (("one request by httpx", BARE), ("  without what it could spare", SPARED)):
        text = program.format(address)
        ours = [timed(lambda text=text: run(sys.executable, "-c", text)) for _ in range(ROUNDS)]  # type: ignore[misc]
        report(what, ours, [timed(lambda: curl(address)) for _ in range(ROUNDS)])


def asked(server: Server, name: str, nothing: Path, copy: Path) -> None:
    """Compare a named query with the same text sent by curl, over the same graphs."""
    os.environ["WHOBLAMED_GRAPH_CACHE"] = str(nothing)
    graph = whoblamed.open(server.query)
    text = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items()) + named_queries()[name].text
    form = ["--data-urlencode", f"query={text}"]
    for each in graph.store.current.graphs():
        form += ["--data-urlencode", f"default-graph-uri={each.value}"]
    command = (*COMMAND, "--graph", server.query, "query", name, "-f", "csv")
    ways: Mapping[str, Callable[[], object]] = {
        "curl": lambda: curl("-H", "Accept: text/csv", *form, server.query),
        f"query {name}": lambda: run(*command, cache=nothing),
        "  with a copy": lambda: run(*command, cache=copy),
        "  with an open graph": lambda: graph.query(name),
    }
    taken: dict[str, list[Time]] = {way: [] for way in ways}
    for number in range(ROUNDS + 1):
        for way, work in ways.items():
            took = timed(work)
            if number:  # the first time compiles, and has the server read what it holds
                taken[way].append(took)
    theirs = taken.pop("curl")
    for way, ours in taken.items():
        report(way, ours, theirs)


def report(what: str, ours: list[Time], theirs: list[Time]) -> None:
    """Print the least of both, their ratio, by how much they differ, and what of it was work of processors here."""
    one, other = least(ours), least(theirs)
    over = one.wall - TIMES * other.wall - MORE
    print(
        f"{what:35} {one.wall * 1000:8.0f} ms, curl {other.wall * 1000:8.0f} ms: {one.wall / other.wall:6.2f} times,"
        f" {(one.wall - other.wall) * 1000:+8.0f} ms, {over * 1000:+8.0f} beside the aim; on processors"
        f" {one.cpu * 1000:6.0f} and {other.cpu * 1000:4.0f} ms",
        flush=True,
    )


def least(times: list[Time]) -> Time:
    """Return the least of each."""
    return Time(*map(min, zip(*times, strict=True)))


def timed(work: Callable[[], object]) -> Time:
    """Return what some work takes."""
    begun, before = time.perf_counter(), children()
    work()
    return Time(time.perf_counter() - begun, children() - before)


def children() -> float:
    """Return the seconds on processors of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*command: str, cache: Path | None = None) -> None:
    """Run a command, which knows of servers what is in a folder (None: what the user's own knows)."""
    known = {**os.environ, "WHOBLAMED_GRAPH_CACHE": str(cache)} if cache else None
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=known)


def curl(*arguments: str) -> None:
    """Send a request; raises `CalledProcessError` for an answer that is an error."""
    subprocess.run(("curl", "--silent", "--fail", *arguments), check=True, stdout=subprocess.DEVNULL)


def made(folder: Path) -> Path:
    """Make a folder, and return it."""
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    main()
