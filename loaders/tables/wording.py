"""The labels of what a table says. A label says who said what; it never says that it is so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ...ontology.dates import PartialDate
from ...ontology.records import Actor, Incident, Source

_ALLEGED = {
    "carried-out": "carried out",
    "ordered": "ordered",
    "sponsored": "sponsored",
    "aided": "aided",
    "allowed": "allowed",
    "decided": "decided",
    "origin": "is the origin of",
}
_ROLES = _ALLEGED | {"origin": "as the origin"}
_MODES = {
    "quotes": "quotes",
    "cites": "cites",
    "leaks": "leaks",
    "wire": "carries the wire report of",
    "repeats": "repeats",
    "unknown": "rests on",
}
_MOST_NAMED = 5


def allegation_label(accused: Actor, role: str, incident: Incident) -> str:
    """What is alleged, as an allegation."""
    return f"Allegation that {accused.label} {_ALLEGED[role]} {incident.label}"


def reliance_label(speaker: Actor, mode: str, source: Source) -> str:
    """What rests on what."""
    return f"A claim of {speaker.label} {_MODES[mode]} {source.label}"


def claim_label(act: str, speaker: Actor, charges: Iterable[tuple[Actor, str]], incident: Incident | None) -> str:
    """Who said what about whom."""
    named = [
        accused.label if role == "carried-out" else f"{accused.label} ({_ROLES[role]})"
        for accused, role in charges
        if act == "attribution" or accused.iri != speaker.iri
    ]
    listed = ", ".join(named[:_MOST_NAMED])
    if len(named) > _MOST_NAMED:
        listed += f" and {len(named) - _MOST_NAMED} others"
    return f"{speaker.label} {_said(act, incident.label if incident else '', listed)}"


def _said(act: str, what: str, listed: str) -> str:
    whose = f" on behalf of {listed}" if listed else ""
    match act:
        case "attribution":
            return f"attributes {what} to {listed}"
        case "responsibility":
            return f"claims responsibility for {what}{whose}"
        case "denial":
            return f"denies responsibility for {what}{whose}"
        case "challenge":
            return f"challenges the attribution of {what} to {listed}" if listed else f"challenges a claim on {what}"
        case "endorsement":
            return f"endorses a claim on {what}" if what else "endorses a claim"
    return f"reports on {what}" if what else "reports"


@lru_cache(8192)
def written(date: PartialDate) -> str:
    """A date as ISO 8601 writes it."""
    return str(date)
