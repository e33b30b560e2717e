"""`/graph-store`: whole graphs by the SPARQL 1.1 Graph Store HTTP Protocol, to be read.

https://www.w3.org/TR/sparql11-http-rdf-update/ (sections 4.2 and 5.2: graphs are named in the address, with `?graph=`)
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ...graph.store.base import QuadStore
from ...graph.store.limits import Limits
from ...graph.store.processes.frames import Question
from ..served import Served
from .answers import Answers
from .formats import takes_gzip, wanted
from .refusing import Refused

_METHODS: Final = "GET, HEAD, OPTIONS"


class Graphs:
    """The endpoint for graphs."""

    def __init__(self, served: Served, answers: Answers) -> None:
        self._served = served
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `Refused`."""
        method = scope["method"]
        if method not in _METHODS.split(", "):
            message = f"{method} is not allowed here: the graph is changed by whoblamed load and unload"
            raise Refused(405, message, {"Allow": _METHODS})
        if method == "OPTIONS":
            await Response(status_code=204, headers={"Allow": _METHODS})(scope, receive, send)
            return
        store = (await run_in_threadpool(self._served.graph)).store.current
        asked = Request(scope).query_params
        question = Question(
            folder=str(store.folder or ""),
            graph=_graph(store, asked.getlist("graph"), asks_all="default" in asked),
            triples=wanted(scope, asked.get("format", ""))[1],
            zipped=takes_gzip(scope),
            bare=method == "HEAD",
            limits=self._limits,
        )
        await self._answers.send(store, question, receive, send)

    @property
    def _limits(self) -> Limits:
        """Those of a query, but for its rows: a graph has as many as it has, and is read once from end to end."""
        limits = self._served.settings.limits
        return Limits(timeout=limits.timeout, max_memory=limits.max_memory)


def _graph(store: QuadStore, graphs: list[str], *, asks_all: bool) -> str:
    """Return the IRI of the graph that is asked for; empty for the default graph, which is all graphs together."""
    if len(graphs) + asks_all != 1:
        raise Refused(400, "name one graph: ?graph=IRI, or ?default for all graphs together")
    if asks_all:
        return ""
    try:
        name = ox.NamedNode(graphs[0])
    except ValueError:
        raise Refused(400, f"<{graphs[0]}> is not a whole IRI") from None
    if next(store.find(graph=name), None) is None:
        raise Refused(404, f"no graph is called <{name.value}>")
    return name.value
