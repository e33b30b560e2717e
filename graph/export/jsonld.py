"""The graph as JSON-LD 1.1 with our context, so that it also reads as plain JSON.

The context stands in the file: nothing has to be fetched to read it. Each data set is a named graph, each thing in it
one object, and what the context has no term for is written out in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from json.encoder import encode_basestring
from typing import Any, BinaryIO

import pyoxigraph as ox

from ...errors import FormatError
from ...ontology import CONTEXT, RDF, XSD
from ..store.base import QuadStore
from .rdf import Counted, by_thing

_TYPE = RDF + "type"
_STRING = XSD + "string"
# What JSON can say itself, if it is written as JSON writes it.
_NATIVE = {XSD + "boolean": re.compile(r"true|false"), XSD + "integer": re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)}


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the context: its key, the datatype its values have (or `@id`), and how several values are kept."""

    key: str
    type: str = ""
    container: str = ""


def write(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write the quads of a store, one thing in memory at a time; return how many statements there are.

    Raises `FormatError` for a graph or thing that has no IRI.
    """
    quads = Counted(by_thing(store))
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    terms = _terms(context)
    out.write(f'{{"@context": {json.dumps(context)},\n"@graph": ['.encode())
    separator = b"\n"
    for graph, of_graph in groupby(quads, key=lambda quad: _iri(quad.graph_name)):
        things = groupby(of_graph, key=lambda quad: _iri(quad.subject))
        nodes = (_node(subject, of_subject, terms) for subject, of_subject in things)
        out.write(separator)
        out.writelines(_written(graph, nodes))
        separator = b",\n"
    out.write(b"\n]}\n")
    return quads.count, "statements"


def _written(graph: str, nodes: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Yield a data set as `json.dumps` with an indent of 1 writes it."""
    yield f'{{\n "id": {json.dumps(graph, ensure_ascii=False)},\n "@graph": ['.encode()
    separator = "\n  "
    for node in nodes:
        yield (separator + indented(node, 2)).encode()
        separator = ",\n  "
    yield b"\n ]\n}"


def indented(value: Any, depth: int = 0) -> str:
    """Return what `json.dumps` with an indent of 1 and without escapes writes, in a third of the time.

    (Each call of that also leaves functions behind that refer to each other, which only the collector takes away.)

    >>> indented({"a": ["b", {}, []], "c": {"d": True}}) == json.dumps({"a": ["b", {}, []], "c": {"d": True}}, indent=1)
    True
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or not isinstance(value, dict | list):
        return json.dumps(value)
    line = "\n" + " " * (depth + 1)
    if isinstance(value, list):
        return f"[{line}{f',{line}'.join([indented(item, depth + 1) for item in value])}{line[:-1]}]"
    items = [f"{encode_basestring(key)}: {indented(item, depth + 1)}" for key, item in value.items()]
    return f"{{{line}{f',{line}'.join(items)}{line[:-1]}}}"


def _iri(node: object) -> str:
    """Return the IRI of a graph or thing; in our graphs nothing else is one."""
    if not isinstance(node, ox.NamedNode):
        raise FormatError(f"{node} has no IRI; jsonld is for named graphs and things that have one")
    return node.value


def _terms(context: dict[str, Any]) -> dict[str, _Term]:
    """Return the context's terms by the IRI of their property or class."""
    found = {}
    for key, definition in context.items():
        given = definition if isinstance(definition, dict) else {"@id": definition}
        iri = _expanded(str(given.get("@id", "")), context)
        if iri != definition:  # else it is a prefix, or another name of a keyword
            found[iri] = _Term(key, _expanded(given.get("@type", ""), context), given.get("@container", ""))
    return found


def _expanded(name: str, context: dict[str, Any]) -> str:
    prefix, colon, rest = name.partition(":")
    return f"{context[prefix]}{rest}" if colon and prefix in context else name


def _node(subject: str, quads: Iterable[ox.Quad], terms: dict[str, _Term]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, []).append(quad.object)
    node: dict[str, Any] = {"id": subject}
    for predicate, objects in found.items():
        term = terms.get(predicate, _Term(predicate))
        if predicate == _TYPE:
            node["type"] = _single([terms.get(class_.value, _Term(class_.value)).key for class_ in objects])
        elif term.container != "@language":
            values = [_value(object_, term) for object_ in objects]
            node[term.key] = values if term.container == "@set" else _single(values)
        elif all(map(_is_text, objects)):
            node[term.key] = _by_language(objects)
        else:
            node[predicate] = _single([_value(object_, _Term(predicate)) for object_ in objects])
    return node


def _is_text(object_: Any) -> bool:
    return isinstance(object_, ox.Literal) and (bool(object_.language) or object_.datatype.value == _STRING)


def _value(object_: Any, term: _Term) -> Any:
    if not isinstance(object_, ox.Literal):
        return object_.value if term.type == "@id" else {"@id": object_.value}
    if object_.language:
        return {"@value": object_.value, "@language": object_.language}
    datatype = object_.datatype.value
    if term.type not in ("", datatype):
        return {"@value": object_.value, "@type": datatype}
    if datatype in _NATIVE and _NATIVE[datatype].fullmatch(object_.value):
        return json.loads(object_.value)
    return object_.value if datatype in (term.type, _STRING) else {"@value": object_.value, "@type": datatype}


def _by_language(literals: list[ox.Literal]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for literal in literals:
        found.setdefault(literal.language or "@none", []).append(literal.value)
    return {language: _single(texts) for language, texts in found.items()}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
