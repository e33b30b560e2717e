"""Whose what is: a data set describes only what is its own, so that no file can change what another one says.

Things may be referred to from anywhere. But whoever could describe them anew could rename a speaker, turn the text of
a denial, or give a claim another source. So a thing under the IRI of a data set (`owner_of`) is described by that data
set alone; a thing of any other IRI by the data set that was loaded first, unless another says just the same of it. What
anybody says on who is who is a proposal, unless it stands in a file of decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import ID, MADE_GRAPHS, NS, WB
from ...ontology.quads import TYPE, from_quads, to_quads
from ...ontology.records import Actor, Batch, Identity, Mentioned, Record, Referring, Skipped, mint, owner_of
from ..identity.representatives import IDENTITIES
from ..store.base import Change, Generation, QuadStore
from .held import dataset_of
from .report import Loaded
from .revision import record_at

_STATED = "stated"
#: How many actors are listed in a remark.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other data sets describe: the data sets of a store, without some (IRIs of graphs) that do not count."""

    store: QuadStore
    without: Collection[str] = ()

    def graphs(self, iri: str) -> Iterator[str]:
        """Yield the data sets (IRIs) that describe the thing of this IRI."""
        for quad in self.store.find(ox.NamedNode(iri), TYPE):
            graph = getattr(quad.graph_name, "value", "")
            if graph not in self.without and graph not in (*MADE_GRAPHS, IDENTITIES, ""):
                yield graph

    def says(self, record: Record, graph: str) -> bool:
        """Return whether a data set says of a thing just what this record does."""
        (same,) = from_quads(to_quads(record, graph))
        return record_at(self.store, graph, record.iri) == same


class Owned:
    """The records of a batch that are its own, and the others as skipped; what it proposes on who is who."""

    def __init__(
        self, batch: Batch, elsewhere: Collection[Elsewhere], alike: Callable[[], Collection[str]] = tuple
    ) -> None:
        """Begin a batch; `alike` gives the data sets (IRIs) of its format that were loaded earlier."""
        self._batch = batch
        self._alike = alike
        self._elsewhere = elsewhere
        self._own = f"{batch.dataset.iri}/"
        #: The identities: how many, and the actors (IRIs) that they compare.
        self.identities = 0
        self.compared: dict[str, None] = {}
        #: The data sets (IRIs) loaded earlier of whose actors it speaks.
        self.referred: set[str] = set()

    def __iter__(self) -> Iterator[Record | Skipped]:
        for record in self._batch.records:
            if isinstance(record, Referring):
                yield from self._referring(record)
            elif isinstance(record, Mentioned):
                yield from () if self._is_there(record.iri) else (record,)
            elif isinstance(record, Skipped):
                yield record
            elif record.iri.startswith(self._own):
                yield from self._whole(record)
            else:
                reason = self._objection(record)
                yield from (self._skipped(record.iri, reason),) if reason else self._whole(record)

    @cached_property
    def _of_its_format(self) -> Collection[str]:
        return self._alike()

    def _referring(self, skipped: Referring) -> Iterator[Record | Skipped]:
        """Yield what speaks of an actor of another data set of this format, if there is one that was loaded earlier."""
        for dataset in self._of_its_format:
            iri = mint(dataset.removeprefix(ID), "actor", skipped.key)
            for place in self._elsewhere:
                actor = record_at(place.store, dataset, iri) if dataset in place.graphs(iri) else None
                if isinstance(actor, Actor):
                    self.referred.add(dataset)
                    for record in skipped.made(dataset.removeprefix(ID), actor):
                        yield from self._whole(record)
                    return
        yield skipped

    def _is_there(self, iri: str) -> bool:
        """Return whether a thing of another data set is there, or may come with one that is loaded together with this
        one."""
        owner = owner_of(iri)
        return any(owner in place.without or next(place.graphs(iri), None) for place in self._elsewhere)

    def _whole(self, record: Record) -> Iterator[Record | Skipped]:
        """Yield the record without what is not its data set's: foreign names, and more than a say in who is who."""
        if isinstance(record, Actor) and not all(name.iri.startswith(self._own) for name in record.names):
            objections = {name.iri: self._objection_to(name.iri) for name in record.names}
            yield from (self._skipped(iri, reason) for iri, reason in objections.items() if reason)
            yield replace(record, names=tuple(name for name in record.names if not objections[name.iri]))
        elif isinstance(record, Identity):
            self.identities += 1
            self.compared.update(dict.fromkeys(record.actors))
            yield record if self._batch.decides else replace(record, basis=_STATED)
        else:
            yield record

    def _objection(self, record: Record) -> str:
        """Return why a record whose IRI is not under that of its data set is not loaded; empty if it is."""
        reason = self._objection_to(record.iri)
        if reason:
            return reason
        for place in self._elsewhere:
            for graph in place.graphs(record.iri):
                if not place.says(record, graph):
                    return f"described otherwise by the data set {graph.removeprefix(ID)}, which was loaded first"
        return ""

    def _objection_to(self, iri: str) -> str:
        owner = owner_of(iri)
        if iri.startswith(self._own) or (owner is None and not iri.startswith(NS)):
            return ""
        whose = f"the data set {owner.removeprefix(ID)}" if owner else "the vocabulary"
        return f"it belongs to {whose}, and no other data set can describe it"

    def _skipped(self, iri: str, reason: str) -> Skipped:
        return Skipped(reason, f"{self._batch.dataset.origin or self._batch.dataset.name} {iri}")


def on_identities(loaded: Collection[Loaded], change: Change, held: Generation) -> Iterator[str]:
    """Tell what data sets say on who is who: that it is a proposal, and which actors in it nobody describes yet.

    Raises `InvalidData` where a file of decisions names an actor that its data set, which is loaded, does not have:
    such a decision would wait for ever for what is only mistyped.
    """
    names = {entry.name for entry in loaded}
    problems: list[Problem] = []
    for entry in loaded:
        count, actors, decides = entry.proposals
        if count and not decides:
            what = f"{count} statements" if count > 1 else "1 statement"
            yield (
                f"{entry.name}: {what} on who is who: said by that data set, and joining nothing; to accept them, "
                "write them in a file of decisions (docs/identity.md)"
            )
        missing = [iri for iri in actors if not (_is_described(change, iri) or _is_described(held, iri))]
        mistyped = [iri for iri in missing if decides and _has_owner(iri, names, held)]
        problems += (Problem(_mistyped(iri, change, held), entry.origin) for iri in mistyped)
        if waiting := [iri for iri in missing if iri not in mistyped]:
            yield _waiting(entry.name, waiting)
    if problems:
        raise InvalidData(problems)


def _is_described(held: Generation | Change, actor: str) -> bool:
    quads = held.current.find(ox.NamedNode(actor), TYPE, ox.NamedNode(WB.Actor))
    return next(quads, None) is not None


def _has_owner(actor: str, loaded: Collection[str], held: Generation) -> bool:
    """Return whether the data set to which an actor (IRI) belongs by its IRI is there, or comes now."""
    owner = owner_of(actor)
    return owner is not None and (owner.removeprefix(ID) in loaded or dataset_of(held, owner) is not None)


def _mistyped(actor: str, change: Change, held: Generation) -> str:
    name, _, key = actor.removeprefix(ID).partition("/actor/")
    there = {iri.rpartition("/actor/")[2] for iri in _actors_of(ID + name, change, held)}
    nearest = get_close_matches(key, sorted(there), n=1)
    hint = f"did you mean {name}/{nearest[0]}?" if nearest else "whoblamed list actors has their keys"
    return f"there is no actor {name}/{key} in the data set {name}, which is loaded; {hint}"


def _actors_of(dataset: str, change: Change, held: Generation) -> Iterable[str]:
    graph = ox.NamedNode(dataset)
    for generation in (change, held):
        for quad in generation.current.find(None, TYPE, ox.NamedNode(WB.Actor), graph):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


def _waiting(name: str, actors: Collection[str]) -> str:
    listed = ", ".join(iri.removeprefix(ID).replace("/actor/", "/") for iri in list(actors)[:_MOST_NAMED])
    more = f" and {len(actors) - _MOST_NAMED} more" if len(actors) > _MOST_NAMED else ""
    return f"{name}: says who is who of actors that are not loaded: {listed}{more}; load or correct them"
