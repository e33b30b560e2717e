"""Which field of a record is which property, and how its values are written: one table for both directions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from ..ontology import ACTS, DCTERMS, RDF, RDFS, SKOS, WB, WIKIDATA, XSD
from .dates import PartialDate
from .records import (
    UNWRITABLE,
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Incident,
    Passage,
    Reliance,
    Source,
)

Term = NamedNode | Literal

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")

_DATE_TYPES = {
    "day": NamedNode(XSD + "date"),
    "month": NamedNode(XSD + "gYearMonth"),
    "year": NamedNode(XSD + "gYear"),
}
_DATETIME = NamedNode(XSD + "dateTime")
_INTEGER = NamedNode(XSD + "integer")
_DECIMAL = NamedNode(XSD + "decimal")
_BOOLEAN = NamedNode(XSD + "boolean")
_ANY_URI = NamedNode(XSD + "anyURI")


def text_literal(text: str, language: str | None = None) -> Literal:
    """The literal of a text; raises ValueError for characters that no text may hold, and for malformed languages."""
    unwritable = UNWRITABLE.search(text)
    if unwritable:
        raise ValueError(f"the character U+{ord(unwritable[0]):04X} has no place in a text")
    return Literal(text, language=language) if language else Literal(text)


@lru_cache(maxsize=65536)
def iri_node(iri: str) -> NamedNode:
    """The node of an IRI; raises ValueError when it is malformed."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{iri!r} is not an IRI: {error}") from None


@lru_cache(maxsize=65536)
def _date_literal(date: PartialDate) -> Literal:
    """xsd:date, xsd:gYearMonth or xsd:gYear: as precise as the date is."""
    return Literal(str(date), datatype=_DATE_TYPES[date.precision])


def _decimal_literal(value: Decimal) -> Literal:
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be written")
    return Literal(f"{value:f}", datatype=_INTEGER if value == value.to_integral_value() else _DECIMAL)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None


def _time_literal(moment: datetime) -> Literal:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return Literal(moment.astimezone(UTC).isoformat().replace("+00:00", "Z"), datatype=_DATETIME)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sort of value is written as a term, and read from the term's text; both raise ValueError."""

    write: Callable[[Any], Term]
    read: Callable[[str], Any]


_IRI = Kind(iri_node, str)
_STRING = Kind(text_literal, str)
_WHOLE = Kind(lambda value: Literal(str(value), datatype=_INTEGER), int)
_NUMBER = Kind(_decimal_literal, _decimal)
_FLAG = Kind(lambda value: Literal("true" if value else "false", datatype=_BOOLEAN), lambda text: text in ("true", "1"))
_URL = Kind(lambda value: Literal(text_literal(value).value, datatype=_ANY_URI), str)
_DATE = Kind(_date_literal, PartialDate.parse)
_MOMENT = Kind(_time_literal, datetime.fromisoformat)
_ENTITY = Kind(lambda value: iri_node(WIKIDATA + value), lambda iri: iri.removeprefix(WIKIDATA))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record and its property: a single value, `many`, or a `text` in one or more languages."""

    name: str
    predicate: NamedNode
    kind: Kind
    many: bool = False
    text: bool = False


def _one(name: str, iri: str, kind: Kind) -> Field:
    return Field(name, NamedNode(iri), kind)


def _many(name: str, iri: str) -> Field:
    return Field(name, NamedNode(iri), _IRI, many=True)


def _text(name: str, iri: str) -> Field:
    return Field(name, NamedNode(iri), _STRING, text=True)


_CONFIDENCE = (
    _one("words", WB.words, _STRING),
    _one("scale", WB.scale, _STRING),
    _one("grade", WB.grade, _STRING),
    _one("value", WB.value, _WHOLE),
    _one("low", WB.low, _WHOLE),
    _one("high", WB.high, _WHOLE),
)
_PASSAGE = (
    _one("source", WB.source, _IRI),
    _one("section", WB.section, _STRING),
    _one("paragraph", WB.paragraph, _WHOLE),
    _one("start", WB.start, _WHOLE),
    _one("end", WB.end, _WHOLE),
)
#: Those of a name beside its value and language.
NAME_FIELDS = (
    _one("actor", WB.naming, _IRI),
    _one("kind", WB.nameKind, _STRING),
    _one("by", WB.namedBy, _IRI),
    _one("source", WB.source, _IRI),
)
#: Those of each kind of record beside its IRI, its label, and the parts that are nodes of their own.
FIELDS: dict[type, tuple[Field, ...]] = {
    Actor: (
        _one("kind", WB.kind, _STRING),
        _many("part_of", WB.partOf),
        _many("speaks_for", WB.speaksFor),
        _one("wikidata", WB.wikidata, _ENTITY),
        _text("description", DCTERMS + "description"),
    ),
    Incident: (
        _text("name", SKOS + "prefLabel"),
        _one("kind", WB.kind, _STRING),
        _one("occurred_from", WB.occurredFrom, _DATE),
        _one("occurred_to", WB.occurredTo, _DATE),
        _many("victims", WB.victim),
        _text("description", DCTERMS + "description"),
    ),
    Allegation: (
        _one("accused", WB.accused, _IRI),
        _one("incident", WB.incident, _IRI),
        _one("role", WB.role, _STRING),
        _many("excludes", WB.excludes),
    ),
    Claim: (
        _one("speaker", WB.speaker, _IRI),
        _many("about", WB.about),
        _many("accused", WB.accused),
        _one("incident", WB.incident, _IRI),
        _one("stated_on", WB.statedOn, _DATE),
        _one("recorded_on", WB.recordedOn, _MOMENT),
        _one("closed_on", WB.closedOn, _MOMENT),
        _one("version_of", WB.versionOf, _IRI),
        _many("made_in", WB.madeIn),
        _many("responds_to", WB.respondsTo),
        _many("challenges", WB.challenges),
        _many("endorses", WB.endorses),
        _many("withdraws", WB.withdraws),
        _one("replaced_by", WB.replacedBy, _IRI),
        _many("evidence", WB.evidence),
        _text("summary", WB.summary),
        _one("quantity", WB.quantity, _NUMBER),
        _one("unit", WB.unit, _STRING),
    ),
    Source: (
        _text("title", DCTERMS + "title"),
        _one("publisher", WB.publisher, _IRI),
        _one("published", WB.publishedOn, _DATE),
        _one("url", WB.url, _URL),
        _one("language", WB.language, _STRING),
        _one("sha256", WB.sha256, _STRING),
    ),
    Reliance: (
        _one("relying", WB.relies, _IRI),
        _one("on", WB.on, _IRI),
        _one("mode", WB.mode, _STRING),
    ),
    Evidence: (
        _text("summary", WB.summary),
        _one("held_by", WB.heldBy, _IRI),
        _one("disclosed", WB.disclosed, _FLAG),
    ),
    DataSet: (
        _text("title", DCTERMS + "title"),
        _one("name", DCTERMS + "identifier", _STRING),
        _one("origin", WB.origin, _STRING),
        _one("format", WB.format, _STRING),
        _one("sha256", WB.sha256, _STRING),
        _one("loaded_on", WB.loadedOn, _MOMENT),
        _many("uses_actors_of", WB.usesActorsOf),
    ),
}
#: The class of each kind of record but claims, and of claims by their act.
CLASSES: dict[type, NamedNode] = {
    Actor: NamedNode(WB.Actor),
    Incident: NamedNode(WB.Incident),
    Allegation: NamedNode(WB.Allegation),
    Source: NamedNode(WB.Source),
    Reliance: NamedNode(WB.Reliance),
    Evidence: NamedNode(WB.Evidence),
    DataSet: NamedNode(WB.DataSet),
}
CLASS_OF_ACT = {act: NamedNode(iri) for act, iri in ACTS.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim that is a node of its own; where there may be `many`, the nodes are numbered from 1."""

    name: str
    predicate: NamedNode
    class_: NamedNode
    fields: tuple[Field, ...]
    record: type
    many: bool = False


PARTS = (
    Part("confidence", NamedNode(WB.confidence), NamedNode(WB.Confidence), _CONFIDENCE, Confidence),
    Part("likelihood", NamedNode(WB.likelihood), NamedNode(WB.Confidence), _CONFIDENCE, Confidence),
    Part("passages", NamedNode(WB.passage), NamedNode(WB.Passage), _PASSAGE, Passage, many=True),
)
