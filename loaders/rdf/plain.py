"""RDF that is in order as it stands, as our own exports are: read in one pass, without a store.

Every thing is of one class of ours, says of itself only what its kind can say, and refers to what is described here.
A document with anything else goes the longer way (`records`), which repairs what it can and tells the rest; for a
document that is in order, both ways give the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox

from ...errors import InvalidData
from ...ontology import NS, RDF, SKOS, WB
from ...ontology.acts import ACT_OF_CLASS
from ...ontology.fields import (
    BOUNDS,
    CLASS_OF_ACT,
    CLASSES,
    DATE,
    FIELDS,
    IRI,
    LABEL,
    NAME_FIELDS,
    PARTS,
    STRING,
    TYPE,
    Field,
    Part,
)
from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Quote,
    Record,
    Reliance,
    Score,
    Skipped,
    Source,
    owner_of,
)
from ...ontology.texts import is_blank
from ..opening.documents import Document
from .allowed import ORDERED, TARGETS, is_allowed_text, is_limited, is_more_than_a_day, value_of
from .datasets import MADE_HERE, REST, DataSets, is_made_here
from .fitting import NotPlain, fit
from .syntax import parse
from .things import GraphName, is_vocabulary

#: From this size on (bytes) a document is not held in memory, where it takes about twice as much.
LARGEST = 512 << 20

_TYPE = TYPE.value
_TERMS = (ox.NamedNode, ox.Literal)
_PREFERRED = SKOS + "prefLabel"
_VALUE = RDF + "value"
_PART_CLASSES = {WB.Confidence: Confidence, WB.Passage: Passage, WB.Quote: Quote, WB.Score: Score}
_KIND_OF_CLASS: dict[str, type] = {
    **{node.value: kind for kind, node in CLASSES.items()},
    **{node.value: Claim for node in CLASS_OF_ACT.values()},
    WB.Name: Name,
    **_PART_CLASSES,
}
_ORDER = (Actor, Incident, Source, Evidence, Allegation, Claim, Reliance, Identity)
#: What records of each kind cannot do without.
_REQUIRED: dict[type, tuple[str, ...]] = {
    Actor: ("label", "kind"),
    Allegation: ("label", "accused", "incident"),
    Claim: ("label", "speakers", "made_in"),
    Reliance: ("label", "relying"),
    Identity: ("label", "actors", "verdict"),
    Name: ("actor", "value"),
    Quote: ("text",),
    Score: ("criterion", "points"),
}

#: What is said of a node: property, object, property, object …
_Said = list[Any]
_Values = dict[str, Any]
#: Puts an object of a property among the values of a node.
_Put = Callable[[_Values, Any], None]


def read(
    documents: Sequence[Document], base: str, data_sets: DataSets
) -> dict[GraphName, tuple[DataSet, list[Record]]]:
    """Return the data sets of documents with all their records; raises `NotPlain`.

    `base` is the IRI against which relative IRIs are resolved. Raises `InvalidData` for what breaks a limit.
    """
    if any((document.size or 0) > LARGEST for document in documents):
        raise NotPlain
    said = _Statements()
    for document in documents:
        said.add(document, document.url or base)
    found = data_sets.of(said.headings())
    data_sets.skipped += said.skipped
    said.put_under(found)
    things = _Things(said, {graph: dataset.iri for graph, dataset in found.items()})
    made = {graph: (dataset, things.records(graph)) for graph, dataset in found.items()}
    return {graph: each for graph, each in made.items() if graph != REST or each[1]}


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


class _Statements:
    """What is said of each node, by graph; and of what class each node is."""

    def __init__(self) -> None:
        self.by_graph: dict[GraphName, dict[str, _Said]] = {REST: {}}
        self.classes: dict[str, str] = {}
        self.skipped: list[Skipped] = []

    def add(self, document: Document, base: str) -> None:
        known = _properties()
        graph_name: Any = REST
        nodes = self.by_graph[REST]
        for quad in _parsed(document, base, self.skipped):
            subject, predicate, object_, graph = quad
            if not isinstance(subject, ox.NamedNode) or not isinstance(object_, _TERMS):
                raise NotPlain
            if graph != graph_name:
                graph_name = graph
                nodes = self.by_graph.setdefault(graph_name, {})
            iri, property_ = subject.value, predicate.value
            if is_made_here(iri) or property_ in BOUNDS:  # which are derived anew
                continue
            if property_ == _TYPE and not is_vocabulary(iri):
                self._type(iri, object_.value)
            elif property_ not in known:
                if is_vocabulary(iri):
                    continue
                raise NotPlain
            said = nodes.get(iri)
            if said is None:
                said = nodes[iri] = []
            said.append(property_)
            said.append(object_)

    def _type(self, iri: str, class_: str) -> None:
        if self.classes.setdefault(iri, class_) != class_ or class_ not in _KIND_OF_CLASS:
            raise NotPlain

    def headings(self) -> ox.Store:
        """Return a store with what is said of the data sets, and one thing in each graph that has any."""
        for graph in [graph for graph in self.by_graph if getattr(graph, "value", "") in MADE_HERE]:
            del self.by_graph[graph]
        store = ox.Store()
        for graph, nodes in self.by_graph.items():
            for iri in [iri for iri in nodes if self.classes.get(iri) == WB.DataSet]:
                said, node = nodes.pop(iri), ox.NamedNode(iri)
                pairs = zip(said[::2], said[1::2], strict=True)
                store.extend(ox.Quad(node, ox.NamedNode(property_), object_, graph) for property_, object_ in pairs)
            if nodes:
                store.add(ox.Quad(ox.NamedNode("urn:x-whoblamed:thing"), TYPE, CLASSES[Actor], graph))
        return store

    def put_under(self, datasets: Mapping[GraphName, DataSet]) -> None:
        """Put what is in no named graph into the graphs of the data sets that it belongs to."""
        if not self.by_graph.keys() <= {*datasets, REST}:
            raise NotPlain
        own = {dataset.iri: graph for graph, dataset in datasets.items()}
        if list(datasets) != [REST]:
            rest = self.by_graph.pop(REST)
            for iri, said in rest.items():
                graph = own.get(owner_of(iri) or "", REST)
                if iri in self.by_graph.setdefault(graph, {}):
                    raise NotPlain
                self.by_graph[graph][iri] = said


class _Things:
    """Makes the records of all graphs, and makes sure that they fit together."""

    def __init__(self, said: _Statements, datasets: Mapping[GraphName, str]) -> None:
        self._said = said.by_graph
        self._classes = said.classes
        self._kinds = {iri: _KIND_OF_CLASS[class_] for iri, class_ in said.classes.items()}
        self._puts = {kind: self._puts_of(kind) for kind in {*_KIND_OF_CLASS.values()} - {DataSet}}
        self._found: dict[type, dict[str, Any]] = {kind: {} for kind in _ORDER}
        self._graphs: dict[GraphName, list[Record]] = {graph: [] for graph in datasets}
        by_kind: dict[type, list[tuple[GraphName, str]]] = {}
        for graph, own in datasets.items():
            for iri in self._said.get(graph, {}):
                by_kind.setdefault(self._kind(iri, own), []).append((graph, iri))
        self._parts_of = {graph: self._parts(graph) for graph in datasets}
        self._used: set[str] = set()
        self._names: dict[str, list[Name]] = {}
        for graph, iri in by_kind.get(Name, ()):
            self._name(graph, iri)
        for kind in _ORDER:
            for graph, iri in by_kind.get(kind, ()):
                self._make(kind, graph, iri)
        if len(self._used) != sum(map(len, self._parts_of.values())) or self._names:
            raise NotPlain  # a part or name of nothing
        fit(self._found)

    def records(self, graph: GraphName) -> list[Record]:
        """Return the records of one graph."""
        return self._graphs[graph]

    def _kind(self, iri: str, dataset: str) -> type:
        kind = self._kinds.get(iri)
        if kind is None or kind is DataSet:
            raise NotPlain
        owner = owner_of(iri)
        if iri.startswith(NS) or (owner is not None and (owner != dataset or owner == iri)):
            raise NotPlain
        return kind

    def _parts(self, graph: GraphName) -> dict[str, _Said]:
        nodes = self._said.get(graph, {})
        return {iri: said for iri, said in nodes.items() if self._kinds.get(iri) in _PART_CLASSES.values()}

    # ------------------------------------------------------------------------------------------------- values of nodes

    def _values(self, kind: type, said: _Said) -> _Values:
        puts = self._puts[kind]
        values: _Values = {}
        try:
            for place in range(0, len(said), 2):
                puts[said[place]](values, said[place + 1])
        except (KeyError, ValueError, OverflowError):
            raise NotPlain from None
        if any(name not in values for name in _REQUIRED.get(kind, ("label",) if kind in _ORDER else ())):
            raise NotPlain
        for field in _many_of(kind):
            if field in values:
                values[field] = tuple(sorted(values[field]))
        return values

    def _puts_of(self, kind: type) -> dict[str, _Put]:
        """Return what becomes of each property of a kind of node."""
        puts: dict[str, _Put] = {field.predicate.value: self._put(kind, field) for field in _fields_of(kind)}
        puts |= {part.predicate.value: _into_list(part.name) for part in PARTS.get(kind, ())}
        ignored = (_TYPE, *((WB.searchName,) if kind in (Actor, Incident, Source) else ()))
        puts |= dict.fromkeys(ignored, _ignore)
        puts[LABEL.value] = _put_label if kind in _ORDER else _ignore
        if kind is Actor:
            puts[_PREFERRED] = _into_list("preferred")
        if kind is Name:
            puts[_VALUE] = _put_value
        return puts

    def _put(self, kind: type, field: Field) -> _Put:
        if field.text:
            return _text_of(field.name)
        read = self._iri(field) if field.kind is IRI else _literal(kind, field)
        if field.many:
            return lambda values, term: values.setdefault(field.name, set()).add(read(term))
        return _one(field.name, read)

    def _iri(self, field: Field) -> Callable[[Any], str]:
        kinds, wanted = self._kinds, TARGETS.get(field.predicate.value)

        def read(term: Any) -> str:
            iri = str(term.value)
            if type(term) is not ox.NamedNode or (wanted is not None and kinds.get(iri) not in wanted):
                raise ValueError
            return iri

        if wanted is not None:
            return read
        return lambda term: value_of(Claim, field, read(term), is_iri=True)

    # ---------------------------------------------------------------------------------------------------- from nodes up

    def _name(self, graph: GraphName, iri: str) -> None:
        values = self._values(Name, self._said[graph][iri])
        if values["actor"] not in self._said[graph]:
            raise NotPlain
        self._names.setdefault(values["actor"], []).append(Name(iri=iri, **values))

    def _make(self, kind: type, graph: GraphName, iri: str) -> None:
        values = self._values(kind, self._said[graph].pop(iri))
        for part in PARTS.get(kind, ()):
            if part.name in values:
                values[part.name] = self._part(part, graph, values[part.name])
        if kind is Actor:
            _with_names(values, sorted(self._names.pop(iri, ()), key=lambda name: name.iri))
        elif kind is Claim:
            values["act"] = ACT_OF_CLASS[self._classes[iri]]
        elif kind is Identity:
            values["basis"] = "stated"
        record: Any = kind(iri=iri, **values)
        self._found[kind][iri] = record
        self._graphs[graph].append(record)

    def _part(self, part: Part, graph: GraphName, nodes: Sequence[Any]) -> Any:
        iris = sorted({node.value for node in nodes}, key=lambda iri: (len(iri), iri))
        self._used.update(iris)
        if any(self._kinds.get(iri) is not part.record or iri not in self._parts_of[graph] for iri in iris):
            raise NotPlain
        items = tuple(self._item(part.record, self._parts_of[graph][iri]) for iri in iris)
        if not part.many and len(items) > 1:
            raise NotPlain
        return items if part.many else items[0]

    def _item(self, kind: type, said: _Said) -> Any:
        values = self._values(kind, said)
        ordered = [values[name] for name in ORDERED.get(kind, ()) if name in values]
        if ordered != sorted(ordered):
            raise NotPlain
        return kind(**values)


# ------------------------------------------------------------------------------------------------------ values of terms


@cache
def _properties() -> frozenset[str]:
    """Return all properties that any node may have."""
    fields = [field.predicate.value for kind in _KIND_OF_CLASS.values() for field in _fields_of(kind)]
    parts = [part.predicate.value for several in PARTS.values() for part in several]
    return frozenset((_TYPE, LABEL.value, WB.searchName, _VALUE, _PREFERRED, *fields, *parts))


@cache
def _fields_of(kind: type) -> tuple[Field, ...]:
    if kind is Name:
        return NAME_FIELDS
    of_parts = {part.record: part.fields for parts in PARTS.values() for part in parts}
    return of_parts[kind] if kind in of_parts else FIELDS[kind]


@cache
def _many_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in _fields_of(kind) if field.many)


def _ignore(values: _Values, term: Any) -> None:
    """Nothing: it is derived anew."""


def _into_list(name: str) -> _Put:
    return lambda values, term: values.setdefault(name, []).append(term)


def _one(name: str, read: Callable[[Any], Any]) -> _Put:
    def put(values: _Values, term: Any) -> None:
        if name in values:
            raise ValueError
        values[name] = read(term)

    return put


def _put_label(values: _Values, term: Any) -> None:
    if "label" in values or type(term) is not ox.Literal or term.language or not _is_text(term.value):
        raise ValueError
    values["label"] = term.value


def _put_value(values: _Values, term: Any) -> None:
    if "value" in values or type(term) is not ox.Literal or not _is_text(term.value):
        raise ValueError
    values["value"] = term.value
    values["language"] = term.language


def _text_of(name: str) -> _Put:
    def put(values: _Values, term: Any) -> None:
        texts = values.setdefault(name, {})
        language = term.language or "" if type(term) is ox.Literal else None
        if language is None or language in texts or not _is_text(term.value):
            raise ValueError
        texts[language] = term.value
        if len(texts) > 1:
            values[name] = dict(sorted(texts.items()))

    return put


def _is_text(text: str) -> bool:
    return not is_blank(text) and (text.isprintable() or is_allowed_text(text))


def _literal(kind: type, field: Field) -> Callable[[Any], Any]:
    """Return what reads the values of a field that are no things."""
    read = lru_cache(4096)(lambda is_iri, text: value_of(kind, field, text, is_iri=is_iri))
    if field.kind is STRING and not is_limited(kind, field):
        read = lambda is_iri, text: text if not is_iri and _is_text(text) else _fail()  # type: ignore[assignment]  # noqa: E731

    is_date = field.kind is DATE

    def term_of(term: Any) -> Any:
        is_iri = type(term) is ox.NamedNode
        if not is_iri and (term.language or (is_date and is_more_than_a_day(term.value))):
            raise ValueError
        return read(is_iri, term.value)

    return term_of


def _fail() -> str:
    raise ValueError


def _with_names(values: _Values, names: Sequence[Name]) -> None:
    """The names of an actor, among which all its preferred labels have to be."""
    own = {(name.value, name.language) for name in names if name.kind == "preferred"}
    if not {(term.value, term.language) for term in values.pop("preferred", ()) if type(term) is ox.Literal} <= own:
        raise NotPlain
    if len({(name.value, name.language) for name in names}) < len(names):
        raise NotPlain
    values["names"] = tuple(names)
