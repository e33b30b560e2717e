"""Records to statements, by the table in `fields`: as quads, or as lines of N-Triples.

Lines are for loading in bulk: making them takes a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pyoxigraph import NamedNode, Quad

from . import RDF, SKOS, WB
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
    Field,
    Fields,
    Kind,
    Part,
    iri_node,
    text_literal,
)
from .folding import fold
from .records import Actor, Claim, Confidence, DataSet, Incident, Name, Passage, Record, Score, Source, primary

T = TypeVar("T")
S = TypeVar("S")
#: Adds the statements of a record, but those of its parts, to a list: of the record, its node, its class, its label.
Adder = Callable[[Any, T, T, str, list[S]], None]

_CHARACTERS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})*+"  # possessive: no long IRI is tried in many ways
_PLAIN_IRI = re.compile(rf"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:/{_CHARACTERS}(?:#{_CHARACTERS})?)?")


def to_quads(record: Record | DataSet, graph: str) -> list[Quad]:
    """The quads of one record in the named graph `graph` (an IRI).

    Raises ValueError, which names the record and the field, for malformed IRIs, for texts with characters that no text
    may hold (`UNWRITABLE`), for malformed language tags, and for times without a time zone.
    """
    node = iri_node(graph)
    return [Quad(subject, predicate, object_, node) for subject, predicate, object_ in _TRIPLES.statements(record)]


def to_ntriples(record: Record | DataSet) -> str:
    """The statements of one record as lines of N-Triples; raises ValueError as `to_quads` does."""
    return "".join(_LINES.statements(record))


def primary_label(record: Record | DataSet) -> str:
    """The `rdfs:label` of a record; a data set without a title is labelled by its name."""
    if isinstance(record, DataSet):
        return primary(record.title) or record.name
    return record.label


def search_names(record: Record | DataSet) -> set[str]:
    """The names by which an actor, incident or source is found, folded; other records are found by their keys."""
    if isinstance(record, Actor):
        wordings = {record.label, *(name.value for name in record.names)}
    elif isinstance(record, Incident):
        wordings = {record.label, *record.name.values()}
    elif isinstance(record, Source):
        wordings = {record.label, *record.title.values()}
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


# -------------------------------------------------------------------------------------------------- terms as text


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
    """How values of a kind are written as text."""
    if kind is IRI:
        return _iri_token
    if kind is STRING:
        return _text_token
    return lru_cache(maxsize=65536)(lambda value: str(kind.write(value)))


# ----------------------------------------------------------------------------------------------------- statements


class _Writer(Generic[T, S]):
    """Writes records as statements of one sort, whose terms are of one sort: nodes of pyoxigraph, or their text.

    For each kind of record a function is compiled from the table of its fields, as `dataclasses` does for its methods:
    to go through the table for each of millions of records took as long as writing what is in them. `form` is the code
    of a statement about `subject`, with the predicate `{p}` and the object `{o}`.
    """

    def __init__(
        self,
        iri: Callable[[str], T],
        text: Callable[[str, str | None], T],
        constant: Callable[[NamedNode], T],
        writer_of: Callable[[Kind], Callable[[Any], T]],
        form: str,
    ) -> None:
        self.iri = iri
        self.text = text
        self.search_name, self.value, self.preferred, self.name_class = map(
            constant, (_SEARCH_NAME, _VALUE, _PREFERRED, _NAME_CLASS)
        )
        self.class_of_act = {act: constant(node) for act, node in CLASS_OF_ACT.items()}
        self.classes = {kind: constant(node) for kind, node in CLASSES.items()}
        self.parts = {
            kind: [(part, constant(part.predicate), constant(part.class_)) for part in parts]
            for kind, parts in PARTS.items()
        }
        code = f"def statement(subject, p, o): return {form.format(p='p', o='o')}"
        self.statement: Callable[[T, T, T], S] = _executed(code, {})["statement"]
        self.add: dict[type, Adder[T, S]] = {}
        for kind, fields in _ALL_FIELDS.items():
            known: dict[str, Any] = {"text": text, "type_": constant(TYPE), "label_": constant(LABEL)}
            for field in fields:
                known |= {f"{field.name}_": constant(field.predicate), f"write_{field.name}": writer_of(field.kind)}
            self.add[kind] = _executed(_adder(fields, form), known)["add"]

    def statements(self, record: Record | DataSet) -> list[S]:
        """The statements that a record is."""
        kind = type(record)
        subject = self.iri(record.iri)
        class_ = self.class_of_act[record.act] if isinstance(record, Claim) else self.classes[kind]
        out: list[S] = []
        self.add[kind](record, subject, class_, primary_label(record), out)
        out += [self.statement(subject, self.search_name, self.text(folded, None)) for folded in search_names(record)]
        if isinstance(record, Actor):
            for name in record.names:
                self._name(name, out)
        for part, predicate, class_ in self.parts.get(kind, ()):
            value = getattr(record, part.name)
            for iri, item in _numbered(record.iri, part, value) if value else ():
                node = self.iri(iri)
                out.append(self.statement(subject, predicate, node))
                self.add[part.record](item, node, class_, _part_label(item), out)
        return out

    def _name(self, name: Name, out: list[S]) -> None:
        subject = self.iri(name.iri)
        try:
            value = self.text(name.value, name.language)
        except ValueError as error:
            raise ValueError(f"{subject}, value: {error}") from None
        self.add[Name](name, subject, self.name_class, name.value, out)
        out.append(self.statement(subject, self.value, value))
        if name.kind == "preferred":
            out.append(self.statement(self.iri(name.actor), self.preferred, value))


def _executed(code: str, known: dict[str, Any]) -> dict[str, Any]:
    exec(code, known)  # noqa: S102 - the code is ours alone
    return known


def _adder(fields: Fields, form: str) -> str:
    """The code of an `Adder`."""
    return "\n".join(
        [
            "def add(record, subject, class_, label, out):",
            "    say = out.append",
            f"    say({form.format(p='type_', o='class_')})",
            "    try:",
            *(line for field in fields for line in _lines_of(field, form)),
            "        field = 'label'",
            "        if label:",
            f"            say({form.format(p='label_', o='text(label, None)')})",
            "    except ValueError as error:",
            "        raise ValueError(f'{subject}, {field}: {error}') from None",
        ]
    )


def _lines_of(field: Field, form: str) -> list[str]:
    write = f"write_{field.name}(value)"
    if field.text:
        start = [f"        for language, value in record.{field.name}.items():"]
        write = "text(value, language)"
    elif field.many:
        start = [f"        for value in record.{field.name}:"]
    else:
        start = [f"        value = record.{field.name}", "        if value is not None:"]
    statement = form.format(p=f"{field.name}_", o=write)
    return [*start, f"            field = {field.name!r}", f"            say({statement})"]


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
_TRIPLES: _Writer[Any, tuple[Any, Any, Any]] = _Writer(
    iri_node, text_literal, lambda node: node, lambda kind: kind.write, "(subject, {p}, {o})"
)
_LINES: _Writer[str, str] = _Writer(_iri_token, _text_token, str, _token_of, 'f"{{subject}} {{{p}}} {{{o}}} .\\n"')
