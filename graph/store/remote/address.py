"""Where a remote graph is: the addresses at which a server answers queries, and takes updates and whole graphs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ....errors import StoreError

#: Where addresses of updates and of whole graphs are read from when they are not given.
UPDATE, STORE = "WHOBLAMED_GRAPH_UPDATE", "WHOBLAMED_GRAPH_STORE"

# Two letters or more: one is a drive of Windows.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")
_SCHEMES = ("http", "https")
_NOT_SAID = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a SPARQL 1.1 server: of queries, of updates, and of the Graph Store Protocol (None: not known).

    Nothing can be changed without `update`; without `store`, whole graphs are read and written by queries and updates.
    """

    query: str
    update: str | None = None
    store: str | None = None

    @classmethod
    def of(
        cls,
        query: str,
        update: str | None = None,
        store: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Endpoint:
        """Return the endpoint at an address; what is not given is read from the environment.

        Raises `StoreError` for what is no address, and for one with a password in it.
        """
        variables = os.environ if environment is None else environment
        update, store = update or variables.get(UPDATE) or None, store or variables.get(STORE) or None
        return cls(_checked(query), update and _checked(update), store and _checked(store))


def is_address(place: str) -> bool:
    """Return whether the place of a graph is an address, and no path: what looks like one is never made a folder."""
    return _ADDRESS.match(place) is not None


def _checked(address: str) -> str:
    """Return an address of a server; raises `StoreError`. What is refused is not repeated: it may have a password."""
    parts = _parts(address)
    shown = f"{parts.scheme}://{_host(parts)}{'' if '@' in parts.path else parts.path}"
    if parts.scheme.lower() not in _SCHEMES or not address.lower().startswith(("http://", "https://")):
        raise StoreError(
            f"{parts.scheme}: neither a folder nor a SPARQL endpoint; give a path, or an address with http(s)://"
        )
    if "@" in parts.netloc:
        raise StoreError(
            f"{shown}: an address with a name or password in it is shown to everybody on this computer;"
            " set $WHOBLAMED_GRAPH_USER and $WHOBLAMED_GRAPH_PASSWORD, or write them into ~/.netrc"
        )
    if parts.query or parts.fragment or "?" in address or "#" in address:
        raise StoreError(f"{shown}: the address of an endpoint ends before its ? or #; leave out the rest")
    if not parts.hostname or _NOT_SAID.search(address) or not _has_port(parts):
        raise StoreError(f"{shown}: no address of a server; write it as https://host/sparql")
    return address


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # a bracket in the host
        raise StoreError("the graph's address names no host that can be; write it as https://host/sparql") from None


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False
