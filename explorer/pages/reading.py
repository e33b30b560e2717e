"""What pages read of a graph: its facts and all that is computed of them, once for as long as nobody changes it."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from threading import RLock, Semaphore
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import pyoxigraph as ox

from ...graph import Graph
from ...graph.identity.representatives import Representatives
from ...graph.identity.resolved import resolved
from ...graph.status.assessment import Assessment, assess, by_incident
from ...graph.status.changes import Change, changes
from ...graph.status.claims import ClaimIndex
from ...graph.status.differences import Difference, differences
from ...graph.status.unanswered import Unanswered, unanswered
from ...graph.status.withdrawn import withdrawn
from ...graph.store.base import QuadStore
from ...graph.store.facts import Facts
from ...ontology import SKOS
from ...ontology.records import DataSet
from ..served import Served
from .claims import Claims

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T")

#: How many days of the past are kept at once.
_DAYS = 4
#: How many answers that take much memory are made at once, and how many more may wait.
AT_ONCE = 2
WAITING = 6
_PREFERRED = ox.NamedNode(SKOS + "prefLabel")


class kept_property(Generic[T]):
    """A property that is computed when it is first asked for, by one thread while others wait."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> kept_property[T]: ...
    @overload
    def __get__(self, owner: Any, kind: type) -> T: ...
    def __get__(self, owner: Any, kind: type) -> T | kept_property[T]:
        if owner is None:
            return self
        with owner.lock:
            if self.name not in owner.__dict__:
                owner.__dict__[self.name] = self.compute(owner)
        found: T = owner.__dict__[self.name]
        return found


class Reading:
    """A graph as pages read it: as it is, or as of a day.

    `graph` has what was certainly public by the day, `whole` all that is recorded. Safe to use from several threads.
    """

    def __init__(self, whole: Graph, day: date | None = None) -> None:
        self.whole = whole
        self.day = day
        self.lock = RLock()
        self._remembered: dict[object, OrderedDict[tuple[object, ...], Any]] = defaultdict(OrderedDict)

    @kept_property
    def graph(self) -> Graph:
        """The graph that is read."""
        return self.whole.at(as_of=self.day)

    @property
    def store(self) -> QuadStore:
        """Its quads."""
        return self.graph.store.current

    @kept_property
    def shown(self) -> Representatives:
        """Which actors are the same, and which stands for all."""
        return self.graph.representatives()

    @kept_property
    def facts(self) -> Facts:
        """Its records, without texts, each actor as the one that stands for it; with its data sets."""
        facts = self.graph.bare_facts()
        facts.datasets = {dataset.iri: dataset for dataset in self.datasets}
        return facts

    @kept_property
    def left_out(self) -> int:
        """How many claims do not count, because a machine coded them."""
        return self.graph.uncounted()

    @kept_property
    def counted(self) -> frozenset[str] | None:
        """The claims (IRIs) that count; None where all do."""
        return frozenset(self.facts.claims) if self.left_out else None

    @kept_property
    def counting_all(self) -> Reading:
        """The same graph with those that a machine coded."""
        return Reading(self.whole.counting_machine_coded(), self.day)

    def counting(self, iri: str) -> Reading:
        """Return the reading in which a thing is: with what a machine coded where it is there for that alone."""
        return self.counting_all if self.left_out and self.shown.representative(iri) not in self.facts else self

    @kept_property
    def datasets(self) -> list[DataSet]:
        """Its data sets."""
        return list(self.graph.datasets())

    @kept_property
    def claims(self) -> Claims:
        """Its claims, by what they have."""
        return Claims(self.store, self.facts, self._statuses)

    def _statuses(self) -> Mapping[str, str]:
        return {iri: each.status.label for iri, each in self.assessments.items()}

    @kept_property
    def assessments(self) -> Mapping[str, Assessment]:
        """How each allegation was received, by its IRI; on a day, with what was possibly public by then, too."""
        facts = self.facts if self.day is None else resolved(self.whole.bare_facts(), self.whole.representatives())
        return {each.allegation.iri: each for each in assess(facts, as_of=self.day)}

    @kept_property
    def by_incident(self) -> Mapping[str, Sequence[Assessment]]:
        """The same by the incident (IRI) that they are about."""
        return by_incident([*self.assessments.values()])

    def about(self, incident: str) -> Sequence[Assessment]:
        """Return how the allegations about an incident were received."""
        return self.by_incident.get(incident, ())

    @kept_property
    def _by_accused(self) -> Mapping[str, Sequence[Assessment]]:
        found: dict[str, list[Assessment]] = defaultdict(list)
        for each in self.assessments.values():
            found[each.allegation.accused].append(each)
        return found

    def against(self, accused: str) -> Sequence[Assessment]:
        """Return how the allegations against an actor were received."""
        return self._by_accused.get(accused, ())

    @kept_property
    def index(self) -> ClaimIndex:
        """Its claims by what they do to each other."""
        return ClaimIndex(self.facts)

    @kept_property
    def gone(self) -> frozenset[str]:
        """The claims (IRIs) that all who made them took back."""
        return withdrawn(self.store)

    @kept_property
    def unanswered(self) -> list[Unanswered]:
        """What nobody answered and nobody can check."""
        return unanswered(self.facts)

    @kept_property
    def changes(self) -> list[Change]:
        """Who changed position."""
        return changes(self.facts)

    @kept_property
    def differences(self) -> list[Difference]:
        """Where data sets differ."""
        return differences(self.store, self.facts, self.shown)

    @kept_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Who blames whom."""
        return self.graph.blame_network()

    @kept_property
    def states(self) -> Mapping[str, str]:
        """Which state each ministry and agency counts as."""
        return self.graph.states()

    def names(self, lang: str) -> Mapping[str, str]:
        """Return what actors and incidents are called in a language, by IRI, where they are called something in it."""
        return self.remembered(("names", lang), lambda: self._names(lang))

    def _names(self, lang: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for quad in self.store.find(None, _PREFERRED):
            term = quad.object
            if isinstance(term, ox.Literal) and term.language == lang and isinstance(quad.subject, ox.NamedNode):
                iri = quad.subject.value
                own = self.shown.representative(iri)
                if iri == own:
                    found[own] = term.value
                else:
                    found.setdefault(own, term.value)
        return found

    def remembered(self, key: tuple[object, ...], compute: Callable[[], T], most: int = 64) -> T:
        """Return what was computed for a key, computed if it is not among the last `most` of its kind that were asked
        for; the kind is what the key begins with."""
        kind = self._remembered[key[0]]
        with self.lock:
            if key in kind:
                kind.move_to_end(key)
                known: T = kind[key]
                return known
        found = compute()  # several threads may compute the same; none waits for what it does not want
        with self.lock:
            kind[key] = found
            while len(kind) > most:
                kind.popitem(last=False)
        return found


class TooMany(Exception):
    """Raised when too many answers that take much memory are being made."""


class Readings:
    """What is read of the served graph, as of each day that is asked for; of one that was changed all is forgotten."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._asked = Semaphore(AT_ONCE + WAITING)
        self._made = Semaphore(AT_ONCE)
        self._lock = RLock()
        self._of: Graph | None = None
        self._by_day: OrderedDict[date | None, Reading] = OrderedDict()

    @contextmanager
    def turn(self, *, large: bool) -> Iterator[None]:
        """Wait until an answer may be made, if it is one that takes much memory. Raises `TooMany` where too many wait.

        Each day of the past is a graph of its own, which takes seconds to read, and all of a list or network is in
        memory before it is sent: of some dozens at once the server would have room for nothing else.
        """
        if not large:
            yield
            return
        if not self._asked.acquire(blocking=False):
            raise TooMany
        try:
            with self._made:
                yield
        finally:
            self._asked.release()

    def at(self, day: date | None) -> Reading:
        """Return the reading as of a day (None: now), of the graph as it is."""
        graph = self.served.graph()
        with self._lock:
            if graph is not self._of:
                self._of, self._by_day = graph, OrderedDict()
            found = self._by_day.setdefault(day, Reading(graph, day))
            self._by_day.move_to_end(day)
            days: Sequence[date | None] = [each for each in self._by_day if each is not None]
            for old in days[:-_DAYS]:
                del self._by_day[old]
            return found
