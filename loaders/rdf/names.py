"""The names of an actor in RDF: those that are things of their own, and those that are texts of the actor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from ...ontology import ID, RDF, SKOS, WB
from ...ontology.fields import LABEL, NAME_FIELDS
from ...ontology.records import Name, digest, mint
from ...ontology.texts import is_blank, primary
from .things import NAMES_BY_PROPERTY, Node, Thing, last_part, texts_of
from .values import Values


class Names:
    """The names of an actor: those that are things of their own, and those that are texts of the actor."""

    def __init__(self, values: Values, iri: str) -> None:
        self._values = values
        self._iri = iri
        self._labels = dict(values.text(LABEL.value))

    def label(self) -> str:
        """Return what the actor is called here."""
        plain = self._labels.get("", "")
        texts = [texts_of(self._values.take(property_)) for property_ in (SKOS + "prefLabel", *NAMES_BY_PROPERTY)]
        own = {name.language or "": name.value for name in self._own}
        found = next((primary(each) for each in [*texts, own] if each), "")
        return plain or primary(self._labels) or found or last_part(self._iri)

    def all(self) -> tuple[Name, ...]:
        """Return the names, each once."""
        found = {(name.value, name.language or ""): name for name in self._own}
        preferred = {name.language or "" for name in self._own if name.kind == "preferred"}
        for language, text in self._texts(SKOS + "prefLabel"):
            found.setdefault((text, language), self._made(text, language, "preferred"))
            preferred.add(language)
        for language, text in self._labels.items():
            kind = "alias" if language in preferred else "preferred"
            if language:
                found.setdefault((text, language), self._made(text, language, kind))
        for property_ in NAMES_BY_PROPERTY:
            for language, text in self._texts(property_):
                if text != self._labels.get(""):
                    found.setdefault((text, language), self._made(text, language, "alias"))
        derived = [name for key, name in found.items() if name not in self._own]
        return tuple(sorted([*self._own, *derived], key=lambda name: name.iri))

    @cached_property
    def _own(self) -> list[Name]:
        return list(self._described())

    def _described(self) -> Iterator[Name]:
        things, thing = self._values.things, self._values.thing
        naming = ox.NamedNode(WB.naming)
        for node in things.subjects(naming, thing.node, thing.graph):
            if Thing(node, thing.graph, Name) in things.of(node):
                yield from self._name(node)

    def _name(self, node: Node) -> Iterator[Name]:
        things = self._values.things
        values = Values(things, Thing(node, self._values.thing.graph, Name))
        read = values.read(Name, NAME_FIELDS)
        literals = [term for term in values.take(RDF + "value") if isinstance(term, ox.Literal) and term.value]
        values.take(LABEL.value)
        values.finish()
        self._values.unused += values.unused
        self._values.sources |= values.sources
        self._values.reasons += [f"of a name: {reason}" for reason in values.reasons]
        if len(literals) != 1 or read.get("actor") != self._iri:
            self._values.reasons.append("a name is left out: it has not exactly one wb:naming and one rdf:value")
            return
        ((language, text),) = texts_of(literals).items() or ((("", ""),))
        if not text:
            self._values.reasons.append("a name is left out: it is blank")
        else:
            yield Name(iri=things.iri(node), value=text, language=language or None, **read)

    def _texts(self, property_: str) -> Iterator[tuple[str, str]]:
        """Yield all texts of a property: an actor may have several names in one language."""
        for term in self._values.take(property_):
            if isinstance(term, ox.Literal) and term.value and is_blank(term.value):
                self._values.leave_out(property_, term, "is blank")
            yield from texts_of([term]).items()

    def _made(self, value: str, language: str, kind: str) -> Name:
        things = self._values.things
        name = things.names[self._values.thing.graph]
        own = f"{ID}{name}/actor/"
        key = self._iri.removeprefix(own) if self._iri.startswith(own) else digest(self._iri)
        return Name(
            iri=mint(name, "name", f"{key}-{digest(value, language, '')}"),
            actor=self._iri,
            value=value,
            language=language or None,
            kind=kind,
        )
