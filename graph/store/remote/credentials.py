"""Who asks: from the environment or a netrc, sent to a server only when it asks for it, and never over open lines."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Generator
from pathlib import Path

import httpx

from ....errors import StoreError

USER, PASSWORD, TOKEN = "WHOBLAMED_GRAPH_USER", "WHOBLAMED_GRAPH_PASSWORD", "WHOBLAMED_GRAPH_TOKEN"
#: What to do about credentials, for people.
ADVICE = f"set ${USER} and ${PASSWORD}, or ${TOKEN}, or write them into ~/.netrc"


class Credentials(httpx.Auth):
    """Answers a server that asks who one is: with a token, or a name and password, as Basic or Digest."""

    requires_request_body = True

    def __init__(self) -> None:
        self._answers: dict[str, httpx.Auth] = {}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request as it is, and again with credentials if the server asks for them and there are any."""
        origin = f"{request.url.scheme}://{request.url.netloc.decode()}"
        known = self._answers.get(origin)
        if known is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            known = _answer(request.url, response.headers.get("www-authenticate", ""))
            if known is None:
                return
            self._answers[origin] = known
        yield from known.auth_flow(request)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


def _answer(url: httpx.URL, challenge: str) -> httpx.Auth | None:
    """Return what to answer a challenge with; None for nothing. Raises `StoreError` where others could read it."""
    token, user = os.environ.get(TOKEN), _user(url.host)
    if not token and user is None:
        return None
    if token and ("basic" not in challenge.lower() or user is None):
        _refuse_open_line(url)
        if not token.isascii() or not token.isprintable() or " " in token:
            raise StoreError(f"${TOKEN}: a token is made of ASCII characters, without spaces or ends of lines")
        return _Bearer(token)
    assert user is not None  # noqa: S101 - one of both is there
    if "digest" in challenge.lower():
        return httpx.DigestAuth(*user)  # which sends a hash
    _refuse_open_line(url)
    return httpx.BasicAuth(*user)


def _user(host: str) -> tuple[str, str] | None:
    name = os.environ.get(USER)
    return (name, os.environ.get(PASSWORD, "")) if name else _of_netrc(host)


def _of_netrc(host: str) -> tuple[str, str] | None:
    import netrc

    file = Path(os.environ.get("NETRC") or "~/.netrc").expanduser()
    try:
        found = netrc.netrc(file).authenticators(host)
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "msg", "")
        raise StoreError(f"{file}: cannot be read: {reason}") from error
    return (found[0] or found[1] or "", found[2] or "") if found else None


def _refuse_open_line(url: httpx.URL) -> None:
    """Raises `StoreError` where a password would travel as it is, for all on the way to read."""
    if url.scheme != "https" and not _is_here(url.host):
        raise StoreError(
            f"{url.scheme}://{url.netloc.decode()}: asks for a password over http, where others can read it;"
            " give its https address"
        )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
