"""The graph as it was: on the world's clock (what was public) and on ours (what was recorded)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS, VOCABULARY_GRAPH
from ...ontology.quads import public_quads, to_quads
from ...ontology.records import Claim, DataSet, Record, Reliance
from ..identity.representatives import shown_quads
from ..store.base import Generation, QuadStore
from ..store.clocks import on_record, public, visible
from ..store.facts import Facts
from ..store.memory import MemoryStore
from ..store.oxigraph import OxigraphQuads
from .held import records

_ByIri = Mapping[str, Record | DataSet]
#: Records by data set (the IRI of its graph), then by their own IRI.
Records = dict[str, _ByIri]


def at(generation: Generation, *, as_of: date | None, recorded_as_of: datetime | None) -> MemoryStore:
    """Return a store in memory with the claims that were certainly public on `as_of` and recorded at `recorded_as_of`.

    Actors, incidents, sources and the other things that claims refer to are as they are now: they are no statements.
    Those that are gone by now are there when a claim that was recorded then refers to them.
    """
    held = everything(generation.current)
    if recorded_as_of is not None:
        held = _recorded(held, everything(generation.history), recorded_as_of)
    facts = Facts.of(record for graph in held.values() for record in graph.values())
    shown = visible(facts, as_of=as_of).claims
    return in_memory(generation, quads_of(held, facts, shown))


def in_memory(generation: Generation, quads: Iterable[ox.Quad]) -> MemoryStore:
    """Return a store in memory with quads of data sets, the vocabulary of a generation, and as whom actors are shown
    among those that are there."""
    held = OxigraphQuads()
    held.extend(generation.current.find(graph=ox.NamedNode(VOCABULARY_GRAPH)))
    held.extend(quads)
    held.extend(shown_quads(held))
    return MemoryStore(held)


def everything(store: QuadStore) -> Records:
    """Return all records of a store, by data set."""
    graphs = sorted(graph.value for graph in store.graphs() if graph.value not in MADE_GRAPHS)
    return {graph: {record.iri: record for record in records(store, graph)} for graph in graphs}


def _recorded(now: Records, closed: Records, moment: datetime) -> Records:
    """Return the records as they were held at a moment."""
    held: Records = {}
    gone: Records = {}
    for graph in sorted({*now, *closed}):
        present, former = now.get(graph, {}), closed.get(graph, {})
        things = {iri: record for iri, record in present.items() if not isinstance(record, Claim)}
        versions = [record for record in (*present.values(), *former.values()) if isinstance(record, Claim)]
        held[graph] = {**things, **on_record(versions, moment)}
        gone[graph] = {iri: r for iri, r in former.items() if not isinstance(r, Claim) and iri not in things}
    needed = _needed(held.values(), gone.values(), present={iri for graph in now.values() for iri in graph})
    return {graph: {**held[graph], **{iri: r for iri, r in gone[graph].items() if iri in needed}} for graph in held}


def _needed(held: Iterable[_ByIri], gone: Iterable[_ByIri], present: Collection[str]) -> set[str]:
    """Of what is gone, that to which held claims refer, directly or through one another, and what that relied on."""
    missing = {iri: record for graph in gone for iri, record in graph.items()}
    relied: dict[str, list[str]] = defaultdict(list)
    for record in missing.values():
        if isinstance(record, Reliance) and record.relying not in present:
            relied[record.relying].append(record.iri)
    needed: set[str] = set()
    waiting: list[Record | DataSet] = []
    if missing:
        waiting.extend(record for graph in held for record in graph.values() if isinstance(record, Claim))
    while waiting:
        record = waiting.pop()
        found = {iri for iri in (*references_of(record), *relied[record.iri]) if iri in missing} - needed
        needed |= found
        waiting.extend(missing[iri] for iri in found)
    return needed


def references_of(record: Record | DataSet) -> set[str]:
    """Return the IRIs to which a record refers; its own and those of its parts may be among them."""
    quads = to_quads(record, "urn:x-whoblamed:references")
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}


def quads_of(held: Records, everything: Facts, shown: Collection[str]) -> Iterator[ox.Quad]:
    """Yield the quads of records; of claims those that are `shown`, with when they were public by `everything`."""
    for graph, found in held.items():
        for record in found.values():
            if not isinstance(record, Claim) or record.iri in shown:
                yield from to_quads(record, graph)
                known = public(record, everything) if isinstance(record, Claim) else None
                if known is not None:
                    yield from public_quads(record.iri, known, graph)
