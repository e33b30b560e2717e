"""The graph as it was: on the world's clock (what was public) and on ours (what was recorded)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS
from ...ontology.quads import to_quads
from ...ontology.records import Claim, DataSet, Record, Reliance
from ..store import projection
from ..store.base import Generation, QuadStore
from ..store.clocks import on_record, visible
from .held import records
from .parts import DATED, PartStore, Selection

_ByIri = Mapping[str, Record | DataSet]
#: Records by data set (the IRI of its graph), then by their own IRI.
Records = dict[str, _ByIri]


def public_by(generation: Generation, day: date, *, is_ours: bool) -> PartStore:
    """Return what a generation holds with only the claims that were certainly public on a day.

    Actors, incidents, sources and the other things that claims refer to are as they are now: they are no statements.
    `is_ours` is whether nobody but us wrote when claims were public.
    """

    def select() -> Selection:
        facts = projection.facts(generation.current, generation.columns, DATED)
        return Selection(facts.claims.keys() - visible(facts, as_of=day).claims.keys())

    told = is_ours and generation.current.whole is generation.current
    return PartStore(generation, select, day=day if told else None)


def recorded_at(generation: Generation, moment: datetime) -> PartStore:
    """Return what a generation holds with the claims that were recorded at a moment, as they were then.

    Other things are as they are now; those that are gone by now are there when a claim that was recorded then refers to
    them.
    """

    def select() -> Selection:
        closed = everything(generation.history)
        if not closed:
            facts = projection.facts(generation.current, generation.columns, DATED)
            then = on_record(facts.claims.values(), moment)
            if all(facts.claims.get(iri) is claim for iri, claim in then.items()):
                return Selection(facts.claims.keys() - then.keys())
        now = everything(generation.current, generation.columns)
        return difference(now, _recorded(now, closed, moment))

    return PartStore(generation, select)


def difference(now: Records, then: Records) -> Selection:
    """Return what makes of some records others, of which only claims may be gone or changed: those that are the same
    are the same objects."""
    gone = {
        iri
        for graph, found in now.items()
        for iri, record in found.items()
        if isinstance(record, Claim) and then[graph].get(iri) is not record
    }
    more: dict[str, list[Record]] = defaultdict(list)
    for graph, found in then.items():
        for iri, record in found.items():
            changed = iri in gone or now.get(graph, {}).get(iri) is not record
            if changed and not isinstance(record, DataSet):
                more[graph].append(record)
    return Selection(gone, more)


def everything(store: QuadStore, columns: Path | None = None) -> Records:
    """Return all records of a store, by data set; from the `columns` beside it, where there are some, which takes a
    fraction of the time."""
    graphs = sorted(graph.value for graph in store.graphs() if graph.value not in MADE_GRAPHS)
    return {graph: {record.iri: record for record in records(store, graph, columns)} for graph in graphs}


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
