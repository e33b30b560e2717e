"""How long a page takes the processor, against the least that any such page needs.

The floor of each page is the same server's answer of a bare template, `pages/base.html.jinja`, with one query for the
same thing. Both are asked for in turns, through the whole application but without a network, and the median of the
ratios of neighbours counts: what else the machine does slows both. The first request of each page, which reads and
draws what is then kept for as long as nobody changes the graph, is told apart.

    python benchmarks/pages.py                 the casebook
    python benchmarks/pages.py GRAPH           another graph, such as one of what `benchmarks/generate.py` makes
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from whoblamed.explorer.app import application
from whoblamed.explorer.pages.addresses import path_of
from whoblamed.explorer.pages.reading import Readings
from whoblamed.explorer.pages.rendering import render
from whoblamed.explorer.served import Served
from whoblamed.explorer.settings import Settings
from whoblamed.graph import Graph
from whoblamed.graph.ask.values import Values

ROUNDS = 15


def scope(path: str) -> dict[str, Any]:
    """Return what a server hands to an application for a request."""
    where, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), (b"accept", b"text/html")]
    plain = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": ""}
    return {**plain, "path": where, "raw_path": where.encode(), "query_string": query.encode(), "headers": headers,
            "client": ("127.0.0.1", 1), "server": ("localhost", 80)}  # fmt: skip


def asked(app: Any, path: str) -> int:
    """Ask for a page; return how many bytes it has. Raises `RuntimeError` for one that is not there."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope(path), receive, send))
    if sent[0]["status"] != 200:
        raise RuntimeError(f"{path}: {sent[0]['status']}")
    return sum(len(message.get("body", b"")) for message in sent)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def floor(served: Served, iri: str) -> None:
    """Answer with a bare page, and one query."""
    Values(served.graph().store.current).read([iri])
    request = Request({**scope("/"), "app": Starlette()})
    request.app.state.editable = False
    render(request, "pages/base.html.jinja", title=iri)


def run(served: Served, paths: dict[str, tuple[str, str]]) -> None:
    """Print a line of a Markdown table for each page."""
    app = application(served)
    print("| page | first, ms | then, ms | bare page, ms | ratio | kB |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, (path, iri) in paths.items():
        first = seconds(lambda path=path: asked(app, path))  # type: ignore[misc]
        pairs = []
        for _ in range(ROUNDS):
            bare = seconds(lambda iri=iri: asyncio.run(asyncio.to_thread(floor, served, iri)))  # type: ignore[misc]
            pairs.append((bare, seconds(lambda path=path: asked(app, path))))  # type: ignore[misc]
        bare, then = (median(each[side] for each in pairs) * 1000 for side in (0, 1))
        ratio = median(page / least for least, page in pairs)
        size = asked(app, path) / 1000
        print(f"| {name} | {first * 1000:.0f} | {then:.1f} | {bare:.1f} | {ratio:.1f} | {size:.0f} |", flush=True)


def pages(served: Served) -> dict[str, tuple[str, str]]:
    """Return pages of each kind, of what is spoken of most: their addresses, and the IRIs of what they are about."""
    reading = Readings(served).at(None)
    claims = reading.claims

    def most(dimension: str) -> str:
        return max(claims.values(dimension), key=lambda iri: (claims.number(dimension, iri), iri))

    things = {kind: most(dimension) for kind, dimension in {
        "incident": "incident", "actor": "accused", "allegation": "allegation", "source": "source", "claim": "answered",
    }.items()}  # fmt: skip
    anything = things["actor"]
    lists = ("incidents", "actors", "allegations", "claims", "sources", "contested", "unanswered", "changes")
    return {
        "home": ("/", anything),
        **{kind: (path_of(iri), iri) for kind, iri in things.items()},
        **{name: (f"/{name}", anything) for name in lists},
        "claims, filtered": ("/claims?act=denial&sort=-date", anything),
        "search": ("/search?q=attack", anything),
    }


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description="Measure pages.")
    parser.add_argument("graph", nargs="?")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.graph or f"{folder}/graph"
        if not options.graph:
            Graph.open(path).load()
        served = Served(path, Settings())
        begun = time.process_time()
        found = pages(served)
        print(f"read the claims in {time.process_time() - begun:.1f} s\n")
        run(served, found)


if __name__ == "__main__":
    main()
