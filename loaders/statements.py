"""Records to statements, by the table in `fields`: as quads, or as lines of N-Quads.

Lines are for loading in bulk: making them takes half the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pyoxigraph import NamedNode, Quad

from ..ontology import RDF, SKOS, WB
from .fields import (
    CLASS_OF_ACT,
    CLASSES,
    FIELDS,
    IRI,
    LABEL,
    NAME_FIELDS,
    PARTS,
    STRING,
    TYPE,
    Fields,
    Kind,
    Part,
    iri_node,
    text_literal,
)
from .folding import fold
from .records import UNWRITABLE, Actor, Claim, Confidence, DataSet, Incident, Name, Passage, Record, Score, Source

T = TypeVar("T")
#: Subject, predicate and object.
Statement = tuple[T, T, T]

_PLAIN_IRI = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@#/?-]|%[0-9A-Fa-f]{2})*)?")
_SPECIAL = re.compile(r'["\\\n\r]|' + UNWRITABLE.pattern)


def to_quads(record: Record | DataSet, graph: str) -> list[Quad]:
    """The quads of one record in the named graph `graph` (an IRI).

    Raises ValueError, which names the record and the field, for malformed IRIs, for texts with characters that no text
    may hold (`UNWRITABLE`), for malformed language tags, and for times without a time zone.
    """
    node = iri_node(graph)
    return [Quad(subject, predicate, object_, node) for subject, predicate, object_ in _NODES.statements(record)]


def to_nquads(record: Record | DataSet, graph: str) -> str:
    """The quads of one record as lines of N-Quads; raises ValueError as `to_quads` does."""
    end = f" {_iri_token(graph)} .\n"
    statements = _TOKENS.statements(record)
    return "".join([f"{subject} {predicate} {object_}{end}" for subject, predicate, object_ in statements])


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


def _part_label(part: Confidence | Passage | Score) -> str:
    if isinstance(part, Score):
        return part.criterion
    if isinstance(part, Confidence):
        return part.words or part.grade or (str(part.value) if part.value is not None else "confidence")
    places = [part.section or "", f"paragraph {part.paragraph}" if part.paragraph else ""]
    if part.start is not None:
        places.append(f"characters {part.start}–{part.end}" if part.end is not None else f"character {part.start}")
    return ", ".join(filter(None, places)) or "passage"


@lru_cache(maxsize=65536)
def _iri_token(iri: str) -> str:
    return f"<{iri}>" if _PLAIN_IRI.fullmatch(iri) else str(iri_node(iri))


def _text_token(text: str, language: str | None = None) -> str:
    if language or _SPECIAL.search(text):
        return str(text_literal(text, language))
    return f'"{text}"'


def _token_of(kind: Kind) -> Callable[[Any], str]:
    """How values of a kind are written as text."""
    if kind is IRI:
        return _iri_token
    if kind is STRING:
        return _text_token
    return lru_cache(maxsize=65536)(lambda value: str(kind.write(value)))


class _Writer(Generic[T]):
    """Writes records as statements of one sort of terms: nodes of pyoxigraph, or their text."""

    def __init__(
        self,
        iri: Callable[[str], T],
        text: Callable[[str, str | None], T],
        constant: Callable[[NamedNode], T],
        writers: Callable[[Fields], list[Callable[[Any], T]]],
    ) -> None:
        self.iri = iri
        self.text = text
        self.type, self.label, self.search_name, self.value, self.preferred, self.name_class = map(
            constant, (TYPE, LABEL, _SEARCH_NAME, _VALUE, _PREFERRED, _NAME_CLASS)
        )
        self.class_of_act = {act: constant(node) for act, node in CLASS_OF_ACT.items()}
        self.classes = {kind: constant(node) for kind, node in CLASSES.items()}
        self.ways = {
            kind: [
                (field.name, constant(field.predicate), write, not (field.many or field.text), field.many)
                for field, write in zip(fields, writers(fields), strict=True)
            ]
            for kind, fields in _ALL_FIELDS.items()
        }
        self.parts = {
            kind: [(part, constant(part.predicate), constant(part.class_)) for part in parts]
            for kind, parts in PARTS.items()
        }

    def statements(self, record: Record | DataSet) -> list[Statement[T]]:
        """The statements that a record is."""
        kind = type(record)
        subject = self.iri(record.iri)
        class_ = self.class_of_act[record.act] if isinstance(record, Claim) else self.classes[kind]
        out: list[Statement[T]] = [(subject, self.type, class_)]
        self._label(subject, primary_label(record), out)
        self._fields(subject, record, kind, out)
        out += [(subject, self.search_name, self.text(folded, None)) for folded in search_names(record)]
        if isinstance(record, Actor):
            for name in record.names:
                self._name(name, out)
        for part, predicate, class_ in self.parts.get(kind, ()):
            value = getattr(record, part.name)
            for iri, item in _numbered(record.iri, part, value) if value else ():
                node = self.iri(iri)
                out += ((subject, predicate, node), (node, self.type, class_))
                self._fields(node, item, part.record, out)
                self._label(node, _part_label(item), out)
        return out

    def _fields(self, subject: T, record: object, kind: type, out: list[Statement[T]]) -> None:
        values = _ALL_FIELDS[kind].values_of(record)
        for value, way in zip(values, self.ways[kind], strict=True):
            if not value and (value is None or not way[3]):  # most fields of most records are empty
                continue
            name, predicate, write, is_single, is_many = way
            try:
                if is_single:
                    out.append((subject, predicate, write(value)))
                elif is_many:
                    for item in value:
                        out.append((subject, predicate, write(item)))
                else:
                    for language, wording in value.items():
                        out.append((subject, predicate, self.text(wording, language)))
            except ValueError as error:
                raise ValueError(f"{subject}, {name}: {error}") from None

    def _label(self, subject: T, label: str, out: list[Statement[T]]) -> None:
        if label:
            try:
                out.append((subject, self.label, self.text(label, None)))
            except ValueError as error:
                raise ValueError(f"{subject}, label: {error}") from None

    def _name(self, name: Name, out: list[Statement[T]]) -> None:
        subject = self.iri(name.iri)
        try:
            value = self.text(name.value, name.language)
        except ValueError as error:
            raise ValueError(f"{subject}, value: {error}") from None
        out += (
            (subject, self.type, self.name_class),
            (subject, self.label, self.text(name.value, None)),
            (subject, self.value, value),
        )
        self._fields(subject, name, Name, out)
        if name.kind == "preferred":
            out.append((self.iri(name.actor), self.preferred, value))


def _numbered(iri: str, part: Part, value: Any) -> Iterator[tuple[str, Any]]:
    """The IRIs of the nodes of a part, with what they are."""
    if not part.many:
        yield f"{iri}/{part.name}", value
        return
    for number, item in enumerate(value, 1):
        yield f"{iri}/{part.name}/{number}", item


_PREFERRED = NamedNode(SKOS + "prefLabel")
_SEARCH_NAME = NamedNode(WB.searchName)
_VALUE = NamedNode(RDF + "value")
_NAME_CLASS = NamedNode(WB.Name)
_ALL_FIELDS: dict[type, Fields] = {
    **FIELDS,
    Name: NAME_FIELDS,
    **{part.record: part.fields for parts in PARTS.values() for part in parts},
}
_NODES: _Writer[Any] = _Writer(
    iri_node, text_literal, lambda node: node, lambda fields: [field.kind.write for field in fields]
)
_TOKENS: _Writer[str] = _Writer(
    _iri_token, _text_token, str, lambda fields: [_token_of(field.kind) for field in fields]
)
