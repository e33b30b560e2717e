"""What all records of one cluster need: their IRIs, who speaks, and a place for what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ...ontology.records import Actor, Incident, Name, Record, Referring, Reliance, digest, mint
from .clusters import Cluster, Galaxy
from .index import Entry, Index
from .publishers import MISP
from .states import State

_MISP = Entry("misp-galaxy", MISP.label, "group")


class Context:
    """One cluster among the others."""

    def __init__(self, galaxy: Galaxy, cluster: Cluster, index: Index, shared: set[str]) -> None:
        """Begin a cluster; `shared` are the IRIs of those who are described already, and grows."""
        self.galaxy = galaxy
        self.cluster = cluster
        self.meta = cluster.meta
        self.index = index
        self.dataset = galaxy.dataset
        self._shared = shared
        self._activities: set[str] = set()
        #: What is left out unless there is a cluster that was loaded earlier.
        self.waiting: list[Referring] = []
        self.entry: Entry = index.entries[galaxy.dataset, cluster.key]
        self.actor = self.actor_of(self.entry)
        self.source = self.iri("source", cluster.key)
        self.publisher = _MISP if cluster.publisher == MISP else index.producer(cluster.publisher.label)
        self.speaker = self.actor_of(self.publisher)

    def skip(self, reason: str) -> None:
        """Say of a part of the cluster why there is no record of it."""
        self.cluster.amiss[reason] = None

    def skip_unless(self, reason: str, key: str, made: Callable[[Entry], Iterable[Record]]) -> None:
        """Say why there is no record of a part of the cluster, unless a cluster of this key was loaded earlier."""

        def of_actor(dataset: str, actor: Actor) -> Iterable[Record]:
            return made(Entry(key, actor.label, actor.kind, dataset=dataset))

        self.waiting.append(Referring(reason, self.galaxy.document.name, self.cluster.line, key, of_actor))

    def iri(self, kind: str, key: str) -> str:
        """Return the IRI of a thing of the data set."""
        return mint(self.dataset, kind, key)

    def actor_of(self, entry: Entry) -> str:
        """Return the IRI of an actor, in the data set that describes it."""
        return mint(entry.dataset or self.dataset, "actor", entry.key)

    def described(self, entry: Entry) -> Iterator[Actor]:
        """Yield an actor that no cluster describes."""
        if not entry.dataset:
            yield from self.named(entry.key, entry.label, entry.kind)

    def state(self, state: State) -> Iterator[Actor]:
        """Yield the actor that a state is, if it is not described elsewhere."""
        if state.dataset in ("", self.dataset):
            yield from self.named(state.key, state.label, "state", state.others)

    def named(self, key: str, label: str, kind: str, others: Iterable[str] = ()) -> Iterator[Actor]:
        """Yield an actor of which no more is known than its names, when it is named for the first time."""
        iri = self.iri("actor", key)
        if iri not in self._shared:
            self._shared.add(iri)
            names = [self.name(key, label, "preferred"), *(self.name(key, other) for other in others)]
            yield Actor(iri=iri, label=label, kind=kind, names=names_in_order(names))

    def once(self, activity: Incident) -> Iterator[Incident]:
        """Yield the activity of the cluster, when it is spoken of for the first time."""
        if activity.iri not in self._activities:
            self._activities.add(activity.iri)
            yield activity

    def name(self, key: str, value: str, kind: str = "alias", by: str | None = None, source: str | None = None) -> Name:
        """Return a name of the actor `key`."""
        iri = self.iri("name", f"{key}-{digest(value, '', by or '')}")
        return Name(iri=iri, actor=self.iri("actor", key), value=value, kind=kind, by=by, source=source)

    def reliance(self, relying: str, on: str, mode: str, label: str) -> Reliance:
        """Return that a source or claim rests on a source."""
        iri = self.iri("reliance", digest(relying, on, mode))
        return Reliance(iri=iri, label=label, relying=relying, on=on, mode=mode)


def names_in_order(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names by their IRIs, each once."""
    unique = {name.iri: name for name in names}
    return tuple(unique[iri] for iri in sorted(unique))
