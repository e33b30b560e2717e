"""The second clock: what a newer version of a data set does to what was recorded before.

A claim that is still there unchanged keeps the time at which it was recorded. One that has changed or disappeared is
closed: its earlier version is kept, with the interval in which it was held, apart from what is held now. Only claims
have versions; other things are kept when they disappear, because earlier versions of claims may refer to them.

Everything happens record by record, so that a data set of any size is brought up to date in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.quads import RECORD_CLASSES, TYPE, from_quads, to_quads
from ...ontology.records import Claim, DataSet, Record
from ..store.base import QuadStore

_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAMING = ox.NamedNode(WB.naming)


def held(store: QuadStore, graph: str, records: Iterable[Record], now: datetime) -> Iterator[Record]:
    """Yield the `records` of a newer version as they are to be held: claims with the time since when they are recorded.

    `store` and `graph` have the version before; `now` (UTC) is later than any time at which it was changed. A claim
    that states since when it is recorded keeps that.
    """
    before = _Before(store, graph)
    for record in records:
        if not isinstance(record, Claim):
            yield record
        else:
            yield _recorded(record, now) if before.is_empty else _held(record, before.find(record.iri), now)


def closed(store: QuadStore, graph: str, after: QuadStore, now: datetime) -> Iterator[Record]:
    """Yield what a newer version (`after`, in the same graph) closes: earlier versions of claims, and other things
    gone."""
    earlier, later = _Before(store, graph), _Before(after, graph)
    for iri in earlier.iris():
        is_gone = not later.has(iri)
        record = earlier.find(iri) if is_gone or earlier.is_claim(iri) else None
        if isinstance(record, Claim):
            if is_gone or later.find(iri) != record:
                yield _close(record, now)
        elif record is not None and not isinstance(record, DataSet):
            yield record


class _Before:
    """One version of a data set, looked up record by record."""

    def __init__(self, store: QuadStore, graph: str) -> None:
        self.store = store
        self.graph = ox.NamedNode(graph)
        self.is_empty = next(store.find(graph=self.graph), None) is None

    def iris(self) -> Iterator[str]:
        for class_ in RECORD_CLASSES:
            for quad in self.store.find(None, TYPE, class_, self.graph):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject.value

    def has(self, iri: str) -> bool:
        return next(self.store.find(ox.NamedNode(iri), TYPE, None, self.graph), None) is not None

    def is_claim(self, iri: str) -> bool:
        speakers = self.store.find(ox.NamedNode(iri), ox.NamedNode(WB.speaker), None, self.graph)
        return next(speakers, None) is not None

    def find(self, iri: str) -> Record | DataSet | None:
        """Return the record of that IRI, with its parts and names."""
        return find(self.store, self.graph.value, iri)


def find(store: QuadStore, graph: str, iri: str) -> Record | DataSet | None:
    """Return the record of an IRI in one named graph (an IRI), with its parts and names; None if there is none."""
    name = ox.NamedNode(graph)
    own = list(store.find(ox.NamedNode(iri), None, None, name))
    if not own:
        return None
    nodes = (quad.object for quad in own if isinstance(quad.object, ox.NamedNode))
    parts = [node for node in nodes if node.value.startswith(f"{iri}/")]
    names = [quad.subject for quad in store.find(None, _NAMING, own[0].subject, name)]
    more = (store.find(node, None, None, name) for node in chain(parts, names))
    found = from_quads(chain(own, chain.from_iterable(more)))
    return next((record for record in found if record.iri == iri), None)


def _held(claim: Claim, before: Record | DataSet | None, now: datetime) -> Claim:
    if isinstance(before, Claim):
        claim = _canonical(claim)
        same = replace(claim, said_recorded_on=before.said_recorded_on)  # another clock makes no other claim
        if same in (before, replace(before, recorded_on=None)):
            return before
    return _recorded(claim, now)


def _recorded(claim: Claim, now: datetime) -> Claim:
    """Return the claim with the time since when it is recorded."""
    return claim if claim.recorded_on else replace(claim, recorded_on=now)


def _canonical(claim: Claim) -> Claim:
    """Return the claim as it reads back from quads, so that versions compare equal exactly when their quads are."""
    (same,) = [found for found in from_quads(to_quads(claim, "urn:x-whoblamed:canonical")) if isinstance(found, Claim)]
    return same


def _close(claim: Claim, now: datetime) -> Claim:
    return replace(claim, iri=f"{claim.iri}/version/{now.strftime(_STAMP)}", version_of=claim.iri, closed_on=now)
