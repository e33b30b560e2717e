"""Records to statements, by the table in `fields`: as quads, or as lines of N-Triples.

Lines are for loading in bulk: making them takes a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

from pyoxigraph import NamedNode, Quad

from . import RDF, SKOS, WB
from .dates import EARLIEST, LATEST, PartialDate
from .fields import (
    CLASS_OF_ACT,
    CLASSES,
    DAY,
    FIELDS,
    IRI,
    LABEL,
    NAME_FIELDS,
    PARTS,
    PUBLIC_BOUNDS,
    STRING,
    TYPE,
    Field,
    Fields,
    Kind,
    Part,
    iri_node,
    text_literal,
)
from .records import Actor, Claim, Confidence, DataSet, Incident, Name, Passage, Quote, Record, Score, Source
from .texts import fold, primary

T = TypeVar("T")
S = TypeVar("S")

#: What most fields of several values have, of which there is one.
_NONE: tuple[Any, ...] = ()
_NAME = NamedNode(WB.Name)
_PREFERRED = NamedNode(SKOS + "prefLabel")
_SEARCH_NAME = NamedNode(WB.searchName)
_VALUE = NamedNode(RDF + "value")
_CHARACTERS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})*+"  # possessive: no long IRI is tried in many ways
_PLAIN_IRI = re.compile(rf"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:/{_CHARACTERS}(?:#{_CHARACTERS})?)?")


def to_quads(record: Record | DataSet, graph: str) -> list[Quad]:
    """Return the quads of one record in the named graph `graph` (an IRI).

    Raises ValueError, which names the record and the field, for malformed IRIs, for texts with characters that no text
    may hold (`UNWRITABLE`), for malformed language tags, and for times without a time zone.
    """
    node = iri_node(graph)
    return [Quad(subject, predicate, object_, node) for subject, predicate, object_ in _TRIPLES.statements(record)]


def to_ntriples(record: Record | DataSet) -> str:
    """Return the statements of one record as lines of N-Triples; raises ValueError as `to_quads` does."""
    return "".join(_LINES.statements(record))


def public_quads(claim: str, public: PartialDate, graph: str) -> list[Quad]:
    """Return the quads that say when a claim (its IRI) was public, which its record alone does not tell."""
    node = iri_node(graph)
    found = _TRIPLES.bounds(iri_node(claim), public, _TRIPLES.public)
    return [Quad(subject, predicate, object_, node) for subject, predicate, object_ in found]


def public_ntriples(claim: str, public: PartialDate) -> str:
    """Return the same as lines of N-Triples."""
    return "".join(_LINES.bounds(_iri_token(claim), public, _LINES.public))


def primary_label(record: Record | DataSet) -> str:
    """Return the `rdfs:label` of a record; a data set without a title is labelled by its name."""
    if isinstance(record, DataSet):
        return primary(record.title) or record.name
    return record.label


def search_names(record: Record | DataSet) -> set[str]:
    """Return the names by which an actor, incident or source is found, folded; others are found by their keys."""
    if isinstance(record, Actor):
        wordings = {record.label, *(name.value for name in record.names)}
    elif isinstance(record, Incident):
        wordings = {record.label, *record.name.values()}
    elif isinstance(record, Source):
        wordings = {record.label, *record.title.values()}
    else:
        return set()
    return {folded for folded in map(fold, wordings) if folded}


def _part_label(part: Confidence | Passage | Quote | Score) -> str:
    if isinstance(part, Quote):
        return part.text
    if isinstance(part, Score):
        return part.criterion
    if isinstance(part, Confidence):
        return part.words or part.grade or (str(part.value) if part.value is not None else "confidence")
    places = [part.section or "", f"paragraph {part.paragraph}" if part.paragraph else ""]
    if part.start is not None:
        places.append(f"characters {part.start}–{part.end}" if part.end is not None else f"character {part.start}")
    return ", ".join(filter(None, places)) or "passage"


# ------------------------------------------------------------------------------------------- records to statements


@lru_cache(maxsize=65536)
def _iri_token(iri: str) -> str:
    return f"<{iri}>" if _PLAIN_IRI.fullmatch(iri) else str(iri_node(iri))


def _text_token(text: str, language: str | None = None) -> str:
    if not text.isprintable() or '"' in text or "\\" in text:  # line ends and what no text may hold are not printable
        return str(text_literal(text, language))
    return f'"{text}"{_language_token(language)}' if language else f'"{text}"'


@lru_cache(maxsize=1024)
def _language_token(language: str) -> str:
    return str(text_literal("", language)).removeprefix('""')


def _token_of(kind: Kind) -> Callable[[Any], str]:
    """Return what writes values of a kind as text."""
    if kind is IRI:
        return _iri_token
    if kind is STRING:
        return _text_token
    return lru_cache(maxsize=65536)(lambda value: str(kind.write(value)))


class _Writer(Generic[T, S]):
    """Writes records as statements of one sort, whose terms are of one sort: nodes of pyoxigraph, or their text."""

    def __init__(
        self,
        iri: Callable[[str], T],
        text: Callable[[str, str | None], T],
        constant: Callable[[NamedNode], T],
        writer_of: Callable[[Kind], Callable[[Any], T]],
        statement: Callable[[T, T, T], S],
    ) -> None:
        self.iri, self.text, self.constant, self.statement = iri, text, constant, statement
        self.writer_of = writer_of
        self.type, self.label = constant(TYPE), constant(LABEL)
        self.search_name, self.preferred, self.value = map(constant, (_SEARCH_NAME, _PREFERRED, _VALUE))
        self.day = writer_of(DAY)
        self.public = constant(PUBLIC_BOUNDS[0]), constant(PUBLIC_BOUNDS[1])
        self.fields = {
            kind: (_values_of(fields), list(map(self._writing, fields))) for kind, fields in _ALL_FIELDS.items()
        }

    def _writing(self, field: Field) -> tuple[str, bool, bool, T, Callable[[Any], T], tuple[T, T] | None]:
        bounds = field.bounds and (self.constant(field.bounds[0]), self.constant(field.bounds[1]))
        return field.name, field.many, field.text, self.constant(field.predicate), self.writer_of(field.kind), bounds

    def statements(self, record: Record | DataSet) -> list[S]:
        """Return the statements that a record is."""
        kind = type(record)
        subject = self.iri(record.iri)
        class_ = CLASS_OF_ACT[record.act] if isinstance(record, Claim) else CLASSES[kind]
        out: list[S] = []
        self._add(record, subject, class_, primary_label(record), out)
        out += [self.statement(subject, self.search_name, self.text(folded, None)) for folded in search_names(record)]
        if isinstance(record, Actor):
            for name in record.names:
                self._add_name(name, out)
        for part in PARTS.get(kind, ()):
            value = getattr(record, part.name)
            for iri, item in _numbered(record.iri, part, value) if value else ():
                node = self.iri(iri)
                out.append(self.statement(subject, self.constant(part.predicate), node))
                self._add(item, node, part.class_, _part_label(item), out)
        return out

    def _add(self, record: Any, subject: T, class_: NamedNode, label: str, out: list[S]) -> None:
        """Add the statements of a record, but those of its parts."""
        statement = self.statement
        out.append(statement(subject, self.type, self.constant(class_)))
        name = ""
        try:
            values_of, fields = self.fields[type(record)]
            for value, field in zip(values_of(record), fields, strict=True):
                if value is None or value is _NONE:
                    continue
                name, many, text, predicate, write, bounds = field
                if many:
                    for item in value:
                        out.append(statement(subject, predicate, write(item)))
                elif text:
                    for language, words in value.items():
                        out.append(statement(subject, predicate, self.text(words, language)))
                else:
                    out.append(statement(subject, predicate, write(value)))
                    if bounds is not None:
                        out += self.bounds(subject, value, bounds)
            name = "label"
            if label:
                out.append(statement(subject, self.label, self.text(label, None)))
        except ValueError as error:
            raise ValueError(f"{subject}, {name}: {error}") from None

    def bounds(self, subject: T, date: PartialDate, properties: tuple[T, T]) -> Iterator[S]:
        """Yield the first and last day that a date may be, where they are known."""
        for property_, day in zip(properties, (date.earliest, date.latest), strict=True):
            if day not in (EARLIEST, LATEST):
                yield self.statement(subject, property_, self.day(day))

    def _add_name(self, name: Name, out: list[S]) -> None:
        subject = self.iri(name.iri)
        try:
            value = self.text(name.value, name.language)
        except ValueError as error:
            raise ValueError(f"{subject}, value: {error}") from None
        self._add(name, subject, _NAME, name.value, out)
        out.append(self.statement(subject, self.value, value))
        if name.kind == "preferred":
            out.append(self.statement(self.iri(name.actor), self.preferred, value))


def _values_of(fields: Fields) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields of a record, all at once."""
    get = attrgetter(*(field.name for field in fields))
    return get if len(fields) > 1 else lambda record: (get(record),)


def _numbered(iri: str, part: Part, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the IRIs of the nodes of a part, with what they are."""
    if not part.many:
        yield f"{iri}/{part.name}", value
        return
    for number, item in enumerate(value, 1):
        yield f"{iri}/{part.name}/{number}", item


_ALL_FIELDS: dict[type, Fields] = {
    **FIELDS,
    Name: NAME_FIELDS,
    **{part.record: part.fields for parts in PARTS.values() for part in parts},
}
_TRIPLES: _Writer[Any, tuple[Any, Any, Any]] = _Writer(
    iri_node, text_literal, lambda node: node, lambda kind: kind.write, lambda *triple: triple
)
_LINES: _Writer[str, str] = _Writer(
    _iri_token, _text_token, str, _token_of, lambda subject, predicate, object_: f"{subject} {predicate} {object_} .\n"
)
