"""Quads to records, by the table in `fields`; `statements` has the way there."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from . import RDF, WB
from .fields import CLASS_OF_ACT, CLASSES, FIELDS, LABEL, NAME_FIELDS, PARTS, TYPE, Field, Part, Term
from .records import Actor, Claim, DataSet, Name, Record
from .statements import primary_label, public_ntriples, public_quads, search_names, to_ntriples, to_quads
from .texts import Text

__all__ = [
    "LABEL",
    "RECORD_CLASSES",
    "TYPE",
    "classes_of",
    "from_quads",
    "predicates_of",
    "primary_label",
    "public_ntriples",
    "public_quads",
    "search_names",
    "to_ntriples",
    "to_quads",
]

#: The classes of all records.
RECORD_CLASSES = (*(class_ for kind, class_ in CLASSES.items() if kind is not DataSet), *CLASS_OF_ACT.values())

_NAME = NamedNode(WB.Name)
_VALUE = NamedNode(RDF + "value")


def classes_of(kind: type) -> tuple[NamedNode, ...]:
    """Return the classes whose members are read as records of this kind, or as names."""
    if kind is Name:
        return (_NAME,)
    return tuple(CLASS_OF_ACT.values()) if kind is Claim else (CLASSES[kind],)


def predicates_of(kind: type, fields: Collection[str]) -> tuple[NamedNode, ...]:
    """Return the properties that hold some fields of a kind of record, and those of their parts; not its IRI and
    label."""
    of_kind = NAME_FIELDS if kind is Name else FIELDS[kind]
    plain = [field.predicate for field in of_kind if field.name in fields]
    if kind is Name and "value" in fields:
        plain.append(_VALUE)
    parts = [part for part in PARTS.get(kind, ()) if part.name in fields]
    of_parts = (predicate for part in parts for predicate in (part.predicate, *(f.predicate for f in part.fields)))
    return tuple(dict.fromkeys((*plain, *of_parts)))


# ------------------------------------------------------------------------------------------------ quads to records

_Node = dict[str, list[Term]]

_RECORD_OF_CLASS: dict[str, type] = {node.value: record for record, node in CLASSES.items()}
_ACT_OF_CLASS = {node.value: act for act, node in CLASS_OF_ACT.items()}
#: The fields that a record of each kind cannot do without.
_REQUIRED: dict[type, frozenset[str]] = {
    record: frozenset(
        field.name
        for field in dataclasses.fields(record)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )
    for record in (*FIELDS, Name)
}


def from_quads(quads: Iterable[Quad]) -> Iterator[Record | DataSet]:
    """Yield the records that quads of one named graph describe, each once, in no particular order.

    What is not of our vocabulary is passed over. Raises ValueError, which names the record, for a literal that its
    property does not allow, and when a record has not what it cannot do without (`whoblamed check` lists them all).
    """
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    names: dict[str, list[Name]] = defaultdict(list)
    for iri, node in nodes.items():
        if any(term == _NAME for term in node.get(TYPE.value, ())):
            name = _read_name(iri, node)
            names[name.actor].append(name)
    for iri, node in nodes.items():
        record = _read_record(iri, node, nodes, names)
        if record is not None:
            yield record


def _read_record(
    iri: str, node: _Node, nodes: Mapping[str, _Node], names: Mapping[str, list[Name]]
) -> Record | DataSet | None:
    for type_term in node.get(TYPE.value, ()):
        act = _ACT_OF_CLASS.get(type_term.value)
        kind = Claim if act is not None else _RECORD_OF_CLASS.get(type_term.value)
        if kind is None:
            continue
        values = _read(iri, node, FIELDS[kind])
        if kind is not DataSet:
            values["label"] = min((term.value for term in node.get(LABEL.value, ())), default="")
        if kind is Actor:
            values["names"] = tuple(sorted(names.get(iri, ()), key=lambda name: name.iri))
        if act is not None:
            values["act"] = act
        parts = (part for part in PARTS.get(kind, ()) if part.predicate.value in node)
        values |= {part.name: _read_part(part, node, nodes) for part in parts}
        record: Record | DataSet = _made(kind, iri, values)
        return record
    return None


def _made(kind: type, iri: str, values: Mapping[str, Any]) -> Any:
    missing = _REQUIRED[kind] - values.keys() - {"iri"}
    if missing:
        raise ValueError(f"<{iri}> has no {' and no '.join(sorted(missing))}")
    return kind(iri=iri, **values)


def _read(iri: str, node: Mapping[str, list[Term]], fields: Iterable[Field]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        terms = node.get(field.predicate.value)
        if not terms:
            continue
        try:
            values[field.name] = _value(field, terms)
        except ValueError as error:
            raise ValueError(f"<{iri}>, {field.name}: {error}") from None
    return values


def _value(field: Field, terms: list[Term]) -> Any:
    if field.text:
        return _read_text(terms)
    if field.many:
        return tuple(sorted(field.kind.read(term.value) for term in terms))
    return field.kind.read(min(term.value for term in terms))


def _read_text(terms: Iterable[Term]) -> Text:
    literals = sorted((term.language or "", term.value) for term in terms if isinstance(term, Literal))
    return dict(literals)


def _read_name(iri: str, node: _Node) -> Name:
    values = _read(iri, node, NAME_FIELDS)
    for term in node.get(_VALUE.value, ()):
        values["value"] = term.value
        values["language"] = term.language if isinstance(term, Literal) else None
    name: Name = _made(Name, iri, values)
    return name


def _read_part(part: Part, whole: _Node, nodes: Mapping[str, _Node]) -> Any:
    iris = sorted((term.value for term in whole[part.predicate.value]), key=lambda iri: (len(iri), iri))
    items = tuple(part.record(**_read(iri, nodes.get(iri, {}), part.fields)) for iri in iris)
    return items if part.many else items[0]
