"""In which of the formats that there are a client wants an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Scope

from ...graph.store.answers import SOLUTIONS, TRIPLES, Syntax
from ..negotiation import media_type

#: The names of syntaxes for solutions and for triples; None: none that there is.
Wanted = tuple[str | None, str | None]


def wanted(scope: Scope, format: str = "") -> Wanted:
    """Return the syntaxes that a request wants most: by the name of a format that there is of such answers, or else by
    its header Accept."""
    solutions, triples = _accepted(", ".join(Headers(scope=scope).getlist("accept")))
    return format if format in SOLUTIONS else solutions, format if format in TRIPLES else triples


def wants_page(scope: Scope) -> bool:
    """Return whether a person asks with a browser, which would rather have a page than any format of ours."""
    accept = ", ".join(Headers(scope=scope).getlist("accept"))
    return "text/html" in accept and media_type(accept, (*_SOLUTIONS, *_TRIPLES, _PAGE)) == _PAGE


def takes_gzip(scope: Scope) -> bool:
    """Return whether a request takes what is compressed with gzip."""
    return "gzip" in map(str.strip, Headers(scope=scope).get("accept-encoding", "").lower().split(","))


@lru_cache(maxsize=256)  # most clients always say the same
def _accepted(accept: str) -> Wanted:
    kinds = media_type(accept, tuple(_SOLUTIONS)), media_type(accept, tuple(_TRIPLES))
    return _SOLUTIONS.get(kinds[0] or ""), _TRIPLES.get(kinds[1] or "")


def _by_type(syntaxes: Mapping[str, Syntax[Any]]) -> dict[str, str]:
    """Return the names of syntaxes by their media types, and after those by what else they are called."""
    own = {syntax.media_type: name for name, syntax in syntaxes.items()}
    return own | {kind: name for name, syntax in syntaxes.items() for kind in syntax.also}


_PAGE: Final = "text/html"
_SOLUTIONS: Final = _by_type(SOLUTIONS)
_TRIPLES: Final = _by_type(TRIPLES)
