"""`/sparql`: queries by the SPARQL 1.1 Protocol; without a query, the description of the service."""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from ...graph.store.base import QuadStore
from ...graph.store.processes.frames import Question
from ..served import Served
from .answers import Answers
from .descriptions import Descriptions, service
from .formats import takes_gzip, wanted, wants_page
from .request import DIRECT, FORM, METHODS, Request, read

_OPTIONS: Final = {"Allow": ", ".join(METHODS), "Accept-Post": f"{DIRECT}, {FORM}"}


class Sparql:
    """The endpoint for queries."""

    def __init__(self, served: Served, answers: Answers, descriptions: Descriptions) -> None:
        self._served = served
        self._answers = answers
        self._descriptions = descriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `Refused`."""
        request = await read(scope, receive)
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_OPTIONS)(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD") and not request.format and wants_page(scope):
            await _page(scope)(scope, receive, send)
            return
        graph = await run_in_threadpool(self._served.graph)  # it may be far away
        if request.query is None:
            response = await self._descriptions.response(graph, service, scope)
            await response(scope, receive, send)
        else:
            question = self._question(graph.store.current, request, scope)
            await self._answers.send(graph.store.current, question, receive, send)

    def _question(self, store: QuadStore, request: Request, scope: Scope) -> Question:
        solutions, triples = wanted(scope, request.format)
        return Question(
            folder=str(store.folder or ""),
            query=request.query,
            dataset=request.dataset,
            solutions=solutions,
            triples=triples,
            zipped=takes_gzip(scope),
            bare=scope["method"] == "HEAD",
            limits=self._served.settings.limits,
        )


def _page(scope: Scope) -> Response:
    """Return where a person finds the same: the page on which queries are written, with this one and its answer."""
    asked = scope["query_string"].decode("ascii", "replace")
    return RedirectResponse(f"{scope.get('root_path', '')}/query{'?' * bool(asked)}{asked}", 303, {"Vary": "Accept"})
