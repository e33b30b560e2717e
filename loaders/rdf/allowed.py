"""What `shapes.ttl` allows of the values of records and of what they refer to, for each field on its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import pyoxigraph as ox

from ...ontology import FORMS, SKOS, VOCABULARY, WB
from ...ontology.acts import OUTCOMES
from ...ontology.fields import DATE, ENTITY, FIELDS, FORM, IRI, OUTCOME, Field
from ...ontology.patterns import UNWRITABLE, WORDS
from ...ontology.records import (
    MOST_QUOTED,
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Incident,
    Passage,
    Quote,
    Score,
    Source,
)
from ...ontology.scales import SCALES
from ...ontology.texts import is_blank

#: How many digits a number may have, before or after its point: a short text can stand for one that fills the memory.
_MOST_DIGITS = 30
_LONGEST_NUMBER = 100
#: What may follow a date of XML Schema: a time of day, a time zone. The day stays the one that is written.
_ZONE = r"(?:Z|[+-]\d{2}:\d{2})?"
_DAY = re.compile(
    rf"(?:(\d{{4}}-\d{{2}}-\d{{2}})T\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d+)?|(\d{{4}}(?:-\d{{2}}){{0,2}})){_ZONE}", re.ASCII
)
_IRI_KINDS = {IRI, ENTITY, FORM, OUTCOME}
_EITHER_KINDS = {next(field.kind for field in FIELDS[Source] if field.name == "url")}
#: The address of a web page.
WEB = re.compile(r"https?://[^\s/?#]\S*")
_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_AN_ADDRESS = "an address that begins with http:// or https://"
_SCHEME = ox.NamedNode("https://w3id.org/whoblamed/scheme/attribution-type")

#: What the objects of properties are: the kinds of things that they may be.
TARGETS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(
        (
            WB.speaker,
            WB.accused,
            WB.victim,
            WB.partOf,
            WB.speaksFor,
            WB.naming,
            WB.namedBy,
            WB.publisher,
            WB.heldBy,
            WB.compares,
            WB.identifiedBy,
            WB.activityOf,
            WB.through,
            WB.asToldBy,
        ),
        (Actor,),
    ),
    WB.incident: (Incident,),
    **dict.fromkeys((WB.about, WB.excludes), (Allegation,)),
    **dict.fromkeys((WB.respondsTo, WB.endorses, WB.withdraws, WB.replacedBy), (Claim,)),
    WB.challenges: (Claim, Allegation, Evidence),
    **dict.fromkeys((WB.madeIn, WB.source, WB.corrects), (Source,)),
    WB.evidence: (Evidence,),
    WB.relies: (Source, Claim),
    WB.on: (Source, Claim, Evidence),
}


def _one_of(values: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(values).__contains__


def _matching(pattern: str) -> Callable[[str], bool]:
    whole = re.compile(pattern)
    return lambda text: whole.fullmatch(text) is not None


def _number(text: str) -> bool:
    try:
        value = Decimal(text[:_LONGEST_NUMBER])
    except ArithmeticError:
        return False
    if len(text) > _LONGEST_NUMBER:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= _MOST_DIGITS and abs(value.adjusted()) <= _MOST_DIGITS


def _whole(least: int, most: int) -> Callable[[str], bool]:
    pattern = re.compile(r"[+-]?0*[0-9]{1,10}", re.ASCII)
    return lambda text: pattern.fullmatch(text) is not None and least <= int(text) <= most


@cache
def _attribution_types() -> frozenset[str]:
    in_scheme = ox.NamedNode(SKOS + "inScheme")
    triples = (triple for path in VOCABULARY for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    found = (triple.subject for triple in triples if triple.predicate == in_scheme and triple.object == _SCHEME)
    return frozenset(node.value for node in found if isinstance(node, ox.NamedNode))


#: What the text of a value has to be, and how that is put.
_ALLOWED: dict[tuple[type, str], tuple[Callable[[str], bool], str]] = {
    **{field: (_one_of(words), f"one of {', '.join(words)}") for field, words in WORDS.items()},
    (Actor, "wikidata"): (
        _matching(r"http://www\.wikidata\.org/entity/Q[1-9][0-9]{0,15}"),
        "an IRI such as <http://www.wikidata.org/entity/Q423>",
    ),
    **{
        field: (_one_of(("true", "false", "1", "0")), "true or false")
        for field in ((Evidence, "disclosed"), (Claim, "own_view"), (Quote, "translated"))
    },
    (Claim, "form"): (_one_of(FORM.write(word).value for word in FORMS), "a concept of the scheme of forms"),
    (Claim, "outcome"): (
        _one_of(OUTCOME.write(word).value for word in OUTCOMES),
        "a concept of the scheme of outcomes",
    ),
    (Claim, "condition"): (lambda text: not is_blank(text), "a text that says something"),
    (Quote, "text"): (lambda text: 0 < len(text.split()) <= MOST_QUOTED, f"a text of at most {MOST_QUOTED} words"),
    (Quote, "language"): (_matching(_LANGUAGE), "a language tag such as de or pt-BR"),
    **{(Source, name): (_matching(WEB.pattern), _AN_ADDRESS) for name in ("url", "archived_at")},
    (Source, "language"): (_matching(_LANGUAGE), "a language tag such as de or pt-BR"),
    (Source, "sha256"): (_matching(r"[0-9a-f]{64}"), "64 hexadecimal digits in lower case"),
    (DataSet, "sha256"): (_matching(r"[0-9a-f]{64}"), "64 hexadecimal digits in lower case"),
    **{
        (Claim, name): (_number, f"a number of at most {_MOST_DIGITS} digits")
        for name in ("quantity", "quantity_about", "quantity_at_least", "quantity_at_most")
    },
    (Claim, "attribution_type"): (
        lambda iri: iri in _attribution_types(),
        "a concept of the scheme of attribution types",
    ),
    (Claim, "coded_rows"): (_whole(1, 10**9), "a whole number from 1"),
    (Score, "points"): (_number, f"a number of at most {_MOST_DIGITS} digits"),
    (Score, "out_of"): (_number, f"a number of at most {_MOST_DIGITS} digits"),
    (Confidence, "scale"): (_one_of(SCALES), f"one of {', '.join(SCALES)}"),
    **{(Confidence, name): (_whole(0, 100), "a whole number from 0 to 100") for name in ("value", "low", "high")},
    (Passage, "paragraph"): (_whole(1, 10**9), "a whole number from 1"),
    **{(Passage, name): (_whole(0, 10**9), "a whole number from 0") for name in ("start", "end")},
}
#: Which parts' numbers come in this order.
ORDERED: dict[type, tuple[str, ...]] = {Confidence: ("low", "value", "high"), Passage: ("start", "end")}


def allow(kind: type, name: str, text: str) -> None:
    """Raise ValueError if a field of a kind of record cannot have this text as its value."""
    check, wanted = _ALLOWED.get((kind, name), (None, ""))
    if check is not None and not check(text):
        raise ValueError(f"is not {wanted}")


def is_limited(kind: type, field: Field) -> bool:
    """Return whether the shapes limit which texts a field of a kind of record may have."""
    return (kind, field.name) in _ALLOWED


def is_allowed_text(text: str) -> bool:
    """Return whether a text can be held: control characters and halves of surrogate pairs cannot."""
    return UNWRITABLE.search(text) is None


def is_more_than_a_day(text: str) -> bool:
    """Return whether a date has a time of day or a time zone, which `value_of` does not keep.

    >>> is_more_than_a_day("2030-05-01Z"), is_more_than_a_day("2030-05")
    (True, False)
    """
    dated = _DAY.fullmatch(text)
    return dated is not None and text not in dated.groups()


def value_of(kind: type, field: Field, text: str, *, is_iri: bool = False) -> Any:
    """Return the value of a field of a kind of record; raises ValueError, with what is wrong with the text.

    A date with a time of day or a time zone is the day that it names there (`is_more_than_a_day` tells).
    """
    if is_iri != (field.kind in _IRI_KINDS) and not (is_iri and field.kind in _EITHER_KINDS):
        raise ValueError("is an IRI and not a text" if is_iri else "is no IRI")
    if field.kind is DATE:
        dated = _DAY.fullmatch(text)
        text = (dated[1] or dated[2]) if dated else text
    allow(kind, field.name, text)
    value = field.kind.read(text)
    field.kind.write(value)
    return value
