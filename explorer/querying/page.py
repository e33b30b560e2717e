"""The page `/query`, and what it offers while one types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ...errors import QueryLimit, StoreError, WhoblamedError
from ...graph.ask.named import NamedQuery, named_queries
from ...graph.store.processes.pool import Busy, NoAnswer
from ...graph.store.sparql.parsing import Mistake, mistake
from ..pages.asking import Asking
from ..pages.rendering import render
from ..served import Served
from .answers import MOST_ROWS, Asker, Shown
from .completing import names, terms
from .composing import composed, elsewhere

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"
#: What npm makes; see `make editor`.
BUNDLE: Final = STATIC / "editor.js"
#: What stands there before anybody has written a query.
_FIRST: Final = """\
# Who is accused, and by how many claims
SELECT ?accused ?name (COUNT(DISTINCT ?claim) AS ?claims) {
  ?claim a wb:Attribution ; wb:accused ?accused .
  ?accused rdfs:label ?name .
}
GROUP BY ?accused ?name
ORDER BY DESC(?claims)
LIMIT 50
"""
#: What the parameter of a named query is called in an address: `p.accused`.
_PARAMETER: Final = "p."


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a query: an answer, or what is wrong and in which status that is told."""

    shown: Shown | None = None
    wrong: Mistake | None = None
    status: int = 200


class Editor:
    """The page on which queries are written."""

    def __init__(self, served: Served) -> None:
        """Know the graph."""
        self._served = served
        self._asker = Asker()

    async def page(self, request: Request) -> Response:
        """Return the page: with the answer of the query that the address has, if it has one."""
        asking = Asking.of(request)
        query = request.query_params.get("query", "").replace("\r\n", "\n")
        named = named_queries().get(asking.one("named"))
        wrong = Answered()
        if named is not None and not query.strip():
            given = _given(request, named)
            if not _asks(request):
                return await self._shown(request, asking, _FIRST, Answered(), named, given)
            try:
                made = await run_in_threadpool(lambda: composed(self._served.graph(), named, given))
            except WhoblamedError as error:
                wrong = Answered(wrong=Mistake(str(error)), status=422)
                return await self._shown(request, asking, "", wrong, named, given)
            return RedirectResponse(asking.href("/query", query=made), 303)
        answered = await self._answered(query) if query.strip() else Answered()
        return await self._shown(request, asking, query or _FIRST, answered, named, {})

    async def terms(self, request: Request) -> Response:
        """Return the vocabulary, as JSON."""
        lang = Asking.of(request).lang
        found = await run_in_threadpool(lambda: terms(self._served.graph(), lang))
        return JSONResponse(found, headers={"cache-control": "max-age=300", "vary": "accept-language"})

    async def names(self, request: Request) -> Response:
        """Return what begins as the parameter `begins` says, as JSON."""
        beginning = request.query_params.get("begins", "").strip()
        if len(beginning) < 2:
            return JSONResponse([])
        return JSONResponse(await run_in_threadpool(lambda: names(self._served.graph(), beginning)))

    async def _answered(self, query: str) -> Answered:
        found = await run_in_threadpool(mistake, query)
        if found:
            return Answered(wrong=found, status=400)
        store = (await run_in_threadpool(self._served.graph)).store.current
        try:
            return Answered(await self._asker.ask(store, query, self._served.settings.limits))
        except Busy:
            return Answered(wrong=Mistake("all processes that answer queries are busy; come again later"), status=503)
        except QueryLimit as error:
            return Answered(wrong=Mistake(str(error)), status=503)
        except NoAnswer as error:
            return Answered(wrong=Mistake(str(error)), status=500)
        except StoreError:
            raise  # the application says what is told of it
        except WhoblamedError as error:
            return Answered(wrong=Mistake(str(error)), status=400)

    async def _shown(
        self,
        request: Request,
        asking: Asking,
        query: str,
        answered: Answered,
        named: NamedQuery | None,
        given: Mapping[str, str],
    ) -> Response:
        told = words(asking.lang)
        root = request.scope.get("root_path", "")
        return render(
            request, "querying/templates/query.html.jinja", answered.status, {"cache-control": "no-cache"},
            asking=asking, title=told["title"], words=told, query=query, answered=answered, named=named, given=given,
            all_named=named_queries(), prefix=_PARAMETER, most=MOST_ROWS, root=root, bundled=BUNDLE.is_file(),
            uses=elsewhere(query, f"{str(request.base_url).rstrip('/')}/sparql"),
        )  # fmt: skip


def _given(request: Request, named: NamedQuery) -> dict[str, str]:
    return {each.name: request.query_params.get(f"{_PARAMETER}{each.name}", "").strip() for each in named.parameters}


def _asks(request: Request) -> bool:
    """Return whether a named query is to be made, and not only chosen; one that asks for nothing is made at once."""
    return "make" in request.query_params


@lru_cache(maxsize=8)
def words(lang: str) -> dict[str, Any]:
    """Return the words of the page in a language."""
    found: dict[str, Any] = json.loads((_HERE / "words" / f"{lang}.json").read_text("utf-8"))
    return found
