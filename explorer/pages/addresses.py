"""The addresses of things: the path of a thing's page is that of its IRI, so that one can be had from the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote

from ...ontology import ID

#: Under which path things are whose IRIs are ours; `https://w3id.org/whoblamed/id/` could lead here.
THINGS: Final = "/id/"
#: Where things are whose IRIs are not: their IRIs stand in the query.
OTHERS: Final = "/thing"
#: What may stand in a path as it is. A per cent sign may: IRIs are escaped once already, and are so in addresses.
_SAFE: Final = "/%:@!$&'()*+,;=~"


def path_of(iri: str, suffix: str = "") -> str:
    """Return the path at which the page of a thing is, or with a suffix (`.ttl`) another form of it.

    >>> path_of("https://w3id.org/whoblamed/id/sony-2014/actor/fbi", ".ttl")
    '/id/sony-2014/actor/fbi.ttl'
    >>> path_of("http://example.org/a?b", ".json")
    '/thing.json?iri=http%3A//example.org/a%3Fb'
    """
    if iri.startswith(ID):
        return f"{THINGS}{quote(iri.removeprefix(ID), safe=_SAFE)}{suffix}"
    return f"{OTHERS}{suffix}?iri={quote(iri, safe='/')}"


def iris_at(path: str) -> Iterator[str]:
    """Yield the IRIs that the page at a path under `THINGS` may be of: as the path is written, and with what is escaped
    in it as itself."""
    written = path.removeprefix(THINGS)
    yield from dict.fromkeys((ID + written, ID + unquote(written)))
