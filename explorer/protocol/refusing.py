"""Requests that are not answered: with which status, and the one line that says why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from ...errors import StoreError, WhoblamedError

Endpoint = Callable[[Scope, Receive, Send], Awaitable[None]]


class Refused(Exception):
    """Raised for a request that is not answered: `status`, one line that says why, and headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.message = message
        self.headers = dict(headers or {})
        super().__init__(message)


class Told:
    """An endpoint that says what another one refuses."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._endpoint(scope, receive, send)
        except Refused as error:
            await _refusal(error)(scope, receive, send)
        except StoreError:
            raise  # the application says what is told of it
        except WhoblamedError as error:
            await _refusal(Refused(500, str(error)))(scope, receive, send)


def _refusal(error: Refused) -> Response:
    return PlainTextResponse(" ".join(error.message.split()) + "\n", error.status, error.headers)
