"""Validation by pySHACL, a peer whose reports ours must equal."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.extras.shacl import parse_shacl_path
from rdflib.namespace import RDF, SH, XSD
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node
from whoblamed.ontology import PREFIXES, SHAPES, VIOLATION, VOCABULARY, WARNING, WB
from whoblamed.ontology.validation import Violation

Triple = tuple[Node, Node, Node]

_COMPARED = {rdflib.URIRef(iri) for iri in (WB.value, WB.low, WB.high, WB.start, WB.end)}


def validate(data: Iterable[ox.Quad] | rdflib.Graph) -> set[Violation]:
    """Validate data, together with the vocabulary, against the shapes."""
    shapes = rdflib.Graph().parse(SHAPES)
    with _quiet():
        copy = copy_of(data)
        results = report(copy, shapes)
    nodes = results.subjects(RDF.type, SH.ValidationResult)
    return {violation for node in nodes for violation in _violations(results, node, shapes, copy)}


def report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """The SHACL validation report on a graph that contains the vocabulary. Fetches nothing and runs no scripts."""
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none", js=False)
    if not isinstance(found, rdflib.Graph):
        raise found  # the shapes themselves are at fault
    return found


def copy_of(data: Iterable[ox.Quad] | rdflib.Graph) -> rdflib.Graph:
    """The data as pySHACL needs them: one graph in memory, with the vocabulary."""
    copy = _Copy()
    triples = data.triples((None, None, None)) if isinstance(data, rdflib.Graph) else _from_oxigraph(data)
    vocabulary = (_from_oxigraph(ox.parse(path=path)) for path in VOCABULARY)
    for subject, predicate, object_ in chain(triples, *vocabulary):
        copy.add((subject, predicate, _value(predicate, object_)))
    return copy


class _Copy(rdflib.Graph):
    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """Parses a SPARQL constraint once, and not again for each node, which takes ten times as long as the rest."""
        return super().query(_prepared(str(query_object)), *args, **kwargs)


_prepared = cache(prepareQuery)


def _from_oxigraph(quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    term = lru_cache(maxsize=2**20)(_term)
    for quad in quads:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            yield term(quad.subject), term(quad.predicate), term(quad.object)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _value(predicate: Node, term: Node) -> Node:
    """The object of a triple as pySHACL can compare it.

    rdflib tells "a" from "a"^^xsd:string, which RDF 1.1 does not; and pySHACL fails when it compares a number with a
    blank node or with a literal that its datatype does not allow.
    """
    plain = isinstance(term, rdflib.Literal) and term.datatype == XSD.string
    number = isinstance(term, rdflib.Literal) and isinstance(term.value, int | float | Decimal)
    return rdflib.Literal(_text(term)) if plain or (predicate in _COMPARED and not number) else term


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib logs a traceback for each literal that its datatype does not allow; the report names them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


# ---------------------------------------------------------------------------------------------------------- the report


def _violations(results: rdflib.Graph, node: Node, shapes: rdflib.Graph, data: rdflib.Graph) -> Iterator[Violation]:
    shape = results.value(node, SH.sourceShape)
    broken = results.value(node, SH.resultSeverity) == SH.Violation
    for focus, path, value in _places(results, node, shapes, data):
        yield Violation(
            focus=_text(focus),
            path=None if path is None else _path(shapes, path),
            message=str(results.value(node, SH.resultMessage)),
            severity=VIOLATION if broken else WARNING,
            value=None if value is None or value == focus else _text(value),
            shape=str(shape).rpartition("#")[2],
        )


def _places(
    results: rdflib.Graph, node: Node, shapes: rdflib.Graph, data: rdflib.Graph
) -> Iterator[tuple[Node | None, Node | None, Node | None]]:
    """Focus, path and value of a result. One about what properties point at belongs to all that point at it."""
    shape, focus = results.value(node, SH.sourceShape), results.value(node, SH.focusNode)
    properties = list(shapes.objects(shape, SH.targetObjectsOf))
    if not properties:
        yield focus, shapes.value(shape, SH.path), results.value(node, SH.value)
    for property_ in properties:
        for subject in data.subjects(property_, focus):
            yield subject, property_, focus


def _path(shapes: rdflib.Graph, node: Node) -> str:
    path = parse_shacl_path(shapes, node)
    return path.n3(_namespaces()) if isinstance(path, Path | rdflib.URIRef) else str(path)


@cache
def _namespaces() -> rdflib.namespace.NamespaceManager:
    manager = rdflib.namespace.NamespaceManager(rdflib.Graph(), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        manager.bind(prefix, namespace)
    return manager


def _text(term: Node | None) -> str:
    return f"_:{term}" if isinstance(term, rdflib.BNode) else str(term)
