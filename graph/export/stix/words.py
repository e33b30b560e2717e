"""What of records STIX objects say: of which type they are, in what words, and what they are about."""

from __future__ import annotations

from ....ontology.acts import ACTS
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
)
from ....ontology.texts import primary
from .parts import UNDATED, Object, day, described, identifier, listed, stix_object, wikidata

_CLASSES = {"person": "individual", "group": "group", "persona": "unknown", "unnamed": "unknown"}
_VERDICTS = {"same": "duplicate-of", "similar": "related-to"}
#: Incidents that nobody need have meant as an attack; the others are campaigns.
_NO_ATTACKS = ("release", "cancellation", "decision", "warning")


def identity_of(actor: Actor) -> Object:
    """Return the object that an actor is, which says nothing about it."""
    told = {"name": named(actor), **described(actor.description), **entry_of(actor)}
    class_ = _CLASSES.get(actor.kind, "organization")
    return stix_object("identity", identifier("identity", actor.iri), UNDATED, **told, identity_class=class_)


def entry_of(actor: Actor) -> Object:
    """Return what Wikidata has on an actor, as an external reference."""
    return listed("external_references", [wikidata(actor.wikidata)] if actor.wikidata else [])


def link_of(identity: Identity) -> str | None:
    """Return the relationship that says who is the same as whom; none for what only a comparison of names suggests."""
    return _VERDICTS.get(identity.verdict) if identity.basis in ("stated", "curated") else None


def type_of(incident: Incident) -> str:
    """Return all that is put down to a group's name is an intrusion set, and the name is the group's."""
    if incident.kind == "activity" and incident.activity_of:
        return "intrusion-set"
    return "incident" if incident.kind in _NO_ATTACKS else "campaign"


def answered(claim: Claim) -> tuple[str, ...]:
    named: tuple[str, ...] = getattr(claim, ACTS[claim.act].answers or "about")
    return named or claim.about


def remarked(claim: Claim) -> tuple[str, ...]:
    return (*claim.withdraws, *claim.responds_to)


def touched(record: Record | DataSet) -> list[str]:
    """Return what a record that is a note is about, by IRI."""
    found: tuple[str | None, ...] = ()
    match record:
        case Allegation():
            found = (record.accused, record.incident)
        case Source():
            found = (record.publisher, *record.corrects)
        case Reliance():
            found = (record.relying, record.on)
        case Evidence():
            found = (record.held_by,)
        case Identity():
            found = record.actors
        case Claim():
            found = (*record.speakers, record.incident)
        case Actor() | Incident():
            found = (record.iri,)
    return [iri for iri in found if iri]


def worded(record: Record | DataSet) -> str:
    """Return what a record is, in words."""
    match record:
        case DataSet():
            return primary(record.title) or record.name
        case Claim():
            return wording(record)
        case Source():
            return named(record)
    return record.label or record.iri


def named(thing: Actor | Incident | Source) -> str:
    return thing.label or thing.iri.rpartition("/")[2]


def wording(claim: Claim) -> str:
    return primary(claim.summary) or claim.label or claim.act


def sure(claim: Claim) -> Object:
    value = claim.confidence.value if claim.confidence else None
    return {} if value is None else {"confidence": value}


def said_on(claim: Claim) -> str:
    return day(claim.stated_on) or UNDATED
