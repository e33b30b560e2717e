"""The addresses of this room; none, unless the server was started to edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..served import Served
from .cases import Cases
from .door import Door
from .pages import Pages

_STATIC: Final = Path(__file__).parent / "static"


def routes(served: Served) -> Sequence[BaseRoute]:
    """Return the routes: `/edit/` and what is below it."""
    if served.settings.token is None:
        return []
    door, pages = Door(served.settings), Pages(Cases(served))
    closed = door.closed
    return [
        Route("/edit/enter", door.enter, methods=["POST"]),
        Route("/edit/leave", door.leave, methods=["POST"]),
        Route("/edit", door.show),
        Route("/edit/", closed(pages.overview)),
        Route("/edit/{dataset}/", closed(pages.case)),
        Route("/edit/{dataset}/load", closed(pages.load), methods=["POST"]),
        Route("/edit/{dataset}/undo", closed(pages.undo), methods=["POST"]),
        Route("/edit/{dataset}/claim/{key}", closed(pages.form), methods=["GET"]),
        Route("/edit/{dataset}/claim/{key}", closed(pages.sent), methods=["POST"]),
        Route("/edit/{dataset}/new/{section}", closed(pages.form), methods=["GET"]),
        Route("/edit/{dataset}/new/{section}", closed(pages.sent), methods=["POST"]),
        Route("/edit/{dataset}/check/{section}", closed(pages.check), methods=["POST"]),
        Mount("/static/edit", StaticFiles(directory=_STATIC)),
    ]
