"""The addresses of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ... import graph
from ..served import Served
from .answering import answering, missing
from .asking import Asking, address
from .home import found, home
from .listed import FORMS as LIST_FORMS
from .listed import listed
from .lists import LISTS
from .reading import Readings
from .things import CITED, FORMS, cited, network, thing

_HERE: Final = Path(__file__).parent
_STYLE: Final = Path(graph.__file__).parent / "view" / "view.css"
#: A path that ends with a slash; of a path that begins with two, a browser would take the first name for a host.
_SLASH: Final = re.compile(r"(/[\w.~-]+)+/+", re.ASCII)
_DARK: Final = re.compile(r'@media screen \{ :root\[data-theme="dark"\] (\{[^}]*\})\s*\}')


def routes(served: Served) -> Sequence[BaseRoute]:
    """Return the routes of all pages; the last one takes whatever nobody else has."""
    readings = Readings(served)
    things = answering(readings, FORMS, thing)
    citations = answering(readings, ("html", *CITED), cited)
    found_ = answering(readings, LIST_FORMS, found)
    lists = [
        Route(f"/{name}{suffix}", answering(readings, LIST_FORMS, partial(listed, name)))
        for name in LISTS
        for suffix in ("", ".{form}")
    ]
    return [
        Route("/", answering(readings, ("html", "json"), home)),
        Route("/index.{form}", answering(readings, ("html", "json"), home)),
        *lists,
        Route("/search", found_),
        Route("/search.{form}", found_),
        Route("/cite", citations),
        Route("/cite.{form}", citations),
        Route("/network.{form}", answering(readings, ("gexf",), network)),
        Route("/thing", things),
        Route("/thing.{form}", things),
        Route("/id/{path:path}", by_ending(things)),
        Route("/static/colours.css", colours),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        Route("/{path:path}", nothing),
    ]


def by_ending(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Return an endpoint for which the form is what a path ends in, if it ends in one."""

    def ended(request: Request) -> Response:
        ending = request.url.path.rpartition(".")[2]
        if ending in FORMS:
            request.path_params["form"] = ending
        return endpoint(request)

    return ended


def nothing(request: Request) -> Response:
    """Return that there is no such page, or where it is for who has written a slash too many."""
    asking = Asking.of(request)
    if _SLASH.fullmatch(asking.written):
        return RedirectResponse(address(asking.base + asking.written.rstrip("/"), asking.given), 303)
    return missing(asking)


@lru_cache(maxsize=1)
def _colours() -> str:
    """Return the colours of the view as a style sheet, light or dark as the reader's system is."""
    style = _STYLE.read_text("utf-8")
    light = style[: style.index("}") + 1]
    dark = _DARK.search(style)
    return f"{light}\n@media (prefers-color-scheme: dark) {{ :root {dark[1] if dark else '{}'} }}\n"


def colours(request: Request) -> Response:
    """Return the style sheet of colours, which are those of the view."""
    del request
    return Response(_colours(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})
