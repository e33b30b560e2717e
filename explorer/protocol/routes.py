"""The addresses of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route

from ..served import Served
from ..settings import Settings
from .answers import Answers
from .descriptions import WELL_KNOWN, Descriptions, Void
from .endpoint import Sparql
from .graphs import Graphs
from .refusing import Told

#: The headers of an answer that pages of other origins may read.
_EXPOSED: Final = ("Retry-After", "Vary")


def routes(served: Served) -> Sequence[BaseRoute]:
    """Return the routes: `/sparql`, `/graph-store` and `/.well-known/void`."""
    answers, descriptions = Answers(), Descriptions()
    shared = _shared(served.settings)
    return [
        Route("/sparql", Told(Sparql(served, answers, descriptions)), middleware=shared),
        Route("/graph-store", Told(Graphs(served, answers)), middleware=shared),
        Route(WELL_KNOWN, Told(Void(served, descriptions)), middleware=shared),
    ]


def _shared(settings: Settings) -> Sequence[Middleware]:
    """Return what lets pages of the origins in `settings` read answers; of no other."""
    if not settings.origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.origins),
            allow_methods=("GET", "POST"),
            allow_headers=("Accept", "Content-Type"),
            expose_headers=_EXPOSED,
        )
    ]
