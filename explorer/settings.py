"""How a server of the graph is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..graph.store.limits import Limits

#: The names of this computer for itself.
HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is set up; nothing of it changes while it runs."""

    #: The names by which the server may be asked for: what the header Host may say, without the port.
    hosts: frozenset[str] = HOSTS
    #: The origins whose pages may read SPARQL answers and nothing else, each `scheme://host[:port]`, or `*`.
    origins: frozenset[str] = frozenset()
    #: What one SPARQL query may take.
    limits: Limits = field(default_factory=lambda: Limits(timeout=30, max_rows=100_000, max_memory=1000))
    #: The addresses and networks of proxies whose X-Forwarded headers are believed.
    proxies: frozenset[str] = frozenset()
    #: The path under which a proxy has the server, such as `/whoblamed`; empty: all of its host.
    root_path: str = ""
    #: The secret that whoever edits must show; None: nothing can be edited.
    token: str | None = None
