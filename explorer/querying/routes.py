"""The addresses of this room."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..served import Served
from .page import STATIC, Editor


def routes(served: Served) -> Sequence[BaseRoute]:
    """Return the routes: `/query`, and what it offers while one types."""
    editor = Editor(served)
    return [
        Route("/query", editor.page),
        Route("/query/terms", editor.terms),
        Route("/query/names", editor.names),
        Mount("/static/query", StaticFiles(directory=STATIC)),
    ]
