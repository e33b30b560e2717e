"""Records to statements, by the table in `fields`: as quads, or as lines of N-Triples.

Lines are for loading in bulk: making them takes a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

from pyoxigraph import NamedNode, Quad

from . import RDF, SKOS, WB
from .dates import EARLIEST, LATEST, PartialDate
from .fields import (
    ANY_URI,
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
    URL,
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
P = TypeVar("P")
S = TypeVar("S")

#: Of how many values of a field it is remembered what is said: there are a few of most, and of others one a record.
_REMEMBERED = 8192

#: What most fields of several values have, of which there is one.
_NONE: tuple[Any, ...] = ()
_NAME = NamedNode(WB.Name)
_PREFERRED = NamedNode(SKOS + "prefLabel")
_SEARCH_NAME = NamedNode(WB.searchName)
_VALUE = NamedNode(RDF + "value")
#: The kinds of records that are found by their names.
_SEARCHED = {Actor, Incident, Source}
_ANY_URI = str(ANY_URI)
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
    found = _TRIPLES.about(iri_node(claim), _TRIPLES.public(public))
    return [Quad(subject, predicate, object_, node) for subject, predicate, object_ in found]


def public_ntriples(claim: str, public: PartialDate) -> str:
    """Return the same as lines of N-Triples."""
    return "".join(_LINES.about(_iri_token(claim), _LINES.public(public)))


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
    if kind is URL:
        return lambda value: f"{_text_token(value)}^^{_ANY_URI}"
    return lambda value: str(kind.write(value))


class _Writer(Generic[T, P, S]):
    """Writes records as statements of one sort, whose terms are of one sort: nodes of pyoxigraph, or their text.

    What is said of a subject, a property and its value, is made once for as many values as are remembered: most repeat.
    """

    def __init__(
        self,
        iri: Callable[[str], T],
        text: Callable[[str, str | None], T],
        constant: Callable[[NamedNode], T],
        writer_of: Callable[[Kind], Callable[[Any], T]],
        said: Callable[[T, T], P],
        about: Callable[[T, Sequence[P]], list[S]],
    ) -> None:
        self.iri, self.text, self.constant, self.said, self.about = iri, text, constant, said, about
        self.writer_of = writer_of
        self.label = constant(LABEL)
        self.search_name, self.preferred, self.value = map(constant, (_SEARCH_NAME, _PREFERRED, _VALUE))
        self.types = {class_: said(constant(TYPE), constant(class_)) for class_ in _CLASSES}
        self.public = self._bounds(PUBLIC_BOUNDS)
        self.fields = {
            kind: (_values_of(fields), list(map(self._writing, fields))) for kind, fields in _ALL_FIELDS.items()
        }

    def _writing(self, field: Field) -> tuple[str, bool, Callable[..., P], Callable[[PartialDate], Sequence[P]] | None]:
        """Return how values of a field are written: its name, whether there are many, what says one, and its bounds."""
        predicate, write, said = self.constant(field.predicate), self.writer_of(field.kind), self.said
        if field.text:
            return field.name, True, lambda pair: said(predicate, self.text(pair[1], pair[0])), None
        say: Callable[..., P] = lambda value: said(predicate, write(value))  # noqa: E731 - one of two, to be remembered
        if field.kind is not URL:  # each of which is another
            say = lru_cache(_REMEMBERED)(say)
        return field.name, field.many, say, self._bounds(field.bounds) if field.bounds else None

    def _bounds(self, properties: tuple[NamedNode, NamedNode]) -> Callable[[PartialDate], Sequence[P]]:
        """Return what says the first and last day that a date may be, where they are known."""
        known = [self.constant(property_) for property_ in properties]
        day = self.writer_of(DAY)

        @lru_cache(_REMEMBERED)
        def bounds(date: PartialDate) -> Sequence[P]:
            pairs = zip(known, (date.earliest, date.latest), strict=True)
            return [self.said(property_, day(when)) for property_, when in pairs if when not in (EARLIEST, LATEST)]

        return bounds

    def statements(self, record: Record | DataSet) -> list[S]:
        """Return the statements that a record is."""
        kind = type(record)
        subject = self.iri(record.iri)
        class_ = CLASS_OF_ACT[record.act] if kind is Claim else CLASSES[kind]  # type: ignore[union-attr]  # has an act
        said = self._said(record, subject, class_, primary_label(record))
        if kind in _SEARCHED:
            said += [self.said(self.search_name, self.text(folded, None)) for folded in search_names(record)]
        parts = _PARTS.get(kind)
        if parts is None or not any(values := parts(record)):
            return self.about(subject, said)
        out: list[S] = []
        for part, value in zip(PARTS.get(kind, ()), values, strict=False):
            for iri, item in _numbered(record.iri, part, value) if value else ():
                node = self.iri(iri)
                said.append(self.said(self.constant(part.predicate), node))
                out += self.about(node, self._said(item, node, part.class_, _part_label(item)))
        for name in record.names if isinstance(record, Actor) else ():
            out += self._name(name)
        return self.about(subject, said) + out

    def _said(self, record: Any, subject: T, class_: NamedNode, label: str) -> list[P]:
        """Return what is said of a record, but of its parts."""
        said = [self.types[class_]]
        name = ""
        try:
            values_of, fields = self.fields[type(record)]
            for value, field in zip(values_of(record), fields, strict=True):
                if value is None or value is _NONE:
                    continue
                name, many, say, bounds = field
                if many:
                    said += map(say, value.items() if type(value) is dict else value)
                else:
                    said.append(say(value))
                    if bounds is not None:
                        said += bounds(value)
            name = "label"
            if label:
                said.append(self.said(self.label, self.text(label, None)))
        except ValueError as error:
            raise ValueError(f"{subject}, {name}: {error}") from None
        return said

    def _name(self, name: Name) -> list[S]:
        subject = self.iri(name.iri)
        try:
            value = self.text(name.value, name.language)
        except ValueError as error:
            raise ValueError(f"{subject}, value: {error}") from None
        said = self._said(name, subject, _NAME, name.value)
        said.append(self.said(self.value, value))
        found = self.about(subject, said)
        if name.kind == "preferred":
            found += self.about(self.iri(name.actor), [self.said(self.preferred, value)])
        return found


def _values_of(fields: Sequence[Field | Part]) -> Callable[[Any], tuple[Any, ...]]:
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
_CLASSES = {
    *CLASSES.values(),
    *CLASS_OF_ACT.values(),
    *(part.class_ for parts in PARTS.values() for part in parts),
    _NAME,
}
#: What gives the names or parts of a record, which are nodes of their own, of those kinds that have any.
_PARTS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    Actor: lambda actor: actor.names,
    **{kind: _values_of(parts) for kind, parts in PARTS.items()},
}
_TRIPLES: _Writer[Any, tuple[Any, Any], tuple[Any, Any, Any]] = _Writer(
    iri_node,
    text_literal,
    lambda node: node,
    lambda kind: kind.write,
    lambda predicate, object_: (predicate, object_),
    lambda subject, said: [(subject, *pair) for pair in said],
)
_LINES: _Writer[str, str, str] = _Writer(
    _iri_token,
    _text_token,
    str,
    _token_of,
    lambda predicate, object_: f" {predicate} {object_} .\n",
    lambda subject, said: [subject + subject.join(said)] if said else [],
)
