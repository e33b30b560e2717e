"""What all records of one cluster need: their IRIs, the galaxy as a speaker, and a place for what is left out."""

from __future__ import annotations

from collections.abc import Iterable

from ...ontology.records import Actor, Name, Reliance, digest
from .clusters import Cluster, Galaxy
from .index import Entry, Index
from .states import State

#: What the galaxy is called as a speaker, and its key.
SPEAKER = "MISP Galaxy"
_SPEAKER_KEY = "misp-galaxy"


class Context:
    """One cluster among the others."""

    def __init__(self, galaxy: Galaxy, cluster: Cluster, index: Index) -> None:
        self.galaxy = galaxy
        self.cluster = cluster
        self.meta = cluster.meta
        self.index = index
        self.entry: Entry = index.entries[cluster.key]
        self.actor = index.iri("actor", self.entry.key)
        self.source = index.iri("source", cluster.key)
        self.speaker = index.iri("actor", _SPEAKER_KEY)

    def skip(self, reason: str) -> None:
        """Say of a part of the cluster why there is no record of it."""
        self.cluster.amiss[reason] = None

    def galaxy_itself(self) -> Actor:
        """The speaker of all claims."""
        return self.named(_SPEAKER_KEY, SPEAKER, "group")

    def state(self, state: State) -> Actor:
        """The actor that a state is."""
        return self.named(state.key, state.label, "state", state.others)

    def named(self, key: str, label: str, kind: str, others: Iterable[str] = ()) -> Actor:
        """An actor of which no more is known than its names."""
        names = [self.name(key, label, "preferred"), *(self.name(key, other) for other in others)]
        return Actor(iri=self.index.iri("actor", key), label=label, kind=kind, names=in_order(names))

    def name(self, key: str, value: str, kind: str = "alias", by: str | None = None, source: str | None = None) -> Name:
        """A name of the actor `key`."""
        iri = self.index.iri("name", f"{key}-{digest(value, '', by or '')}")
        return Name(iri=iri, actor=self.index.iri("actor", key), value=value, kind=kind, by=by, source=source)

    def reliance(self, relying: str, on: str, mode: str, label: str) -> Reliance:
        """That a source or claim rests on a source."""
        iri = self.index.iri("reliance", digest(relying, on, mode))
        return Reliance(iri=iri, label=label, relying=relying, on=on, mode=mode)


def in_order(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names by their IRIs, each once."""
    unique = {name.iri: name for name in names}
    return tuple(unique[iri] for iri in sorted(unique))
