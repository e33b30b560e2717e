"""What is said of a node to the values of a record, as long as all of it is in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from ....ontology import WB
from ....ontology import fields as ontology
from ....ontology.fields import DATE, LABEL, PARTS, STRING, Field
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Identity,
    Incident,
    Name,
    Quote,
    Reliance,
    Score,
    Source,
)
from ....ontology.texts import is_blank
from ..allowed import TARGETS, is_allowed_text, is_limited, is_more_than_a_day, value_of
from .fitting import NotPlain
from .shelf import IRI, TEXT
from .statements import KINDS, ORDER, PREFERRED, VALUE, fields_of, properties

#: What records of each kind cannot do without.
_REQUIRED: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(ORDER, ("label",)),
    Actor: ("label", "kind"),
    Allegation: ("label", "accused", "incident"),
    Claim: ("label", "speakers", "made_in"),
    Reliance: ("label", "relying"),
    Identity: ("label", "actors", "verdict"),
    Name: ("actor", "value"),
    Quote: ("text",),
    Score: ("criterion", "points"),
}

Values = dict[str, Any]
#: The kind of an object, and the object.
_Kind = int | str
#: Puts an object of a property among the values of a node; raises ValueError or OverflowError if it cannot be there.
_Put = Callable[[Values, _Kind, str], None]


class Reading:
    """Reads the values of nodes; `classes` has the number of the class of each node by the hash of its IRI."""

    def __init__(self, classes: Mapping[int, int]) -> None:
        self._classes = classes
        self._puts = {kind: self._puts_of(kind) for kind in {*KINDS} - {DataSet}}

    def values(self, kind: type, said: Sequence[Any]) -> Values:
        """Return the values of a node of a kind; raises `NotPlain`."""
        puts = self._puts[kind]
        values: Values = {}
        each = iter(said)
        try:
            for number, form, text in zip(each, each, each, strict=True):
                puts[number](values, form, text)
        except (KeyError, ValueError, OverflowError):
            raise NotPlain from None
        for name in _REQUIRED.get(kind, ()):
            if name not in values:
                raise NotPlain
        for name in _many_of(kind):
            if name in values:
                values[name] = tuple(sorted(values[name]))
        return values

    def _puts_of(self, kind: type) -> dict[int, _Put]:
        """Return what becomes of each property (a number) of a kind of node."""
        puts: dict[str, _Put] = {field.predicate.value: self._put(kind, field) for field in fields_of(kind)}
        puts |= {part.predicate.value: _into_list(part.name) for part in PARTS.get(kind, ())}
        if kind in (Actor, Incident, Source):
            puts[WB.searchName] = _ignore
        puts[LABEL.value] = _put_label if kind in ORDER else _ignore
        if kind is Actor:
            puts[PREFERRED] = _into_list("preferred")
        if kind is Name:
            puts[VALUE] = _put_value
        numbers = {property_: number for number, property_ in enumerate(properties())}
        return {numbers[property_]: put for property_, put in puts.items()}

    def _put(self, kind: type, field: Field) -> _Put:
        if field.text:
            return _text_of(field.name)
        read = self._iri(field) if field.kind is ontology.IRI else _literal(kind, field)
        if field.many:
            return lambda values, form, text: values.setdefault(field.name, set()).add(read(form, text))
        return _one(field.name, read)

    def _iri(self, field: Field) -> Callable[[_Kind, str], Any]:
        classes, targets = self._classes, TARGETS.get(field.predicate.value)
        if targets is None:
            return lambda form, text: value_of(Claim, field, text if form == IRI else _fail(), is_iri=True)
        wanted = frozenset(number for number, kind in enumerate(KINDS) if kind in targets)

        def read(form: _Kind, text: str) -> str:
            if form != IRI or classes.get(hash(text)) not in wanted:
                raise ValueError
            return text

        return read


@cache
def _many_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(kind) if field.many)


def _ignore(values: Values, form: _Kind, text: str) -> None:
    """Nothing: it is derived anew."""


def _into_list(name: str) -> _Put:
    return lambda values, form, text: values.setdefault(name, []).append((form, text))


def _one(name: str, read: Callable[[_Kind, str], Any]) -> _Put:
    def put(values: Values, form: _Kind, text: str) -> None:
        if name in values:
            raise ValueError
        values[name] = read(form, text)

    return put


def _put_label(values: Values, form: _Kind, text: str) -> None:
    if "label" in values or form != TEXT or not _is_text(text):
        raise ValueError
    values["label"] = text


def _put_value(values: Values, form: _Kind, text: str) -> None:
    if "value" in values or form == IRI or not _is_text(text):
        raise ValueError
    values["value"] = text
    values["language"] = None if form == TEXT else form


def _text_of(name: str) -> _Put:
    def put(values: Values, form: _Kind, text: str) -> None:
        texts = values.setdefault(name, {})
        language = "" if form == TEXT else form
        if form == IRI or language in texts or not _is_text(text):
            raise ValueError
        texts[language] = text
        if len(texts) > 1:
            values[name] = dict(sorted(texts.items()))

    return put


def _is_text(text: str) -> bool:
    return not is_blank(text) and (text.isprintable() or is_allowed_text(text))


def _literal(kind: type, field: Field) -> Callable[[_Kind, str], Any]:
    """Return what reads the values of a field that are no things."""
    read = lru_cache(4096)(lambda is_iri, text: value_of(kind, field, text, is_iri=is_iri))
    if field.kind is STRING and not is_limited(kind, field):
        read = lambda is_iri, text: text if not is_iri and _is_text(text) else _fail()  # type: ignore[assignment]  # noqa: E731

    is_date = field.kind is DATE

    def value(form: _Kind, text: str) -> Any:
        if form not in (IRI, TEXT) or (is_date and form == TEXT and is_more_than_a_day(text)):
            raise ValueError
        return read(form == IRI, text)

    return value


def _fail() -> str:
    raise ValueError
