"""What is said of each node in documents, told apart while they are parsed; nodes are put by on the way.

What is said of a node mostly stands together, and its names and parts are near. So only the last nodes are held in
memory. Where statements are scattered over a document, all of them are held, up to a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any

import pyoxigraph as ox

from ....errors import InvalidData
from ....ontology import NS, RDF, SKOS, WB
from ....ontology.fields import (
    BOUNDS,
    CLASS_OF_ACT,
    CLASSES,
    FIELDS,
    LABEL,
    NAME_FIELDS,
    PARTS,
    TYPE,
    Field,
)
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Quote,
    Reliance,
    Score,
    Skipped,
    Source,
    owner_of,
)
from ...opening.documents import Document
from ..datasets import MADE_HERE, is_made_here
from ..syntax import is_derived, parse
from ..things import GraphName, is_vocabulary
from .fitting import NotPlain
from .shelf import IRI, TEXT, Node, Shelf

#: How many statements are held in memory before all but the last nodes are put by: some 60 MB.
NEAR = 250_000
#: How many are held where what is said of one node is scattered, at most: some 800 MB.
MOST = 3_000_000
#: How many nodes are not put by yet.
_LAST = 1_000

PREFERRED = SKOS + "prefLabel"
VALUE = RDF + "value"
ORDER = (Actor, Incident, Source, Evidence, Allegation, Claim, Reliance, Identity)
PART_CLASSES: dict[str, type] = {
    WB.Confidence: Confidence,
    WB.Passage: Passage,
    WB.Quote: Quote,
    WB.Score: Score,
}
_KIND_OF_CLASS: dict[str, type] = {
    **{node.value: kind for kind, node in CLASSES.items()},
    **{node.value: Claim for node in CLASS_OF_ACT.values()},
    WB.Name: Name,
    **PART_CLASSES,
}
#: The classes of nodes and what kind each is, by number; and the table in which a kind of node waits.
CLASSES_BY_NUMBER = tuple(_KIND_OF_CLASS)
KINDS = tuple(_KIND_OF_CLASS.values())
NAMES, ALL_PARTS = len(ORDER), len(ORDER) + 1
TABLES: dict[type, int] = {
    **{kind: number for number, kind in enumerate(ORDER)},
    Name: NAMES,
    **dict.fromkeys(PART_CLASSES.values(), ALL_PARTS),
}
_NUMBER_OF_CLASS = {class_: number for number, class_ in enumerate(CLASSES_BY_NUMBER)}
_DATA_SET = _NUMBER_OF_CLASS[WB.DataSet]
_TERMS = (ox.NamedNode, ox.Literal)
#: What stands for a number for bounds of dates, which are derived anew, and for `rdf:type`.
_DERIVED, _IS_A = -1, -2

#: Where nodes are described: the graph, and the data set (an IRI) under whose IRI theirs are.
Place = tuple[GraphName, str | None]


class Scattered(Exception):
    """Raised where something is said of a node that was put by."""


def fields_of(kind: type) -> tuple[Field, ...]:
    """Return the fields of a kind of node."""
    if kind is Name:
        return NAME_FIELDS
    of_parts = {part.record: part.fields for parts in PARTS.values() for part in parts}
    return of_parts[kind] if kind in of_parts else FIELDS[kind]


@cache
def properties() -> tuple[str, ...]:
    """Return all properties that any node may have, by number."""
    fields = [field.predicate.value for kind in KINDS for field in fields_of(kind)]
    parts = [part.predicate.value for several in PARTS.values() for part in several]
    return tuple(dict.fromkeys((LABEL.value, WB.searchName, VALUE, PREFERRED, *fields, *parts)))


@cache
def _numbers() -> dict[str, int]:
    """Return the numbers of properties, with those of which nothing waits."""
    numbers = {property_: number for number, property_ in enumerate(properties())}
    return {**numbers, **dict.fromkeys(BOUNDS, _DERIVED), TYPE.value: _IS_A}


class Statements:
    """What documents say of each node, on a shelf."""

    def __init__(self, *, scattered: bool = False) -> None:
        """Begin; where statements are `scattered`, all of them are held."""
        self.shelf = Shelf(len(ORDER) + 2)
        self.places: dict[Place, int] = {}
        #: The numbers of the classes of nodes, by the hashes of their IRIs.
        self.classes: dict[int, int] = {}
        #: The hashes of the IRIs of nodes that several graphs describe.
        self.repeated: list[int] = []
        self.skipped: list[Skipped] = []
        self._most = MOST if scattered else NEAR
        self._is_scattered = scattered
        self._near: dict[GraphName, dict[str, list[Any]]] = {}
        self._near_classes: dict[str, int] = {}
        self._headings: dict[GraphName, dict[str, list[Any]]] = {}
        self._has_put_by = False

    def add(self, document: Document, base: str) -> None:
        """Add what a document says; raises `NotPlain`, `Scattered`, and `InvalidData` for what breaks a limit."""
        known = _numbers()
        graph_name: Any = None
        nodes: dict[str, list[Any]] = {}
        said: list[Any] = []
        last, is_left_out = "", True
        count = sum(map(len, chain.from_iterable(several.values() for several in self._near.values()))) // 3
        for quad in _parsed(document, base, self.skipped):
            subject, predicate, object_, graph = quad
            if not isinstance(subject, ox.NamedNode) or not isinstance(object_, _TERMS):
                if is_derived(quad):
                    continue
                raise NotPlain
            if graph != graph_name:
                graph_name, last = graph, ""
                nodes = self._near.setdefault(graph_name, {})
            iri = subject.value
            if iri != last:
                last = iri
                if count >= self._most:
                    self._put_by(graph_name)
                    nodes = self._near[graph_name]
                    count = sum(map(len, nodes.values())) // 3
                is_left_out = is_made_here(iri) or getattr(graph_name, "value", "") in MADE_HERE
                said = nodes.get(iri, [])
            number = known.get(predicate.value)
            if is_left_out or number == _DERIVED:
                continue
            if number is None or number == _IS_A:
                if not is_vocabulary(iri) and number == _IS_A:
                    self._type(iri, object_)
                elif not is_vocabulary(iri) or number == _IS_A:
                    raise NotPlain
                else:
                    continue
            else:
                count += 1
                said += (number, _kind_of(object_), object_.value)
            nodes[iri] = said

    def _type(self, iri: str, class_: ox.NamedNode | ox.Literal) -> None:
        number = _NUMBER_OF_CLASS.get(class_.value)
        if number is None or self._near_classes.setdefault(iri, number) != number:
            raise NotPlain

    def _put_by(self, here: GraphName | None) -> None:
        """Put by what is near, but for the last nodes `here`, of which more may be said."""
        if self._is_scattered and here is not None:
            raise NotPlain  # there is too much to be held
        rows: list[list[tuple[int, Node]]] = [[] for _ in self.shelf.sizes]
        for graph, nodes in self._near.items():
            most = max(len(nodes) - _LAST, 0) if graph == here else len(nodes)
            for iri, said in islice(nodes.items(), most):
                self._put(rows, graph, iri, said, is_end=here is None)
            self._near[graph] = dict(islice(nodes.items(), most, None))
        left = self._near[here] if here is not None else {}
        self._near_classes = {iri: self._near_classes[iri] for iri in left if iri in self._near_classes}
        for table, several in enumerate(rows):
            self.shelf.put(table, several)
        self._has_put_by = True

    def _put(
        self, rows: Sequence[list[tuple[int, Node]]], graph: GraphName, iri: str, said: list[Any], *, is_end: bool
    ) -> None:
        class_, key, owner = self._near_classes.get(iri), hash(iri), owner_of(iri)
        if class_ == _DATA_SET or iri in self._headings.get(graph, ()):
            self._headings.setdefault(graph, {}).setdefault(iri, []).extend(said)
            return
        if self._has_put_by and (class_ is None or key in self.classes):
            raise Scattered
        if class_ is None:
            raise NotPlain if is_end else Scattered
        if iri == owner or iri.startswith(NS):
            raise NotPlain
        if key in self.classes:
            self.repeated.append(key)
        self.classes[key] = class_
        place = self.places.setdefault((graph, owner), len(self.places))
        table = TABLES[KINDS[class_]]
        rows[table].append((_bearer(said) if table == NAMES else key, Node(place, iri, class_, said)))

    def finish(self) -> None:
        """Put by all that there is; raises `NotPlain`."""
        self._put_by(None)

    def headings(self) -> ox.Store:
        """Return a store with what is said of the data sets, and one thing in each graph that has any."""
        store = ox.Store()
        known = properties()
        for graph, nodes in self._headings.items():
            for iri, said in nodes.items():
                store.extend(quads_of(Node(0, iri, _DATA_SET, said), graph, known))
        for graph, _ in self.places:
            store.add(ox.Quad(ox.NamedNode("urn:x-whoblamed:thing"), TYPE, CLASSES[Actor], graph))
        return store

    def graphs(self) -> set[GraphName]:
        """Return the graphs that say anything."""
        return {*self._headings, *(graph for graph, _ in self.places)}


def quads_of(node: Node, graph: GraphName, known: Sequence[str]) -> Iterator[ox.Quad]:
    """Yield what is said of a node as quads of a graph; `known` has the properties by number."""
    subject = ox.NamedNode(node.iri)
    yield ox.Quad(subject, TYPE, ox.NamedNode(CLASSES_BY_NUMBER[node.class_]), graph)
    said = iter(node.said)
    for number, kind, text in zip(said, said, said, strict=True):
        yield ox.Quad(subject, ox.NamedNode(known[number]), _term(kind, text), graph)


def _kind_of(term: ox.NamedNode | ox.Literal) -> int | str:
    return IRI if type(term) is ox.NamedNode else term.language or TEXT


def _term(kind: int | str, text: str) -> ox.NamedNode | ox.Literal:
    if kind == IRI:
        return ox.NamedNode(text)
    return ox.Literal(text, language=kind) if isinstance(kind, str) else ox.Literal(text)


def _bearer(said: Sequence[Any]) -> int:
    """Return the key of whose name a node is."""
    naming = properties().index(WB.naming)
    return next((hash(said[place + 2]) for place in range(0, len(said), 3) if said[place] == naming), 0)


def _parsed(document: Document, base: str, skipped: list[Skipped]) -> Iterator[ox.Quad]:
    quads = parse(document, base, skipped)
    if quads is None:
        raise NotPlain
    try:
        yield from quads
    except InvalidData:
        raise
    except (SyntaxError, ValueError, OSError):  # which the longer way tells with its place
        raise NotPlain from None
