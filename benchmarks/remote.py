"""What a graph on a server costs, side by side in one run: against one request of curl that does the same.

- The casebook into Oxigraph's server by `load`, against one PUT of the same quads by the Graph Store Protocol, each
  into an empty server, in turn. Beside it, the same load into a folder on this computer.
- Queries by `whoblamed query`, against the same query over the same graphs by curl; the whole process, each in turn.

Medians of wall time, because most of it is waiting. Needs Oxigraph's server (extra `dev`) and curl.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import whoblamed
from whoblamed.graph.ask.named import named_queries
from whoblamed.ontology import PREFIXES
from whoblamed.tests.support.servers import Server, oxigraph

ROUNDS = 5
QUERIES = ("who-blamed-whom", "evidence-and-who-holds-it", "claims-of-responsibility", "names-of-an-actor", "findings")
COMMAND = (sys.executable, "-m", "whoblamed")


def main() -> None:
    """Print the times of both, and what one is of the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disk = whoblamed.open(folder / "graph")
        disk.load()
        file = folder / "casebook.nq"
        file.write_text("".join(f"{quad} .\n" for quad in disk.store.current), "utf-8")
        loads(folder, file)
        with oxigraph(made(folder / "queries")) as server:
            run(*COMMAND, *server.options, "load", cache=folder / "queries-cache")
            for query in QUERIES:
                asked(server, query, folder)


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
    report("  of which into a folder", alone, theirs)


def put(server: Server, file: Path) -> None:
    """PUT a file of N-Quads."""
    curl("-X", "PUT", "-H", "Content-Type: application/n-quads", "--data-binary", f"@{file}", server.store)


def asked(server: Server, name: str, folder: Path) -> None:
    """Compare a named query with the same text sent by curl, over the same graphs."""
    graphs = [graph.value for graph in whoblamed.open(server.query).store.current.graphs()]
    text = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items()) + named_queries()[name].text
    form = ["--data-urlencode", f"query={text}"]
    for graph in graphs:
        form += ["--data-urlencode", f"default-graph-uri={graph}"]
    command = (*COMMAND, "--graph", server.query, "query", name, "-f", "csv", "--timeout", "0")
    ours, theirs = [], []
    for number in range(ROUNDS):
        cache = folder / f"{name}-{number}"
        ours.append(timed(lambda cache=cache: run(*command, cache=cache)))  # type: ignore[misc]
        theirs.append(timed(lambda: curl("-H", "Accept: text/csv", *form, server.query)))
    report(f"query {name}", ours, theirs)


def report(what: str, ours: list[float], theirs: list[float]) -> None:
    """Print two medians, their ratio, and by how much they differ."""
    one, other = statistics.median(ours), statistics.median(theirs)
    print(
        f"{what:35} {one * 1000:8.0f} ms, curl {other * 1000:8.0f} ms: {one / other:6.2f} times,"
        f" {(one - other) * 1000:+8.0f} ms",
        flush=True,
    )


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run(*command: str, cache: Path) -> None:
    """Run a command of ours that knows nothing of the server beforehand."""
    known = {**os.environ, "WHOBLAMED_GRAPH_CACHE": str(cache)}
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
