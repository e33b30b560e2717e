"""What a request of the SPARQL 1.1 Protocol asks for: the query, and the graphs that it is about.

https://www.w3.org/TR/sparql11-protocol/ (sections 2.1 and 2.2)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from ...graph.store.base import Dataset
from .refusing import Refused

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MOST_FIELDS: Final = 1000
_READ_ONLY: Final = "this endpoint answers queries; the graph is changed by whoblamed load and unload"


@dataclass(frozen=True, slots=True)
class Request:
    """A query with the graphs that it is about (None: those that it names itself, or all), and the name of the format
    that is wanted, if the address says so. Without a query, the description of the service is asked for."""

    query: str | None
    dataset: Dataset | None = None
    format: str = ""


async def read(scope: Scope, receive: Receive) -> Request:
    """Return what is asked for. Raises `Refused`."""
    method = scope["method"]
    if method not in METHODS:
        raise Refused(405, f"{method} is not allowed here; take GET or POST", {"Allow": ", ".join(METHODS)})
    fields = _fields(scope["query_string"], "the address")
    if method != "POST":
        return _request(fields, None)
    kind = _kind(Headers(scope=scope).get("content-type", ""))
    body = await _body(receive)
    if kind == FORM:
        return _request([*fields, *_fields(body, "the form")], None, posted=True)
    return _request(fields, _text(body, "the query"), posted=True)


def _kind(content_type: str) -> str:
    """Return the media type of what is posted. Raises `Refused` for one that is not taken, and for other characters
    than UTF-8."""
    message = Message()
    message["content-type"] = content_type
    kind = message.get_content_type() if content_type else ""
    if kind == _UPDATE:
        raise Refused(403, _READ_ONLY)
    if kind not in (FORM, DIRECT):
        raise Refused(415, f"post a query as {DIRECT}, or as the field query of {FORM}, not as {kind or 'no type'}")
    charset = message.get_content_charset() or "utf-8"
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, f"post a query in UTF-8, not in {charset}")
    return kind


async def _body(receive: Receive) -> bytes:
    """Return what is posted, of which `guard` has bounded how much it may be and how long it may take."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "the query did not come to its end")
        body += message["body"]
        if not message.get("more_body"):
            return bytes(body)


def _fields(text: bytes, where: str) -> list[tuple[str, str]]:
    """Return the fields of an address or form. Raises `Refused` for what is no UTF-8, and for too many."""
    if not text:
        return []
    try:
        return parse_qsl(_text(text, where), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refused(400, f"{where} is not in UTF-8") from None
    except ValueError:
        raise Refused(400, f"{where} has more than {_MOST_FIELDS:,} fields") from None


def _text(text: bytes, what: str) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise Refused(400, f"{what} is not in UTF-8") from None


def _request(fields: Sequence[tuple[str, str]], direct: str | None, *, posted: bool = False) -> Request:
    names = [name for name, _ in fields]
    if "update" in names or "using-graph-uri" in names or "using-named-graph-uri" in names:
        raise Refused(403, _READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    queries += [direct] if direct is not None else []
    default, named = (
        tuple(value for name, value in fields if name == wanted) for wanted in ("default-graph-uri", "named-graph-uri")
    )
    if len(queries) > 1:
        raise Refused(400, f"one query at a time, not {len(queries)}")
    if not queries and (posted or default or named):
        raise Refused(400, "no query; give one in the field query")
    dataset = Dataset(default, named) if default or named else None
    format = next((value for name, value in fields if name == "format"), "")
    return Request(queries[0] if queries else None, dataset, format)
