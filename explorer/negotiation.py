"""What form of an answer a client asks for: by the headers Accept and Accept-Language (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z", re.ASCII)


def media_type(accept: str, offers: Sequence[str]) -> str | None:
    """Return which of the media types that there are, the server's favourite first, a client likes best; None if it
    takes none of them.

    A header that is empty takes anything. Of several ranges that a type is in, the most exact one counts. What is
    malformed is passed over.

    >>> media_type("text/*;q=0.5, application/json", ["text/html", "application/json"])
    'application/json'
    >>> media_type("image/png", ["text/html"]) is None
    True
    """
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    qualities = [_quality(offer, ranges) for offer in offers]
    best = max(qualities, default=0)
    return offers[qualities.index(best)] if best > 0 else None


def language(accept: str, offers: Sequence[str]) -> str:
    """Return which of the languages that there are, the server's own first, a reader likes best: "de-AT" is German.

    Somebody who takes none of them gets the first.

    >>> language("fr, de-AT;q=0.7, en;q=0.3", ["en", "de"]), language("fr", ["en", "de"])
    ('de', 'en')
    """
    liked: dict[str, float] = {}
    for tag, quality in _ranges(accept):
        main = tag.partition("-")[0]
        liked[main] = max(liked.get(main, 0), quality)
    return max(offers, key=lambda offer: liked.get(offer, liked.get("*", 0)))


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    exact = (offer, f"{offer.partition('/')[0]}/*", "*/*")
    for wanted in exact:
        found = [quality for range_, quality in ranges if range_ == wanted]
        if found:
            return max(found)
    return 0.0


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Yield what a header names with how much it is liked, from 0 to 1; parameters other than q say nothing to us."""
    for part in header.lower().split(","):
        name, *parameters = map(str.strip, part.split(";"))
        weights = [value for key, _, value in (each.partition("=") for each in parameters) if key.strip() == "q"]
        if name and all(_QUALITY.match(weight.strip()) for weight in weights):
            yield name, float(weights[-1].strip()) if weights else 1.0
