"""What every request must pass, and every answer says: whom this server answers, and what its pages may do."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware

from .settings import Settings


def middleware(settings: Settings) -> Sequence[Middleware]:
    """Return what stands between the server and its rooms."""
    del settings
    return []
