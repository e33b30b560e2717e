"""Who publishes a galaxy, and so says what stands in it: by its `source` and `authors`.

The MISP project keeps galaxies of its own and copies of lists of others, which stay what those others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: The repository, where the statements of the project's own galaxies are to be found.
_REPOSITORY = "https://github.com/MISP/misp-galaxy"
_PROJECT = re.compile(
    r"misp([ -]project)?|https?://(www\.)?(misp-project\.org|misp-galaxy\.org|github\.com/misp)(/.*)?", re.I
)
#: What stands in the place of a name where nobody in particular is meant.
_NOBODY = frozenset(
    ("", "n/a", "none", "osint", "open source intelligence", "open source", "open sources", "unknown", "various")
)
_REMARK = re.compile(r"\s*\([^()]*\)$")
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[^/?#\s:]+)(?::[0-9]+)?(?P<owner>/[^/?#\s]+)?", re.I)
#: Sites of which each part is somebody else's.
_SHARED = ("github.com", "gitlab.com", "codeberg.org")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who says what a list says. `url` is where the list is to be found; empty where nobody tells."""

    label: str
    url: str = ""


MISP = Publisher("MISP Galaxy", _REPOSITORY)


def publisher_of(source: str, authors: Iterable[str]) -> Publisher:
    """Return who publishes a list with this `source` and these `authors`; `docs/misp.md` has the rule in words.

    >>> publisher_of("https://apt.360.net/aptlist", ["360.net"])
    Publisher(label='360.net', url='https://apt.360.net/aptlist')
    >>> publisher_of("MISP Project", ["Ada", "Various"]).label
    'MISP Galaxy'
    """
    named = [author for author in map(_without_remark, authors) if _is_somebody(author)]
    address = source if _ADDRESS.match(source) else ""
    if _PROJECT.fullmatch(source) or (not named and not _is_somebody(source)):
        return MISP
    if len(named) == 1:
        return Publisher(named[0], address)
    if _is_somebody(source):
        return Publisher(_site(source) if address else source, address)
    more = len(named) > _MOST_NAMED
    return Publisher(", ".join(named[:_MOST_NAMED]) + (" and others" if more else ""))


def _is_somebody(name: str) -> bool:
    """Return whether it names somebody else than the project."""
    return name.casefold() not in _NOBODY and not _PROJECT.fullmatch(name)


def _without_remark(author: str) -> str:
    return _REMARK.sub("", author)


def _site(address: str) -> str:
    """Return the host of a web address; where many share it, whose part of it that is."""
    found = _ADDRESS.match(address)
    host = found["host"].lower() if found else address
    return f"{host}{found['owner'] or ''}" if found and host in _SHARED else host
