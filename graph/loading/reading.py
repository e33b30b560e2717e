"""The graph as a reader reads it who does not count every claim: what is kept, in a store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from ...ontology.records import Claim
from ..store.base import Generation
from ..store.facts import Facts
from ..store.memory import MemoryStore
from .past import Records, everything, in_memory


class Kept(Protocol):
    """What counts of a claim: the sources that carry it, and the allegations that it is about (IRIs)."""

    @property
    def made_in(self) -> tuple[str, ...]: ...
    @property
    def about(self) -> tuple[str, ...]: ...


def reading(generation: Generation, kept: Mapping[str, Kept]) -> MemoryStore:
    """Return a store in memory with the claims that are `kept` (by IRI), and of each only what counts of it.

    Everything else is there as it is: actors, incidents, sources and evidence are no statements.
    """
    held = everything(generation.current, generation.columns)
    facts = _facts(held)
    left: Records = {
        graph: {
            iri: _narrowed(record, facts, kept[iri]) if isinstance(record, Claim) else record
            for iri, record in found.items()
            if not isinstance(record, Claim) or iri in kept
        }
        for graph, found in held.items()
    }
    return in_memory(generation, left, _facts(left), kept)


def _facts(held: Records) -> Facts:
    return Facts.of(record for graph in held.values() for record in graph.values())


def _narrowed(claim: Claim, facts: Facts, kept: Kept) -> Claim:
    if set(kept.about) != set(claim.about):
        gone = {facts.allegations[iri].accused for iri in claim.about if iri in facts.allegations}
        left = {facts.allegations[iri].accused for iri in kept.about if iri in facts.allegations}
        accused = tuple(actor for actor in claim.accused if actor in left or actor not in gone)
        claim = replace(claim, about=tuple(kept.about), accused=accused)
    passages = tuple(passage for passage in claim.passages if passage.source in (None, *kept.made_in))
    return replace(claim, made_in=tuple(kept.made_in), passages=passages)
