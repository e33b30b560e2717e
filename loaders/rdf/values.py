"""What is said of a thing to the values of a record. A value that `shapes.ttl` does not allow is left out, with why."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox

from ...ontology import ID
from ...ontology.fields import DATE, FIELDS, IRI, LABEL, Field, Fields, Part
from ...ontology.records import Actor, Confidence, Quote, Score, Source
from ...ontology.texts import Text, is_blank, primary
from .allowed import ORDERED, TARGETS, WEB, allow, is_more_than_a_day, value_of
from .things import DERIVED, INSTEAD, Node, Said, Thing, Things, is_vocabulary, named, text_of, texts_of

_LONGEST_SHOWN = 80


class Values:
    """Takes the values of one thing out of what is said of it; `reasons` has what was left out and why."""

    def __init__(self, things: Things, thing: Thing) -> None:
        self.things = things
        self.thing = thing
        self.said: Said = things.said(thing.node, thing.graph)
        self.reasons: list[str] = []
        #: How often a property was used that is none of this thing's.
        self.unused: Counter[str] = Counter()
        #: Sources that are named by their web address only.
        self.sources: dict[str, Source] = {}
        self._used = set(DERIVED)

    def read(self, kind: type, fields: Fields | None = None) -> dict[str, Any]:
        """Return the values of all fields of a kind of record."""
        found = {}
        for field in FIELDS[kind] if fields is None else fields:
            if field.predicate.value not in self.said and (kind, field.predicate.value) not in INSTEAD:
                continue
            value = self.text(field.predicate.value) if field.text else self._field(kind, field)
            if value not in (None, (), {}):
                found[field.name] = value
        return found

    def take(self, property_: str) -> list[Any]:
        """Return the terms of a property, or of what may stand in for it."""
        found = self._take(property_)
        for other in INSTEAD.get((self.thing.kind, property_), ()):
            if not found:
                found = self._take(other)
        return found

    def nodes(self, *properties: str) -> list[Node]:
        """Return the things that properties lead to, each once."""
        terms = (term for property_ in properties for term in self.take(property_))
        return [term for term in dict.fromkeys(terms) if isinstance(term, Node)]

    def text(self, property_: str) -> Text:
        """Return the texts of a property by language, of which there is one each."""
        terms = self.take(property_)
        found = texts_of(terms)
        for term in [term for term in terms if isinstance(term, ox.Literal) and term.value]:
            if is_blank(term.value):
                self.leave_out(property_, term, "is blank")
            elif text_of(term) != term.value:
                self.leave_out(property_, term, "has characters that no text may hold; they were replaced")
            elif term.value != found[(term.language or "").lower()]:
                self.leave_out(property_, term, "is a second text in one language")
        for term in terms:
            if not isinstance(term, ox.Literal):
                self.leave_out(property_, term, "is no text")
        return found

    def label(self) -> str:
        """Return the label of a thing that has no texts to keep labels in other languages; empty when there is none."""
        texts = self.text(LABEL.value)
        if len(texts) > 1:
            self.reasons.append(f"rdfs:label is in {len(texts)} languages, of which one is taken")
        return primary(texts)

    def part(self, part: Part) -> Any:
        """Return the part or parts of the thing; raises ValueError for a confidence that is not in order."""
        nodes = sorted(self.take(part.predicate.value), key=self.things.order)
        if part.many:
            items = (self._item(part, node) for node in nodes)
            return tuple(item for item in items if item is not None)
        if len(nodes) > 1:
            raise ValueError(f"it has {len(nodes)} of {named(part.predicate.value)}; keep the one that belongs to it")
        return self._item(part, nodes[0]) if nodes else None

    def finish(self) -> None:
        """Count what nothing was made of."""
        for property_, terms in self.said.items():
            if property_ not in self._used:
                self.unused[property_] += len(terms)

    def leave_out(self, property_: str, term: Any, why: str) -> None:
        """Note that a statement was left out."""
        self.reasons.append(f"{named(property_)} {_shown(term)} {why}")

    def reference(self, property_: str, term: Any) -> str:
        """Return the IRI of a thing that is referred to; raises ValueError when no record can be made of it."""
        if isinstance(term, ox.Literal | ox.Triple):
            raise ValueError("is no IRI")
        kinds = TARGETS.get(property_)
        if kinds is None:
            if isinstance(term, ox.BlankNode):
                raise ValueError("has no IRI")
            return str(term.value)
        if self.things.usable(term, kinds):
            return self.things.iri(term)
        if kinds == (Source,) and _is_web_page(term) and not self.things.of(term):
            self.sources[term.value] = Source(iri=term.value, label=term.value, url=term.value)
            return str(term.value)
        if kinds == (Actor,) and isinstance(term, ox.NamedNode) and self.things.is_borrowed(term, self.thing.graph):
            return str(term.value)
        raise ValueError(f"is not described here as {_either(kinds)}, or not so that it can be loaded")

    # ----------------------------------------------------------------------------------------------------- one field

    def _take(self, property_: str) -> list[Any]:
        self._used.add(property_)
        return self.said.get(property_, [])

    def _field(self, kind: type, field: Field) -> Any:
        property_ = field.predicate.value
        found: dict[Any, None] = {}
        terms = list(dict.fromkeys(self.take(property_)))
        faults = len(self.reasons)
        for term in terms:
            try:
                found[self._value(kind, field, term)] = None
            except (ValueError, OverflowError) as error:
                self.leave_out(property_, term, str(error))
        if field.many:
            return tuple(sorted(found))
        if len(found) > 1 or (found and len(terms) > 1 and len(self.reasons) > faults):
            shown = ", ".join(sorted(map(_shown, terms))[:5])
            self.reasons.append(
                f"{named(property_)} has {len(terms)} values ({shown}), of which none is taken: keep one"
            )
            return None
        return next(iter(found), None)

    def _value(self, kind: type, field: Field, term: Any) -> Any:
        if field.kind is IRI:
            value = self.reference(field.predicate.value, term)
            allow(kind, field.name, value)
            field.kind.write(value)
            return value
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise ValueError("has no value")
        text = self._text_of(field, term)
        if field.kind is DATE and self._is_instead(kind, field) and "T" in text:  # often a time, of whatever form
            text = text.partition("T")[0]
        elif field.kind is DATE and is_more_than_a_day(text):
            self.leave_out(field.predicate.value, term, "has a time or a time zone: the day is kept as it is written")
        return value_of(kind, field, text, is_iri=isinstance(term, ox.NamedNode))

    def _text_of(self, field: Field, term: Any) -> str:
        if not isinstance(term, ox.Literal):
            return str(term.value)
        text = text_of(term)
        if text != term.value:
            self.leave_out(field.predicate.value, term, "has characters that no text may hold; they were replaced")
        return text

    def _is_instead(self, kind: type, field: Field) -> bool:
        property_ = field.predicate.value
        return (kind, property_) in INSTEAD and property_ not in self.said

    # ----------------------------------------------------------------------------------------------------- one part

    def _item(self, part: Part, node: Any) -> Any:
        try:
            return self._made(part, node)
        except ValueError as error:
            if part.record is Confidence:  # without it, the claim would be firmer than it was made
                raise ValueError(f"{named(part.predicate.value)} {_shown(node)} {error}") from None
            self.leave_out(part.predicate.value, node, str(error))
            return None

    def _made(self, part: Part, node: Any) -> Any:
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            raise ValueError("is a text; make it a thing of its own, as in [ wb:words … ]")
        inner = Values(self.things, Thing(node, self.thing.graph, part.record))
        values = inner.read(part.record, part.fields)
        inner.take(LABEL.value)
        inner.finish()
        self.unused += inner.unused
        self.sources |= inner.sources
        if part.record is Confidence and inner.reasons:
            raise ValueError(f"is not in order: {inner.reasons[0]}")
        self.reasons += inner.reasons
        given = [values[name] for name in ORDERED.get(part.record, ()) if name in values]
        if given != sorted(given):
            raise ValueError(f"has its {' and '.join(ORDERED[part.record])} in the wrong order")
        if part.record is Score and not (values.get("criterion") and "points" in values):
            raise ValueError("has no wb:criterion or no wb:points")
        if part.record is Quote and not values.get("text"):
            raise ValueError("has no words (rdf:value)")
        return part.record(**values)


def _is_web_page(term: Any) -> bool:
    iri = term.value if isinstance(term, ox.NamedNode) else ""
    return WEB.fullmatch(iri) is not None and not iri.startswith(ID) and not is_vocabulary(iri)


def _shown(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return named(term.value)
    if isinstance(term, ox.Literal):
        return f'"{_shortened(text_of(term))}"'
    return "(a blank node)" if isinstance(term, ox.BlankNode) else "(a triple term)"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _either(kinds: tuple[type, ...]) -> str:
    return " or ".join(f"wb:{kind.__name__}" for kind in kinds)
