"""A part of a graph as a store: what another store has, without some claims, and with other versions of some.

Nothing of it is copied. Records are those of the other store but for what is gone, from the columns beside it, too, and
so are the quads that are looked up. Only who asks in SPARQL, or for quads of any kind, has a store made in memory; and
where nothing but claims is gone, our own queries are asked of the other store, and what they find is looked through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ...ontology import MADE_GRAPHS, VOCABULARY_GRAPH, WB
from ...ontology.fields import PARTS
from ...ontology.quads import LABEL, TYPE, classes_of, predicates_of, public_ntriples, to_ntriples
from ...ontology.records import Claim, DataSet, Name, Record
from ..identity.representatives import shown_quads
from ..store import projection
from ..store.answers import Answer
from ..store.base import Dataset, Generation, GraphName, Object, QuadStore, Subject, Writable
from ..store.clocks import public
from ..store.columns.files import Columns, rows_of, without
from ..store.columns.kept import FIELDS
from ..store.columns.writing import columns_of
from ..store.facts import Facts
from ..store.limits import Limits
from ..store.oxigraph import OxigraphQuads
from ..store.pinned import Pinned
from ..store.sparql import Parameters

if TYPE_CHECKING:
    import rdflib

#: What is said of claims and of their parts: anything else is said of other things.
_OF_CLAIMS: Final = frozenset(
    (*predicates_of(Claim, FIELDS[Claim]), *map(ox.NamedNode, (WB.publicFrom, WB.publicTo)), TYPE, LABEL)
)
_CLASSES: Final = frozenset((*classes_of(Claim), *(part.class_ for part in PARTS[Claim])))
_IRIS: Final = tuple(f"{kind.__name__}.iri" for kind in FIELDS if kind is not Name)
#: A part of a claim is a node whose IRI begins with that of the claim.
_PART: Final = re.compile(r"/(?:confidence|likelihood|quote|passages/[0-9]+|scores/[0-9]+)$")
#: How many quads are looked through at once.
_AT_ONCE: Final = 1_000
#: What it costs to look up a few claims by a query, in claims; and from how many on all are read.
_QUERY: Final = 20
_MANY: Final = 20_000
#: What is asked of claims to tell when they were public, and on record.
DATED: Final = frozenset(
    (
        *(f"Claim.{name}" for name in ("iri", "stated_on", "public_on", "made_in")),
        *(f"Claim.{name}" for name in ("recorded_on", "closed_on", "version_of")),
        *(f"Source.{name}" for name in ("iri", "published")),
    )
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What makes a part: the claims that are `gone` (IRIs), and the records that are there instead, or besides, by the
    data set (IRI) in which they are."""

    gone: Set[str]
    more: Mapping[str, Sequence[Record]] = field(default_factory=dict)


class PartStore(Pinned):
    """A part of what a generation holds, to be read."""

    place = "memory"
    exists = True
    state = "0"

    def __init__(self, generation: Generation, select: Callable[[], Selection], *, day: date | None = None) -> None:
        """Take what `select` leaves of a generation; it is asked when that is needed. With a `day`, that is what was
        public by then as the quads say it, so that a few claims can be looked up."""
        self._generation = _Part(generation, select, day)


class _Part:
    """The part of a generation; without a history."""

    def __init__(self, whole: Generation, select: Callable[[], Selection], day: date | None) -> None:
        self.columns: Path | None = whole.columns
        self.current: QuadStore = PartQuads(whole.current, whole.columns, select, day)
        self.history: QuadStore = OxigraphQuads()


class PartQuads(QuadStore):
    """The quads of a part of a store; may be read by several threads."""

    def __init__(
        self, of: QuadStore, folder: Path | None, select: Callable[[], Selection], day: date | None = None
    ) -> None:
        self._of = of
        self._folder = folder
        self._select = select
        self._day = day
        self._asked = 0
        self._lock = RLock()

    # ------------------------------------------------------------------------------------------------ what is here

    @property
    def _selection(self) -> Selection:
        with self._lock:
            return self._selected

    @cached_property
    def _selected(self) -> Selection:
        return self._select()

    @property
    def _only_without(self) -> bool:
        """Whether it has what the other store has, but for some claims."""
        return self._day is not None or not self._selection.more

    @property
    def whole(self) -> QuadStore:
        return self._of.whole

    @property
    def wider(self) -> QuadStore:
        return self._of.wider if self._only_without else self._made

    @property
    def columns(self) -> Path | None:  # type: ignore[override]  # which most stores are given
        """The columns of the other store, where these say of all that is here the same."""
        return self._of.columns if self._only_without else None

    def having(self, things: Iterable[str]) -> list[str]:
        asked = list(things)
        if not self._only_without:
            return asked
        gone = self._gone(asked)
        return [thing for thing in self._of.having(asked) if thing not in gone]

    def selected(self, graph: str, blocks: Iterable[Columns]) -> Iterator[Columns]:
        selection = self._selection
        for block in self._of.selected(graph, blocks):
            yield without(block, "Claim", selection.gone)
        if graph in selection.more:
            yield columns_of(selection.more[graph])

    def _gone(self, things: Collection[str]) -> Set[str]:
        """Return which of some things are claims that are not here."""
        if self._day is None or self._asked > _MANY or "_selected" in self.__dict__:
            return self._selection.gone & set(things)
        if not things:
            return frozenset()
        self._asked += len(things) + _QUERY
        named = " ".join(str(ox.NamedNode(thing)) for thing in things)
        said = f"VALUES ?claim {{ {named} }} ?claim wb:speaker ?by OPTIONAL {{ ?claim wb:publicTo ?public }}"
        rows = list(self._of.wider.select(f"SELECT DISTINCT ?claim ?public {{ {said} }}").rows())
        day = str(self._day)
        return {row.claim for row in rows} - {row.claim for row in rows if row.public and str(row.public) <= day}

    # ------------------------------------------------------------------------------------------------------- quads

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        if subject is None and predicate is None:
            return self._made.find(subject, predicate, object, graph)
        found = self._of.find(subject, predicate, object, graph)
        is_of_others = predicate is not None and predicate not in _OF_CLAIMS
        if self._only_without:
            return found if is_of_others else self._left(found)
        if not self._has_more_things:
            if is_of_others:
                return found
            if subject is not None and _thing(subject) not in self._again:
                return self._left(found)
        return chain(self._left(found), self._more.find(subject, predicate, object, graph))

    def _left(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the quads that are not about claims that are gone."""
        rest = iter(quads)
        while batch := list(islice(rest, _AT_ONCE)):
            gone = self._gone({owner for quad in batch if (owner := _about(quad))})
            yield from (quad for quad in batch if _about(quad) not in gone) if gone else batch

    @cached_property
    def _has_more_things(self) -> bool:
        return any(type(record) is not Claim for records in self._selection.more.values() for record in records)

    @cached_property
    def _again(self) -> frozenset[str]:
        """The IRIs of the records that there are instead."""
        return frozenset(record.iri for records in self._selection.more.values() for record in records)

    @cached_property
    def _more(self) -> OxigraphQuads:
        """What there is instead of what is gone, and besides."""
        found = OxigraphQuads()
        for graph, records in self._selection.more.items():
            found.replace_by_lines(graph, lines(records, self._sources))
        found.extend(shown_quads(found))  # who is gone by now is the same as nobody else
        return found

    def graphs(self) -> Iterator[GraphName]:
        held = list(self._of.graphs())
        more = () if self._only_without else map(ox.NamedNode, self._selection.more.keys())
        return iter(dict.fromkeys([*held, *more]))

    def dump(self, graph: str, out: Writable) -> None:
        if graph in MADE_GRAPHS:
            self._made.dump(graph, out)
            return
        for told in lines(self._records(graph), self._sources):
            out.write(told.encode())

    def expect(self, things: Iterable[Subject]) -> None:
        self._of.expect(things)

    def as_rdflib(self) -> rdflib.Dataset:
        return self._made.as_rdflib()

    # ------------------------------------------------------------------------------------------------------ SPARQL

    def _answer(self, query: str, parameters: Parameters | None) -> Answer:
        return self._made._answer(query, parameters)

    def _answer_within(self, query: str, parameters: Parameters | None, limits: Limits) -> Answer:
        return self._made._answer_within(query, parameters, limits)

    def _answer_over(self, query: str, dataset: Dataset) -> Answer:
        return self._made._answer_over(query, dataset)

    @property
    def _made(self) -> OxigraphQuads:
        """The same quads in memory, with as whom actors are shown among those that are there."""
        with self._lock:
            return self._in_memory

    @cached_property
    def _in_memory(self) -> OxigraphQuads:
        made = OxigraphQuads()
        made.extend(self._of.find(graph=ox.NamedNode(VOCABULARY_GRAPH)))
        for graph in self.graphs():
            if graph.value not in MADE_GRAPHS:
                made.replace_by_lines(graph.value, lines(self._records(graph.value), self._sources))
        made.extend(shown_quads(made))
        return made

    def _records(self, graph: str) -> Iterator[Record | DataSet]:
        """Yield the records of a data set, each once: of one that came several times the last."""
        last: dict[str, Record] = {}
        for record in chain.from_iterable(map(projection.records_of, projection.blocks(self, self._folder, graph))):
            if record.iri in self._repeated:
                last[record.iri] = record
            else:
                yield record
        yield from last.values()
        yield from projection.described(self, graph)

    @cached_property
    def _repeated(self) -> Set[str]:
        tables = projection.tables(self, self._folder, _IRIS)
        counts = (Counter(rows_of(columns, name)) for _, columns in tables for name in _IRIS)
        return {iri for counted in counts for iri, number in counted.items() if number > 1}

    @cached_property
    def _sources(self) -> Facts:
        """The sources, by which it is told when claims were public."""
        return projection.facts(self, self._folder, ("Source.iri", "Source.published"))


def lines(records: Iterable[Record | DataSet], facts: Facts) -> Iterator[str]:
    """Return records as lines of N-Triples, with when claims were public by the sources among the facts."""
    for record in records:
        known = public(record, facts) if isinstance(record, Claim) else None
        yield to_ntriples(record) + ("" if known is None else public_ntriples(record.iri, known))


def _about(quad: ox.Quad) -> str:
    """Return what may be a claim of which a quad says something, or of a part of which; nothing if there is none."""
    if quad.predicate == TYPE and quad.object not in _CLASSES:
        return ""
    return _thing(quad.subject)


def _thing(subject: Subject) -> str:
    return _PART.sub("", subject.value) if isinstance(subject, ox.NamedNode) else ""
