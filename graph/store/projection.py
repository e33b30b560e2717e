"""The facts, and those that statuses and networks need, from columns that are kept beside the store.

A store on disk looks every string up by itself, so that reading a million claims from it takes minutes. Of each data
set the fields that the computations need are therefore also kept as columns, in a file of its own in a folder that
lives and dies with the content of the store. It is written when the data set is loaded or else when it is first needed,
and can be deleted at any time.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeVar, get_args

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS
from ...ontology.quads import LABEL, TYPE, classes_of, from_quads, predicates_of
from ...ontology.records import Actor, DataSet, Name, Record
from .base import QuadStore
from .columns.files import Columns, file_of, joined, read
from .columns.files import blocks as blocks_of
from .columns.kept import ALL, BARE, FIELDS, NEEDED, KeptFields
from .columns.writing import columns_of, values_of, write
from .facts import Facts

R = TypeVar("R")

_NAMED = frozenset(name for name in NEEDED if name.partition(".")[0] in ("Actor", "Name"))
_UNNAMED = frozenset(name for name in NEEDED if not name.startswith("Name."))


def facts(store: QuadStore, folder: Path | None = None, wanted: Collection[str] = _UNNAMED) -> Facts:
    """Return the facts of a store with some fields only: those in `BARE`, from which statuses and origins are computed,
    or those `wanted` (`Claim.speakers`) of these.

    Actors come without their names (see `actors`). `folder` is where columns are kept (None: they are made from the
    quads and not kept).
    """
    found = Facts()
    for _, columns in tables(store, folder, wanted):
        _add(found, values_of(columns))
    return found


def whole_facts(store: QuadStore, folder: Path) -> Facts:
    """Return the facts of a store with all that records have, but for where the files of data sets were."""
    found = Facts()
    for graph, columns in tables(store, folder, ALL):
        table = values_of(columns)
        _add(found, {**table, "Actor.names": _names(table)})
        found.datasets.update((each.iri, replace(each, read_from=())) for each in described(store, graph))
    return found


def described(store: QuadStore, graph: str) -> Iterator[DataSet]:
    """Yield the data set that a named graph is, as its quads describe it."""
    node = ox.NamedNode(graph)
    return (each for each in from_quads(store.find(node, None, None, node)) if isinstance(each, DataSet))


def _add(facts: Facts, table: Mapping[str, list[Any]]) -> None:
    for kind, records in facts.by_kind.items():
        if kind is not DataSet:
            records.update(zip(table.get(f"{kind.__name__}.iri", ()), _built(kind, table), strict=True))


def actors(store: QuadStore, folder: Path) -> Iterator[tuple[str, list[Actor]]]:
    """Yield each data set (the IRI of its graph) with its actors and their names, in the fields of `BARE`."""
    for graph, columns in tables(store, folder, _NAMED):
        table = values_of(columns)
        yield graph, _built(Actor, {**table, "Actor.names": _names(table)})


def _names(table: Mapping[str, list[Any]]) -> list[tuple[Name, ...]]:
    """Return the names of each actor, in the order of their IRIs."""
    names: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in _built(Name, table):
        names[name.actor][name.iri] = name
    return [tuple(known for _, known in sorted(names.get(iri, {}).items())) for iri in table["Actor.iri"]]


def _built(kind: type[R], table: Mapping[str, list[Any]]) -> list[R]:
    """Records from columns, field by field: the constructor of a frozen dataclass takes four times as long."""
    made = [object.__new__(kind) for _ in table.get(f"{kind.__name__}.iri", ())]
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]  # the kinds are dataclasses
        column: Iterable[Any] | None = table.get(f"{kind.__name__}.{field.name}")
        if column is None:
            column = repeat(_default(field))
        deque(map(getattr(kind, field.name).__set__, made, column), maxlen=0)
    return made


def _default(field: dataclasses.Field[Any]) -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def blocks(store: QuadStore, folder: Path | None, graph: str, wanted: Collection[str] = ALL) -> Iterator[Columns]:
    """Yield the columns of one data set that are `wanted` (others may be with them) block by block; `folder` as for
    `facts`."""
    return store.selected(graph, _blocks(store.whole, folder, graph, wanted))


def _blocks(store: QuadStore, folder: Path | None, graph: str, wanted: Collection[str]) -> Iterator[Columns]:
    if folder is not None:
        with suppress(FileNotFoundError, PermissionError):
            kept = blocks_of(file_of(folder, graph), wanted)
            if kept is not None:
                yield from kept
                return
    yield columns_of(records_of_quads(store, graph))


def records_of(block: Columns) -> Iterator[Record]:
    """Yield the records of a block."""
    table: dict[str, list[Any]] = {**{name: [] for name in ALL}, **values_of(block)}
    table["Actor.names"] = _names(table)
    for kind in get_args(Record):
        yield from _built(kind, table)


def records_of_quads(store: QuadStore, graph: str, kept: KeptFields = FIELDS) -> Iterator[Record]:
    """Return the records of one data set straight from its quads, with the fields in `kept` only."""
    name = ox.NamedNode(graph)
    # Types one by one: those of passages would make records of which the other fields are not read.
    classes = [(TYPE, class_) for kind in kept for class_ in classes_of(kind)]
    fields = {predicate for kind, names in kept.items() for predicate in predicates_of(kind, names)}
    patterns = chain(classes, ((predicate, None) for predicate in (LABEL, *fields)))
    quads = (store.find(None, predicate, value, name) for predicate, value in patterns)
    found = from_quads(chain.from_iterable(quads))
    return (record for record in found if not isinstance(record, DataSet))


def tables(store: QuadStore, folder: Path | None, wanted: Collection[str]) -> Iterator[tuple[str, Columns]]:
    """Return data sets (IRIs of graphs), each with the columns that are `wanted`; `folder` as for `facts`."""
    graphs = sorted(name.value for name in store.graphs() if name.value not in MADE_GRAPHS)
    for graph in graphs:
        pieces = store.selected(graph, [_table(store.whole, folder, graph, wanted)])
        yield graph, joined(pieces, wanted)


def _table(store: QuadStore, folder: Path | None, graph: str, wanted: Collection[str]) -> Columns:
    if folder is not None:
        with suppress(FileNotFoundError, PermissionError):
            kept = read(file_of(folder, graph), wanted)
            if kept is not None:
                return kept
    columns = columns_of(records_of_quads(store, graph, BARE if folder is None else FIELDS))
    if folder is not None:
        with suppress(OSError):  # a graph that one may only read must be readable: it just takes as long the next time
            write(columns, file_of(folder, graph))
    return {name: column for name, column in columns.items() if name in wanted}
