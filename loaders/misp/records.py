"""Galaxies to records, cluster by cluster: who is called what and by whom, and what the galaxy says of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...ontology.records import Record, Skipped
from .claims import claims
from .clusters import Cluster, Galaxy
from .context import Context
from .index import Index
from .names import described
from .sources import references


def records(galaxies: Iterable[tuple[int, Galaxy]], index: Index) -> Iterator[Record | Skipped]:
    """Yield the records of some galaxies, given with their number in the index; what several share comes repeatedly."""
    shared: set[str] = set()
    for number, galaxy in galaxies:
        for cluster in galaxy.clusters():
            reason = _reason_to_skip(number, galaxy, cluster, index)
            if reason:
                yield Skipped(reason, galaxy.document.name, cluster.line)
            else:
                context = Context(galaxy, cluster, index, shared)
                yield from _of_cluster(context)
                yield from context.waiting
                for amiss in cluster.amiss:
                    yield Skipped(amiss, galaxy.document.name, cluster.line)


def _of_cluster(context: Context) -> Iterator[Record]:
    yield from context.described(context.publisher)
    yield from described(context)
    yield from references(context)
    yield from claims(context)


def _reason_to_skip(number: int, galaxy: Galaxy, cluster: Cluster, index: Index) -> str:
    if not cluster.value:
        return "the cluster has no name that can be read"
    if cluster.revoked:
        return "the cluster is revoked"
    if not index.holds(number, galaxy, cluster):
        return "the cluster has the UUID, or is of the state, of another one that is loaded"
    return "" if index.entries[galaxy.dataset, cluster.key].kind else f"the galaxy {galaxy.type} is not of actors"
