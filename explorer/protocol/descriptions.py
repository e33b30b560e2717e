"""What this service is, and what data it has: the SPARQL 1.1 Service Description, and VoID at `/.well-known/void`.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ...graph import Graph
from ...graph.store.answers import SOLUTIONS, TRIPLES
from ...ontology import DCTERMS, ID, NS, PREFIXES, RDF, XSD
from ...ontology.records import DataSet
from ..served import Served
from .formats import wanted
from .refusing import Refused

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
WELL_KNOWN: Final = "/.well-known/void"
_PREFIXES: Final = {**PREFIXES, "sd": SD, "void": VOID, "formats": FORMATS, "foaf": FOAF}
_METHODS: Final = "GET, HEAD"
_CLASSES: Final = "SELECT ?graph ?class (COUNT(*) AS ?number) { GRAPH ?graph { ?s a ?class } } GROUP BY ?graph ?class"
_TRIPLES: Final = "SELECT ?graph (COUNT(*) AS ?number) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"

Object = ox.NamedNode | ox.Literal | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Held:
    """What a graph holds: its data sets, how many triples each named graph (IRI) has, and how many things there are of
    each class (IRI) in it."""

    datasets: tuple[DataSet, ...]
    triples: Mapping[str, int]
    classes: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server is, by the addresses that it has for those who ask; with a slash at the end."""

    base: str

    @property
    def sparql(self) -> ox.NamedNode:
        """The endpoint for queries."""
        return ox.NamedNode(f"{self.base}sparql")

    def void(self, part: str) -> ox.NamedNode:
        """Return the name of a data set in the VoID description."""
        return ox.NamedNode(f"{self.base}{WELL_KNOWN[1:]}#{quote(part)}")

    def dump(self, graph: str) -> ox.NamedNode:
        """Return where a whole graph (IRI) is to be had."""
        return ox.NamedNode(f"{self.base}graph-store?graph={quote(graph, safe='')}")


#: Yields the triples that describe what is held, served at a place.
Description = Callable[[Held, Place], Iterator[ox.Triple]]


class Descriptions:
    """The descriptions of a server, for which its graph is counted once for as long as it does not change."""

    def __init__(self) -> None:
        self._held: tuple[str, Held] | None = None

    async def response(self, graph: Graph, describe: Description, scope: Scope) -> Response:
        """Return a description in the format that is wanted. Raises `Refused` when it is none of RDF."""
        name = wanted(scope)[1]
        if name is None:
            types = ", ".join(syntax.media_type for syntax in TRIPLES.values())
            raise Refused(406, f"the description is in none of the formats that Accept names; there are {types}")
        held = await run_in_threadpool(self._of, graph)
        triples = describe(held, Place(str(Request(scope).base_url)))
        content = ox.serialize(triples, format=TRIPLES[name].format, prefixes=_PREFIXES)
        return Response(content, media_type=TRIPLES[name].media_type, headers={"Vary": "Accept"})

    def _of(self, graph: Graph) -> Held:
        state = graph.store.state
        if self._held is None or self._held[0] != state:
            self._held = (state, _counted(graph))
        return self._held[1]


class Void:
    """The endpoint for the VoID description."""

    def __init__(self, served: Served, descriptions: Descriptions) -> None:
        self._served = served
        self._descriptions = descriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `Refused`."""
        if scope["method"] not in _METHODS.split(", "):
            raise Refused(405, f"{scope['method']} is not allowed here", {"Allow": _METHODS})
        graph = await run_in_threadpool(self._served.graph)
        response = await self._descriptions.response(graph, void, scope)
        await response(scope, receive, send)


def service(held: Held, place: Place) -> Iterator[ox.Triple]:
    """Yield the description of the endpoint for queries."""
    about = _About(place.sparql, SD)
    yield about.is_a("Service")
    yield about.has("endpoint", place.sparql)
    yield about.has("supportedLanguage", _sd("SPARQL11Query"))
    yield about.has("feature", _sd("UnionDefaultGraph"))
    names = [syntax.name for syntax in SOLUTIONS.values()] + [syntax.name for syntax in TRIPLES.values()]
    for name in names:
        yield about.has("resultFormat", ox.NamedNode(FORMATS + name))
    dataset, default = ox.BlankNode(), ox.BlankNode()
    yield about.has("defaultDataset", dataset)
    described = _About(dataset, SD)
    yield described.is_a("Dataset")
    yield described.has("defaultGraph", default)
    yield from _graph(default, sum(held.triples.values()))
    for iri, number in sorted(held.triples.items()):
        named, graph = ox.BlankNode(), ox.BlankNode()
        yield described.has("namedGraph", named)
        yield _About(named, SD).is_a("NamedGraph")
        yield _About(named, SD).has("name", ox.NamedNode(iri))
        yield _About(named, SD).has("graph", graph)
        yield from _graph(graph, number)


def void(held: Held, place: Place) -> Iterator[ox.Triple]:
    """Yield the description of the data: all of it, and each data set."""
    document, whole = ox.NamedNode(f"{place.base}{WELL_KNOWN[1:]}"), place.void("all")
    yield _About(document, VOID).is_a("DatasetDescription")
    yield ox.Triple(document, ox.NamedNode(FOAF + "topic"), whole)
    about = _About(whole, VOID)
    yield about.is_a("Dataset")
    yield ox.Triple(whole, ox.NamedNode(DCTERMS + "title"), ox.Literal("whoblamed", language="en"))
    yield about.has("sparqlEndpoint", place.sparql)
    yield about.has("uriSpace", ox.Literal(ID))
    yield about.has("triples", ox.Literal(sum(held.triples.values())))
    for vocabulary in (NS, DCTERMS):
        yield about.has("vocabulary", ox.NamedNode(vocabulary))
    for syntax in TRIPLES.values():
        yield about.has("feature", ox.NamedNode(FORMATS + syntax.name))
    for dataset in held.datasets:
        yield about.has("subset", place.void(dataset.name))
        yield from _dataset(dataset, held, place)


def _dataset(dataset: DataSet, held: Held, place: Place) -> Iterator[ox.Triple]:
    name = place.void(dataset.name)
    about, terms = _About(name, VOID), _About(name, DCTERMS)
    yield about.is_a("Dataset")
    yield terms.has("identifier", ox.Literal(dataset.name))
    for language, title in dataset.title.items():
        yield terms.has("title", ox.Literal(title, language=language))
    if dataset.licence:
        yield terms.has("rights", ox.Literal(dataset.licence))
    if dataset.loaded_on:
        moment = ox.Literal(dataset.loaded_on.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
        yield terms.has("modified", moment)
    yield about.has("dataDump", place.dump(dataset.iri))
    yield about.has("triples", ox.Literal(held.triples.get(dataset.iri, 0)))
    for class_, number in sorted(held.classes.get(dataset.iri, {}).items()):
        part = ox.BlankNode()
        yield about.has("classPartition", part)
        yield _About(part, VOID).has("class", ox.NamedNode(class_))
        yield _About(part, VOID).has("entities", ox.Literal(number))


def _graph(graph: ox.BlankNode, triples: int) -> Iterator[ox.Triple]:
    yield _About(graph, SD).is_a("Graph")
    yield _About(graph, VOID).has("triples", ox.Literal(triples))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


@dataclass(frozen=True, slots=True)
class _About:
    """Makes triples about a thing, in the terms of one vocabulary (what its IRIs begin with)."""

    thing: ox.NamedNode | ox.BlankNode
    terms: str

    def is_a(self, class_: str) -> ox.Triple:
        return ox.Triple(self.thing, ox.NamedNode(RDF + "type"), ox.NamedNode(self.terms + class_))

    def has(self, property: str, value: Object) -> ox.Triple:
        return ox.Triple(self.thing, ox.NamedNode(self.terms + property), value)


def _counted(graph: Graph) -> Held:
    store = graph.store.current
    classes: dict[str, dict[str, int]] = defaultdict(dict)
    for row in store.select(_CLASSES).rows():
        classes[row[0]][row[1]] = row[2]
    triples = {row[0]: row[1] for row in store.select(_TRIPLES).rows()}
    return Held(tuple(graph.datasets()), triples, classes)
