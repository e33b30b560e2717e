"""Loading data sets into a store: read everything first, then change the graph in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ..errors import StoreError, UnknownName
from ..loaders.quads import from_quads, to_quads
from ..loaders.records import Batch, Claim, DataSet, Record
from ..ontology import VOCABULARY, VOCABULARY_GRAPH
from . import columns, sparql
from .revision import Revision, revise
from .store import Change, Generation, Store

CASEBOOK = Path(__file__).parent.parent / "loaders" / "casebook"

# The least by which one change of a data set is later than the one before, whatever the computer's clock says.
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did to one data set. `state` is `new`, `changed` or `unchanged`; `counts` are by kind of record."""

    name: str
    origin: str
    state: str
    counts: dict[str, int]
    closed_claims: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did, one entry a data set."""

    loaded: list[Loaded] = field(default_factory=list)
    dry_run: bool = False

    @property
    def claims(self) -> int:
        """How many claims the loaded data sets hold."""
        return sum(entry.counts.get("claims", 0) for entry in self.loaded)


@dataclass(frozen=True, slots=True)
class _Update:
    """What loading a batch does to a store."""

    batch: Batch
    revision: Revision
    state: str


def load(
    store: Store,
    sources: Sequence[str | Path],
    *,
    dataset: str | None,
    dry_run: bool,
    now: datetime,
) -> Report:
    """Load `sources` (none: the casebook) as one change; see `Graph.load`."""
    from ..loaders.sources import read

    batches = read(sources or [CASEBOOK], dataset)
    if dry_run:
        updates = [_update(store.generation, batch, now) for batch in batches]
    else:
        with store.changing() as change:
            held = store.generation
            updates = [_update(held, batch, now) for batch in batches]
            _apply(change, held, updates)
    return Report([_loaded(update) for update in updates], dry_run)


def unload(store: Store, name: str) -> int:
    """Remove the data set `name`; see `Graph.unload`."""
    _removable(store.generation, name)  # before anything is locked, or even made
    with store.changing() as change:
        held = store.generation
        iri = _removable(held, name).iri
        claims = sum(isinstance(record, Claim) for record in records(held.current, iri))
        change.replace(iri, ())
        change.replace_history(iri, ())
    return claims


def _removable(held: Generation, name: str) -> DataSet:
    known = {dataset.name: dataset for dataset in datasets(held)}
    if name not in known:
        raise UnknownName(name, get_close_matches(name, known, n=3), "data set")
    users = sorted(other.name for other in known.values() if known[name].iri in other.uses_actors_of)
    if users:
        them = "it" if len(users) == 1 else "them"
        raise StoreError(f"{name} defines actors that are used in {', '.join(users)}; unload {them} first")
    return known[name]


def datasets(held: Generation) -> list[DataSet]:
    """The data sets of a store, by name."""
    rows = sparql.select(held.current, "SELECT ?g { GRAPH ?g { ?g a wb:DataSet } }")
    described = (held.current.quads_for_pattern(ox.NamedNode(row.g), None, None, ox.NamedNode(row.g)) for row in rows)
    found = [record for quads in described for record in from_quads(quads)]
    return sorted((record for record in found if isinstance(record, DataSet)), key=lambda dataset: dataset.name)


def records(store: ox.Store, graph: str) -> Iterator[Record | DataSet]:
    """The records of one named graph."""
    return from_quads(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


@cache
def vocabulary() -> frozenset[ox.Quad]:
    """The quads of the vocabulary, in its graph."""
    graph = ox.NamedNode(VOCABULARY_GRAPH)
    triples = (triple for path in VOCABULARY for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return frozenset(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _update(held: Generation, batch: Batch, now: datetime) -> _Update:
    known = {record.iri: record for record in records(held.current, batch.dataset.iri)}
    before = known.pop(batch.dataset.iri, None)
    if not isinstance(before, DataSet):
        return _Update(_stamped(batch, now), revise((), batch.records, now), "new")
    if before.loaded_on:
        now = max(now, before.loaded_on + _TICK)
    revision = revise([record for record in known.values() if not isinstance(record, DataSet)], batch.records, now)
    written = ox.Store()  # which writes 1.50 as 1.5, and so on
    written.extend(_quads(_stamped(batch, before.loaded_on).dataset, revision.held))
    same = set(written) == set(held.current.quads_for_pattern(None, None, None, ox.NamedNode(batch.dataset.iri)))
    return _Update(_stamped(batch, now), revision, "unchanged" if same else "changed")


def _stamped(batch: Batch, loaded_on: datetime | None) -> Batch:
    return replace(batch, dataset=replace(batch.dataset, loaded_on=loaded_on))


def _quads(dataset: DataSet, held: Iterable[Record]) -> Iterator[ox.Quad]:
    yield from to_quads(dataset, dataset.iri)
    for record in held:
        yield from to_quads(record, dataset.iri)


def _apply(change: Change, held: Generation, updates: Iterable[_Update]) -> None:
    if set(held.current.quads_for_pattern(None, None, None, ox.NamedNode(VOCABULARY_GRAPH))) != vocabulary():
        change.replace(VOCABULARY_GRAPH, vocabulary())
    for update in updates:
        iri = update.batch.dataset.iri
        if update.state != "unchanged":
            change.replace(iri, _quads(update.batch.dataset, update.revision.held))
            if change.columns is not None:
                columns.write(columns.columns_of(update.revision.held), columns.file_of(change.columns, iri))
        if update.revision.closed:
            closed = {record.iri: record for record in [*records(held.history, iri), *update.revision.closed]}
            change.replace_history(iri, [quad for record in closed.values() for quad in to_quads(record, iri)])


def _loaded(update: _Update) -> Loaded:
    kinds = Counter(type(record).__name__ for record in update.batch.records)
    plural = {"Evidence": "evidence"}
    counts = {plural.get(kind, f"{kind.lower()}s"): count for kind, count in sorted(kinds.items())}
    dataset = update.batch.dataset
    return Loaded(dataset.name, dataset.origin or "", update.state, counts, update.revision.closed_claims)
