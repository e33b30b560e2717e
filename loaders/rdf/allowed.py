"""What `shapes.ttl` allows of the values of records and of what they refer to, for each field on its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from ...ontology import (
    ACTOR_KINDS,
    IDENTITY_BASES,
    INCIDENT_KINDS,
    NAME_KINDS,
    RELIANCE_MODES,
    SKOS,
    VERDICTS,
    VOCABULARY,
    WB,
)
from ...ontology.acts import ROLES
from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Reliance,
    Score,
    Source,
)
from ...ontology.scales import SCALES

#: How many digits a number may have, before or after its point: a short text can stand for one that fills the memory.
_MOST_DIGITS = 30
_LONGEST_NUMBER = 100
#: The address of a web page.
WEB = re.compile(r"https?://[^\s/?#]\S*")
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
        ),
        (Actor,),
    ),
    WB.incident: (Incident,),
    **dict.fromkeys((WB.about, WB.excludes), (Allegation,)),
    **dict.fromkeys((WB.respondsTo, WB.endorses, WB.withdraws, WB.replacedBy), (Claim,)),
    WB.challenges: (Claim, Allegation, Evidence),
    **dict.fromkeys((WB.madeIn, WB.source), (Source,)),
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
    (Actor, "kind"): (_one_of(ACTOR_KINDS), f"one of {', '.join(ACTOR_KINDS)}"),
    (Actor, "wikidata"): (
        _matching(r"http://www\.wikidata\.org/entity/Q[1-9][0-9]{0,15}"),
        "an IRI such as <http://www.wikidata.org/entity/Q423>",
    ),
    (Name, "kind"): (_one_of(NAME_KINDS), f"one of {', '.join(NAME_KINDS)}"),
    (Incident, "kind"): (_one_of(INCIDENT_KINDS), f"one of {', '.join(INCIDENT_KINDS)}"),
    (Allegation, "role"): (_one_of(ROLES), f"one of {', '.join(ROLES)}"),
    (Reliance, "mode"): (_one_of(RELIANCE_MODES), f"one of {', '.join(RELIANCE_MODES)}"),
    (Identity, "verdict"): (_one_of(VERDICTS), f"one of {', '.join(VERDICTS)}"),
    (Identity, "basis"): (_one_of(IDENTITY_BASES), f"one of {', '.join(IDENTITY_BASES)}"),
    (Evidence, "disclosed"): (_one_of(("true", "false", "1", "0")), "true or false"),
    (Source, "url"): (lambda text: WEB.fullmatch(text) is not None, "an address that begins with http:// or https://"),
    (Source, "archived_at"): (
        lambda text: WEB.fullmatch(text) is not None,
        "an address that begins with http:// or https://",
    ),
    (Source, "language"): (_matching(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"), "a language tag such as de or pt-BR"),
    (Source, "sha256"): (_matching(r"[0-9a-f]{64}"), "64 hexadecimal digits in lower case"),
    (DataSet, "sha256"): (_matching(r"[0-9a-f]{64}"), "64 hexadecimal digits in lower case"),
    (Claim, "quantity"): (_number, f"a number of at most {_MOST_DIGITS} digits"),
    (Claim, "attribution_type"): (
        lambda iri: iri in _attribution_types(),
        "a concept of the scheme of attribution types",
    ),
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
