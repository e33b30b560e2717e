"""What a graph holds: its data sets, their records, and how many of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from ...errors import UnknownName
from ...ontology import NS
from ...ontology.quads import RECORD_CLASSES, TYPE, classes_of, from_quads
from ...ontology.records import Claim, DataSet, Record
from ..identity.representatives import IDENTITIES
from ..store.base import Generation, QuadStore

_CLASSES = {class_.value for class_ in RECORD_CLASSES}


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
    rows = held.current.select("SELECT ?g { GRAPH ?g { ?g a wb:DataSet } }").rows()
    found = (dataset_of(held, row.g) for row in rows if row.g != IDENTITIES)
    return sorted(filter(None, found), key=lambda dataset: dataset.name)


def dataset_of(held: Generation, iri: str) -> DataSet | None:
    """Return the data set with this IRI, or None if it is not loaded."""
    node = ox.NamedNode(iri)
    found = from_quads(held.current.find(node, None, None, node))
    return next((record for record in found if isinstance(record, DataSet)), None)


def records(store: QuadStore, graph: str) -> Iterator[Record | DataSet]:
    """Return the records of one named graph."""
    return from_quads(store.find(graph=ox.NamedNode(graph)))


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
