"""Which field of a record is which property, and how its values are written: one table for both directions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from . import DCTERMS, EDTF, RDF, RDFS, SCHEMES, SKOS, WB, WIKIDATA, XSD
from .acts import ACTS
from .dates import PartialDate
from .patterns import UNWRITABLE
from .records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Passage,
    Quote,
    Reliance,
    Score,
    Source,
)

Term = NamedNode | Literal

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")

_DATE_TYPES = {
    "day": NamedNode(XSD + "date"),
    "month": NamedNode(XSD + "gYearMonth"),
    "year": NamedNode(XSD + "gYear"),
    "edtf": NamedNode(EDTF + "EDTF"),
}
_DATETIME = NamedNode(XSD + "dateTime")
_INTEGER = NamedNode(XSD + "integer")
_DECIMAL = NamedNode(XSD + "decimal")
_BOOLEAN = NamedNode(XSD + "boolean")
ANY_URI = NamedNode(XSD + "anyURI")


def text_literal(text: str, language: str | None = None) -> Literal:
    """Return the literal of a text; raises ValueError for characters that no text may hold, and for malformed
    languages."""
    unwritable = UNWRITABLE.search(text)
    if unwritable:
        raise ValueError(f"the character U+{ord(unwritable[0]):04X} has no place in a text")
    return Literal(text, language=language) if language else Literal(text)


@lru_cache(maxsize=65536)
def iri_node(iri: str) -> NamedNode:
    """Return the node of an IRI; raises ValueError when it is malformed."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{iri!r} is not an IRI: {error}") from None


@lru_cache(maxsize=65536)
def _date_literal(date: PartialDate) -> Literal:
    """xsd:date, xsd:gYearMonth, xsd:gYear or edtf:EDTF: as precise as the date is."""
    return Literal(str(date), datatype=_DATE_TYPES[date.precision])


def _decimal_literal(value: Decimal) -> Literal:
    """Return xsd:integer for a whole number, else xsd:decimal, in the one way that equal numbers are written.

    It is the canonical mapping of XSD 1.1 (appendix E.1): an xsd:integer with a point would be ill-typed, and no
    query could add it up. Raises ValueError for what is not finite.
    """
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be written")
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    if fraction:
        return Literal(f"{whole}.{fraction}", datatype=_DECIMAL)
    return Literal("0" if whole == "-0" else whole, datatype=_INTEGER)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None


@lru_cache(maxsize=1024)
def _time_literal(moment: datetime) -> Literal:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return Literal(moment.astimezone(UTC).isoformat().replace("+00:00", "Z"), datatype=_DATETIME)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sort of value is written as a term, and read from the term's text; both raise ValueError."""

    write: Callable[[Any], Term]
    read: Callable[[str], Any]


IRI = Kind(iri_node, str)
STRING = Kind(text_literal, str)
_WHOLE = Kind(lambda value: Literal(str(value), datatype=_INTEGER), int)
NUMBER = Kind(_decimal_literal, _decimal)
_FLAG = Kind(lambda value: Literal("true" if value else "false", datatype=_BOOLEAN), lambda text: text in ("true", "1"))
URL = Kind(lambda value: Literal(text_literal(value).value, datatype=ANY_URI), str)
DATE = Kind(_date_literal, PartialDate.parse)
#: A plain day, of which the bounds of dates are made.
DAY = Kind(lambda day: Literal(day.isoformat(), datatype=_DATE_TYPES["day"]), date.fromisoformat)
_MOMENT = Kind(_time_literal, datetime.fromisoformat)
ENTITY = Kind(lambda value: iri_node(WIKIDATA + value), lambda iri: iri.removeprefix(WIKIDATA))


def _concept(scheme: str) -> Kind:
    """Return the kind of a concept of a scheme of ours, which records know by its notation."""
    prefix = f"{SCHEMES}{scheme}/"
    return Kind(lambda value: iri_node(prefix + value), lambda iri: iri.removeprefix(prefix))


FORM = _concept("form")
OUTCOME = _concept("outcome")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record and its property: a single value, `many`, or a `text` in one or more languages.

    A date has `bounds` beside it: the properties of the first and the last day that it may be, of those that are known.
    They are derived whenever it is written and never read, because no engine compares dates of different precision.
    """

    name: str
    predicate: NamedNode
    kind: Kind
    many: bool = False
    text: bool = False
    bounds: tuple[NamedNode, NamedNode] | None = None


#: When a claim was public: derived from what it says and from its sources.
PUBLIC_BOUNDS = (NamedNode(WB.publicFrom), NamedNode(WB.publicTo))
#: The fields of a kind of record, in the order in which they are written.
Fields = tuple[Field, ...]


def _one(name: str, iri: str, kind: Kind) -> Field:
    return Field(name, NamedNode(iri), kind)


def _dated(name: str, iri: str, first: str, last: str) -> Field:
    return Field(name, NamedNode(iri), DATE, bounds=(NamedNode(first), NamedNode(last)))


def _many(name: str, iri: str, kind: Kind = IRI) -> Field:
    return Field(name, NamedNode(iri), kind, many=True)


def _text(name: str, iri: str) -> Field:
    return Field(name, NamedNode(iri), STRING, text=True)


_CONFIDENCE = (
    _one("words", WB.words, STRING),
    _one("scale", WB.scale, STRING),
    _one("grade", WB.grade, STRING),
    _one("value", WB.value, _WHOLE),
    _one("low", WB.low, _WHOLE),
    _one("high", WB.high, _WHOLE),
)
_PASSAGE = (
    _one("source", WB.source, IRI),
    _one("section", WB.section, STRING),
    _one("paragraph", WB.paragraph, _WHOLE),
    _one("start", WB.start, _WHOLE),
    _one("end", WB.end, _WHOLE),
)
_QUOTE = (
    _one("text", RDF + "value", STRING),
    _one("language", WB.language, STRING),
    _one("translated", WB.translated, _FLAG),
)
_SCORE = (
    _one("criterion", WB.criterion, STRING),
    _one("points", WB.points, NUMBER),
    _one("out_of", WB.outOf, NUMBER),
)
#: Those of a name beside its value and language.
NAME_FIELDS = (
    _one("actor", WB.naming, IRI),
    _one("kind", WB.nameKind, STRING),
    _one("by", WB.namedBy, IRI),
    _one("source", WB.source, IRI),
)
#: Those of each kind of record beside its IRI, its label, and the parts that are nodes of their own.
FIELDS: dict[type, Fields] = {
    Actor: (
        _one("kind", WB.kind, STRING),
        _many("part_of", WB.partOf),
        _many("speaks_for", WB.speaksFor),
        _one("wikidata", WB.wikidata, ENTITY),
        _text("description", DCTERMS + "description"),
    ),
    Incident: (
        _text("name", SKOS + "prefLabel"),
        _one("kind", WB.kind, STRING),
        _dated("occurred_from", WB.occurredFrom, WB.beganFrom, WB.beganTo),
        _dated("occurred_to", WB.occurredTo, WB.endedFrom, WB.endedTo),
        _many("victims", WB.victim),
        _one("activity_of", WB.activityOf, IRI),
        _text("description", DCTERMS + "description"),
    ),
    Allegation: (
        _one("accused", WB.accused, IRI),
        _one("incident", WB.incident, IRI),
        _one("role", WB.role, STRING),
        _many("excludes", WB.excludes),
    ),
    Claim: (
        _many("speakers", WB.speaker),
        _many("through", WB.through),
        _one("through_words", WB.throughWords, STRING),
        _many("as_told_by", WB.asToldBy),
        _one("own_view", WB.ownView, _FLAG),
        _one("form", WB.form, FORM),
        _many("about", WB.about),
        _many("accused", WB.accused),
        _one("incident", WB.incident, IRI),
        _one("role", WB.role, STRING),
        _dated("stated_on", WB.statedOn, WB.statedFrom, WB.statedTo),
        _one("public_on", WB.publicOn, DATE),
        _one("recorded_on", WB.recordedOn, _MOMENT),
        _one("said_recorded_on", WB.saidRecordedOn, _MOMENT),
        _one("closed_on", WB.closedOn, _MOMENT),
        _one("version_of", WB.versionOf, IRI),
        _many("made_in", WB.madeIn),
        _many("responds_to", WB.respondsTo),
        _many("challenges", WB.challenges),
        _many("endorses", WB.endorses),
        _many("withdraws", WB.withdraws),
        _one("replaced_by", WB.replacedBy, IRI),
        _one("outcome", WB.outcome, OUTCOME),
        _one("condition", WB.condition, STRING),
        _many("evidence", WB.evidence),
        _text("summary", WB.summary),
        _one("quantity", WB.quantity, NUMBER),
        _one("quantity_about", WB.quantityAbout, NUMBER),
        _one("quantity_at_least", WB.quantityAtLeast, NUMBER),
        _one("quantity_at_most", WB.quantityAtMost, NUMBER),
        _one("unit", WB.unit, STRING),
        _one("coding", WB.coding, STRING),
        _one("coded_rows", WB.codedRows, _WHOLE),
        _many("attribution_type", WB.attributionType),
    ),
    Source: (
        _text("title", DCTERMS + "title"),
        _text("gloss", WB.gloss),
        _one("publisher", WB.publisher, IRI),
        _dated("published", WB.publishedOn, WB.publishedFrom, WB.publishedTo),
        _dated("retracted", WB.retractedOn, WB.retractedFrom, WB.retractedTo),
        _many("corrects", WB.corrects),
        _one("url", WB.url, URL),
        _one("archived_at", WB.archivedAt, URL),
        _one("language", WB.language, STRING),
        _one("sha256", WB.sha256, STRING),
    ),
    Reliance: (
        _one("relying", WB.relies, IRI),
        _one("on", WB.on, IRI),
        _one("mode", WB.mode, STRING),
    ),
    Evidence: (
        _text("summary", WB.summary),
        _one("held_by", WB.heldBy, IRI),
        _one("disclosed", WB.disclosed, _FLAG),
    ),
    Identity: (
        _many("actors", WB.compares),
        _one("verdict", WB.verdict, STRING),
        _one("basis", WB.basis, STRING),
        _one("reason", WB.reason, STRING),
        _one("identified_by", WB.identifiedBy, IRI),
        _one("source", WB.source, IRI),
    ),
    DataSet: (
        _text("title", DCTERMS + "title"),
        _one("name", DCTERMS + "identifier", STRING),
        _one("licence", DCTERMS + "rights", STRING),
        _one("origin", WB.origin, STRING),
        _one("format", WB.format, STRING),
        _one("sha256", WB.sha256, STRING),
        _one("reader", WB.reader, STRING),
        _many("tables", WB.table, STRING),
        _many("read_from", WB.readFrom, STRING),
        _one("loaded_on", WB.loadedOn, _MOMENT),
        _many("uses_actors_of", WB.usesActorsOf),
        _one("said_origin", WB.saidOrigin, STRING),
        _one("said_format", WB.saidFormat, STRING),
        _one("said_sha256", WB.saidSha256, STRING),
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
    Identity: NamedNode(WB.Identity),
    DataSet: NamedNode(WB.DataSet),
}
CLASS_OF_ACT = {name: NamedNode(act.class_) for name, act in ACTS.items()}
#: All properties that are derived from dates.
BOUNDS = frozenset(
    bound.value
    for bounds in (PUBLIC_BOUNDS, *(field.bounds for fields in FIELDS.values() for field in fields if field.bounds))
    for bound in bounds
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record that is a node of its own; where there may be `many`, the nodes are numbered from 1."""

    name: str
    predicate: NamedNode
    class_: NamedNode
    fields: Fields
    record: type
    many: bool = False


_CONFIDENCE_CLASS = NamedNode(WB.Confidence)
_LIKELIHOOD = Part("likelihood", NamedNode(WB.likelihood), _CONFIDENCE_CLASS, _CONFIDENCE, Confidence)
#: The parts of each kind of record that has any.
PARTS: dict[type, tuple[Part, ...]] = {
    Claim: (
        Part("confidence", NamedNode(WB.confidence), _CONFIDENCE_CLASS, _CONFIDENCE, Confidence),
        _LIKELIHOOD,
        Part("quote", NamedNode(WB.quote), NamedNode(WB.Quote), _QUOTE, Quote),
        Part("passages", NamedNode(WB.passage), NamedNode(WB.Passage), _PASSAGE, Passage, many=True),
        Part("scores", NamedNode(WB.score), NamedNode(WB.Score), _SCORE, Score, many=True),
    ),
    Identity: (_LIKELIHOOD,),
}
