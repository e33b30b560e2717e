"""Taking back the last change of a graph, and what that was."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...ontology.records import DataSet
from ..store.base import Store
from .held import datasets


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the data sets that the change had added, replaced and removed, as they are or were."""

    removed: tuple[DataSet, ...]
    replaced: tuple[DataSet, ...]
    restored: tuple[DataSet, ...]


def undo(store: Store) -> Undone:
    """Take back the last change; see `Graph.undo`."""
    changed = _by_iri(store)
    store.take_back()
    held = _by_iri(store)
    return Undone(
        removed=tuple(dataset for iri, dataset in changed.items() if iri not in held),
        replaced=tuple(dataset for iri, dataset in held.items() if iri in changed and dataset != changed[iri]),
        restored=tuple(dataset for iri, dataset in held.items() if iri not in changed),
    )


def _by_iri(store: Store) -> dict[str, DataSet]:
    """Return the data sets of a store, without where their files were on this computer: a server is not told that."""
    return {dataset.iri: replace(dataset, read_from=()) for dataset in datasets(store.generation)}
