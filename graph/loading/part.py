"""A part of a graph in a store of its own: some claims and all that they refer to, or what counts for a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS, VOCABULARY_GRAPH
from ...ontology.records import Claim, DataSet, Identity, Record, Reliance
from ..identity.representatives import shown_quads
from ..store import projection
from ..store.base import Generation
from ..store.columns.files import Columns, only, rows_of
from ..store.facts import Facts
from ..store.memory import MemoryStore
from ..store.oxigraph import OxigraphQuads
from .parts import PartStore, Selection, lines
from .past import Records, everything, references_of

#: The columns of what a rule of trust may leave out of a claim.
_COUNTED: Final = ("Claim.iri", "Claim.made_in", "Claim.about", "Claim.passages")


class Kept(Protocol):
    """What counts of a claim: the sources that carry it, and the allegations that it is about (IRIs)."""

    @property
    def made_in(self) -> tuple[str, ...]: ...
    @property
    def about(self) -> tuple[str, ...]: ...


def part(generation: Generation, claims: Collection[str]) -> MemoryStore:
    """Return a store in memory with these claims (IRIs) and what they refer to, directly or through one another.

    That is whom they are by and about, their incidents, sources and evidence, what these rest on, the claims that they
    answer, and what is decided on who is who among the actors that are there. What takes a claim back is there with it,
    because without that it would count again. Data sets of which nothing is left are not there. Takes time linear in
    the records of the store.
    """
    held = everything(generation.current, generation.columns)
    kept = _reached(held, claims)
    graphs = {graph for graph, found in held.items() if not kept.isdisjoint(found)}
    left: Records = {
        graph: {
            iri: _within(record, graphs)
            for iri, record in held[graph].items()
            if iri in kept or isinstance(record, DataSet)
        }
        for graph in graphs
    }
    return _in_memory(generation, left)


def what_counts(generation: Generation, kept: Mapping[str, Kept]) -> PartStore:
    """Return what a generation holds with the claims that are `kept` (by IRI), and of each only what counts of it.

    Everything else is there as it is: actors, incidents, sources and evidence are no statements.
    """

    def select() -> Selection:
        store, folder = generation.current, generation.columns
        rows = [row for _, columns in projection.tables(store, folder, _COUNTED) for row in _counted(columns)]
        changed = {iri for iri, *said in rows if iri in kept and _is_narrowed(kept[iri], *said)}
        gone = {iri for iri, *_ in rows if iri not in kept} | changed
        more: dict[str, list[Record]] = defaultdict(list)
        facts = projection.facts(store, folder, ("Allegation.iri", "Allegation.accused"))
        for graph in sorted(graph.value for graph in store.graphs() if changed and graph.value not in MADE_GRAPHS):
            for block in projection.blocks(store, folder, graph):
                for claim in projection.records_of(only(block, "Claim", changed)):
                    if isinstance(claim, Claim):
                        more[graph].append(_narrowed(claim, facts, kept[claim.iri]))
        return Selection(gone, more)

    return PartStore(generation, select)


def _counted(columns: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows_of(columns, name) for name in _COUNTED), strict=True)


def _is_narrowed(kept: Kept, made_in: Sequence[str], about: Sequence[str], passages: Sequence[Any]) -> bool:
    """Return whether less of a claim counts than is in its columns."""
    carried = list(kept.made_in) == list(made_in)
    placed = all(passage.get("source") in (None, *made_in) for passage in passages)
    return not (carried and placed and set(kept.about) == set(about))


def _within(record: Record | DataSet, graphs: Collection[str]) -> Record | DataSet:
    """Return a record; a data set without the names of others that are not there."""
    if isinstance(record, DataSet):
        return replace(record, uses_actors_of=tuple(graph for graph in record.uses_actors_of if graph in graphs))
    return record


def _reached(held: Records, claims: Collection[str]) -> set[str]:
    """Return the IRIs of what is reached from claims."""
    known = {iri: record for found in held.values() for iri, record in found.items() if not isinstance(record, DataSet)}
    hanging = _hanging_on(known)
    reached: set[str] = set()
    waiting = [iri for iri in claims if iri in known]
    while True:
        while waiting:
            iri = waiting.pop()
            if iri not in reached:
                reached.add(iri)
                waiting += (other for other in references_of(known[iri]) if other in known and other not in reached)
                waiting += hanging[iri]
        waiting += (
            iri
            for iri, record in known.items()
            if isinstance(record, Identity) and iri not in reached and reached.issuperset(record.actors)
        )
        if not waiting:
            return reached


def _hanging_on(known: Mapping[str, Record | DataSet]) -> Mapping[str, list[str]]:
    """Return what belongs to a thing though the thing does not refer to it, by the thing: on what a source or claim
    rests, and the withdrawals of a claim."""
    hanging: dict[str, list[str]] = defaultdict(list)
    for iri, record in known.items():
        for thing in _hung_on(record):
            hanging[thing].append(iri)
    return hanging


def _hung_on(record: Record | DataSet) -> Iterator[str]:
    if isinstance(record, Reliance):
        yield record.relying
    elif isinstance(record, Claim):
        yield from record.withdraws


def _in_memory(generation: Generation, records: Records) -> MemoryStore:
    """Return a store in memory with the records of data sets, with the vocabulary of a generation, and as whom actors
    are shown among those that are there."""
    facts = Facts.of(record for graph in records.values() for record in graph.values())
    held = OxigraphQuads()
    held.extend(generation.current.find(graph=ox.NamedNode(VOCABULARY_GRAPH)))
    for graph, found in records.items():
        held.replace_by_lines(graph, lines(found.values(), facts))
    held.extend(shown_quads(held))
    return MemoryStore(held)


def _narrowed(claim: Claim, facts: Facts, kept: Kept) -> Claim:
    if set(kept.about) != set(claim.about):
        gone = {facts.allegations[iri].accused for iri in claim.about if iri in facts.allegations}
        left = {facts.allegations[iri].accused for iri in kept.about if iri in facts.allegations}
        accused = tuple(actor for actor in claim.accused if actor in left or actor not in gone)
        claim = replace(claim, about=tuple(kept.about), accused=accused)
    passages = tuple(passage for passage in claim.passages if passage.source in (None, *kept.made_in))
    return replace(claim, made_in=tuple(kept.made_in), passages=passages)
