"""Who may edit: whoever has shown the token that the server printed, by a cookie that only this server's pages send."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..pages.rendering import render
from ..settings import Settings
from .forms import read_form
from .speech import words

#: For how long a browser may edit without showing the token again, in seconds.
_DAY: Final = 86_400
Page = Callable[[Request], Awaitable[Response]]


class Door:
    """Lets those edit who have the token of a server."""

    def __init__(self, settings: Settings) -> None:
        """Know the token. Neither it nor what the cookie holds can be had from the other."""
        self._token = settings.token or ""
        self._pass = hmac.new(self._token.encode(), b"cookie", hashlib.sha256).hexdigest()
        # Servers on other ports of the same computer get this cookie, too, and may set theirs.
        self._name = f"whoblamed-edit-{hashlib.sha256(self._pass.encode()).hexdigest()[:8]}"

    def closed(self, page: Page) -> Page:
        """Return a page that only those see who may edit; others are asked for the token."""

        async def endpoint(request: Request) -> Response:
            if not self._is_let_in(request):
                first = request.method == "GET" and request.url.path.endswith("/edit/")
                return self._ask(request, 200 if first else 403)
            answer = await page(request)
            answer.headers["cache-control"] = "no-store"
            return answer

        return endpoint

    async def show(self, request: Request) -> Response:
        """Lead to the first page those who have left out the slash."""
        return RedirectResponse(f"{request.scope.get('root_path', '')}/edit/", 303)

    async def enter(self, request: Request) -> Response:
        """Let in who shows the token."""
        form = await read_form(request)
        shown = form.get("token", "").strip()
        if not hmac.compare_digest(shown.encode(), self._token.encode()):
            return self._ask(request, 403, wrong=True)
        answer = RedirectResponse(f"{request.scope.get('root_path', '')}/edit/", 303)
        answer.set_cookie(
            self._name,
            self._pass,
            max_age=_DAY,
            path=f"{request.scope.get('root_path', '')}/edit",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    async def leave(self, request: Request) -> Response:
        """Forget who was let in."""
        answer = RedirectResponse(f"{request.scope.get('root_path', '')}/edit/", 303)
        answer.delete_cookie(self._name, path=f"{request.scope.get('root_path', '')}/edit")
        return answer

    def _is_let_in(self, request: Request) -> bool:
        return hmac.compare_digest(request.cookies.get(self._name, "").encode(), self._pass.encode())

    def _ask(self, request: Request, status: int, *, wrong: bool = False) -> Response:
        told = words(request)
        return render(
            request,
            "editing/templates/door.html.jinja",
            status,
            {"cache-control": "no-store"},
            title=told["door"]["title"],
            words=told,
            wrong=wrong,
        )
