"""The things of our vocabulary that statements describe, in whichever graph, and the IRIs of those that have none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from ...ontology import DCTERMS, NS, PREFIXES, PROV, RDF, RDFS, SKOS, WB
from ...ontology.fields import BOUNDS, CLASS_OF_ACT, CLASSES, LABEL, TYPE
from ...ontology.patterns import UNWRITABLE
from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Reliance,
    Source,
    dataset_iri,
    digest,
    mint,
    owner_of,
)
from ...ontology.texts import is_blank, primary
from .chains import endless

Node = ox.NamedNode | ox.BlankNode
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
#: What is said of a thing: the terms by the IRI of their property.
Said = dict[str, list[Any]]

FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = ("https://schema.org/", "http://schema.org/")

_CLAIM = ox.NamedNode(WB.Claim)
_NAME = ox.NamedNode(WB.Name)
#: The kinds of things in an order in which each comes after those that it cannot do without.
CLASSES_OF: dict[type, tuple[ox.NamedNode, ...]] = {
    **{kind: (CLASSES[kind],) for kind in (Actor, Incident, Source, Evidence, Allegation)},
    Claim: (*CLASS_OF_ACT.values(), _CLAIM),
    Reliance: (CLASSES[Reliance],),
    Identity: (CLASSES[Identity],),
}
_KIND_OF_CLASS: dict[str, type] = {
    **{class_.value: kind for kind, classes in CLASSES_OF.items() for class_ in classes},
    WB.DataSet: DataSet,
    WB.Name: Name,
}
_HOME = NS.removesuffix("ns#")
_VOCABULARY = (NS, f"{_HOME}scheme/", f"{_HOME}shapes")
_VOCABULARY_ITSELF = NS.removesuffix("#")
_PARTS = {WB.Passage, WB.Confidence, WB.Quote, WB.Score}
PART_PROPERTIES = tuple(map(ox.NamedNode, (WB.passage, WB.confidence, WB.likelihood, WB.quote, WB.score)))
#: Where a thing's label is taken from, where it has no rdfs:label.
_LABELS = (
    SKOS + "prefLabel",
    DCTERMS + "title",
    WB.summary,
    RDF + "value",
    FOAF + "name",
    *(namespace + "name" for namespace in SCHEMA),
    SKOS + "altLabel",
)
#: How far the content of a blank node is looked at to tell it from others.
_DEPTH = 3
_CACHE = 1 << 16
#: How many actors are looked at in a chain of those that speak for or are part of one another.
LONGEST_CHAIN = 1000
_PREFIXES = {
    **PREFIXES,
    "foaf": FOAF,
    "schema": SCHEMA[0],
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
}


def named(iri: str) -> str:
    """Return an IRI for people: with its prefix where that is well known, and the end of one that is endless left
    off."""
    for prefix, namespace in _PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return f"{prefix}:{local}"
    return f"<{iri}>" if len(iri) <= 200 else f"<{iri[:200]}…>"


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a kind of ours in the graph that describes it."""

    node: Node
    graph: GraphName
    kind: type


class Things:
    """The things that statements describe. `names` has the names of the data sets by the graphs that they are in."""

    def __init__(self, store: ox.Store, names: Mapping[GraphName, str]) -> None:
        self.store = store
        self.names = names
        #: The data sets whose actors are used in a graph.
        self.borrowed: dict[GraphName, tuple[str, ...]] = {}
        #: The things of which no record can be made.
        self.faulty: set[Thing] = set()
        #: Of which things the chain of a property has no end.
        self._circular: dict[str, set[Node]] = {}
        self.of: Callable[[Node], tuple[Thing, ...]] = lru_cache(_CACHE)(self._of)
        self.label: Callable[[Node], str] = lru_cache(_CACHE)(self._label)
        self._content: Callable[[Node, int], str] = lru_cache(_CACHE)(self._described)

    def each(self, kind: type, graph: GraphName) -> Iterator[Thing]:
        """Yield the things of a kind in a graph, each once."""
        for class_ in (_NAME,) if kind is Name else CLASSES_OF[kind]:
            for node in self.subjects(TYPE, class_, graph):
                thing = Thing(node, graph, kind)
                if kind is not Claim or self._first_class(thing) == class_:
                    yield thing

    @property
    def kinds(self) -> Iterable[type]:
        """The kinds of things that records are made of, in order."""
        return CLASSES_OF

    def is_only_typed(self, thing: Thing) -> bool:
        """Return whether a thing of a data set is said to be of a class, as whoever refers to it has to, and nothing
        else of it."""
        said = self.store.quads_for_pattern(thing.node, None, None, thing.graph)
        return not thing.node.value.startswith(NS) and all(quad.predicate == TYPE for quad in said)

    def is_foreign(self, thing: Thing) -> bool:
        """Return whether a thing belongs to another data set than the one that describes it here, or to the
        vocabulary."""
        if not isinstance(thing.node, ox.NamedNode):
            return False
        owner = owner_of(thing.node.value)
        own = f"{dataset_iri(self.names[thing.graph])}/"
        return thing.node.value.startswith(NS) or (owner is not None and not thing.node.value.startswith(own))

    def subjects(self, property_: ox.NamedNode, object_: Node, graph: GraphName | None) -> Iterator[Node]:
        """Yield the nodes that have a property with this object."""
        for quad in self.store.quads_for_pattern(None, property_, object_, graph):
            if isinstance(quad.subject, Node):
                yield quad.subject

    def classes(self, node: Node) -> Iterator[tuple[str, GraphName]]:
        """Yield the IRIs of a node's classes, and the graphs that say so."""
        for quad in self.store.quads_for_pattern(node, TYPE, None, None):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object.value, quad.graph_name

    def said(self, node: Node, graph: GraphName) -> Said:
        """Return what a graph says of a node."""
        found: Said = {}
        for quad in self.store.quads_for_pattern(node, None, None, graph):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def usable(self, node: Node, kinds: tuple[type, ...]) -> bool:
        """Return whether a node is a thing of one of these kinds of which a record can be made."""
        return any(thing.kind in kinds and thing not in self.faulty for thing in self.of(node))

    def is_borrowed(self, node: ox.NamedNode, graph: GraphName) -> bool:
        """Return whether a node is an actor of another data set, which the data set of this graph says that it uses."""
        return any(node.value.startswith(f"{dataset}/actor/") for dataset in self.borrowed.get(graph, ()))

    def objects(self, node: Node, property_: str) -> list[Any]:
        """Return the objects of a property of a node, in all graphs of ours."""
        quads = self.store.quads_for_pattern(node, ox.NamedNode(property_), None, None)
        return [quad.object for quad in quads if quad.graph_name in self.names]

    def nodes(self, node: Node, property_: str) -> list[Node]:
        """Return the things among the objects of a property of a node."""
        return [term for term in self.objects(node, property_) if isinstance(term, Node)]

    def is_circular(self, node: Node, property_: str = WB.partOf) -> bool:
        """Return whether the chain of a property, such as what an actor is part of, leads back or has no end."""
        if property_ not in self._circular:
            self._circular[property_] = self._endless(property_)
        return node in self._circular[property_]

    def principals(self, node: Node, *, wholes: bool = False) -> Iterator[Node]:
        """Return the actors for whom an actor speaks, in one step or several; `wholes`: or of which it is a part."""

        def step(one: Node) -> list[Node]:
            is_part = wholes and not self.is_circular(one)
            return [*self.nodes(one, WB.speaksFor), *(self.nodes(one, WB.partOf) if is_part else ())]

        return self._reached(node, step)

    def _reached(self, node: Node, step: Callable[[Node], Iterable[Node]]) -> Iterator[Node]:
        seen: set[Node] = set()
        ahead = [node]
        while ahead and len(seen) < LONGEST_CHAIN:
            for other in step(ahead.pop()):
                if other not in seen and self.usable(other, (Actor,)):
                    seen.add(other)
                    ahead.append(other)
                    yield other

    def _endless(self, property_: str) -> set[Node]:
        """The things whose chain leads back to one of them, or is longer than `LONGEST_CHAIN`."""
        steps: dict[Node, list[Node]] = {}
        for graph in self.names:
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(property_), None, graph):
                if isinstance(quad.subject, Node) and isinstance(quad.object, Node):
                    steps.setdefault(quad.subject, []).append(quad.object)
        return endless(steps, LONGEST_CHAIN)

    def _of(self, node: Node) -> tuple[Thing, ...]:
        kinds = {
            (graph, _KIND_OF_CLASS[class_])
            for class_, graph in self.classes(node)
            if graph in self.names and class_ in _KIND_OF_CLASS
        }
        return tuple(Thing(node, graph, kind) for graph, kind in kinds)

    def _first_class(self, thing: Thing) -> ox.NamedNode | None:
        classes = {quad.object for quad in self.store.quads_for_pattern(thing.node, TYPE, None, thing.graph)}
        return next((class_ for class_ in CLASSES_OF[thing.kind] if class_ in classes), None)

    def is_ours(self, node: Any) -> bool:
        """Return whether a node is a thing of ours or a part of one."""
        if not isinstance(node, Node):
            return False
        if self.of(node) or any(class_ in _PARTS for class_, _ in self.classes(node)):
            return True
        return any(next(self.subjects(part, node, None), None) for part in PART_PROPERTIES)

    # ------------------------------------------------------------------------------------------------ IRIs, labels

    def iri(self, node: Node) -> str:
        """Return the IRI of a thing. One that has none gets one by its content; what has the same content is the same.

        An unnamed actor is one only to those who mention it: two claims by unnamed actors have two speakers.
        """
        if isinstance(node, ox.NamedNode):
            return node.value
        if not self.of(node):
            return str(node)
        thing = min(self.of(node), key=lambda thing: (str(thing.graph), thing.kind.__name__))
        parts = [self._content(node, _DEPTH)]
        if thing.kind is Actor and any(term.value == "unnamed" for term in self.objects(node, WB.kind)):
            mentions = self.store.quads_for_pattern(None, None, node, None)
            parts += sorted(f"{quad.predicate} {self._token(quad.subject, _DEPTH)}" for quad in mentions)
        return mint(self.names[thing.graph], thing.kind.__name__.lower(), digest(*parts))

    def order(self, node: Any) -> tuple[int, str]:
        """Return a place among others that is the same whatever order they come in."""
        text = node.value if isinstance(node, ox.NamedNode) else self._token(node, _DEPTH)
        return len(text), text

    def _described(self, node: Node, depth: int) -> str:
        said = self.store.quads_for_pattern(node, None, None, None)
        return digest(*sorted({f"{quad.predicate} {self._token(quad.object, depth - 1)}" for quad in said}))

    def _token(self, term: Any, depth: int) -> str:
        if not isinstance(term, ox.BlankNode):
            return str(term)
        return f"_:{self._content(term, depth)}" if depth > 0 else "_:"

    def _label(self, node: Node) -> str:
        """Return the label of a thing, by whatever it is called; else the last part of its IRI."""
        for property_ in (LABEL.value, *_LABELS):
            texts = texts_of(self.objects(node, property_))
            if texts:
                return primary(texts)
        return last_part(self.iri(node))


def text_of(literal: ox.Literal) -> str:
    """Return the text of a literal, with U+FFFD where a character has no place in a text."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", literal.value)


def texts_of(terms: list[Any]) -> dict[str, str]:
    """Return the texts of literals by language, ordered; the first of those in one language, and none that is blank."""
    literals = [term for term in terms if isinstance(term, ox.Literal) and not is_blank(term.value)]
    found: dict[str, str] = {}
    for language, text in sorted(((term.language or "").lower(), text_of(term)) for term in literals):
        found.setdefault(language, text)
    return found


def last_part(iri: str) -> str:
    """Return what an IRI ends in, for people."""
    from urllib.parse import unquote

    end = iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", unquote(end)) or iri


def is_vocabulary(iri: str) -> bool:
    """Return whether an IRI is of the vocabulary itself: a term, a scheme or a shape."""
    return iri.startswith(_VOCABULARY) or iri == _VOCABULARY_ITSELF


#: The classes of other vocabularies that say of what kind an actor is.
KINDS_BY_CLASS: dict[str, str] = {
    FOAF + "Person": "person",
    PROV + "Person": "person",
    **{namespace + "Person": "person" for namespace in SCHEMA},
    **{namespace + "Country": "state" for namespace in SCHEMA},
    **{namespace + "GovernmentOrganization": "agency" for namespace in SCHEMA},
    **{namespace + "Corporation": "company" for namespace in SCHEMA},
    **{namespace + "NewsMediaOrganization": "outlet" for namespace in SCHEMA},
}
#: The properties of other vocabularies by which an actor has names.
NAMES_BY_PROPERTY = (SKOS + "altLabel", FOAF + "name", *(namespace + "name" for namespace in SCHEMA))
#: What may stand in for a property of ours on a thing of a kind, where that is not there.
INSTEAD: dict[tuple[type, str], tuple[str, ...]] = {
    (Claim, WB.speaker): (PROV + "wasAttributedTo",),
    (Claim, WB.statedOn): (DCTERMS + "date", PROV + "generatedAtTime"),
    (Claim, WB.madeIn): (PROV + "hadPrimarySource", PROV + "wasDerivedFrom", DCTERMS + "source"),
    (Source, WB.publisher): (DCTERMS + "publisher", PROV + "wasAttributedTo"),
    (Source, WB.publishedOn): (DCTERMS + "issued", DCTERMS + "date"),
    (Source, WB.url): tuple(namespace + "url" for namespace in SCHEMA),
    (Source, WB.language): (DCTERMS + "language",),
    (Actor, DCTERMS + "description"): (RDFS + "comment",),
    (Incident, DCTERMS + "description"): (RDFS + "comment",),
}
#: Derived anew, so that what a document says is not needed.
DERIVED = {TYPE.value, WB.searchName, *BOUNDS}
