"""RDF that is in order as it stands, as our own exports are: read without a store, and from end to end.

Every thing is of one class of ours, says of itself only what its kind can say, and refers to what is described here.
What is said waits on a shelf (`shelf`) until it is known what each node is, and records are made of that as they are
asked for. Claims that are not in order, and claims that refer to those, go the longer way with what they need
(`repaired`); a document with anything else goes it as a whole. For what is in order, both ways give the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ....ontology.acts import ACT_OF_CLASS
from ....ontology.fields import PARTS, Part
from ....ontology.records import Actor, Allegation, Claim, DataSet, Identity, Name, Record, Source
from ...opening.documents import Document
from ..allowed import ORDERED
from ..chains import endless
from ..datasets import REST, DataSets
from ..records import Found
from ..things import LONGEST_CHAIN, GraphName
from .fitting import NotPlain, fits
from .repaired import REPAIRED, affected, repaired
from .shelf import IRI, Node
from .statements import ALL_PARTS, CLASSES_BY_NUMBER, KINDS, NAMES, ORDER, TABLES, Scattered, Statements, properties
from .values import Reading

#: Up to how many nodes the records are kept that were made to see whether they fit, and not made again.
_KEPT = 50_000
#: How many records are kept that others are compared with.
_NEAR = 1 << 14
#: How many things that are not in order are few, and which part of all.
_FEW, _PART = 1_000, 1 / 8


def read(documents: Sequence[Document], base: str, data_sets: DataSets) -> Things:
    """Return the things of documents; raises `NotPlain`.

    `base` is the IRI against which relative IRIs are resolved. Raises `InvalidData` for what breaks a limit, and
    `StoreError` where there is no room for what waits.
    """
    try:
        said = _said(documents, base, scattered=False)
    except Scattered:
        said = _said(documents, base, scattered=True)
    found = data_sets.of(said.headings())
    data_sets.skipped += said.skipped
    return Things(said, found)


def _said(documents: Sequence[Document], base: str, *, scattered: bool) -> Statements:
    said = Statements(scattered=scattered)
    for document in documents:
        said.add(document, document.url or base)
    said.finish()
    return said


class Things:
    """The things of documents, of which records are made; `datasets` has the data sets by the graphs that they are
    in."""

    def __init__(self, said: Statements, datasets: Mapping[GraphName, DataSet]) -> None:
        """Make sure that all things fit together; raises `NotPlain`."""
        self._shelf = said.shelf
        self._homes = _homes(said, datasets)
        self._reading = Reading(said.classes)
        self._used: set[int] = set()
        self._kept: dict[type, list[tuple[Node, Record | None]]] = {}
        self._repaired: Mapping[tuple[GraphName, str], Found] = {}
        self.datasets = {graph: each for graph, each in datasets.items() if graph != REST or graph in self._homes}
        self._index(said)
        doubtful = self._checked()
        if doubtful:
            those = affected(self._shelf, said.classes, doubtful)
            self._repaired = repaired(self._shelf, said.classes, self._homes, datasets, those)

    def each(self, graph: GraphName) -> Iterator[Record | Found]:
        """Yield the records of a graph; in place of those that were repaired, what became of them."""
        places = [place for place, home in enumerate(self._homes) if home == graph]
        for kind in ORDER if places else ():
            for node, record in self._kept.get(kind, ()) or self._nodes(kind, places):
                if self._homes[node.place] == graph:
                    yield self._repaired.get((graph, node.iri)) or record or self._made(kind, node)

    @property
    def is_empty(self) -> bool:
        """Whether there is no thing of any kind."""
        return not any(self._shelf.sizes[: len(ORDER)])

    def _nodes(self, kind: type, places: Sequence[int]) -> Iterator[tuple[Node, None]]:
        found = self._shelf.each(TABLES[kind], places if len(places) < len(self._homes) else None)
        return ((node, None) for node in found)

    def _index(self, said: Statements) -> None:
        for table in (NAMES, ALL_PARTS, TABLES[Allegation], TABLES[Claim]):
            self._shelf.index(table, "key")
        for table in range(len(ORDER)) if len({*self._homes}) > 1 else ():
            self._shelf.index(table, "place")
        for key in said.repeated:
            table = TABLES[KINDS[said.classes[key]]]
            self._shelf.index(table, "key")
            homes = [self._homes[node.place] for node in self._shelf.of(table, key)]
            if table == NAMES or len({*homes}) < len(homes):
                raise NotPlain  # it is described in no graph, and in that of its data set

    # -------------------------------------------------------------------------------------------------------- checking

    def _checked(self) -> list[Node]:
        """Return the nodes that are not in order and may be repaired; raises `NotPlain` if there are others."""
        actors: dict[str, Actor] = {}
        corrected: dict[str, tuple[str, ...]] = {}
        found: dict[type, Any] = {
            Actor: actors,
            Allegation: _Near(self._found(Allegation)),
            Claim: _Near(self._found(Claim)),
        }
        names, doubtful, is_kept = 0, list[Node](), sum(self._shelf.sizes) <= _KEPT
        for kind in ORDER:
            kept = self._kept.setdefault(kind, []) if is_kept else None
            few = max(_FEW, self._shelf.sizes[TABLES[kind]] * _PART) if kind in REPAIRED else 0
            for node in self._shelf.each(TABLES[kind]):
                record = self._fitting(kind, node, found)
                if record is None:
                    doubtful.append(node)
                    self._use_parts(kind, node)
                    if len(doubtful) > few:
                        raise NotPlain
                elif isinstance(record, Actor):
                    names += len(record.names)
                    if record.part_of or record.speaks_for:
                        actors[record.iri] = record
                elif isinstance(record, Source) and record.corrects:
                    corrected[record.iri] = record.corrects
                if kept is not None:
                    kept.append((node._replace(said=[]), record))
            if kind is Actor:
                _refuse_endless({iri: actor.part_of for iri, actor in actors.items() if actor.part_of})
        _refuse_endless(corrected)
        if len(self._used) != self._shelf.sizes[ALL_PARTS] or names != self._shelf.sizes[NAMES]:
            raise NotPlain  # a part or name of nothing
        return doubtful

    def _fitting(self, kind: type, node: Node, found: Mapping[type, Any]) -> Record | None:
        """Return the record of a node if it is in order."""
        try:
            record = self._made(kind, node)
            return record if fits(record, found) else None
        except NotPlain:
            return None

    def _found(self, kind: type) -> Callable[[str], Any]:
        def found(iri: str) -> Any:
            for node in self._shelf.of(TABLES[kind], hash(iri)):
                if node.iri == iri:
                    return self._made(kind, node)
            raise NotPlain

        return found

    def _use_parts(self, kind: type, node: Node) -> None:
        """Remember which parts are those of a node that is not in order."""
        known, said = properties(), iter(node.said)
        predicates = {part.predicate.value for part in PARTS.get(kind, ())}
        for number, form, text in zip(said, said, said, strict=True):
            if form == IRI and known[number] in predicates and self._part_at(self._homes[node.place], text):
                self._used.add(hash(text))

    # ---------------------------------------------------------------------------------------------------------- making

    def _made(self, kind: type, node: Node) -> Any:
        values = self._reading.values(kind, node.said)
        home = self._homes[node.place]
        for part in PARTS.get(kind, ()):
            if part.name in values:
                values[part.name] = self._part(part, home, values[part.name])
        if kind is Actor:
            values["names"] = self._names(home, node.iri, values.pop("preferred", ()))
        elif kind is Claim:
            values["act"] = ACT_OF_CLASS[CLASSES_BY_NUMBER[node.class_]]
        elif kind is Identity:
            values["basis"] = "stated"
        return kind(iri=node.iri, **values)

    def _part(self, part: Part, home: GraphName, nodes: Sequence[tuple[Any, str]]) -> Any:
        if any(form != IRI for form, _ in nodes):
            raise NotPlain
        found = [self._part_at(home, iri) for iri in sorted({iri for _, iri in nodes}, key=lambda iri: (len(iri), iri))]
        items = []
        for node in found:
            if node is None or KINDS[node.class_] is not part.record:
                raise NotPlain
            self._used.add(hash(node.iri))
            items.append(self._item(part.record, node.said))
        if not part.many and len(items) > 1:
            raise NotPlain
        return tuple(items) if part.many else items[0]

    def _part_at(self, home: GraphName, iri: str) -> Node | None:
        for node in self._shelf.of(ALL_PARTS, hash(iri)):
            if node.iri == iri and self._homes[node.place] == home:
                return node
        return None

    def _item(self, kind: type, said: Sequence[Any]) -> Any:
        values = self._reading.values(kind, said)
        ordered = [values[name] for name in ORDERED.get(kind, ()) if name in values]
        if ordered != sorted(ordered):
            raise NotPlain
        return kind(**values)

    def _names(self, home: GraphName, actor: str, preferred: Sequence[tuple[Any, str]]) -> tuple[Name, ...]:
        """Return the names of an actor, among which all its preferred labels have to be."""
        nodes = [node for node in self._shelf.of(NAMES, hash(actor)) if self._homes[node.place] == home]
        made = [Name(iri=node.iri, **self._reading.values(Name, node.said)) for node in nodes]
        names = sorted((name for name in made if name.actor == actor), key=lambda name: name.iri)
        own = {(name.language, name.value) for name in names if name.kind == "preferred"}
        if not {(form if isinstance(form, str) else None, text) for form, text in preferred if form != IRI} <= own:
            raise NotPlain
        if len({(name.value, name.language) for name in names}) < len(names):
            raise NotPlain
        return tuple(names)


class _Near:
    """Records by IRI, each found when it is asked for; the latest are kept."""

    def __init__(self, found: Callable[[str], Any]) -> None:
        self._found = lru_cache(_NEAR)(found)

    def __getitem__(self, iri: str) -> Any:
        return self._found(iri)


def _homes(said: Statements, datasets: Mapping[GraphName, DataSet]) -> list[GraphName]:
    """Return the graph of which the things of each place are: what is in no named graph is put to its data set."""
    if not said.graphs() <= {*datasets, REST}:
        raise NotPlain
    own = {dataset.iri: graph for graph, dataset in datasets.items()} if list(datasets) != [REST] else {}
    homes = [own.get(owner or "", REST) if graph == REST else graph for graph, owner in said.places]
    for home, (_, owner) in zip(homes, said.places, strict=True):
        if home not in datasets or owner not in (None, datasets[home].iri):
            raise NotPlain
    return homes


def _refuse_endless(steps: Mapping[str, tuple[str, ...]]) -> None:
    if endless(steps, LONGEST_CHAIN):
        raise NotPlain
