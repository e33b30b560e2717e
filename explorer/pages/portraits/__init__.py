"""What the page of a thing shows, kind by kind: a dict for its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .actors import actor
from .allegations import allegation
from .claims import claim
from .details import Details, Portrait
from .incidents import incident
from .sources import dataset, evidence, source

#: What is shown of each kind of thing.
PORTRAITS: Final[Mapping[str, Callable[[Details], Portrait]]] = {
    "actor": actor,
    "incident": incident,
    "allegation": allegation,
    "claim": claim,
    "source": source,
    "evidence": evidence,
}
__all__ = ["PORTRAITS", "Details", "dataset"]
