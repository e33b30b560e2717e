"""Claims that a machine coded, apart from those that people read: they count only where somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.records import Claim, Record, owner_of
from .base import QuadStore
from .facts import Facts

R = TypeVar("R", bound=Record)

_COUNT = "SELECT (COUNT(DISTINCT ?claim) AS ?n) { %s }"
_CODED = "?claim wb:coding ?coding"


def machine_coded(store: QuadStore, dataset: str | None = None) -> int:
    """Return how many claims of a store, or of one of its data sets (an IRI), a machine coded."""
    text = _COUNT % (_CODED if dataset is None else f"GRAPH ?dataset {{ {_CODED} }}")
    bound = {} if dataset is None else {"dataset": ox.NamedNode(dataset)}
    return int(next(iter(store.select(text, bound).rows())).n)


def coded_among(store: QuadStore, datasets: Iterable[str]) -> set[str]:
    """Return those of some data sets (IRIs) in which are claims that a machine coded; a look-up for each."""
    coding = ox.NamedNode(WB.coding)
    return {home for home in datasets if next(store.find(predicate=coding, graph=ox.NamedNode(home)), None)}


def read_by_people(facts: Facts) -> Facts:
    """Return the facts without the claims that a machine coded, and without what is there for these alone.

    That is what only they are about, and all of the data sets in which they are that no other claim refers to. Takes
    time linear in the facts.
    """
    coded = [claim for claim in facts.claims.values() if claim.coding]
    if not coded:
        return facts
    left = {iri: claim for iri, claim in facts.claims.items() if not claim.coding}
    used = set(_used(left.values(), facts))
    alone = {iri for claim in coded for iri in _referred(claim)} - used
    homes = {owner_of(claim.iri) for claim in coded} - {None, *map(owner_of, left)}

    def kept(records: Mapping[str, R]) -> dict[str, R]:
        return {
            iri: record
            for iri, record in records.items()
            if iri in used or (iri not in alone and owner_of(iri) not in homes)
        }

    return replace(
        facts,
        actors={iri: actor for iri, actor in facts.actors.items() if iri in used or owner_of(iri) not in homes},
        incidents=kept(facts.incidents),
        allegations=kept(facts.allegations),
        claims=left,
        sources=kept(facts.sources),
        evidence=kept(facts.evidence),
        reliances=kept(facts.reliances),
    )


def _referred(claim: Claim) -> Iterator[str]:
    yield from (*claim.speakers, *claim.accused, *claim.about, *claim.made_in, *claim.evidence)
    if claim.incident:
        yield claim.incident


def _used(claims: Iterable[Claim], facts: Facts) -> Iterator[str]:
    """Yield what claims refer to, and what that refers to."""
    for claim in claims:
        yield from _referred(claim)
        yield from (*claim.through, *claim.as_told_by)
        for iri in claim.about:
            if (allegation := facts.allegations.get(iri)) is not None:
                yield from (allegation.accused, allegation.incident)
        for iri in claim.made_in:
            if (source := facts.sources.get(iri)) is not None and source.publisher:
                yield source.publisher
