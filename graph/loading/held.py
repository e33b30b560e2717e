"""What a graph holds: its data sets, their records, how many of each kind; and what may take the place of a data set.

A newer version of a data set comes from where the one before came from, or from there and from more places besides
(`DataSet.read_from`): nobody's is replaced by a namesake without a word. The same content may come from anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from ...errors import StoreError, UnknownName
from ...ontology import NS, WB
from ...ontology.quads import RECORD_CLASSES, TYPE, classes_of, from_quads
from ...ontology.records import Claim, DataSet, Record
from ..identity.representatives import IDENTITIES
from ..store import projection
from ..store.base import Generation, QuadStore, Store

_CLASSES = {class_.value for class_ in RECORD_CLASSES}
#: How many places are named in an objection.
_MOST_NAMED = 2


def dataset_named(held: Generation, name: str) -> DataSet:
    """Return the data set of that name; raises `UnknownName`."""
    known = {dataset.name: dataset for dataset in datasets(held)}
    if name not in known:
        raise UnknownName(name, get_close_matches(name, known, n=3), "data set")
    return known[name]


def things_of(held: Generation, name: str) -> set[str]:
    """Return the IRIs of all things that the data set of that name describes; raises `UnknownName`."""
    graph = ox.NamedNode(dataset_named(held, name).iri)
    described = held.current.find(None, TYPE, None, graph)
    return {quad.subject.value for quad in described if isinstance(quad.subject, ox.NamedNode)}


def datasets(held: Generation) -> list[DataSet]:
    """Return the data sets of a store, by name."""
    rows = held.current.whole.select("SELECT ?g { GRAPH ?g { ?g a wb:DataSet } }").rows()
    found = (dataset_of(held, row.g) for row in rows if row.g != IDENTITIES)
    return sorted(filter(None, found), key=lambda dataset: dataset.name)


def dataset_of(held: Generation, iri: str) -> DataSet | None:
    """Return the data set with this IRI, or None if it is not loaded."""
    node = ox.NamedNode(iri)
    found = from_quads(held.current.find(node, None, None, node))
    return next((record for record in found if isinstance(record, DataSet)), None)


def datasets_with(held: Generation, sha256: str) -> list[DataSet]:
    """Return the data sets that were read from what has this hash (hexadecimal)."""
    quads = held.current.find(None, ox.NamedNode(WB.sha256), ox.Literal(sha256))
    found = (dataset_of(held, quad.subject.value) for quad in quads if isinstance(quad.subject, ox.NamedNode))
    return list(filter(None, found))


def records(store: QuadStore, graph: str, columns: Path | None = None) -> Iterator[Record | DataSet]:
    """Return the records of one named graph; from the `columns` beside the store, where there are some, in a fraction
    of the time."""
    if columns is None:
        return from_quads(store.find(graph=ox.NamedNode(graph)))
    held = chain.from_iterable(map(projection.records_of, projection.blocks(store, columns, graph)))
    return chain(held, projection.described(store, graph))


def counts(store: QuadStore, graph: str) -> dict[str, int]:
    """Return how many records of each kind a data set has; the kinds of claims are not told apart."""
    plural = {"Evidence": "evidence", "Identity": "identities"}
    claims = {class_.value for class_ in classes_of(Claim)}
    query = f"SELECT ?class (COUNT(?thing) AS ?number) {{ GRAPH <{graph}> {{ ?thing a ?class }} }} GROUP BY ?class"
    found: Counter[str] = Counter()
    for class_, number in store.select(query).rows():
        if class_ in _CLASSES:
            kind = "Claim" if class_ in claims else class_.removeprefix(NS)
            found[plural.get(kind, f"{kind.lower()}s")] += number
    return dict(sorted(found.items()))


# ---------------------------------------------------------------------------------------- what replaces it


def refuse_others(pairs: Iterable[tuple[DataSet | None, DataSet]]) -> None:
    """Raise `StoreError`, a line each, for data sets that would be replaced from elsewhere, or in part.

    `pairs` are what is held of each name, if anything, and what is to be loaded. What was loaded by a version that kept
    no places is not compared.
    """
    found = [_objection(before, after) for before, after in pairs if before is not None]
    objections = list(filter(None, found))
    if objections:
        raise StoreError("\n".join(objections))


def _objection(before: DataSet, after: DataSet) -> str:
    """Return why a data set should not take the place of the one before; empty if nothing speaks against it."""
    missing = set(before.tables) - set(after.tables)
    if missing:
        return (
            f"{after.origin}: the data set {after.name} was read together with {_and(sorted(missing))}; load them "
            f"together again, or what there is with --replace"
        )
    elsewhere = set(before.read_from) - set(after.read_from)
    if not elsewhere or before.sha256 == after.sha256:
        return ""
    return (
        f"{_listed(after.read_from)}: the data set {after.name} is held from {_listed(sorted(elsewhere))}; "
        f"load it with --dataset NAME to keep both, or with --replace to replace it"
    )


def _and(names: Sequence[str]) -> str:
    """Return names as a text lists them.

    >>> _and(["country", "producer", "tool"])
    'country, producer and tool'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _listed(places: Iterable[str]) -> str:
    shown = [_shortened(place) for place in places]
    more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    return ", ".join(shown[:_MOST_NAMED]) + more


def _shortened(place: str) -> str:
    """Return a place as people would write it: from where they are, or from their home."""
    for start, short in ((f"{Path.cwd()}/", ""), (f"{Path.home()}/", "~/")):
        if place.startswith(start):
            return short + place.removeprefix(start)
    return place


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
