"""Which fields of records are kept as columns, and what their values are in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ....ontology.dates import PartialDate
from ....ontology.fields import NUMBER
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Quote,
    Record,
    Reliance,
    Score,
    Source,
)
from ....ontology.texts import Text

#: Which fields of each kind of record.
KeptFields = Mapping[type[Record | Name], tuple[str, ...]]

#: The fields that statuses and analyses need: all but texts and passages.
BARE: KeptFields = {
    Actor: ("iri", "label", "kind", "part_of", "speaks_for", "wikidata"),
    Name: ("iri", "actor", "value", "kind", "by"),
    Incident: ("iri", "label", "kind", "occurred_from", "occurred_to", "victims", "activity_of"),
    Allegation: ("iri", "label", "accused", "incident", "role", "excludes"),
    Claim: (
        "iri",
        "label",
        "act",
        "speakers",
        "as_told_by",
        "form",
        "about",
        "accused",
        "incident",
        "role",
        "stated_on",
        "public_on",
        "recorded_on",
        "closed_on",
        "version_of",
        "made_in",
        "responds_to",
        "challenges",
        "endorses",
        "withdraws",
        "replaced_by",
        "outcome",
        "condition",
        "evidence",
        "confidence",
        "likelihood",
        "coding",
    ),
    Source: ("iri", "label", "publisher", "published", "retracted", "corrects", "url"),
    Reliance: ("iri", "label", "relying", "on", "mode"),
    Evidence: ("iri", "label", "held_by", "disclosed"),
    Identity: ("iri", "label", "actors", "verdict", "basis"),
}
#: The fields that are kept: all, but that names are records of their own. Change the ending in `files`, too.
FIELDS: KeptFields = {kind: tuple(field.name for field in fields(kind) if field.name != "names") for kind in BARE}


def _confidence(known: Any) -> Confidence:
    return Confidence(**known)


def _quote(known: Any) -> Quote:
    return Quote(**known)


def _passages(known: Any) -> tuple[Passage, ...]:
    return tuple(Passage(**each) for each in known)


def _scores(known: Any) -> tuple[Score, ...]:
    return tuple(map(_score, known))


def _score(known: Any) -> Score:
    out_of = known.get("out_of")
    return Score(criterion=known["criterion"], points=Decimal(known["points"]), out_of=out_of and Decimal(out_of))


#: The columns of texts; each a dictionary that no other column has.
TEXTS = frozenset(f"{kind.__name__}.{field.name}" for kind in BARE for field in fields(kind) if field.type == "Text")
READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(TEXTS, dict),
    "Name.language": str.lower,  # as it comes back from quads
    "Incident.occurred_from": PartialDate.parse,
    "Incident.occurred_to": PartialDate.parse,
    "Claim.stated_on": PartialDate.parse,
    "Claim.public_on": PartialDate.parse,
    "Claim.confidence": _confidence,
    "Claim.likelihood": _confidence,
    "Claim.recorded_on": datetime.fromisoformat,
    "Claim.closed_on": datetime.fromisoformat,
    "Claim.said_recorded_on": datetime.fromisoformat,
    "Claim.passages": _passages,
    "Claim.quote": _quote,
    "Claim.quantity": Decimal,
    "Claim.quantity_about": Decimal,
    "Claim.quantity_at_least": Decimal,
    "Claim.quantity_at_most": Decimal,
    "Claim.scores": _scores,
    "Identity.likelihood": _confidence,
    "Source.published": PartialDate.parse,
    "Source.retracted": PartialDate.parse,
}


def _named(kept: KeptFields) -> frozenset[str]:
    return frozenset(f"{kind.__name__}.{name}" for kind, names in kept.items() for name in names)


#: The names of all columns, and of those that statuses and analyses need.
ALL, NEEDED = _named(FIELDS), _named(BARE)


def pairs(text: Text) -> tuple[tuple[str, str], ...]:
    """Return a text as what can be looked up, with languages as they come back from quads."""
    return tuple(sorted((language.lower(), words) for language, words in text.items()))


def plain(value: Any) -> Any:
    """Return a value of a field as JSON has it, and as the same value comes back from quads."""
    if value is None or type(value) is str:  # as most are
        return value
    if isinstance(value, tuple):
        if value and is_dataclass(value[0]):
            return list(map(plain, value))
        return sorted(set(value)) if len(value) > 1 else list(value)  # as they come back from quads, without an order
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return NUMBER.write(value).value
    if isinstance(value, PartialDate):
        return str(value)
    if is_dataclass(value):
        known = asdict(value)  # type: ignore[arg-type]  # no class of records is a value
        return {name: plain(each) for name, each in known.items() if each is not None}
    return value
