"""The application: its rooms, and what every request passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from .editing.routes import routes as editing
from .guard import Guard
from .pages.routing import routes as pages
from .protocol.routes import routes as protocol
from .querying.routes import routes as querying
from .served import Served

#: What the server has, in the order in which addresses are looked up: a function each that returns its routes. The
#: pages take whatever nobody else has.
ROOMS: Final[tuple[Callable[[Served], Sequence[BaseRoute]], ...]] = (editing, querying, protocol, pages)


def application(served: Served) -> ASGIApp:
    """Return the application that serves a graph."""
    routes = [route for room in ROOMS for route in room(served)]
    return Guard(Starlette(routes=routes), served.settings)  # around all, so that no error gets past it
