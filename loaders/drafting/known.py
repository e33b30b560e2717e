"""Names that are known before an article is read: those of a graph, or of the casebook where there is none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .grammar.phrases import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...ontology.records import Actor


def of_actors(actors: Iterable[Actor]) -> dict[str, Known]:
    """Return actors by each of their names, in every language, and by their aliases."""
    found: dict[str, Known] = {}
    for actor in actors:
        known = Known(actor.label, actor.kind)
        for name in _names(actor):
            found.setdefault(name, known)
    return found


def _names(actor: Actor) -> Iterable[str]:
    if actor.kind == "unnamed":
        return
    yield from dict.fromkeys([actor.label, *(name.value for name in actor.names)])


@cache
def casebook() -> dict[str, Known]:
    """Return the actors of the casebook that ships with whoblamed."""
    from ...ontology.records import Actor
    from ..facts.file import SHARED_ACTORS, read
    from ..opening.documents import CASEBOOK, Document

    (batch,) = read([Document.of_file(CASEBOOK / SHARED_ACTORS)])
    return of_actors(record for record in batch.records if isinstance(record, Actor))
