"""Which of the formats that there are a client wants, by its header Accept (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Scope

from ...graph.store.answers import SOLUTIONS, TRIPLES, Syntax

_RANGE: Final = re.compile(r"\s*([!#$%&'*+.^`|~\w-]+/[!#$%&'*+.^`|~\w-]+)\s*((?:;[^,]*)?)\Z")
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)


def accepted(scope: Scope) -> tuple[str | None, str | None]:
    """Return the names of the syntaxes for solutions and for triples that a request wants most; None: none is."""
    return wanted(", ".join(Headers(scope=scope).getlist("accept")))


def takes_gzip(scope: Scope) -> bool:
    """Return whether a request takes what is compressed with gzip."""
    return "gzip" in map(str.strip, Headers(scope=scope).get("accept-encoding", "").lower().split(","))


@lru_cache(maxsize=256)
def wanted(accept: str) -> tuple[str | None, str | None]:
    """Return the names of the syntaxes for solutions and for triples that are wanted most; None: none is.

    What is wanted equally is decided by the order of ours. No header means that anything is taken.
    """
    ranges = dict(_ranges(accept)) if accept.strip() else {"*/*": 1.0}
    return _best(ranges, SOLUTIONS), _best(ranges, TRIPLES)


@lru_cache(maxsize=256)
def wants_page(accept: str) -> bool:
    """Return whether a browser asks, which would rather have a page than any of our formats."""
    ranges = dict(_ranges(accept))
    page = ranges.get("text/html", 0.0)
    return page > 0 and all(ranges.get(kind, 0.0) < page for kind in (*_types(SOLUTIONS), *_types(TRIPLES)))


def named(format: str) -> tuple[str | None, str | None] | None:
    """Return the syntaxes for solutions and for triples of a format that is asked for by its name; None for no name."""
    found = format if format in SOLUTIONS else None, format if format in TRIPLES else None
    return found if any(found) else None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges with how much they are wanted; what is no media range is passed over."""
    for part in accept.split(","):
        if found := _RANGE.match(part):
            quality = _QUALITY.search(found[2])
            yield found[1].lower(), float(quality[1]) if quality else 1.0


def _best(ranges: Mapping[str, float], syntaxes: Mapping[str, Syntax[Any]]) -> str | None:
    qualities = {name: _quality(ranges, syntax) for name, syntax in syntaxes.items()}
    best = max(qualities, key=qualities.__getitem__)  # the first of equal ones
    return best if qualities[best] else None


def _quality(ranges: Mapping[str, float], syntax: Syntax[Any]) -> float:
    """Return how much a syntax is wanted: by its own type, another name of it, or a range in which its own type is."""
    exact: Sequence[str] = [kind for kind in (syntax.media_type, *syntax.also) if kind in ranges]
    if exact:
        return max(ranges[kind] for kind in exact)
    whole = syntax.media_type.partition("/")[0] + "/*"
    return ranges.get(whole, ranges.get("*/*", 0.0))


def _types(syntaxes: Mapping[str, Syntax[Any]]) -> Iterator[str]:
    return (kind for syntax in syntaxes.values() for kind in (syntax.media_type, *syntax.also))
