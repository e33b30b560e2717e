"""The application: its rooms, and what every request passes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from ..errors import StoreError
from .editing.routes import routes as editing
from .guard import Guard
from .pages.routing import routes as pages
from .protocol.routes import routes as protocol
from .querying.routes import routes as querying
from .served import UNREADABLE, Served

_log: Final = logging.getLogger("uvicorn.error")  # which writes to standard error
#: What the server has, in the order in which addresses are looked up: a function each that returns its routes. The
#: pages take whatever nobody else has.
ROOMS: Final[tuple[Callable[[Served], Sequence[BaseRoute]], ...]] = (editing, querying, protocol, pages)


def application(served: Served) -> ASGIApp:
    """Return the application that serves a graph."""
    routes = [route for room in ROOMS for route in room(served)]
    app = Starlette(routes=routes, exception_handlers={StoreError: _unreadable})
    app.state.editable = served.settings.token is not None
    return Guard(app, served.settings)  # around all, so that no error gets past it


def _unreadable(request: Request, error: Exception) -> Response:
    """Return that the graph cannot be read; why is for whoever runs the server, as it tells of their files."""
    _log.error("%s: %s", request.url.path, error)
    return PlainTextResponse(f"{UNREADABLE}\n", 503)
