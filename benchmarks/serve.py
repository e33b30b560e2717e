"""How many queries a second `whoblamed serve` answers, beside Oxigraph's own server on the same store.

Twelve queries, six of them named ones and six small look-ups, are asked by eight clients at a time, of both servers in
turns; the median of the ratios counts. Ours has its limits on, Oxigraph's has none that hold. Without a graph (an
argument) the casebook is loaded. Oxigraph's server comes with `pip install oxigraph`.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median
from urllib.parse import urlencode

import whoblamed
from whoblamed.graph import Graph
from whoblamed.graph.ask.named import named_query
from whoblamed.ontology import PREFIXES

CLIENTS = 8
PAIRS = 3
NAMED = (
    "who-blamed-whom",
    "timeline",
    "denials-and-what-they-answer",
    "claims-of-responsibility",
    "how-sure-they-are",
    "sources-of-an-allegation",
)
#: By IRIs of the graph: a claim, an actor, an incident.
LOOK_UPS = {
    "a claim": "SELECT ?p ?o {{ <{claim}> ?p ?o }}",
    "names of an actor": "SELECT ?name {{ <{actor}> rdfs:label ?name }}",
    "claims about an incident": "SELECT ?claim ?said {{ ?claim wb:incident <{incident}> ; rdfs:label ?said }} LIMIT 20",
    "was it denied": "ASK {{ ?denial a wb:Denial ; wb:respondsTo <{claim}> }}",
    "who is blamed": "SELECT DISTINCT ?who {{ ?claim wb:incident <{incident}> ; wb:accused ?who }}",
    "describe an actor": "DESCRIBE <{actor}>",
}
ACCEPT = {"Accept": "application/sparql-results+json, application/n-triples;q=0.9"}


def main() -> None:
    """Print requests a second of both, for all twelve queries together and for each half of them."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        place = sys.argv[1] if len(sys.argv) > 1 else f"{folder}/graph"
        graph = whoblamed.open(place)
        if not graph.exists:
            graph.load()
        ours = servers.enter_context(_ours(place))
        theirs = servers.enter_context(_theirs(graph))
        named, look_ups = _queries(graph)
        for name, queries, rounds in (
            ("all twelve", named + look_ups, 2),
            ("look-ups", look_ups, 100),
            ("named", named, 2),
        ):
            _same(ours, theirs, queries)
            _compare(name, ours, theirs, queries, rounds)


def _queries(graph: Graph) -> tuple[list[str], list[str]]:
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    (found,) = graph.store.current.select(
        """SELECT ?claim ?actor ?incident {
          ?claim a wb:Attribution ; wb:accused ?actor ; wb:incident ?incident . ?denial wb:respondsTo ?claim
        } ORDER BY ?claim LIMIT 1"""
    ).rows()
    things = {name: str(found[name]) for name in ("claim", "actor", "incident")}
    named = [prologue + named_query(name).text for name in NAMED]
    return named, [prologue + text.format(**things) for text in LOOK_UPS.values()]


def _same(ours: int, theirs: int, queries: Sequence[str]) -> None:
    """Refuse to compare answers of different length: bytes differ by the order of rows only."""
    for query in queries:
        lengths = [len(_ask(http.client.HTTPConnection("127.0.0.1", port), query)) for port in (ours, theirs)]
        if abs(lengths[0] - lengths[1]) > 0.05 * lengths[1]:
            raise SystemExit(f"answers of {lengths} bytes to {query}")


def _compare(name: str, ours: int, theirs: int, queries: Sequence[str], rounds: int) -> None:
    pairs = [(_rate(ours, queries, rounds), _rate(theirs, queries, rounds)) for _ in range(PAIRS)]
    first, second = (median(pair[side] for pair in pairs) for side in (0, 1))
    ratios = sorted(a / b for a, b in pairs)
    print(
        f"{name}: {first:,.0f} requests a second, Oxigraph {second:,.0f}; ratio {median(ratios):.2f}"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )


def _rate(port: int, queries: Sequence[str], rounds: int) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = sum(clients.map(lambda first: _client(port, queries, rounds, first), range(CLIENTS)))
    return asked / (time.perf_counter() - begun)


def _client(port: int, queries: Sequence[str], rounds: int, first: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    order = [*queries[first % len(queries) :], *queries[: first % len(queries)]] * rounds
    for query in order:
        _ask(connection, query)
    connection.close()
    return len(order)


def _ask(connection: http.client.HTTPConnection, query: str) -> bytes:
    connection.request("GET", "/sparql?" + urlencode({"query": query}), headers=ACCEPT)
    found = connection.getresponse()
    body = found.read()
    if found.status != 200:
        raise SystemExit(f"{found.status}: {body[:200]!r} to {query}")
    return body


@contextmanager
def _ours(place: str) -> Iterator[int]:
    port = _free()
    with _running([sys.executable, "-m", "whoblamed", "--graph", place, "serve", "--port", str(port)], port):
        yield port


@contextmanager
def _theirs(graph: Graph) -> Iterator[int]:
    binary = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if binary is None or graph.store.current.folder is None:
        raise SystemExit("Oxigraph's server is not here: pip install oxigraph")
    port = _free()
    location = str(graph.store.current.folder)
    address = f"127.0.0.1:{port}"
    options = ["serve-read-only", "--location", location, "--bind", address, "--union-default-graph"]
    with _running([binary, *options], port):
        yield port


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
