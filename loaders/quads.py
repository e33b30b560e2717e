"""Records to quads and back, by the table in `fields`."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from ..ontology import RDF, SKOS, WB
from .fields import (
    CLASS_OF_ACT,
    CLASSES,
    FIELDS,
    LABEL,
    NAME_FIELDS,
    PARTS,
    TYPE,
    Field,
    Part,
    Term,
    iri_node,
    text_literal,
)
from .folding import fold
from .records import Actor, Claim, Confidence, DataSet, Incident, Name, Passage, Record, Source, Text

__all__ = ["LABEL", "TYPE", "classes_of", "from_quads", "predicates_of", "primary_label", "search_names", "to_quads"]

_PREFERRED = NamedNode(SKOS + "prefLabel")
_SEARCH_NAME = NamedNode(WB.searchName)
_VALUE = NamedNode(RDF + "value")
_NAME_CLASS = NamedNode(WB.Name)


def to_quads(record: Record | DataSet, graph: str) -> Iterator[Quad]:
    """The quads of one record in the named graph `graph` (an IRI).

    Raises ValueError, which names the record and the field, for malformed IRIs, for texts with characters that no text
    may hold (`UNWRITABLE`), for malformed language tags, and for times without a time zone.
    """
    graph_node = iri_node(graph)
    subject = iri_node(record.iri)
    class_ = CLASS_OF_ACT[record.act] if isinstance(record, Claim) else CLASSES[type(record)]
    yield Quad(subject, TYPE, class_, graph_node)
    yield from _label_quads(subject, primary_label(record), graph_node)
    yield from _write(subject, record, FIELDS[type(record)], graph_node)
    for folded in search_names(record):
        yield Quad(subject, _SEARCH_NAME, Literal(folded), graph_node)
    if isinstance(record, Actor):
        for name in record.names:
            yield from _name_quads(name, graph_node)
    elif isinstance(record, Claim):
        for part in PARTS:
            yield from _part_quads(record, part, graph_node)


def primary_label(record: Record | DataSet) -> str:
    """The `rdfs:label` of a record; a data set without a title is labelled by its name."""
    if isinstance(record, DataSet):
        return record.title.get("en") or next(iter(record.title.values()), record.name)
    return record.label


def search_names(record: Record | DataSet) -> set[str]:
    """The names by which an actor, incident or source is found, folded; other records are found by their keys."""
    if isinstance(record, Actor):
        wordings = [record.label, *(name.value for name in record.names)]
    elif isinstance(record, Incident):
        wordings = [record.label, *record.name.values()]
    elif isinstance(record, Source):
        wordings = [record.label, *record.title.values()]
    else:
        return set()
    return {folded for folded in map(fold, wordings) if folded}


def classes_of(kind: type) -> tuple[NamedNode, ...]:
    """The classes whose members are read as records of this kind."""
    return tuple(CLASS_OF_ACT.values()) if kind is Claim else (CLASSES[kind],)


def predicates_of(kind: type, fields: Collection[str]) -> tuple[NamedNode, ...]:
    """The properties that hold some fields of a kind of record; its IRI and label are not among them."""
    return tuple(field.predicate for field in FIELDS[kind] if field.name in fields)


def _write(subject: NamedNode, record: object, fields: Iterable[Field], graph: NamedNode) -> Iterator[Quad]:
    for field in fields:
        value = getattr(record, field.name)
        if value is None:
            continue
        try:
            terms = _terms(field, value)
        except ValueError as error:
            raise ValueError(f"{subject}, {field.name}: {error}") from None
        for term in terms:
            yield Quad(subject, field.predicate, term, graph)


def _terms(field: Field, value: Any) -> list[Term]:
    if field.text:
        return [text_literal(wording, language) for language, wording in value.items()]
    return [field.kind.write(item) for item in value] if field.many else [field.kind.write(value)]


def _label_quads(subject: NamedNode, label: str, graph: NamedNode) -> Iterator[Quad]:
    if label:
        try:
            yield Quad(subject, LABEL, text_literal(label), graph)
        except ValueError as error:
            raise ValueError(f"{subject}, label: {error}") from None


def _name_quads(name: Name, graph: NamedNode) -> Iterator[Quad]:
    subject = iri_node(name.iri)
    try:
        value = text_literal(name.value, name.language)
    except ValueError as error:
        raise ValueError(f"{subject}, value: {error}") from None
    yield Quad(subject, TYPE, _NAME_CLASS, graph)
    yield Quad(subject, LABEL, Literal(name.value), graph)
    yield Quad(subject, _VALUE, value, graph)
    yield from _write(subject, name, NAME_FIELDS, graph)
    if name.kind == "preferred":
        yield Quad(iri_node(name.actor), _PREFERRED, value, graph)


def _part_quads(claim: Claim, part: Part, graph: NamedNode) -> Iterator[Quad]:
    value = getattr(claim, part.name)
    for number, item in enumerate(value if part.many else (value,), 1):
        if item is None:
            continue
        node = NamedNode(f"{claim.iri}/{part.name}/{number}" if part.many else f"{claim.iri}/{part.name}")
        yield Quad(NamedNode(claim.iri), part.predicate, node, graph)
        yield Quad(node, TYPE, part.class_, graph)
        yield from _write(node, item, part.fields, graph)
        yield from _label_quads(node, _part_label(item), graph)


def _part_label(part: Confidence | Passage) -> str:
    if isinstance(part, Confidence):
        return part.words or part.grade or (str(part.value) if part.value is not None else "confidence")
    places = [part.section or "", f"paragraph {part.paragraph}" if part.paragraph else ""]
    if part.start is not None:
        places.append(f"characters {part.start}–{part.end}" if part.end is not None else f"character {part.start}")
    return ", ".join(filter(None, places)) or "passage"


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
    """The records that quads of one named graph describe, each once, in no particular order.

    What is not of our vocabulary is passed over. Raises ValueError, which names the record, for a literal that its
    property does not allow, and when a record has not what it cannot do without (`whoblamed check` lists them all).
    """
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    names: dict[str, list[Name]] = defaultdict(list)
    for iri, node in nodes.items():
        if any(term.value == WB.Name for term in node.get(TYPE.value, ())):
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
            values |= {part.name: _read_part(part, node, nodes) for part in PARTS if part.predicate.value in node}
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


def _read_part(part: Part, claim: _Node, nodes: Mapping[str, _Node]) -> Any:
    iris = sorted((term.value for term in claim[part.predicate.value]), key=lambda iri: (len(iri), iri))
    items = tuple(part.record(**_read(iri, nodes.get(iri, {}), part.fields)) for iri in iris)
    return items if part.many else items[0]
