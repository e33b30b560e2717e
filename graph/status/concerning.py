"""The facts that concern some incidents, looked up in a store whose other facts are not read.

What is computed of the allegations about these incidents (statuses, origins, arguments, what is missing) is the same by
these facts as by all. That takes more than the claims about them:

- *What bears on them*, each with what bears on it in turn: claims about the incident, its allegations or their rivals;
  what answers, doubts, backs or takes back such a claim; doubts of the evidence that it rests on. Rivals of an
  allegation, and the other allegations of a claim that makes or denies it, draw in the incidents that they are about.
- *What they rest on*: of all these claims the sources, evidence and claims that they refer to or rely on, directly or
  through one another, whatever bears on those.
- *Whom they name*: who speaks, is accused, publishes or holds evidence, all of whom these are parts or for whom they
  speak, and those who are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import suppress
from typing import Final

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.acts import ALLEGING, DENYING
from ...ontology.quads import LABEL, TYPE, from_quads, predicates_of
from ...ontology.records import Actor, Allegation, Claim, DataSet, Evidence, Incident, Record, Reliance, Source
from ..identity.representatives import Representatives
from ..store.base import QuadStore
from ..store.columns.kept import BARE
from ..store.facts import Facts

#: By what something bears on a thing; also on what a claim relies, which is told by a record of its own.
_BEARING: Final = "wb:incident|wb:about|wb:excludes|wb:respondsTo|wb:challenges|wb:endorses|wb:withdraws|wb:from"
_RELYING: Final = "wb:from"
#: What is read of each thing: no names, texts and passages.
_KINDS: Final = (Actor, Incident, Allegation, Claim, Source, Reliance, Evidence)
_READ: Final = frozenset((TYPE, LABEL, *(each for kind in _KINDS for each in predicates_of(kind, BARE[kind]))))
#: What is said of a thing by another one of which nobody else speaks.
_DEGREES: Final = frozenset(map(ox.NamedNode, (WB.confidence, WB.likelihood)))
#: In the time in which a claim is looked up with all that it takes, as many bytes of columns become facts.
_CLAIM: Final = 15_000


def is_quicker(store: QuadStore, incidents: Collection[str]) -> bool:
    """Return whether `concerning` is quicker than to read the facts of a store: where these are in no columns beside
    it, or where the claims about the incidents (IRIs) are few beside these."""
    if store.columns is None:
        return True
    try:
        size = sum(file.stat().st_size for file in store.columns.iterdir())
    except OSError:  # there are none yet, or somebody removes them
        return False
    return len(_leading_to(store, "wb:incident", incidents)) * _CLAIM < size


def concerning(store: QuadStore, incidents: Collection[str], shown: Representatives) -> Facts:
    """Return the facts from which everything follows that is computed of the allegations about some incidents (IRIs).

    What else is there of other allegations is not all that there is of these. The facts are as those of
    `projection.facts`; `shown` tells which actors are the same. Takes time linear in what is found.
    """
    part = _Part(store)
    part.add_bearing(incidents)
    part.add_ground()
    part.add_actors(shown)
    return Facts.of(part.records.values())


class _Part:
    """Records of a store by IRI, of which there come more and more."""

    def __init__(self, store: QuadStore) -> None:
        self.store = store
        self.records: dict[str, Record] = {}
        self._read: set[str] = set()

    def add_bearing(self, incidents: Iterable[str]) -> None:
        """Add incidents and what bears on them."""
        core: set[str] = set()
        pending = set(incidents)
        while pending:
            core |= pending
            touching = _leading_to(self.store, _BEARING, pending)
            self._add(pending | touching)
            found = [record for iri in sorted(pending | touching) if (record := self.records.get(iri)) is not None]
            pending = touching.union(*(self._drawn_in(record, core) for record in found)) - core

    def _drawn_in(self, record: Record, core: Set[str]) -> Iterable[str]:
        """Return what else bears on the same, because of a record."""
        if isinstance(record, Allegation):
            return (record.incident, *record.excludes)
        if isinstance(record, Claim):
            speaks_of_it = record.act in ALLEGING | DENYING and not core.isdisjoint(record.about)
            return (*record.evidence, *(record.about if speaks_of_it else ()))
        if isinstance(record, Reliance) and record.on is not None:
            self._add([record.on])
            return [record.on] if isinstance(self.records.get(record.on), Evidence) else ()
        return ()

    def add_ground(self) -> None:
        """Add what everything rests on that is here, and what that is about."""
        fresh = list(self.records.values())
        while fresh:
            relying = [record.iri for record in fresh if isinstance(record, Claim | Source)]
            named = {iri for record in fresh for iri in _referred(record)}
            fresh = self._add(named | _leading_to(self.store, _RELYING, relying))

    def add_actors(self, shown: Representatives) -> None:
        """Add whom the records name, those who are the same, and all to whom these belong."""
        named = {actor for record in self.records.values() for actor in _actors(record)}
        while named:
            fresh = self._add({member for actor in named for member in shown.members(actor)})
            named = {actor for record in fresh for actor in _actors(record)}

    def _add(self, iris: Iterable[str]) -> list[Record]:
        """Read what is not here yet; return what came."""
        unknown = set(iris) - self._read
        self._read |= unknown
        things = _nodes(unknown)
        quads = list(self._quads(things))
        degrees = {
            quad.object for quad in quads if quad.predicate in _DEGREES and isinstance(quad.object, ox.NamedNode)
        }
        quads += self._quads(sorted(degrees, key=str))
        found = [record for record in from_quads(quads) if not isinstance(record, DataSet)]
        self.records.update((record.iri, record) for record in found)
        return found

    def _quads(self, things: Collection[ox.NamedNode]) -> Iterator[ox.Quad]:
        self.store.expect(things)
        return (quad for thing in things for quad in self.store.find(thing) if quad.predicate in _READ)


def _leading_to(store: QuadStore, path: str, things: Collection[str]) -> set[str]:
    """Return what a path leads from to some things (IRIs)."""
    named = " ".join(map(str, _nodes(things)))
    if not named:
        return set()
    solutions = store.wider.select(f"SELECT DISTINCT ?other {{ VALUES ?thing {{ {named} }} ?other {path} ?thing }}")
    return {other.value for (other,) in solutions if isinstance(other, ox.NamedNode)}


def _nodes(things: Iterable[str]) -> list[ox.NamedNode]:
    """Return things as terms, in order; what is no IRI is none of them."""
    found = []
    for thing in sorted(things):
        with suppress(ValueError):
            found.append(ox.NamedNode(thing))
    return found


def _referred(record: Record) -> Iterator[str]:
    """Yield what a record refers to, but for actors."""
    if isinstance(record, Claim):
        yield from (*record.responds_to, *record.challenges, *record.endorses, *record.withdraws)
        yield from (*record.about, *record.made_in, *record.evidence)
    if isinstance(record, Claim | Allegation) and record.incident is not None:
        yield record.incident
    if isinstance(record, Reliance) and record.on is not None:
        yield record.on


def _actors(record: Record) -> Iterator[str]:
    if isinstance(record, Claim):
        yield from (*record.speakers, *record.as_told_by, *record.accused)
    elif isinstance(record, Allegation):
        yield record.accused
    elif isinstance(record, Source) and record.publisher is not None:
        yield record.publisher
    elif isinstance(record, Evidence) and record.held_by is not None:
        yield record.held_by
    elif isinstance(record, Actor):
        yield from (*record.part_of, *record.speaks_for)
